"""The form of a school's card, in calm parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms

from stellazh.members.enums import LibraryKind, RoomKind, SettlementKind
from stellazh.members.forms.cards import FormPart
from stellazh.members.models import SchoolCard
from stellazh.members.services.schools import SchoolFields
from stellazh.ui.widgets import DayInput

PARTS: Final = (
    ("school", "Школа", ("settlement", "school_type", "pupil_count", "class_count", "phone", "site")),
    ("library", "Библиотека", ("library_kind", "room", "area_m2", "has_reading_room", "seat_count")),
    ("equipment", "Оборудование", ("computer_count", "has_internet", "library_system")),
    ("fund", "Фонд", ("fund_count", "textbook_count", "fiction_count", "stated_on")),
)
_YES_OR_NO: Final = [("", "не указано"), ("true", "да"), ("false", "нет")]
_CHOICES: Final = {"settlement": SettlementKind, "library_kind": LibraryKind, "room": RoomKind}


class SchoolForm(forms.ModelForm[SchoolCard]):
    """What a school's card says; the row is written by `services.schools.update_school_card`."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    site = forms.CharField(
        label="Сайт", max_length=300, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )

    class Meta:
        model = SchoolCard
        fields = SchoolFields.names()
        widgets = {"stated_on": DayInput, "phone": forms.TextInput(attrs={"inputmode": "tel"})}
        localized_fields = ("area_m2",)
        help_texts = {
            "fund_count": "Экземпляров, вместе с учебниками.",
            "library_system": "Название программы, если она есть.",
            "stated_on": "Обычно 1 сентября. Пусто — сегодняшний день.",
        }

    def __init__(self, data: Any = None, *, card: SchoolCard, **options: Any) -> None:
        columns = {name: getattr(card, name) for name in SchoolFields.names()}
        initial = {"version": card.version if card.pk else 0, "site": card.site}
        super().__init__(data, instance=SchoolCard(**columns), initial=initial, **options)
        for name, kinds in _CHOICES.items():
            self.fields[name].choices = [("", "не указано"), *kinds.choices]  # type: ignore[attr-defined]
        for name in ("has_reading_room", "has_internet"):
            self.fields[name].widget.choices = _YES_OR_NO

    def fields_of_school(self) -> SchoolFields:
        """What was typed. Call it on a valid form."""
        return SchoolFields(**{name: self.cleaned_data[name] for name in SchoolFields.names()})

    def parts(self) -> Iterator[FormPart]:
        """The fields under their headings."""
        for code, title, names in PARTS:
            yield FormPart(code, title, tuple(self[name] for name in names))
