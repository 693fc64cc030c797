"""The judge of lists of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.members.enums import RowDecision
from stellazh.members.rosters.matching import Known, Match, PeopleIndex
from stellazh.members.rosters.rows import PersonRow, read_person
from stellazh.members.services.rosters.judging import ALSO_IN, REPEATS, Cells, Judgement
from stellazh.members.services.rosters.known_people import details_of, people_index, taken_addresses
from stellazh.members.services.rosters.person_plans import plan_person
from stellazh.members.services.rosters.places import FoundSchool, KnownSchool, SchoolBook

ADDRESS_TAKEN = "Адрес {email} занят: с ним входит другой человек. Исправьте адрес или сотрите его."


class PeopleJudge:
    """Compares rows with the people whom the actor may see, and with each other."""

    def __init__(self, association: Association, *, by: Actor, today: date) -> None:
        self._association, self._by, self._today = association, by, today
        self._index: PeopleIndex = people_index(association, by=by)
        self.schools = SchoolBook.at(association)
        self._taken: Mapping[str, int] = {}
        self._read: dict[int, PersonRow] = {}
        self._first_about: dict[int, int] = {}
        self._cells: dict[int, Cells] = {}

    def prepare(self, rows: Sequence[tuple[int, Cells]]) -> None:
        """Read the rows, and ask once which of their addresses are taken."""
        for number, cells in rows:
            self._read[number] = read_person(cells, today=self._today)
        self._taken = taken_addresses(row.email for row in self._read.values() if row.email)

    def note(self, number: int, cells: Cells) -> None:
        """Let rows that follow be compared with this one, which makes somebody new."""
        row = read_person(cells, today=self._today)
        self._add_row(number, cells, row, self._school(row))

    def judge(self, number: int, cells: Cells) -> Judgement:
        """The answer about a row that was prepared."""
        row = self._read[number]
        found = self._school(row)
        judgement = Judgement(number, cells, problems=[*row.problems, *filter(None, [found.problem])])
        if row.name is None:
            return judgement.refuse(row.refusal)
        match = self._index.find(row, found.school.id if found.school else None)
        if not self._may_use_address(row, match):
            return judgement.refuse(ADDRESS_TAKEN.format(email=row.email))
        if match.exact is not None:
            return self._about(match.exact, judgement)
        if match.candidates:
            judgement.decision = RowDecision.ASK
            judgement.candidates = [candidate.as_json() for candidate in match.candidates]
            return judgement
        self._add_row(number, cells, row, found)
        return judgement

    def settle(self, judgements: Sequence[Judgement]) -> None:
        """Tell rows that add something to a card from those that say what it says."""
        known = [one for one in judgements if one.decision == RowDecision.UPDATE and one.key is not None]
        details = details_of([one.key for one in known if one.key], self._association, by=self._by)
        for judgement in judgements:
            row = self._read[judgement.number]
            about = details.get(judgement.key or 0)
            if judgement.decision == RowDecision.UPDATE and about is None and judgement.key is not None:
                judgement.refuse("Карточка этого человека в архиве.")
                continue
            if judgement.decision not in (RowDecision.UPDATE, RowDecision.CREATE) or judgement.is_decided:
                continue
            plan = plan_person(row, about, school=self.school_of(row), today=self._today)
            judgement.problems += plan.problems
            if judgement.decision == RowDecision.UPDATE and plan.is_same:
                judgement.decision = RowDecision.SAME

    def school_of(self, row: PersonRow) -> KnownSchool | None:
        """The school where the row says that somebody works."""
        return self._school(row).school

    def _school(self, row: PersonRow) -> FoundSchool:
        if not row.has_school:
            return FoundSchool()
        return self.schools.resolve(row.school, inn=row.school_inn, place=row.territory)

    def _may_use_address(self, row: PersonRow, match: Match) -> bool:
        """Whether the address is free, or belongs to somebody who is offered or meant anyway."""
        owner = self._taken.get(row.email) if row.email else None
        if owner is None:
            return True
        meant = {match.exact.id} if match.exact is not None else {one.known.id for one in match.candidates}
        return owner in meant

    def _about(self, known: Known, judgement: Judgement) -> Judgement:
        if known.row and dict(self._cells[known.row]) == dict(judgement.cells):
            judgement.decision, judgement.is_decided = RowDecision.SKIP, True
            judgement.problems.append(REPEATS.format(row=known.row))
        elif known.row:
            judgement.decision = RowDecision.ASK
            judgement.candidates = [
                {"row": known.row, "score": 100, "why": f"строка {known.row} этого файла: то же имя"}
            ]
        else:
            judgement.decision, judgement.key = RowDecision.UPDATE, known.id
            first = self._first_about.setdefault(known.id, judgement.number)
            if first != judgement.number:
                judgement.problems.append(ALSO_IN.format(row=first))
        return judgement

    def _add_row(self, number: int, cells: Cells, row: PersonRow, found: FoundSchool) -> None:
        if row.name is None:
            return
        self._cells[number] = cells
        self._index.add(
            Known(
                row.name,
                row=number,
                emails=frozenset([row.email] if row.email else []),
                phone=str(row.card.get("phone", "")),
                schools=frozenset([found.school.id] if found.school else []),
                school_text=row.school,
                is_here=True,
            )
        )
