"""Forms of merging two cards."""

from __future__ import annotations

from typing import Any

from django import forms

from stellazh.people.models import Person

SIGNS_IN = " — с ней входят в систему"


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
        self.fields["survivor"].initial = next((person.pk for person in both if person.has_account), one.pk)
