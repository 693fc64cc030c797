"""What `ui/conflict.html` shows when two people saved the same row."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from stellazh.common.errors import ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field that differs: its Russian name, the stored text, the unsaved text."""

    name: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """The refusal, row by row. `ui/conflict.html` makes it of the `ChangedMeanwhile` it is given as `conflict`."""

    message: str
    rows: tuple[ConflictRow, ...]
    current_version: int


def side_by_side(refusal: ChangedMeanwhile) -> Conflict:
    """The two texts side by side, field by field, in the order in which the person wrote them."""
    names = [*refusal.mine, *(name for name in refusal.theirs if name not in refusal.mine)]
    rows = tuple(ConflictRow(name, refusal.theirs.get(name, ""), refusal.mine.get(name, "")) for name in names)
    return Conflict(str(refusal), rows, refusal.current_version)


def answer_conflict(form: forms.Form, refusal: ChangedMeanwhile) -> None:
    """Make the sent form ready to be saved over what is stored now, and say what happened."""
    # A copy: the data of a request does not change.
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(refusal.current_version)
    if "expected_version" in form.fields:
        data[form.add_prefix("expected_version")] = str(refusal.current_version)
    form.data = data
    form.add_error(None, str(refusal))
