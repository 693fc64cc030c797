"""What the pages of a video room's list show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from stellazh.events.enums import RowVerdict
from stellazh.events.models import RoomList, RoomListRow
from stellazh.events.reads.room_people import RoomPerson, enrolment_key, person_key, room_people


@dataclass(frozen=True, slots=True)
class RoomCounts:
    """How many rows stand how; `to_mark` leave a mark, `short` would but for the minutes; `marked` marks stand."""

    total: int
    matched: int
    doubtful: int
    unknown: int
    guest: int
    skipped: int
    short: int
    to_mark: int


@dataclass(frozen=True, slots=True)
class RoomRowView:
    """A row with those who may be meant and whoever was chosen."""

    row: RoomListRow
    choices: tuple[RoomPerson, ...]
    chosen: RoomPerson | None
    answer: str
    is_short: bool


def room_counts(room_list: RoomList) -> RoomCounts:
    """One query."""
    markable = Q(verdict=RowVerdict.GUEST) | (
        Q(verdict=RowVerdict.MATCHED) & (Q(enrolment__isnull=False) | Q(person__isnull=False))
    )
    short = Q(minutes__lt=room_list.least_minutes)
    found = room_list.rows.aggregate(
        total=Count("pk"),
        **{code: Count("pk", filter=Q(verdict=code)) for code in RowVerdict.values},
        short=Count("pk", filter=markable & short),
        all_markable=Count("pk", filter=markable),
    )
    return RoomCounts(to_mark=found.pop("all_markable") - found["short"], **found)


def room_row_views(room_list: RoomList, rows: Sequence[RoomListRow]) -> list[RoomRowView]:
    """The rows of a page: three queries, however many."""
    keys = {key for row in rows for key in (*row.candidates, _chosen_key(row)) if key}
    people = room_people(room_list.event, keys, on=room_list.on)
    return [
        RoomRowView(
            row,
            tuple(people[key] for key in row.candidates if key in people),
            people.get(_chosen_key(row)),
            _answer(row),
            row.minutes is not None and row.minutes < room_list.least_minutes,
        )
        for row in rows
    ]


def _chosen_key(row: RoomListRow) -> str:
    if row.enrolment_id:
        return enrolment_key(row.enrolment_id)
    return person_key(row.person_id) if row.person_id else ""


def _answer(row: RoomListRow) -> str:
    if row.verdict == RowVerdict.GUEST:
        return "guest"
    return "skip" if row.verdict == RowVerdict.SKIPPED else _chosen_key(row)
