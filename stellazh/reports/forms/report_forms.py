"""The file of an own Word form."""

from __future__ import annotations

from django import forms


class ReportFormUpload(forms.Form):
    """An own form as a file."""

    file = forms.FileField(
        label="Файл Word (.docx)",
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="До 5 МБ. Сначала покажем, что в нём понятно и что нет; без вашего «Поставить» ничего не изменится.",
    )
