"""Who sees which field of one's own card, and the consents that «все» needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from stellazh.members.card_fields import CARD_FIELDS, NAME
from stellazh.members.enums import Level
from stellazh.members.models import Card
from stellazh.members.reads.cards import effective_level
from stellazh.people.models import ConsentText

NARROW = [(level.value, str(level.label)) for level in (Level.SELF, Level.HEAD, Level.REGION)]
PUBLIC = (Level.PUBLIC.value, str(Level.PUBLIC.label))
NAME_LEVELS = [(Level.REGION.value, "те, кто видит список участников")]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the card: its name, its level, its consent (None where the field is never public)."""

    label: str
    level: BoundField
    consent: BoundField | None


class VisibilityForm(forms.Form):
    """A level for each field and, for those that may be public, a box of its own: one consent, one field."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text_id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, card: Card, published: frozenset[str], text: ConsentText | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["version"].initial = card.version if card.pk else 0
        self.fields["text_id"].initial = text.pk if text else None
        named = Level.PUBLIC if NAME in published else Level.REGION
        self._add(NAME, "Фамилия, имя и отчество", NAME_LEVELS, named, may_be_public=text is not None)
        for field in CARD_FIELDS:
            level = effective_level(card, field.code, published)
            may_be_public = field.may_be_public and (text is not None or field.code in published)
            self._add(field.code, field.label, NARROW, level, may_be_public=may_be_public)

    def _add(self, code: str, label: str, narrow: list[tuple[str, str]], level: Level, *, may_be_public: bool) -> None:
        choices = [*narrow, PUBLIC] if may_be_public else narrow
        self.fields[f"level_{code}"] = forms.ChoiceField(
            label=f"Кто видит: {label}", choices=choices, initial=level.value
        )
        if may_be_public:
            self.fields[f"agree_{code}"] = forms.BooleanField(
                label=f"Согласие на распространение: {label}", required=False, initial=level == Level.PUBLIC
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self._codes():
            if data.get(f"level_{code}") == Level.PUBLIC and not data.get(f"agree_{code}"):
                self.add_error(
                    f"agree_{code}", "Чтобы это видели все, отметьте согласие — или выберите, кто видит, уже."
                )
        return data

    def levels(self) -> dict[str, str]:
        """Code to level, as chosen."""
        return {code: self.cleaned_data[f"level_{code}"] for code in self._codes()}

    def agreed(self) -> frozenset[str]:
        """Codes of the fields whose box is ticked."""
        return frozenset(code for code in self._codes() if self.cleaned_data.get(f"agree_{code}"))

    def rows(self) -> Iterator[FieldRow]:
        """The fields in the order of the card, the name first."""
        labels = {NAME: "Фамилия, имя и отчество", **{field.code: field.label for field in CARD_FIELDS}}
        for code in self._codes():
            consent = self[f"agree_{code}"] if f"agree_{code}" in self.fields else None
            yield FieldRow(labels[code], self[f"level_{code}"], consent)

    def _codes(self) -> list[str]:
        return [name.removeprefix("level_") for name in self.fields if name.startswith("level_")]
