"""What came in about a vote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField

from stellazh.protocols.enums import VoteChoice, VoteMode
from stellazh.protocols.models import ProtocolPerson
from stellazh.protocols.services.decision_fields import VoteFields
from stellazh.protocols.services.votes import COUNTS, VOTE_LABELS

REMOVE: Final = "remove"
ALL_FOR: Final = "all_for"
_ROLL: Final = "roll_"


class VoteForm(forms.Form):
    """How it was voted; each of `voters` has a row of three choices. `then` is what is done besides saving."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mode = forms.ChoiceField(label=VOTE_LABELS["mode"], choices=VoteMode.choices, widget=forms.RadioSelect)
    for_count = forms.IntegerField(label=VOTE_LABELS["for_count"], required=False, min_value=0, max_value=1_000_000)
    against_count = forms.IntegerField(
        label=VOTE_LABELS["against_count"], required=False, min_value=0, max_value=1_000_000
    )
    abstained_count = forms.IntegerField(
        label=VOTE_LABELS["abstained_count"], required=False, min_value=0, max_value=1_000_000
    )
    then = forms.ChoiceField(choices=[(code, code) for code in (REMOVE, ALL_FOR)], required=False)

    def __init__(self, *args: Any, voters: Sequence[ProtocolPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voters = tuple(voters)
        for person in self.voters:
            self.fields[f"{_ROLL}{person.pk}"] = forms.ChoiceField(
                label=person.name, required=False, choices=VoteChoice.choices, widget=forms.RadioSelect
            )

    def counts(self) -> Iterator[BoundField]:
        """The three numbers."""
        return (self[name] for name in COUNTS)

    def roll_rows(self) -> Iterator[tuple[ProtocolPerson, BoundField]]:
        """Each voter with her three choices."""
        return ((person, self[f"{_ROLL}{person.pk}"]) for person in self.voters)

    @staticmethod
    def initial_of(fields: VoteFields, version: int) -> dict[str, object]:
        """The stored vote."""
        stored: dict[str, object] = {name: getattr(fields, name) for name in ("mode", *COUNTS)}
        roll = {f"{_ROLL}{voter}": choice for voter, choice in fields.roll}
        return {**stored, **roll, "expected_version": version}

    @property
    def vote_fields(self) -> VoteFields:
        """What the service takes."""
        data = self.cleaned_data
        if data["then"] == ALL_FOR:
            roll = tuple((person.pk, str(VoteChoice.FOR)) for person in self.voters)
            return VoteFields(VoteMode.ROLL, roll=roll)
        choices = ((person.pk, data[f"{_ROLL}{person.pk}"]) for person in self.voters)
        return VoteFields(
            data["mode"],
            data["for_count"],
            data["against_count"],
            data["abstained_count"],
            tuple((key, choice) for key, choice in choices if choice),
        )
