"""What the journal keeps of cards: for each association the person stands in, and no secrets.

Heads above read the journal of those below, and nothing in it can be erased later. So of a field that is shown to
nobody above the person's own head (telephone, birthday, whatever the person narrowed) it keeps only that it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import models

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.members.card_fields import CARD_FIELDS
from stellazh.members.enums import Level
from stellazh.members.models import Card, Membership
from stellazh.members.visibility import level_of
from stellazh.people.models import Person

HIDDEN: Final = ("скрыто", "изменено")
CODE_BY_COLUMN: Final = {column: field.code for field in CARD_FIELDS for column in field.attributes}


def scopes_of(person: Person) -> list[str]:
    """Paths of the associations the person stands in, without those above another one of them."""
    open_places = Membership.objects.filter(person=person, to_on=None)
    return deepest(open_places.values_list("association__path", flat=True))


def deepest(paths: Iterable[str]) -> list[str]:
    """The paths under which no other of them lies; one empty path when there are none."""
    known = sorted(set(paths))
    return [path for path in known if not any(other != path and other.startswith(path) for other in known)] or [""]


def is_for_journal(card: Card, code: str) -> bool:
    """Whether the journal may keep the texts of that field."""
    return level_of(card, code) in (Level.REGION, Level.PUBLIC)


def record_for(
    person: Person,
    action: str,
    *,
    thing: models.Model | None = None,
    changes: Mapping[str, tuple[str, str]],
    by: Actor,
    at: datetime,
) -> None:
    """Write the deed into the journal of each association of the person; `thing` is the person when not given."""
    for scope in scopes_of(person):
        record(action, thing or person, by=by, at=at, scope=scope, changes=changes)


def told(card: Card, code: str, changes: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The changes of one field as the journal may keep them."""
    return {label: pair if is_for_journal(card, code) else HIDDEN for label, pair in changes.items()}
