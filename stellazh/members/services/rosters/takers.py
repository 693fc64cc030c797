"""Whoever takes single rows in: knows the schools, and who arrived since the list was judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from stellazh.associations.models import Organisation
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.members.enums import RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.rosters.rows import PersonRow, SchoolRow, read_person, read_school
from stellazh.members.services.rosters.judging_schools import school_details
from stellazh.members.services.rosters.known_people import PersonDetails, details_of, name_of_person
from stellazh.members.services.rosters.newcomers import Newcomer, checked, write_cards
from stellazh.members.services.rosters.person_deeds import add_to_cards, enter_newcomer, told
from stellazh.members.services.rosters.person_plans import Change, plan_person
from stellazh.members.services.rosters.places import SchoolBook
from stellazh.members.services.rosters.school_deeds import add_to_school, enter_school
from stellazh.members.services.rosters.school_plans import plan_school
from stellazh.people.models import Person
from stellazh.russian.collation import fold

WANTED: Final = (RowDecision.CREATE, RowDecision.UPDATE)
UNCHANGED: Final = "без изменений"


class ArrivedMeanwhile(DomainError):
    """While the list was checked, somebody entered the same person or school in another way."""


class Taker(Protocol):
    """Takes rows of one kind in."""

    def prepare(self, rows: Sequence[ImportRow], *, at: datetime, by: Actor) -> None:
        """Look at the rows of a lot: what is asked of the database for all of them is asked once."""

    def take(self, row: ImportRow, *, at: datetime, by: Actor) -> tuple[str, dict[str, Any]]:
        """Take a row in; gives its outcome in words, and what was changed. Sets whom it is about."""

    def finish(self, *, at: datetime, by: Actor) -> None:
        """Write what was put off to the end of the lot, and into the changes of its rows what that made."""


class PersonTaker:
    def __init__(self, roster: RosterImport) -> None:
        self._association = roster.association
        self._schools = SchoolBook.at(roster.association)
        self._details: dict[int, PersonDetails] = {}
        self._newcomers: list[Newcomer] = []
        self._arrived: set[tuple[str, str, str]] = set()
        self._roster = roster

    def prepare(self, rows: Sequence[ImportRow], *, at: datetime, by: Actor) -> None:
        self._newcomers = []
        known = [row.person_id for row in rows if row.decision == RowDecision.UPDATE and row.person_id]
        self._details = details_of([key for key in known if key], self._association, by=by)
        names = [self._read(row, at).name for row in rows if row.decision == RowDecision.CREATE]
        keys = {
            fold(Person(family_name=n.family, given_name=n.given, patronymic=n.patronymic).short_name)
            for n in names
            if n
        }
        offered = {one.get("id") for row in rows for one in row.candidates}
        here = Person.objects.present().filter(
            name_key__in=keys, memberships__association=self._association, memberships__to_on=None
        )
        made = self._roster.rows.exclude(person=None).values("person_id")
        self._arrived = {name_of_person(person).key for person in here.exclude(pk__in=made) if person.pk not in offered}

    def take(self, row: ImportRow, *, at: datetime, by: Actor) -> tuple[str, dict[str, Any]]:
        read = self._read(row, at)
        today = clock.day_of(at, self._association.time_zone)
        school = self._schools.resolve(read.school, inn=read.school_inn, place=read.territory).school if (
            read.has_school
        ) else None  # fmt: skip
        if row.decision == RowDecision.CREATE:
            if read.name is not None and read.name.key in self._arrived:
                raise ArrivedMeanwhile("пока список проверяли, этого человека внесли другим путём.")
            plan = checked(plan_person(read, None, school=school, today=today), at=at)
            membership = enter_newcomer(read, plan, self._association, by=by, at=at)
            row.person_id = membership.person_id
            made = {"person": True, "membership": membership.pk}
            self._newcomers.append(Newcomer(membership.person, plan, made))
            return "внесено", {"fields": told(plan.adds), "made": made}
        row.person_id = row.person_id or _of_earlier_row(row).person_id
        if not row.person_id:
            raise DomainError("строка, на которую она похожа, не внесена.")
        if any(one.person.pk == row.person_id for one in self._newcomers):
            # The row is about somebody of this very lot: what is to be written of her is written first.
            self.finish(at=at, by=by)
        details = self._details.get(row.person_id)
        if details is None:
            details = details_of([row.person_id], self._association, by=by).get(row.person_id)
        if details is None:
            raise DomainError("карточка этого человека в архиве.")
        plan = plan_person(read, details, school=school, taken=row.taken, today=today)
        made = add_to_cards(plan, details, self._association, by=by, at=at)
        # A row that follows may be about the same person: it must see what this one did.
        self._details.pop(row.person_id, None)
        return _told_outcome(plan.adds), {"fields": told(plan.adds), "made": made}

    def finish(self, *, at: datetime, by: Actor) -> None:
        """Write the posts and cards of those entered in this lot."""
        newcomers, self._newcomers = self._newcomers, []
        if newcomers:
            write_cards(newcomers, self._association, self._schools, by=by, at=at)

    def _read(self, row: ImportRow, at: datetime) -> PersonRow:
        return read_person(row.cells, today=clock.day_of(at, self._association.time_zone))


class SchoolTaker:
    def __init__(self, roster: RosterImport) -> None:
        self._association, self._roster = roster.association, roster
        self._schools = SchoolBook.at(roster.association)
        self._arrived: set[tuple[str, int]] = set()

    def prepare(self, rows: Sequence[ImportRow], *, at: datetime, by: Actor) -> None:
        new = [self._read(row, at) for row in rows if row.decision == RowDecision.CREATE]
        keys = {fold(read.short_name)[:140] for read in new}
        offered = {one.get("id") for row in rows for one in row.candidates}
        made = self._roster.rows.exclude(organisation=None).values("organisation_id")
        there = Organisation.objects.present().filter(name_key__in=keys).exclude(pk__in=made)
        self._arrived = {(one.name_key, one.territory_id) for one in there if one.pk not in offered}

    def take(self, row: ImportRow, *, at: datetime, by: Actor) -> tuple[str, dict[str, Any]]:
        read = self._read(row, at)
        today = clock.day_of(at, self._association.time_zone)
        if row.decision == RowDecision.CREATE:
            place = self._schools.place(read.territory) if read.territory else self._association.territory
            if place is None:
                raise DomainError(f"муниципалитет «{read.territory}» не найден.")
            if (fold(read.short_name)[:140], place.pk) in self._arrived:
                raise ArrivedMeanwhile("пока список проверяли, эту школу внесли другим путём.")
            plan = plan_school(read, None, today=today)
            row.organisation_id, made = enter_school(read, plan, place, by=by, at=at)
            return "внесено", {"fields": told(plan.adds), "made": made}
        row.organisation_id = row.organisation_id or _of_earlier_row(row).organisation_id
        details = school_details([row.organisation_id] if row.organisation_id else []).get(row.organisation_id or 0)
        if details is None:
            raise DomainError("школа, на которую она похожа, не внесена или убрана в архив.")
        plan = plan_school(read, details, taken=row.taken, today=today)
        made = add_to_school(plan, details, by=by, at=at)
        return _told_outcome(plan.adds), {"fields": told(plan.adds), "made": made}

    def finish(self, *, at: datetime, by: Actor) -> None:
        return None

    def _read(self, row: ImportRow, at: datetime) -> SchoolRow:
        return read_school(row.cells, today=clock.day_of(at, self._association.time_zone))


def _of_earlier_row(row: ImportRow) -> ImportRow:
    chosen = next((one["row"] for one in row.candidates if one.get("chosen") and one.get("row")), 0)
    earlier = ImportRow.objects.filter(roster_id=row.roster_id, number=chosen, decision__in=WANTED).first()
    return earlier or ImportRow()


def _told_outcome(adds: list[Change]) -> str:
    if not adds:
        return UNCHANGED
    return "дополнено: " + ", ".join(dict.fromkeys(change.label.lower() for change in adds))
