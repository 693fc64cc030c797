"""Forms of merging two cards."""

from __future__ import annotations

from typing import Any

from django import forms

from stellazh.people.models import Person

SIGNS_IN = " — с ней входят в систему"


def _fullness(person: Person) -> tuple[bool, bool, int]:
    """What makes a card the likelier one to remain: its sign-in, then what is filled, then the fuller name."""
    return person.has_account, hasattr(person, "card"), len(person.full_name)


class MergeForm(forms.Form):
    """Which of two cards remains."""

    survivor = forms.TypedChoiceField(label="Какая карточка останется", coerce=int, widget=forms.RadioSelect)

    def __init__(self, one: Person, other: Person, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        both = (one, other)
        self.fields["survivor"].choices = [  # type: ignore[attr-defined]
            (person.pk, f"{person.full_name} (№ {person.pk}){SIGNS_IN if person.has_account else ''}")
            for person in both
        ]
        self.fields["survivor"].initial = max(both, key=_fullness).pk
