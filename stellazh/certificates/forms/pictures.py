"""What came in about pictures of sheets and about those who sign."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Iterable
from typing import Any, Final

from django import forms

from stellazh.certificates.models import CertificatePicture
from stellazh.certificates.services.signatories import SignatoryFields

# Twice what a fitted picture can measure, as base64.
_LONGEST_VARIANT: Final = 80_000
CLEARED, AS_IS = "cleared", "as_is"


class PictureForm(forms.Form):
    """A picture as a file."""

    file = forms.FileField(
        label="Файл картинки",
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif,.bmp,.tif,.tiff"}),
        help_text="PNG, JPG, WebP, GIF, BMP или TIFF, до 5 МБ.",
    )
    name = forms.CharField(label="Как назвать в списке", max_length=150)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class VariantForm(forms.Form):
    """Which of the two is kept: with the white of the paper or without. Both come along, small and cleaned; whatever
    comes back is decoded and written anew once more."""

    variant = forms.ChoiceField(
        label="Какую оставить",
        choices=[(CLEARED, "Без белой бумаги"), (AS_IS, "Как на снимке")],
        widget=forms.RadioSelect,
    )
    cleared = forms.CharField(widget=forms.HiddenInput, required=False, max_length=_LONGEST_VARIANT)
    as_is = forms.CharField(widget=forms.HiddenInput, required=False, max_length=_LONGEST_VARIANT)
    name = forms.CharField(widget=forms.HiddenInput, max_length=150)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        try:
            data["content"] = base64.b64decode(data.get(data.get("variant", ""), ""), validate=True)
        except (binascii.Error, ValueError):
            data["content"] = b""
        if not self.errors and not data["content"]:
            self.add_error("variant", "Этой картинки нет: выберите другую или начните с файла заново.")
        return data


class PictureNameForm(forms.Form):
    """The name of a picture."""

    name = forms.CharField(label="Название в списке", max_length=150)


class SignatoryForm(forms.Form):
    """Who signs."""

    name = forms.CharField(
        label="Имя, как на листе", max_length=150, widget=forms.TextInput(attrs={"placeholder": "В. И. Ольхова"})
    )
    post = forms.CharField(label="Должность, как на листе", max_length=250, widget=forms.Textarea(attrs={"rows": 2}))
    signature = forms.TypedChoiceField(label="Подпись картинкой", coerce=int, empty_value=None, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(
        self, *args: Any, signatures: Iterable[CertificatePicture], kept_id: int | None, may_sign: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field = self.fields["signature"]
        field.choices = [("", "нет, подпишут от руки"), *((str(one.pk), one.name) for one in signatures)]  # type: ignore[attr-defined]
        if not may_sign:
            field.disabled = True
            field.help_text = "Подпись выбирает тот, кому доверены подписи и печати."
            self.initial["signature"] = kept_id

    @property
    def values(self) -> SignatoryFields:
        """As the service takes them."""
        data = self.cleaned_data
        return SignatoryFields(data["name"], data["post"], data["signature"] or None)


class MoveForm(forms.Form):
    """One place up or down."""

    where = forms.ChoiceField(choices=[("up", "Выше"), ("down", "Ниже")])

    @property
    def step(self) -> int:
        """-1 is up."""
        return -1 if self.cleaned_data["where"] == "up" else 1
