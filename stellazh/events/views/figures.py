"""The count of attendances: numbers, the tables behind them, and the list behind every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from stellazh.associations.access import holds_below, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.access import can_read_figures
from stellazh.events.forms.figures import FigureListForm, FiguresForm, query_of
from stellazh.events.reads.figure_lists import FIGURE_LISTS, AttendanceLine, FigureList
from stellazh.events.reads.figure_scopes import FigureScope
from stellazh.events.reads.figure_words import narrowings, scope_words
from stellazh.events.reads.figures import breakdowns, figures
from stellazh.events.views.figure_tables import Addresses, breakdown_table, large_numbers, list_table
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx
from stellazh.people.services.looks import note_looks
from stellazh.ui.downloads import download

PAGE = 50
MOST_ROWS = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK = "список участий"


@require_GET
def figures_choose(request: Request) -> HttpResponse:
    """The associations whose count the actor may see; with one, straight to it."""
    readable = Association.objects.present().filter(reach(request.actor, "events.read_figures")).in_order()
    page = Paginator(readable, PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("events:figures", page.object_list[0].code)
    if not page.paginator.count:
        raise Http404
    return render(request, "events/figures_choose.html", {"page": page})


@require_GET
def figures_page(request: Request, code: str) -> HttpResponse:
    """All the numbers of a period, by form, by month and by municipality."""
    association, form, addresses = _asked(request, code)
    scope = form.scope()
    found, parts = figures(scope), breakdowns(scope)
    context = {
        "association": association,
        "form": form.shown(),
        "words": scope_words(scope),
        "narrowed": _narrowed(scope, addresses, lambda wider: addresses.page(wider)),
        "figures": found,
        "numbers": large_numbers(found, scope, addresses),
        "unknown_place": addresses.number("unknown-place", found, scope),
        "unknown_school": addresses.number("unknown-school", found, scope),
        "tables": [
            ("По формам", breakdown_table(parts.by_form, "Форма", addresses)),
            ("По месяцам", breakdown_table(parts.by_month, "Месяц", addresses)),
            (
                "По муниципалитетам",
                breakdown_table(parts.by_municipality, "Муниципалитет", addresses, leaves_out="municipalities"),
            ),
        ],
    }
    return render(request, "events/figures.html", context, status=422 if form.errors else 200)


@require_GET
def figure_list(request: Request, code: str, what: str) -> HttpResponse:
    """The list behind one number, fifty a page; `?as=xlsx` takes it out whole."""
    association, form, addresses = _asked(request, code)
    one = FIGURE_LISTS.get(what)
    if one is None:
        raise Http404
    scope = form.scope()
    search = FigureListForm(request.GET)
    query = search.cleaned_data["q"].strip() if search.is_valid() else ""
    rows = one.find(scope, query)
    if request.GET.get("as") == "xlsx":
        if (count := rows.count()) <= MOST_ROWS:
            return _taken_out(request, one, rows, scope, addresses)
        messages.error(request, f"В списке {count} строк, а в файл помещается {MOST_ROWS}. Сузьте период или отбор.")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    here = {**query_of(scope, reaches_below=addresses.reaches_below), **({"q": query} if query else {})}
    context = {
        "association": association,
        "one": one,
        "form": form.shown(),
        "search": search,
        "query": query,
        "words": scope_words(scope),
        "narrowed": _narrowed(scope, addresses, lambda wider: addresses.of(one.code, wider)),
        "page": page,
        "table": list_table(one, one.lines(scope, list(page.object_list)), scope, addresses),
        "back": addresses.page(scope),
        "download": f"?{urlencode({**here, 'as': 'xlsx'})}",
        "reset": addresses.of(one.code, scope),
    }
    return render(request, "events/figure_list.html", context, status=422 if form.errors else 200)


def _asked(request: Request, code: str) -> tuple[Association, FiguresForm, Addresses]:
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not can_read_figures(request.actor, association):
        raise Http404
    reaches_below = holds_below(request.actor, "events.read_figures", association)
    form = FiguresForm(association, request.GET, today=clock.today(association.time_zone), reaches_below=reaches_below)
    return association, form, Addresses(request.actor, reaches_below)


def _narrowed(scope: FigureScope, addresses: Addresses, address: Any) -> list[tuple[str, str]]:
    """What the count is narrowed to, and where it is not."""
    return [(words, address(wider)) for words, wider in narrowings(scope)]


def _taken_out(request: Request, one: FigureList, rows: Any, scope: FigureScope, addresses: Addresses) -> HttpResponse:
    lines = one.lines(scope, list(rows))
    _note(request, one, lines)
    table = list_table(one, lines, scope, addresses)
    association, today = scope.association, clock.today(scope.association.time_zone)
    sheet = Sheet(
        name=one.title[:31],
        title=f"{one.title}. {association.short_name}, {scope_words(scope)}",
        columns=[SheetColumn("№", 6, centred=True), *(SheetColumn(name, width) for name, width in table.headings)],
        rows=[[number, *(cell.value for cell in row)] for number, row in enumerate(table.rows, start=1)],
        author=association.short_name,
        made_on=today,
    )
    return download(sheet_xlsx(sheet), f"{one.title} {association.short_name} {today:%Y-%m-%d}.xlsx", XLSX)


def _note(request: Request, one: FigureList, lines: Sequence[Any]) -> None:
    """Whoever stands in a list that was taken out sees it among the looks at her card."""
    people: list[int | None] = []
    if one.kind == "attendances":
        people = [line.attendance.person_id for line in lines if isinstance(line, AttendanceLine)]
    elif one.kind == "people":
        people = [line.person_id for line in lines]
    note_looks([pk for pk in people if pk], what=LOOK, by=request.actor, at=clock.now())
