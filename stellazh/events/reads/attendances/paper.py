"""The paper list as a page to tick off, and as rows for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from stellazh.associations.models import Territory
from stellazh.events.enums import MarkSource
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.attendances.listing import (
    ListFilter,
    ListRow,
    list_rows,
    marks_of,
    municipality_choices,
    shown_rows,
)
from stellazh.events.reads.attendances.wording import source_tags
from stellazh.members.enums import Level
from stellazh.members.models import Post
from stellazh.members.visibility import hides_from
from stellazh.people.models import Person


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A line to tick: `row` names it for the service, `known` says what is known of it besides the paper."""

    row: str
    name: str
    school: str
    is_ticked: bool
    known: str


def paper_rows(event: Event, page: Sequence[tuple[Any, ...]], *, on: date) -> list[tuple[str, list[PaperRow]]]:
    """The lines of one page by the first letter of the name. One query."""
    marks = marks_of([raw[1] for raw in page if raw[0] == "a"])
    rows: list[PaperRow] = []
    for raw in page:
        kind, pk, _, name, school, *_, enrolment_id, _, _ = raw
        own = marks[pk] if kind == "a" else []
        others = [mark for mark in own if mark.source != MarkSource.PAPER]
        rows.append(
            PaperRow(
                row=f"e{enrolment_id}" if enrolment_id else f"a{pk}",
                name=name,
                school=school,
                is_ticked=any(mark.source == MarkSource.PAPER and mark.on == on for mark in own),
                known=", ".join(tag.words for tag in source_tags(event, others)),
            )
        )
    return [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: row.name[:1].upper())]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A line for a signature."""

    name: str
    school: str
    post: str
    municipality: str


def signatories(event: Event) -> list[Signatory]:
    """Everybody who holds a place, in the order of the alphabet. Three queries, whatever their number.

    A post that its owner keeps from the leaders of the region is left out.
    """
    rows = list(Enrolment.objects.coming().filter(event=event).order_by("sort_key", "pk"))
    people = {row.person_id for row in rows if row.person_id is not None}
    hidden = Person.objects.filter(hides_from(Level.REGION, "posts"), pk__in=people).values("pk")
    posts = Post.objects.on(event.first_day).filter(person_id__in=people).exclude(person_id__in=hidden)
    titles = dict(posts.order_by("from_on", "pk").values_list("person_id", "title"))
    names = dict(Territory.objects.values_list("pk", "name"))
    return [
        Signatory(
            row.name,
            row.organisation_name,
            titles.get(row.person_id or 0, ""),
            names.get(row.territory_id or 0, ""),
        )
        for row in rows
    ]


def table_rows(event: Event) -> list[ListRow]:
    """The whole list of attendance for a file. Three queries, whatever its length."""
    return shown_rows(event, list(list_rows(event, ListFilter())), municipality_choices())
