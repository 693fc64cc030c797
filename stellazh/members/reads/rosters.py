"""What the pages of a brought list show: its rows by decision, each with those it could be about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.common.actor import Actor
from stellazh.members.enums import ImportKind, RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.rosters.columns import fields_of, label_of
from stellazh.members.rosters.rows import read_person, read_school
from stellazh.members.services.rosters.judging_schools import school_details
from stellazh.members.services.rosters.known_people import PersonDetails, details_of
from stellazh.members.services.rosters.person_plans import Change, PersonPlan, plan_person
from stellazh.members.services.rosters.places import SchoolBook
from stellazh.members.services.rosters.school_plans import SchoolDetails, SchoolPlan, plan_school

# The order and the words of the tabs of the check.
TABS: Final = (
    (RowDecision.ASK, "Решить"),
    (RowDecision.CREATE, "Новые"),
    (RowDecision.UPDATE, "Дополнить"),
    (RowDecision.BAD, "Нельзя"),
    (RowDecision.SAME, "Без изменений"),
    (RowDecision.SKIP, "Не вносить"),
)
_NAMES: Final = ("full_name", "family_name", "given_name", "patronymic", "name", "short_name")
NO_NAME = "без имени"
_COMPARED: Final = (RowDecision.UPDATE, RowDecision.SAME)
# A title, and what is known under it.
Facts = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody, or some school, a row could be about. `answer` says so to `decide_row`."""

    title: str
    why: str
    facts: tuple[tuple[str, str], ...]
    answer: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A field where the file says something else. `note` says why it cannot be chosen by itself, if it cannot."""

    change: Change
    is_taken: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as the check shows it."""

    row: ImportRow
    title: str
    facts: tuple[tuple[str, str], ...]
    about: str = ""
    adds: tuple[Change, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    sides: tuple[Side, ...] = ()


def first_tab(roster: RosterImport) -> str:
    """The tab to begin with: what must be decided first."""
    return next((code.value for code, _ in TABS if roster.counts.get(code)), RowDecision.CREATE.value)


def title_of(cells: Mapping[str, str]) -> str:
    """Whom, or which school, a row names."""
    parts = [cells.get(code, "") for code in ("family_name", "given_name", "patronymic")]
    named = " ".join(part for part in parts if part) or cells.get("full_name", "")
    return named or cells.get("short_name", "") or cells.get("name", "") or NO_NAME


def facts_of(kind: str, cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What else a row says, in the order of the sample file."""
    shown = {code: text for code, text in cells.items() if code not in _NAMES}
    return tuple((one.label, shown[one.code]) for one in fields_of(kind) if one.code in shown)


def row_views(roster: RosterImport, rows: Sequence[ImportRow], *, by: Actor, today: date) -> list[RowView]:
    """The rows of a page; the number of queries does not depend on how many there are."""
    if roster.kind == ImportKind.SCHOOLS:
        return _school_views(roster, rows, today)
    return _people_views(roster, rows, by, today)


def _people_views(roster: RosterImport, rows: Sequence[ImportRow], by: Actor, today: date) -> list[RowView]:
    ids = {row.person_id for row in rows} | set(_offered(rows, "id"))
    details = details_of([key for key in ids if key], roster.association, by=by)
    sides = {key: _person_side(one) for key, one in details.items()}
    earlier = _earlier(roster, rows)
    compares = any(row.decision in _COMPARED for row in rows)
    book = SchoolBook.at(roster.association) if compares else None
    views: list[RowView] = []
    for row in rows:
        known = details.get(row.person_id or 0)
        plan: PersonPlan | None = None
        if known is not None and book is not None and row.decision in _COMPARED:
            read = read_person(row.cells, today=today)
            found = book.resolve(read.school, inn=read.school_inn, place=read.territory) if read.has_school else None
            plan = plan_person(read, known, school=found.school if found else None, today=today)
        views.append(_view(roster, row, known.person.full_name if known else "", plan, sides, earlier))
    return views


def _school_views(roster: RosterImport, rows: Sequence[ImportRow], today: date) -> list[RowView]:
    ids = {row.organisation_id for row in rows} | set(_offered(rows, "id"))
    details = school_details([key for key in ids if key])
    sides = {key: _school_side(one) for key, one in details.items()}
    earlier = _earlier(roster, rows)
    views: list[RowView] = []
    for row in rows:
        known = details.get(row.organisation_id or 0)
        plan: SchoolPlan | None = None
        if known is not None and row.decision in _COMPARED:
            plan = plan_school(read_school(row.cells, today=today), known, today=today)
        views.append(_view(roster, row, known.organisation.short_name if known else "", plan, sides, earlier))
    return views


def _view(
    roster: RosterImport,
    row: ImportRow,
    about: str,
    plan: PersonPlan | SchoolPlan | None,
    sides: Mapping[int, Facts],
    earlier: Mapping[int, ImportRow],
) -> RowView:
    return RowView(
        row,
        title_of(row.cells),
        facts_of(roster.kind, row.cells),
        about=about,
        adds=tuple(plan.adds) if plan else (),
        conflicts=tuple(_difference(change, plan.conflicts, row) for change in plan.conflicts) if plan else (),
        sides=tuple(_sides(row, sides, earlier, roster.kind)),
    )


def _difference(change: Change, others: Sequence[Change], row: ImportRow) -> Difference:
    note = ""
    if change.code in ("name", "position", "inn"):
        note = "останется наше"
    elif change.code in ("category_on", "category_order") and any(one.code == "category" for one in others):
        note = "вместе с категорией"
    return Difference(change, change.code in row.taken, note)


def _offered(rows: Iterable[ImportRow], key: str) -> Iterable[int]:
    return (int(one[key]) for row in rows for one in row.candidates if one.get(key))


def _earlier(roster: RosterImport, rows: Iterable[ImportRow]) -> dict[int, ImportRow]:
    numbers = set(_offered(rows, "row"))
    return {row.number: row for row in roster.rows.filter(number__in=numbers)} if numbers else {}


def _sides(
    row: ImportRow,
    known: Mapping[int, Facts],
    earlier: Mapping[int, ImportRow],
    kind: str,
) -> Iterable[Side]:
    for one in row.candidates:
        is_chosen = bool(one.get("chosen"))
        if one.get("row") in earlier:
            other = earlier[one["row"]]
            yield Side(title_of(other.cells), one["why"], facts_of(kind, other.cells), f"row:{other.number}", is_chosen)
        elif one.get("id") in known:
            title, facts = known[one["id"]]
            yield Side(title, one["why"], facts, f"same:{one['id']}", is_chosen)


def _person_side(details: PersonDetails) -> Facts:
    """The name and what the reader may see of the card."""
    facts = [("Место работы", f"{post.title}, {post.organisation.short_name}") for post in details.posts]
    card = details.card
    if card is not None:
        if "phone" in details.open_codes and card.phone:
            facts.append(("Телефон", card.phone))
        if "contact_email" in details.open_codes and card.contact_email:
            facts.append(("Почта для связи", card.contact_email))
        if "category" in details.open_codes and card.category:
            facts.append(("Категория", card.get_category_display()))
    if details.membership is None:
        facts.append(("Объединение", "состоит в другом"))
    return details.person.full_name, tuple(facts)


def _school_side(details: SchoolDetails) -> Facts:
    school = details.organisation
    facts = [
        ("Полное название", school.name),
        ("Муниципалитет", school.territory.name),
        ("ИНН", school.inn or "не указан"),
    ]
    return school.short_name, tuple(facts)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the file: its heading, examples, and what it was taken for."""

    place: int
    heading: str
    examples: tuple[str, ...]
    code: str | None

    @property
    def is_known(self) -> bool:
        return self.code is not None


def column_views(roster: RosterImport) -> list[ColumnView]:
    """The columns with something in them."""
    return [
        ColumnView(place, one["text"], tuple(one["examples"]), roster.columns.get(str(place)))
        for place, one in enumerate(roster.headings)
        if not one.get("is_blank")
    ]


def columns_in_words(roster: RosterImport) -> tuple[list[str], list[str]]:
    """Labels of the columns that were taken, headings of those that were not."""
    known = [label_of(roster.kind, one.code) for one in column_views(roster) if one.code]
    unknown = [one.heading or f"столбец {one.place + 1}" for one in column_views(roster) if not one.is_known]
    return list(dict.fromkeys(known)), unknown
