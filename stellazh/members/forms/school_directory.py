"""What narrows the directory of schools: all of it stands in the address."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from stellazh.associations.models import Territory
from stellazh.members.enums import LibraryKind, RoomKind, SettlementKind
from stellazh.members.forms.directory import ANY, Chip, choice, territory_choices, words
from stellazh.members.reads.directory.schools import SchoolFilters
from stellazh.members.reads.directory.scope import Scope

YES_OR_NO: Final = (("yes", "есть"), ("no", "нет"))


class SchoolDirectoryForm(forms.Form):
    """The choice of a reader. What is not understood narrows nothing."""

    q = forms.CharField(
        label="Какую школу найти",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Номер, название, ИНН"}),
    )
    territory = forms.TypedChoiceField(label="Территория", required=False, coerce=int, empty_value=None)
    library = choice("Библиотека", *LibraryKind.choices)
    settlement = choice("Город или село", *SettlementKind.choices)
    school_type = words("Тип школы")
    room = choice("Помещение", *RoomKind.choices)
    reading_room = choice("Читальный зал", *YES_OR_NO)
    internet = choice("Интернет", *YES_OR_NO)
    staff = choice("Библиотекарь", ("yes", "есть в справочнике"), ("no", "нет в справочнике"))
    stated = choice("Сведения", ("yes", "есть, с датой"), ("no", "нет"))

    MAIN: Final = ("q", "territory", "library")
    REST: Final = ("settlement", "school_type", "room", "reading_room", "internet", "staff", "stated")

    def __init__(self, data: QueryDict, *, scope: Scope) -> None:
        super().__init__(data)
        self._territories: dict[int, Territory] = {one.pk: one for one in scope.territories}
        self.fields["territory"].choices = [ANY, *territory_choices(scope)]  # type: ignore[attr-defined]

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What was understood of the address, and is not empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def query(self) -> str:
        """The words to search for."""
        return str(self.chosen.get("q", "")).strip()

    @property
    def filters(self) -> SchoolFilters:
        """What the listing takes."""
        found = {name: value for name, value in self.chosen.items() if name != "q"}
        territory = self._territories.get(found.pop("territory", 0))
        return SchoolFilters(territory=territory, **found)

    def address(self, *, without: str = "", **changes: str) -> str:
        """What is chosen, as the part of an address after «?»."""
        found = {name: str(value) for name, value in self.chosen.items() if name != without}
        return urlencode({**found, **changes})

    def chips(self) -> list[Chip]:
        """What narrows the list, each with the address that no longer does."""
        found = []
        for name in self.chosen:
            field = self.fields[name]
            if name != "q":
                options = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
                shown = str(options.get(str(self.chosen[name]), self.chosen[name])).strip()
                found.append(Chip(str(field.label), shown, self.address(without=name)))
        return found

    def in_words(self) -> str:
        """«Отбор: библиотека — школьная библиотека», for papers; empty when nothing narrows."""
        words_of_query = [f"слова — {self.query}"] if self.query else []
        parts = [*words_of_query, *(f"{chip.label} — {chip.value}" for chip in self.chips())]
        return f"Отбор: {'; '.join(parts)}" if parts else ""
