"""Decisions on control: an association's list with how far each is, and the marks of one decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count, F, Q
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, AssignmentQuerySet, Decision, DecisionQuerySet
from stellazh.protocols.reads.assignments import source_of
from stellazh.protocols.reads.due_words import TONES, Due, due_of
from stellazh.russian.collation import fold

OVERDUE: Final = "overdue"
ALL: Final = "all"
STATES: Final = (
    (DoneState.OPEN.value, "на контроле"),
    (OVERDUE, "просроченные"),
    (DoneState.DONE.value, "исполнено"),
    (DoneState.PARTLY.value, "исполнено частично"),
    (DoneState.NOT_DONE.value, "не исполнено"),
    (DoneState.WITHDRAWN.value, "снято с контроля"),
    (ALL, "все"),
)
LACKS: Final = (("", "неважно"), ("owner", "без ответственного"), ("term", "без срока"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of an association's decisions is asked for."""

    state: str = DoneState.OPEN.value
    protocol_id: int | None = None
    owner: str = ""
    lacks: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line of the list. `done_count` of `mark_count` marks are done, those withdrawn left out."""

    pk: int
    number: str
    text: str
    source: str
    owners: str
    term: str
    due: Due
    state: str
    state_label: str
    tone: str
    done_count: int
    mark_count: int

    @property
    def href(self) -> str:
        return reverse("protocols:decision_detail", args=[self.pk])


@dataclass(frozen=True, slots=True)
class Standing:
    """How many marks of a decision stand where."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> int:
        """All that count: those withdrawn do not."""
        return sum(count for state, count in self.counts.items() if state != DoneState.WITHDRAWN)

    @property
    def done(self) -> int:
        return self.counts.get(DoneState.DONE, 0)

    @property
    def open(self) -> int:
        return self.counts.get(DoneState.OPEN, 0)


def decisions_of(association: Association, wanted: Wanted, *, on: date) -> DecisionQuerySet:
    """The association's binding decisions as asked, the nearest term first."""
    rows = Decision.objects.binding().filter(association=association)
    if wanted.state == OVERDUE:
        rows = rows.filter(state=DoneState.OPEN, due_on__lt=on)
    elif wanted.state != ALL:
        rows = rows.filter(state=wanted.state)
    if wanted.protocol_id is not None:
        rows = rows.filter(protocol_id=wanted.protocol_id)
    if wanted.lacks == "owner":
        rows = rows.filter(owners=None)
    elif wanted.lacks == "term":
        rows = rows.filter(due_on=None)
    if wanted.words or wanted.owner:
        rows = rows.filter(pk__in=_matching(rows, wanted))
    rows = rows.select_related("protocol", "resolution").prefetch_related("owners")
    counted = ~Q(assignments__state=DoneState.WITHDRAWN)
    return rows.annotate(
        mark_count=Count("assignments", filter=counted),
        done_count=Count("assignments", filter=Q(assignments__state=DoneState.DONE)),
    ).order_by(F("due_on").asc(nulls_last=True), "-binding_at", "pk")


def rows_of(decisions: Iterable[Decision], *, on: date) -> list[DecisionRow]:
    """The rows of `decisions_of` as lines. No query for rows already fetched."""
    return [
        DecisionRow(
            pk=one.pk,
            number=one.number_text,
            text=one.text,
            source=source_of(one),
            owners=", ".join(owner.name for owner in one.owners.all()),
            term=one.term_raw,
            due=due_of(one.due_on, one.state, on=on),
            state=one.state,
            state_label="на контроле" if one.state == DoneState.OPEN else str(DoneState(one.state).label),
            tone=TONES[DoneState(one.state)],
            done_count=one.done_count,  # type: ignore[attr-defined]
            mark_count=one.mark_count,  # type: ignore[attr-defined]
        )
        for one in decisions
    ]


def standing_of(decision: Decision) -> Standing:
    """The marks of the decision by state. One query."""
    rows = decision.assignments.order_by().values_list("state").annotate(count=Count("pk"))
    return Standing(dict(rows))


def marks_of(decision: Decision, *, state: str, words: str) -> AssignmentQuerySet:
    """The decision's marks as asked, by the alphabet."""
    rows = Assignment.objects.filter(decision=decision)
    if state:
        rows = rows.filter(state=state)
    asked = fold(words).split()
    if asked:
        names = rows.values_list("pk", "name")
        rows = rows.filter(pk__in=[pk for pk, name in names if all(word in fold(name) for word in asked)])
    return rows.order_by("sort_key", "pk")


def _matching(rows: DecisionQuerySet, wanted: Wanted) -> Sequence[int]:
    words, owner = fold(wanted.words).split(), fold(wanted.owner).split()
    found = []
    for row in rows.only("text", "number_text").prefetch_related("owners"):
        text, names = fold(row.text), fold(" ".join(one.name for one in row.owners.all()))
        if all(word in text for word in words) and all(word in names for word in owner):
            found.append(row.pk)
    return found


def counts_by_association(associations: Iterable[Association], *, on: date) -> dict[int, tuple[int, int]]:
    """How many decisions of each are on control, and how many of them overdue. One query."""
    rows = (
        Decision.objects.open()
        .filter(association__in=list(associations))
        .order_by()
        .values_list("association_id")
        .annotate(open_count=Count("pk"), late_count=Count("pk", filter=Q(due_on__lt=on)))
    )
    return {key: (open_count, late_count) for key, open_count, late_count in rows}
