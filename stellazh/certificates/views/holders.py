"""Who was given how much, by municipality, school and person: a page and a file."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.certificates.enums import DocumentGenre
from stellazh.certificates.reads.holders import HolderFilters, holders_of, offered_years
from stellazh.certificates.views.finding import read_association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.files.media_types import XLSX
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.ui.downloads import download

PAGE: Final = 50


class HolderFilterForm(forms.Form):
    """The filters of the page; the place that was opened stays."""

    year = forms.TypedChoiceField(label="Учебный год", required=False, coerce=int, empty_value=None)
    genre = forms.ChoiceField(label="Что выдано", required=False, choices=[("", "все"), *DocumentGenre.choices])
    municipality = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    school = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        choices = [("", "все"), *((str(year), SchoolYear(year).label) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    @property
    def filters(self) -> HolderFilters:
        """What was chosen; what is no choice counts as nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return HolderFilters(
            chosen.get("year"), chosen.get("genre", ""), chosen.get("municipality", ""), chosen.get("school", "")
        )


@require_GET
def holder_list(request: Request, code: str) -> HttpResponse:
    """Totals by municipality; of one its schools; of a school its people."""
    association = read_association(request, code)
    form = HolderFilterForm(request.GET, years=offered_years(association, by=request.actor))
    filters = form.filters
    holders = holders_of(association, filters, by=request.actor)
    page = Paginator(holders.persons, PAGE).get_page(request.GET.get("page"))
    context = {
        "association": association,
        "form": form,
        "filters": filters,
        "holders": holders,
        "page": page,
        "kept": _kept(request),
        "query": request.GET.urlencode(),
    }
    return render(request, "certificates/holder_list.html", context)


@require_GET
def holder_file(request: Request, code: str) -> HttpResponse:
    """The people asked for with their documents, as an Excel sheet."""
    association = read_association(request, code)
    form = HolderFilterForm(request.GET, years=offered_years(association, by=request.actor))
    holders = holders_of(association, form.filters, by=request.actor)
    columns = [
        SheetColumn("Муниципалитет", 28),
        SheetColumn("Школа", 36),
        SheetColumn("Фамилия, имя, отчество", 36),
        SheetColumn("Документов", 12),
        SheetColumn("Какие", 70),
    ]
    rows: list[list[CellValue]] = [
        [person.municipality, person.school, person.name, person.count, "; ".join(person.documents)]
        for person in sorted(holders.persons, key=lambda one: (one.municipality, one.school, one.name))
    ]
    today = clock.today(association.time_zone)
    title = f"Выданные документы по школам и муниципалитетам. {association.name}"
    sheet = Sheet("Документы", title, columns, rows, author=association.name, made_on=today)
    return download(sheet_xlsx(sheet), f"Сертификаты по школам {today:%Y-%m-%d}.xlsx", XLSX)


def _kept(request: Request) -> str:
    """The filters without the place, for links into a place."""
    kept = request.GET.copy()
    for name in ("municipality", "school", "page"):
        kept.pop(name, None)
    return kept.urlencode()
