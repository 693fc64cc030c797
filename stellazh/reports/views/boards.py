"""The board of papers, its sheet, and where the menu leads."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.reports import access
from stellazh.reports.enums import KeptPaper
from stellazh.reports.forms import BoardFilterForm
from stellazh.reports.reads.board import board as read_board
from stellazh.reports.reads.cells import BoardRow, Cell
from stellazh.reports.reads.sheet import board_xlsx
from stellazh.reports.views.finding import found, school_year_of
from stellazh.russian.calendar_words import MONTHS_SHORT, month_name
from stellazh.ui.downloads import download

TABS = (
    ("", "Один месяц"),
    (KeptPaper.PLAN.value, "Планы на год"),
    (KeptPaper.MONTH_PLAN.value, "Планы на месяц"),
    (KeptPaper.PROTOCOL.value, "Протоколы"),
    (KeptPaper.REPORT.value, "Отчёты"),
)
ROWS_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def board_home(request: Request) -> HttpResponse:
    """Lead to the board one looks after: the highest association within reach."""
    above = Association.objects.present().filter(reach(request.actor, "reports.read_board")).in_order().first()
    if above is None:
        raise Http404
    return redirect("reports:board", above.code)


@require_GET
def own_home(request: Request) -> HttpResponse:
    """Lead to the papers of one's own association: the lowest one where one hands them in."""
    own = Association.objects.present().filter(reach(request.actor, "reports.hand_in")).in_order().last()
    if own is None:
        raise Http404
    return redirect("reports:own_papers", own.code)


@require_GET
def board(request: Request, code: str) -> HttpResponse:
    """Associations × papers of one month, or × months of one paper."""
    association = found(request, code, access.can_read_board)
    year = school_year_of(request, association)
    today = clock.today(association.time_zone)
    form = BoardFilterForm(request.GET or None, school_year=year, today=today)
    month, kind, only_debts = form.chosen
    shown = read_board(association, school_year=year, at=clock.now(), with_heads=False)
    rows = tuple(row for row in shown.rows if row.debts or not only_debts)
    if request.GET.get("file") == "xlsx":
        body = board_xlsx(shown, rows, month=month, kind=kind, on=today)
        return download(body, f"Документы объединений {year}-{year + 1}.xlsx", XLSX)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    place = shown.months.index(month)
    # Months of which nobody is asked anything take no room.
    busy = {cell.month for row in shown.rows for cell in row.of_kind(kind or KeptPaper.PLAN) if not cell.is_idle}
    busy = busy or set(shown.months)

    def asked(row: BoardRow) -> list[Cell]:
        return [cell for cell in row.of_kind(kind or KeptPaper.PLAN) if cell.month is None or cell.month in busy]

    headings = [str(each.label).capitalize() for each in KeptPaper]
    if kind is not None:
        headings = [MONTHS_SHORT[cell.month.month - 1] if cell.month else "За год" for cell in asked(shown.rows[0])]
    tail = "&debts=on" if only_debts else ""
    context = {
        "association": association,
        "board": shown,
        "page": page,
        "lines": [(row, row.of_month(month) if kind is None else asked(row)) for row in page],
        "form": form,
        "month": month,
        "month_word": month_name(month.month),
        "before": shown.months[place - 1] if place else None,
        "after": shown.months[place + 1] if place + 1 < len(shown.months) else None,
        "kind": kind,
        "tabs": [
            (label, f"?year={year}&month={month.isoformat()}{tail}&kind={code}", code == (kind.value if kind else ""))
            for code, label in TABS
        ],
        "headings": headings,
        "rule": shown.rules[kind] if kind is not None else None,
        "only_debts": only_debts,
        "all_count": len(shown.rows),
        "years": [SchoolYear(each) for each in (year - 1, year, year + 1)],
        "may_write": access.can_write_late(request.actor, association),
        "may_edit_rules": access.can_edit_rules(request.actor, association),
    }
    return render(request, "reports/board.html", context)
