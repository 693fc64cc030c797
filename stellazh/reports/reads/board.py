"""The board: what each association has handed in, month by month, judged by its board's rules and its own clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from stellazh.associations.models import Association, Grant
from stellazh.common.capabilities import Role
from stellazh.common.clock import day_of
from stellazh.common.school_year import SchoolYear
from stellazh.reports.enums import YEARLY, KeptPaper, PaperStanding
from stellazh.reports.models import BoardLetter
from stellazh.reports.reads.cells import Board, BoardRow, Cell, Debt, Head, LetterWritten, Place
from stellazh.reports.reads.facts import Facts, Meeting, earliest, facts_of
from stellazh.reports.reads.rules import Rule, rules_of, year_months
from stellazh.russian.calendar_words import month_and_year, short_date

# The worst of several meetings is what a cell says.
_WORST = (PaperStanding.MISSING, PaperStanding.LATE, PaperStanding.EXPECTED, PaperStanding.THERE)


def board(association: Association, *, school_year: int, at: datetime, with_heads: bool = True) -> Board:
    """The association and the open ones right below it, as their papers stand at that moment. Ten queries, nine
    without the heads, whom only letters need.
    """
    members = (
        Association.objects.present()
        .filter(Q(parent=association) | Q(pk=association.pk))
        .select_related("territory")
        .in_order()
    )
    return _board(association, list(members), school_year=school_year, at=at, with_heads=with_heads)


def own_row(association: Association, *, school_year: int, at: datetime) -> Board:
    """The papers of one association alone, by the rules of the one above it. Eight queries."""
    above = association.parent or association
    return _board(above, [association], school_year=school_year, at=at, with_heads=False)


def _board(
    above: Association, members: Sequence[Association], *, school_year: int, at: datetime, with_heads: bool
) -> Board:
    rules = rules_of(above)
    facts = facts_of(members, school_year)
    heads = _heads(members, at) if with_heads else {}
    letters = _letters(above, members, school_year)
    rows = tuple(
        BoardRow(
            association=one,
            today=(today := day_of(at, one.time_zone)),
            cells=_cells(one, rules, facts[one.pk], school_year, today),
            heads=heads.get(one.pk, ()),
            letter=letters.get(one.pk),
            is_own=one.pk == above.pk,
        )
        for one in members
    )
    return Board(above, SchoolYear(school_year), year_months(school_year), rules, rows)


def _cells(
    one: Association, rules: Mapping[KeptPaper, Rule], facts: Facts, school_year: int, today: date
) -> dict[Place, Cell]:
    cells: dict[Place, Cell] = {}
    for kind in KeptPaper:
        rule = rules[kind]
        for month in (None,) if kind in YEARLY else year_months(school_year):
            if kind == KeptPaper.PROTOCOL and month is not None:
                cells[kind, month] = _protocols(rule, facts, month, today)
            else:
                cells[kind, month] = _single(one, rule, facts, month, school_year, today)
    return cells


def _single(one: Association, rule: Rule, facts: Facts, month: date | None, school_year: int, today: date) -> Cell:
    """A paper of which there is one: the plan, the plan of a month, the report."""
    due = rule.due_in_year(school_year) if month is None else rule.due_in_month(month)
    is_asked = rule.is_asked if month is None else rule.asks_of(month)
    todo = _todo(one, rule.kind, facts, month)
    came = earliest(facts, rule.kind, month)
    if came is not None:
        # What was never asked cannot be late.
        standing = PaperStanding.LATE if is_asked and came.day > due else PaperStanding.THERE
        return Cell(rule.kind, month, standing, came.day, came.href, todo)
    if not is_asked:
        return Cell(rule.kind, month, PaperStanding.NOT_NEEDED)
    if today <= due:
        return Cell(rule.kind, month, PaperStanding.EXPECTED, due, todo_href=todo)
    debt = Debt(_called(rule.kind, month, school_year), due, todo)
    return Cell(rule.kind, month, PaperStanding.MISSING, due, todo_href=todo, debts=(debt,))


def _protocols(rule: Rule, facts: Facts, month: date, today: date) -> Cell:
    """The protocols of the meetings held in that month; papers handed in stand for the oldest ones without."""
    kind = KeptPaper.PROTOCOL
    handed = list(facts.handed.get((kind.value, month), ()))
    meetings = sorted((m for m in facts.meetings if m.held_on.replace(day=1) == month), key=lambda m: m.held_on)
    if not meetings:
        if handed:
            return Cell(kind, month, PaperStanding.THERE, handed[0].day, handed[0].href)
        note = "" if month > today else "заседаний не было"
        return Cell(kind, month, PaperStanding.NOT_NEEDED, note=note if rule.is_asked else "")
    for meeting in meetings:
        if meeting.came is None and handed:
            meeting.came = handed.pop(0)
    judged = [(_of_meeting(rule, meeting, today), meeting) for meeting in meetings]
    worst = next((each for each in _WORST if any(each == standing for standing, _ in judged)), PaperStanding.NOT_NEEDED)
    shown = next(meeting for standing, meeting in judged if standing == worst)
    same = sum(standing == worst for standing, _ in judged)
    late = [meeting for standing, meeting in judged if standing == PaperStanding.MISSING]
    return Cell(
        kind,
        month,
        worst,
        shown.came.day if shown.came else rule.due_after(shown.held_on),
        shown.came.href if shown.came else "",
        shown.todo_href,
        f"{same} из {len(meetings)}" if len(meetings) > 1 else "",
        tuple(
            Debt(
                f"протокол заседания {short_date(meeting.held_on)}", rule.due_after(meeting.held_on), meeting.todo_href
            )
            for meeting in late
        ),
    )


def _of_meeting(rule: Rule, meeting: Meeting, today: date) -> PaperStanding:
    due = rule.due_after(meeting.held_on)
    if meeting.came is not None:
        return PaperStanding.LATE if rule.is_asked and meeting.came.day > due else PaperStanding.THERE
    if not rule.is_asked:
        return PaperStanding.NOT_NEEDED
    return PaperStanding.EXPECTED if today <= due else PaperStanding.MISSING


def _todo(one: Association, kind: KeptPaper, facts: Facts, month: date | None) -> str:
    """Where the paper is made."""
    if kind == KeptPaper.REPORT:
        return reverse("reports:report_list", args=[one.code])
    if facts.plan_id is None:
        return reverse("workplans:plan_create", args=[one.code])
    if kind == KeptPaper.MONTH_PLAN and month is not None:
        return reverse("workplans:month_plan", args=[facts.plan_id, f"{month:%Y-%m}"])
    return reverse("workplans:plan_detail", args=[facts.plan_id])


def _called(kind: KeptPaper, month: date | None, school_year: int) -> str:
    if month is not None:
        return f"план на {month_and_year(month)}"
    label = SchoolYear(school_year).label
    return f"план на {label}" if kind == KeptPaper.PLAN else f"отчёт за {label}"


def _heads(members: Sequence[Association], at: datetime) -> dict[int, tuple[Head, ...]]:
    zones = {one.pk: one.time_zone for one in members}
    grants = (
        Grant.objects.active_around(day_of(at))
        .filter(role=Role.HEAD, association__in=zones, person__archived_at=None)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    found: dict[int, tuple[Head, ...]] = {}
    for grant in grants:
        owner = grant.association_id
        if owner is None:
            continue
        today = day_of(at, zones[owner])
        if grant.from_on <= today and (grant.to_on is None or grant.to_on >= today):
            person = grant.person
            found[owner] = (*found.get(owner, ()), Head(person.pk, person.full_name, person.has_account))
    return found


def _letters(above: Association, members: Sequence[Association], school_year: int) -> dict[int, LetterWritten]:
    rows = BoardLetter.objects.filter(
        board=above, association__in=[one.pk for one in members], school_year=school_year
    ).order_by("written_at", "pk")
    return {row.association_id: LetterWritten(row.pk, row.written_at, row.written_by, tuple(row.about)) for row in rows}
