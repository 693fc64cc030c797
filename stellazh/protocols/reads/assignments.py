"""What somebody has to do, and one mark with its story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, QuerySet
from django.urls import reverse

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, AssignmentQuerySet, Decision, Evidence, ProgressEntry
from stellazh.protocols.reads.due_words import TONES, Due, due_of
from stellazh.russian.collation import fold

MINE: Final = "mine"
SCHOOL: Final = "school"
PLACE: Final = "place"
WHOSE: Final = ((MINE, "мои"), (SCHOOL, "моей школы"), (PLACE, "объединения и территории"))
MOST_DONE: Final = 20


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One line of a list of marks: what, from where, for whom, until when."""

    pk: int
    text: str
    number: str
    source: str
    association: str
    whom: str
    due: Due
    state: str
    state_label: str
    tone: str

    @property
    def href(self) -> str:
        return reverse("protocols:assignment_detail", args=[self.pk])


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the story of a decision or of a mark."""

    entry: ProgressEntry
    evidence: Sequence[Evidence]

    @property
    def mark(self) -> str:
        """How the timeline draws it."""
        return {"done": "done", "not_done": "late"}.get(self.entry.state, "")

    @property
    def tone(self) -> str:
        return TONES[DoneState(self.entry.state)]


def with_source(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """What a line needs of the decision, in the same query."""
    return rows.select_related("decision__association", "decision__protocol", "decision__resolution")


def waiting_for(actor: Actor, *, whose: str = "", words: str = "") -> AssignmentQuerySet:
    """Marks that wait for the actor, the nearest term first, those without a term last."""
    rows = _narrowed(Assignment.objects.waiting().answered_by(actor), actor, whose)
    rows = with_source(_with_words(rows, words))
    return rows.order_by(F("due_on").asc(nulls_last=True), "decision_id", "sort_key", "pk")


def answered_of(actor: Actor, *, whose: str = "", words: str = "") -> AssignmentQuerySet:
    """Marks of the actor's that nobody waits for any more, the newest answer first."""
    rows = Assignment.objects.binding().answered_by(actor).exclude(pk__in=Assignment.objects.waiting().values("pk"))
    rows = with_source(_with_words(_narrowed(rows, actor, whose), words))
    return rows.order_by(F("reported_at").desc(nulls_last=True), "-pk")


def lines_of(rows: Iterable[Assignment]) -> list[AssignmentLine]:
    """The rows as lines; the day is counted where each association is. No query for rows `with_source`."""
    return [line_of(row, on=clock.today(row.decision.association.time_zone)) for row in rows]


def line_of(row: Assignment, *, on: date) -> AssignmentLine:
    """One row as a line."""
    decision = row.decision
    state = row.state if decision.state == DoneState.OPEN or row.state != DoneState.OPEN else decision.state
    return AssignmentLine(
        pk=row.pk,
        text=decision.text,
        number=decision.number_text,
        source=source_of(decision),
        association=decision.association.short_name,
        whom=row.name,
        due=due_of(row.due_on, state, on=on),
        state=state,
        state_label=str(DoneState(state).label),
        tone=TONES[DoneState(state)],
    )


def source_of(decision: Decision) -> str:
    """«Протокол № 3 от 08.10.2024», or the title of the resolution."""
    if decision.protocol is not None:
        return str(decision.protocol)
    return decision.resolution.title if decision.resolution is not None else ""


def story_of(entries: QuerySet[ProgressEntry]) -> list[StoryLine]:
    """The lines, the newest first, each with what was laid beside it. Two queries."""
    rows = entries.select_related("assignment", "protocol").prefetch_related("evidence__file")
    return [StoryLine(row, list(row.evidence.all())) for row in rows.order_by("-made_at", "-pk")]


def _narrowed(rows: AssignmentQuerySet, actor: Actor, whose: str) -> AssignmentQuerySet:
    match whose:
        case "mine":
            return rows.filter(person_id=int(actor.actor_id))
        case "school":
            return rows.filter(organisation__isnull=False)
        case "place":
            return rows.filter(person=None, organisation=None)
    return rows


def _with_words(rows: AssignmentQuerySet, words: str) -> AssignmentQuerySet:
    # SQLite knows no case of Russian letters, and ё is е to whoever searches: texts are compared folded.
    wanted = fold(words).split()
    if not wanted:
        return rows
    texts = rows.values_list("pk", "decision__text", "name")
    found = [pk for pk, text, name in texts if all(word in fold(f"{text} {name}") for word in wanted)]
    return rows.filter(pk__in=found)
