"""What is written on the screens by which a site is kept."""

from __future__ import annotations

from typing import Any

from django import forms

from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import SiteHome
from stellazh.pages.reads.manage import WORDS, targets_of

KINDS = (("", "все страницы"), ("news", "новости"), ("pages", "разделы и страницы"))


class PageFilterForm(forms.Form):
    """Which pages of the site are shown."""

    q = forms.CharField(label="Искать в названиях", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[("", "любое"), *((code.value, word) for code, word in WORDS.items())],
    )
    kind = forms.ChoiceField(label="Что", required=False, choices=KINDS)


class AddressForm(forms.Form):
    """A former address and the page that it leads to."""

    old_path = forms.CharField(label="Прежний адрес", max_length=250)
    target: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="Куда вести", queryset=None, empty_label="Выберите страницу"
    )

    def __init__(self, *args: Any, home: SiteHome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_path"].help_text = f"Начинается с «/o/{home.slug}/»: то, что стоит в адресе после имени сайта."
        self.fields["target"].queryset = targets_of(home)  # type: ignore[attr-defined]


class PictureForm(forms.Form):
    """Who is on a picture, by whose consent, what it shows."""

    description = forms.CharField(
        label="Что на картинке", max_length=255, required=False,
        help_text="Одно предложение для тех, кто не видит картинку.",
    )  # fmt: skip
    people = forms.ChoiceField(label="Кто на картинке", choices=PicturedPeople.choices, widget=forms.RadioSelect)
    consent_note = forms.CharField(
        label="Согласие родителей", max_length=300, required=False,
        help_text="Если есть дети: кто, когда и на что дал согласие, где оно хранится.",
    )  # fmt: skip


class PictureFilterForm(forms.Form):
    """Which pictures are shown."""

    people = forms.ChoiceField(
        label="Кто на картинке", required=False,
        choices=[("", "все"), *PicturedPeople.choices, ("hidden", "скрытые")],
    )  # fmt: skip


class HidePictureForm(forms.Form):
    """Why a picture is hidden."""

    reason = forms.CharField(label="Почему", max_length=300, help_text="Например: родители отозвали согласие.")
