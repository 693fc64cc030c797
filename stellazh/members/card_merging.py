"""What a card gets of a second card of the same person, and how it stays as shut as either was."""

from __future__ import annotations

from typing import Final

from django.db.models import F

from stellazh.members.card_fields import CARD_FIELDS, CardField
from stellazh.members.enums import Level
from stellazh.members.models import Award, Card, PupilResult, Training
from stellazh.members.visibility import level_of
from stellazh.people.holders import Moved, move, move_all

_ROWS: Final = {"trainings": Training, "awards": Award, "pupil_results": PupilResult}
_ORDER: Final = (Level.SELF, Level.HEAD, Level.REGION, Level.PUBLIC)


def fill_card(ours: Card, theirs: Card) -> list[Moved]:
    """Fill every field that `ours` lacks altogether, take the rows over; a field that got something is from now on seen
    by those only who could see it on both cards. Returns what was changed, in order."""
    moved: list[Moved] = []
    levels = dict(ours.visibility)
    for field in CARD_FIELDS:
        got = _fill(field, ours, theirs)
        if got:
            levels[field.code] = min(level_of(ours, field.code), level_of(theirs, field.code), key=_ORDER.index).value
        moved += got
    if moved:
        moved.append(move(ours, "visibility", levels))
        # Not undone: whoever has the card open in a form must not save over what came in.
        Card.objects.filter(pk=ours.pk).update(version=F("version") + 1)
    return moved


def _fill(field: CardField, ours: Card, theirs: Card) -> list[Moved]:
    if field.code in _ROWS:
        return move_all(_ROWS[field.code]._default_manager.filter(card=theirs), "card_id", ours.pk)  # noqa: SLF001
    if any(getattr(ours, name) not in (None, "") for name in field.attributes):
        return []
    given = [(name, getattr(theirs, name)) for name in field.attributes]
    return [move(ours, name, value) for name, value in given if value not in (None, "")]
