"""The judge of lists of schools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.members.enums import RowDecision
from stellazh.members.models import SchoolCard
from stellazh.members.rosters.rows import SchoolRow, read_school
from stellazh.members.rosters.school_names import school_name
from stellazh.members.services.rosters.judging import ALSO_IN, REPEATS, Cells, Judgement
from stellazh.members.services.rosters.known_people import in_lots
from stellazh.members.services.rosters.places import KnownSchool, SchoolBook
from stellazh.members.services.rosters.school_plans import SchoolDetails, plan_school

INN_TAKEN = "ИНН {inn} уже записан за другой организацией. Исправьте его или сотрите."
NO_SUCH_PLACE = "Муниципалитет «{text}» не найден в этом объединении. Бывают: {names}."
WHY_INN = "тот же ИНН, название другое"
WHY_NAME = "похожее название"
WHY_OTHER_INN = "то же название, другой ИНН"
WHY_SEVERAL = "то же название"


class SchoolsJudge:
    """Compares rows with the schools of the territory, and with each other."""

    def __init__(self, association: Association, *, today: date) -> None:
        self._root, self._today = association.territory, today
        self.schools = SchoolBook.at(association)
        self._taken: set[str] = set()
        self._read: dict[int, SchoolRow] = {}
        self._cells: dict[int, Cells] = {}
        self._first_about: dict[int, int] = {}

    def prepare(self, rows: Sequence[tuple[int, Cells]]) -> None:
        """Read the rows, and ask once which of their ИНН stand with organisations out of sight."""
        for number, cells in rows:
            self._read[number] = read_school(cells, today=self._today)
        self._taken = _taken(row.inn for row in self._read.values() if row.inn)

    def note(self, number: int, cells: Cells) -> None:
        """Let rows that follow be compared with this one, which makes a new school."""
        row = read_school(cells, today=self._today)
        place = self.place_of(row)
        if not row.refusal and place is not None:
            self._add_row(number, cells, row, place)

    def place_of(self, row: SchoolRow) -> Territory | None:
        """The municipality where the school stands; the association's own when the row names none."""
        return self.schools.place(row.territory) if row.territory else self._root

    def judge(self, number: int, cells: Cells) -> Judgement:
        """The answer about a row that was prepared."""
        row = self._read[number]
        judgement = Judgement(number, cells, problems=list(row.problems))
        if row.refusal:
            return judgement.refuse(row.refusal)
        place = self.place_of(row)
        if place is None:
            names = sorted(territory.name for found in self.schools.places.values() for territory in found)
            return judgement.refuse(NO_SUCH_PLACE.format(text=row.territory, names=", ".join(names[:8])))
        known = self.schools.by_inn(row.inn)
        alike = self.schools.alike(row.short_name, row.name, path=place.path)
        if known is not None:
            return self._about(known, judgement) if _may_be(row, known) else self._ask([known], WHY_INN, judgement)
        if row.inn and row.inn in self._taken:
            return judgement.refuse(INN_TAKEN.format(inn=row.inn))
        if alike:
            return self._like(alike, row, judgement)
        self._add_row(number, cells, row, place)
        return judgement

    def settle(self, judgements: Sequence[Judgement]) -> None:
        """Tell rows that add something to a school from those that say what is known."""
        known = [one.key for one in judgements if one.decision == RowDecision.UPDATE and one.key]
        details = school_details(known)
        for judgement in judgements:
            if judgement.decision not in (RowDecision.UPDATE, RowDecision.CREATE) or judgement.is_decided:
                continue
            row = self._read[judgement.number]
            plan = plan_school(row, details.get(judgement.key or 0), today=self._today)
            judgement.problems += plan.problems
            if judgement.decision == RowDecision.UPDATE and plan.is_same:
                judgement.decision = RowDecision.SAME

    def _like(self, alike: list[KnownSchool], row: SchoolRow, judgement: Judgement) -> Judgement:
        if len(alike) > 1:
            return self._ask(alike, WHY_SEVERAL, judgement)
        school = alike[0]
        if row.inn and school.inn:
            # Both numbers are known and differ: a school of that name was founded anew, or there are two.
            return self._ask([school], WHY_OTHER_INN, judgement)
        is_sure = school_name(row.short_name) in school.names or school_name(row.name) in school.names
        return self._about(school, judgement) if is_sure else self._ask([school], WHY_NAME, judgement)

    def _about(self, school: KnownSchool, judgement: Judgement) -> Judgement:
        if school.id > 0:
            judgement.decision, judgement.key = RowDecision.UPDATE, school.id
            first = self._first_about.setdefault(school.id, judgement.number)
            if first != judgement.number:
                judgement.problems.append(ALSO_IN.format(row=first))
        elif dict(self._cells[-school.id]) == dict(judgement.cells):
            judgement.decision, judgement.is_decided = RowDecision.SKIP, True
            judgement.problems.append(REPEATS.format(row=-school.id))
        else:
            self._ask([school], "то же название", judgement)
        return judgement

    def _ask(self, schools: list[KnownSchool], why: str, judgement: Judgement) -> Judgement:
        judgement.decision = RowDecision.ASK
        judgement.candidates = [
            {"id": school.id, "score": 90, "why": why}
            if school.id > 0
            else {"row": -school.id, "score": 90, "why": f"строка {-school.id} этого файла: {why}"}
            for school in schools[:5]
        ]
        return judgement

    def _add_row(self, number: int, cells: Cells, row: SchoolRow, place: Territory) -> None:
        """Rows of the file stand among the schools under their numbers, negated."""
        self._cells[number] = cells
        names = {school_name(row.short_name), school_name(row.name)}
        known = KnownSchool(
            -number, row.short_name, row.name, row.inn, place.path, tuple(one for one in names if not one.is_empty)
        )
        self.schools.add(known)


def _may_be(row: SchoolRow, school: KnownSchool) -> bool:
    names = {school_name(row.short_name), school_name(row.name)}
    return bool(names & set(school.names)) or any(
        one.number == other.number and one.kind == other.kind for one in names for other in school.names
    )


def _taken(numbers: Iterable[str]) -> set[str]:
    """Which of these ИНН stand with some organisation, wherever it is."""
    wanted = sorted(set(numbers))
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        lot = Organisation.objects.filter(inn__in=wanted[start : start + 500])
        found.update(lot.values_list("inn", flat=True))
    return found


def school_details(ids: Iterable[int]) -> Mapping[int, SchoolDetails]:
    """These schools with their cards. Two queries for each five hundred."""
    found: dict[int, SchoolDetails] = {}
    for lot in in_lots(ids):
        for organisation in Organisation.objects.present().filter(pk__in=lot).select_related("territory"):
            found[organisation.pk] = SchoolDetails(organisation)
        for card in SchoolCard.objects.filter(organisation_id__in=lot):
            if card.organisation_id in found:
                found[card.organisation_id].card = card
    return found
