"""The list behind a figure of a report, as of its day; the source of a figure entered by hand."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.numerals import whole_number
from stellazh.common.requests import Request
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx
from stellazh.people.services.looks import note_looks
from stellazh.reports.figures import FigureList, Scope, can_open_figure, counted, figures, shows_people
from stellazh.reports.figures import figure_list as list_behind
from stellazh.reports.figures.one_event import parted
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import scope_of
from stellazh.reports.reads.annual.pages import kept_value
from stellazh.reports.views.annual_finding import visible_report
from stellazh.reports.views.finding import demand
from stellazh.russian.calendar_words import short_date
from stellazh.ui.downloads import download

PAGE: Final = 50
MOST_ROWS: Final = 20_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK: Final = "список за числом отчёта"
_HAND: Final = "hand."


@require_GET
def figure_list(request: Request, report_id: int, code: str) -> HttpResponse:
    """The rows that were counted, fifty a page; `?as=xlsx` takes them out."""
    report = visible_report(request, report_id)
    if code.startswith(_HAND):
        return _by_hand(request, report, code)
    if code not in figures and parted(code) is None:
        raise Http404
    demand(can_open_figure(request.actor, code, report.association))
    scope = scope_of(report, at=clock.now())
    found = list_behind(scope, code, reader=request.actor)
    if request.GET.get("as") == "xlsx":
        if (count := len(found.rows)) <= MOST_ROWS:
            return _taken_out(request, code, found, scope)
        messages.error(request, f"В списке {count} строк, а в файл помещается {MOST_ROWS}.")
    figure = counted(scope, {code}).get(code)
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    rule = figures.get(code)
    kept, now = kept_value(report, code), figure.number if figure else ""
    context = {
        "report": report,
        "association": report.association,
        "found": found,
        "figure": figure,
        "page": page,
        "lines": [
            (row.href, [(label, _words(value)) for label, value in zip(found.headings, row.cells, strict=True)])
            for row in page.object_list
        ],
        "scope": scope,
        "kept": kept,
        "now": now,
        "differs": kept is not None and kept != now,
        "is_mean": rule is not None and not rule.counts_rows,
    }
    return render(request, "reports/report_figure_list.html", context)


def _by_hand(request: Request, report: AnnualReport, code: str) -> HttpResponse:
    key = whole_number(code.removeprefix(_HAND))
    row = get_object_or_404(report.hand_figures, pk=key or 0)
    context = {"report": report, "association": report.association, "row": row}
    return render(request, "reports/report_figure_hand.html", context)


def _taken_out(request: Request, code: str, found: FigureList, scope: Scope) -> HttpResponse:
    rows = list(found.rows[:])
    if shows_people(code):
        # Whoever stands in a list that was taken out sees it among the looks at her card.
        people = {row.person_id for row in rows if row.person_id}
        note_looks(people, what=LOOK, by=request.actor, at=clock.now())
    association = scope.association
    sheet = Sheet(
        name=found.title[:31],
        title=f"{found.title}. {association.short_name}, {scope.year.label}, на {scope.day:%d.%m.%Y}",
        columns=[SheetColumn("№", 6, centred=True), *(SheetColumn(words, _width(words)) for words in found.headings)],
        rows=[[number, *(_cell(value) for value in row.cells)] for number, row in enumerate(rows, start=1)],
        author=association.short_name,
        made_on=clock.today(association.time_zone),
    )
    return download(sheet_xlsx(sheet), f"{found.title} {association.short_name} {scope.day:%Y-%m-%d}.xlsx", XLSX)


def _cell(value: Any) -> Any:
    return "" if value is None else value if isinstance(value, (int, date)) else str(value)


def _words(value: Any) -> str:
    return "" if value is None else short_date(value) if isinstance(value, date) else str(value)


def _width(words: str) -> float:
    return 12 if words in {"Дата", "Участий", "Участников", "№", "Срок"} else 34
