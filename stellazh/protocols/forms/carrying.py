"""The form of one earlier decision in the agenda."""

from __future__ import annotations

from django import forms

from stellazh.protocols.enums import CarryResult


class CarryForm(forms.Form):
    """What the meeting said of it."""

    result = forms.ChoiceField(label="Итог", choices=CarryResult.choices)
    words = forms.CharField(
        label="Что сказано", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
