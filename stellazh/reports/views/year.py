"""The year of an association in pictures, their tables as files, and the lists of new and lost people."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stellazh.associations.access import can, can_manage_territory, holds_below, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.events.access import can_read_figures
from stellazh.members.access.responsible import can_read_white_spots
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx
from stellazh.people.services.looks import note_looks
from stellazh.reports.forms.year import PeopleSearchForm, YearForm
from stellazh.reports.reads.year import (
    PEOPLE_LISTS,
    PeopleList,
    YearAsked,
    plan_year,
    tables_xlsx,
    year_numbers,
    year_pictures,
)
from stellazh.reports.views.finding import found
from stellazh.ui.downloads import download

PAGE: Final = 50
MOST_ROWS: Final = 20_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK: Final = "список новых и потерянных участников"


@require_GET
def year_choose(request: Request) -> HttpResponse:
    """The associations whose year the actor may see; with one, straight to it."""
    readable = Association.objects.present().filter(reach(request.actor, "events.read_figures")).in_order()
    page = Paginator(readable, PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("reports:year", page.object_list[0].code)
    if not page.paginator.count:
        raise Http404
    return render(request, "reports/year_choose.html", {"page": page})


@require_GET
def year(request: Request, code: str) -> HttpResponse:
    """One school year: the shelf, attendance, municipalities, people, plan and fact."""
    asked, form = _asked(request, code)
    numbers, plans = year_numbers(asked), plan_year(asked, reader=request.actor)
    pictures = year_pictures(asked, numbers, plans)
    context = {
        "association": asked.association,
        "asked": asked,
        "form": form.shown(),
        "before": SchoolYear(asked.year.start - 1),
        "numbers": numbers,
        "large": _large(asked, numbers.figures),
        "shelf": plans.shelf,
        "pictures": pictures,
        "files": {chart.code: asked.file(chart.code) for chart in pictures.present()},
        "download": asked.file(),
        "may_read_white_spots": can_read_white_spots(request.actor),
        # Asked of the territory only where there is a map to be arranged.
        "may_arrange": bool(numbers.tiles) and bool(can_manage_territory(request.actor, asked.association.territory)),
    }
    return render(request, "reports/year.html", context, status=422 if form.errors else 200)


@require_GET
def year_tables(request: Request, code: str) -> HttpResponse:
    """The tables of the page as an .xlsx, a sheet for each; `?table=` takes out one of them."""
    asked, _ = _asked(request, code)
    pictures = year_pictures(asked, year_numbers(asked), plan_year(asked, reader=request.actor))
    wanted = request.GET.get("table", "")
    charts = [chart for chart in pictures.present() if wanted in ("", chart.code)]
    if not charts:
        raise Http404
    what = charts[0].title if wanted else "Итоги года"
    name = f"{what} {asked.association.short_name} {asked.year.label.replace('/', '-')}.xlsx"
    return download(tables_xlsx(asked, charts), name, XLSX)


@require_GET
def year_people(request: Request, code: str, what: str) -> HttpResponse:
    """Who came in one of the two years, fifty a page, for those who may read participants; `?as=xlsx` takes it out."""
    asked, form = _asked(request, code)
    one = PEOPLE_LISTS.get(what)
    if one is None or not asked.may_name:
        raise Http404
    search = PeopleSearchForm(request.GET)
    rows = one.find(asked, search.query)
    if request.GET.get("as") == "xlsx":
        if (count := rows.count()) <= MOST_ROWS:
            return _people_taken_out(request, asked, one, rows)
        messages.error(request, f"В списке {count} строк, а в файл помещается {MOST_ROWS}. Найдите нужных по фамилии.")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    here = {"school_year": asked.year.start, **({"q": search.query} if search.query else {}), "as": "xlsx"}
    context = {
        "association": asked.association,
        "asked": asked,
        "form": form.shown(),
        "search": search,
        "title": one.heading(asked),
        "counted_in": one.scope(asked),
        "page": page,
        "lines": one.lines(asked, list(page.object_list)),
        "download": f"?{urlencode(here)}",
        "reset": asked.people(what),
    }
    return render(request, "reports/year_people.html", context, status=422 if form.errors or search.errors else 200)


def _asked(request: Request, code: str) -> tuple[YearAsked, YearForm]:
    association = found(request, code, can_read_figures)
    with_below = holds_below(request.actor, "events.read_figures", association)
    may_name = (
        holds_below(request.actor, "events.read_participants", association)
        if with_below
        else bool(can(request.actor, "events.read_participants", association))
    )
    today = clock.today(association.time_zone)
    form = YearForm(request.GET, today=today)
    return YearAsked(association, form.year, with_below, today, may_name), form


def _large(asked: YearAsked, figures: Any) -> list[tuple[int, tuple[str, str, str], str]]:
    """The numbers at the top, their nouns and the lists behind them."""
    words = (
        ("event_count", "events", ("мероприятие", "мероприятия", "мероприятий")),
        ("attendance_count", "attendances", ("участие", "участия", "участий")),
        ("people_count", "people", ("участник", "участника", "участников")),
        ("school_count", "schools", ("школа", "школы", "школ")),
        ("municipality_count", "municipalities", ("муниципалитет", "муниципалитета", "муниципалитетов")),
    )
    return [(getattr(figures, name), nouns, asked.counted(what)) for name, what, nouns in words]


def _people_taken_out(request: Request, asked: YearAsked, one: PeopleList, rows: Any) -> HttpResponse:
    lines = one.lines(asked, list(rows))
    # Whoever stands in a list that was taken out sees it among the looks at her card.
    note_looks([line.person_id for line in lines if line.person_id], what=LOOK, by=request.actor, at=clock.now())
    title = one.heading(asked)
    columns = [
        SheetColumn("№", 6, centred=True),
        SheetColumn("Участник", 36),
        SheetColumn("Школа", 32),
        SheetColumn("Муниципалитет", 28),
        SheetColumn("Участий", 10),
    ]
    sheet = Sheet(
        name="Участники",
        title=f"{title}. {asked.association.short_name}, {asked.year.label}",
        columns=columns,
        rows=[
            [number, line.name, line.school, line.place, line.attendance_count]
            for number, line in enumerate(lines, start=1)
        ],
        author=asked.association.short_name,
        made_on=asked.today,
    )
    return download(sheet_xlsx(sheet), f"{title} {asked.association.short_name} {asked.today:%Y-%m-%d}.xlsx", XLSX)
