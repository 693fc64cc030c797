"""The organiser's list of registrations: narrowed, counted, fifty a page; its cost does not follow their number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, cast

from django.db.models import CharField, Count, F, Q, QuerySet
from django.db.models.functions import Cast

from stellazh.associations.models import Territory
from stellazh.events.enrolment_questions import questionnaire_of
from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.questionnaires.models import Submission
from stellazh.questionnaires.reads import answers_by_submission, asked_questions
from stellazh.russian.collation import fold, sort_key
from stellazh.ui.dates import short_day

PAGE: Final = 50
ALL: Final = "all"
NOWHERE: Final = "none"
SOURCES: Final = {
    "self": "зарегистрировались сами",
    "other": "зарегистрировал другой человек",
    "guest": "гости без учётной записи",
}
_TOLD = ("pk", "person_id", "name", "organisation_name", "territory__name", "coming_as", "state", "reason",
         "registered_at", "queued_at", "registered_by_id", "registered_by_name", "registered_by_kind", "guest_email",
         "guest_phone")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed by; empty words narrow nothing. `territory` may be «none»."""

    state: str = EnrolmentState.CONFIRMED
    query: str = ""
    territory: str = ""
    coming_as: str = ""
    source: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything besides the state narrows."""
        return bool(self.query or self.territory or self.coming_as or self.source)


@dataclass(frozen=True, slots=True)
class Line:
    """One registration of the list, ready to be shown."""

    pk: int
    name: str
    school: str
    territory: str
    coming_as: str
    state: str
    reason: str
    registered_at: datetime
    by_whom: str
    is_guest: bool
    email: str
    phone: str
    turn: int | None = None
    answers: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """The day, for a row of the table."""
        return short_day(self.registered_at)

    @property
    def coming_label(self) -> str:
        return str(ComingAs(self.coming_as).label) if self.coming_as else ""

    @property
    def state_label(self) -> str:
        return str(EnrolmentState(self.state).label)


class EnrolmentList:
    """The registrations of one event that answer to what is wanted."""

    def __init__(self, event: Event, wanted: Wanted) -> None:
        self.event = event
        self.wanted = wanted

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many are in each state, and in all, whatever else narrows. One query."""
        rows = self.event.enrolments.order_by().values_list("state").annotate(Count("pk"))
        counts = dict(rows)
        return {**counts, ALL: sum(counts.values())}

    @cached_property
    def count(self) -> int:
        """How many were found."""
        if not self.wanted.is_narrowed:
            return self.counts.get(self.wanted.state, 0)
        return self.found.count()

    @cached_property
    def found(self) -> QuerySet[Enrolment]:
        """Those found: the queue in its order, others by the alphabet."""
        wanted, rows = self.wanted, Enrolment.objects.filter(event=self.event)
        if wanted.state != ALL:
            rows = rows.filter(state=wanted.state)
        if wanted.territory:
            rows = rows.filter(territory=None if wanted.territory == NOWHERE else int(wanted.territory))
        if wanted.coming_as:
            rows = rows.filter(coming_as=wanted.coming_as)
        if wanted.source:
            rows = rows.filter(_from_source(wanted.source))
        for word in fold(wanted.query).split():
            rows = rows.filter(self._about(word))
        return rows.waiting_in_order() if wanted.state == EnrolmentState.WAITING else rows.order_by("sort_key", "pk")

    def page(self, number: int) -> list[Line]:
        """The lines of a page, counted from 1. One query."""
        first = (number - 1) * PAGE
        return self.lines(first, first + PAGE)

    def lines(self, first: int, last: int) -> list[Line]:
        """The lines from `first` to before `last`. One query."""
        in_turn = self.wanted.state == EnrolmentState.WAITING and not self.wanted.is_narrowed
        values = self.found.values_list(*_TOLD)[first:last]
        return [_line(row, first + place if in_turn else None) for place, row in enumerate(values, start=1)]

    def ids(self, most: int) -> list[int]:
        """The keys of those found, no more than `most`."""
        return list(self.found.values_list("pk", flat=True)[:most])

    def territories(self) -> list[tuple[str, str]]:
        """Municipalities that those registered come from, for the filter. One query."""
        rows = Territory.objects.filter(pk__in=self.event.enrolments.order_by().values("territory_id"))
        return [(str(pk), name) for pk, name in rows.order_by("sort_key", "pk").values_list("pk", "name")]

    def _about(self, word: str) -> Q:
        """The word stands in the name, in the guest's address or in the name of the school."""
        about = Q(sort_key__contains=sort_key(word)) | Q(guest_email__contains=word)
        return about | Q(organisation_name__in=[name for name in self._schools if word in fold(name)])

    @cached_property
    def _schools(self) -> list[str]:
        # Folded here: no database of ours folds ё, quotes and dashes, and an event knows a few hundred schools at most.
        names = self.event.enrolments.order_by().exclude(organisation_name="")
        return list(names.values_list("organisation_name", flat=True).distinct())


def _from_source(source: str) -> Q:
    if source == "guest":
        return Q(person=None)
    own = Q(registered_by_kind="person", registered_by_id=Cast(F("person_id"), CharField()))
    return own if source == "self" else Q(person__isnull=False) & ~own


def _line(row: Sequence[object], turn: int | None) -> Line:
    told = dict(zip(_TOLD, row, strict=True))
    is_own = told["registered_by_kind"] == "person" and told["registered_by_id"] == str(told["person_id"])
    is_guest = told["person_id"] is None
    by_itself = is_own or (is_guest and told["registered_by_kind"] in ("guest", "link"))
    return Line(
        pk=int(str(told["pk"])),
        name=str(told["name"]),
        school=str(told["organisation_name"]),
        territory=str(told["territory__name"] or ""),
        coming_as=str(told["coming_as"]),
        state=str(told["state"]),
        reason=str(told["reason"]),
        registered_at=cast("datetime", told["registered_at"]),
        by_whom="" if by_itself else str(told["registered_by_name"]),
        is_guest=is_guest,
        email=str(told["guest_email"]),
        phone=str(told["guest_phone"]),
        turn=turn,
    )


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """What was asked besides the card: the questions, and the answers by the key of the registration."""

    headings: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    by_enrolment: Mapping[int, Mapping[int, str]] | None = None

    def cells(self, enrolment_id: int) -> tuple[str, ...]:
        """The answers of one registration under these headings."""
        given = (self.by_enrolment or {}).get(enrolment_id, {})
        return tuple(given.get(key, "") for key in self.keys)


def answer_columns(event: Event, enrolment_ids: Collection[int]) -> AnswerColumns:
    """The answers of these registrations as columns. Seven queries, however many."""
    questionnaire = questionnaire_of(event)
    if questionnaire is None:
        return AnswerColumns()
    questions = asked_questions(questionnaire)
    keys = {f"enrolment:{pk}": pk for pk in enrolment_ids}
    rows = Submission.objects.filter(questionnaire=questionnaire, respondent_key__in=keys)
    owners = {pk: keys[key] for pk, key in rows.values_list("pk", "respondent_key")}
    answers = answers_by_submission(list(owners))
    return AnswerColumns(
        tuple(question.label for question in questions),
        tuple(question.pk for question in questions),
        {owners[pk]: given for pk, given in answers.items()},
    )
