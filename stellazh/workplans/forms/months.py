"""What is typed when a month is confirmed."""

from __future__ import annotations

from django import forms


class MonthConfirmForm(forms.Form):
    note = forms.CharField(
        label="Примечание",
        required=False,
        max_length=300,
        help_text="Можно не заполнять. Если мероприятий в этом месяце не будет, напишите почему.",
    )
