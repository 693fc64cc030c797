"""What came in about a template as a whole: its name, its file."""

from __future__ import annotations

import uuid

from django import forms


class TemplateNameForm(forms.Form):
    """The name of a template."""

    name = forms.CharField(label="Название шаблона", max_length=150)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class TemplateKeyForm(forms.Form):
    """Nothing but which submission it is, and of which version."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TemplateFileForm(forms.Form):
    """A template as a file."""

    file = forms.FileField(
        label="Файл шаблона (.zip)",
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text="До 2 МБ: файл, который сохранили кнопкой «Сохранить файлом» в другом объединении.",
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
