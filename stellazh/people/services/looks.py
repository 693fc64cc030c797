"""The log of looks at cards, for the person looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.people.models import CardLook


def note_looks(person_ids: Iterable[int], *, what: str, by: Actor, at: datetime) -> None:
    """Keep that `by` saw these people's cards (`what`: «карточка», «выгрузка в Excel»); one's own card is not kept.

    One row a day for each person, viewer and way. However many people: one statement when all of them were seen that
    day already, two otherwise. Not one transaction: each of the two is whole by itself, and a page is not to wait
    for it. Of two first looks at the same moment one may be counted.
    """
    own = by.actor_id if by.actor_kind == ActorKind.PERSON else ""
    wanted = sorted({person_id for person_id in person_ids if str(person_id) != own})
    if not wanted:
        return
    key, day, way = f"{by.actor_kind}:{by.actor_id}"[:84], clock.day_of(at), what[:60]
    noted = CardLook.objects.filter(person_id__in=wanted, viewer_key=key, what=way, on=day)
    if noted.update(look_count=F("look_count") + 1, last_at=at) == len(wanted):
        return
    rows = [
        CardLook(person_id=person_id, viewer_key=key, viewer_name=by.actor_name[:200], what=way, on=day, last_at=at)
        for person_id in wanted
    ]
    # Those counted a moment ago are there already.
    CardLook.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def forget_looks(*, older_than: timedelta, at: datetime) -> int:
    """Delete looks older than the term of keeping; how many."""
    return CardLook.objects.filter(last_at__lt=at - older_than).delete()[0]
