"""The register of what was given out: on the screen, as a file, numbers written off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.certificates.access import can_manage_templates, can_spoil_number
from stellazh.certificates.forms.register import RegisterFilterForm, SpoilNumberForm
from stellazh.certificates.models import CertificateKind
from stellazh.certificates.papers.register import RegisterPaper, register_docx, register_xlsx
from stellazh.certificates.reads.gaps import SeriesCheck, checked_series
from stellazh.certificates.reads.register import RegisterFilters, offered_of, register_of
from stellazh.certificates.services.refusals import KindUnfit, ReasonMissing
from stellazh.certificates.services.register import spoil_number
from stellazh.certificates.views.finding import kept_association, read_association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.files.media_types import DOCX, XLSX
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class _FileKind:
    media_type: str
    write: Callable[[RegisterPaper], bytes]


_FILES: Final = {"xlsx": _FileKind(XLSX, register_xlsx), "docx": _FileKind(DOCX, register_docx)}


@require_GET
def register(request: Request, code: str) -> HttpResponse:
    """Every document of the association and every number written off, by kind, year and number."""
    association = read_association(request, code)
    form = RegisterFilterForm(request.GET, offered=offered_of(association))
    filters = form.filters
    page = Paginator(register_of(association, filters), PAGE).get_page(request.GET.get("page"))
    context = {
        "association": association,
        "form": form,
        "page": page,
        "rows": page.object_list,
        "checks": checked_series(association, kind_id=filters.kind_id, year=filters.year),
        "may_spoil": can_spoil_number(request.actor, association),
        "may_manage": can_manage_templates(request.actor, association),
        "is_narrowed": filters != RegisterFilters(),
        "query": request.GET.urlencode(),
    }
    return render(request, "certificates/register.html", context)


@require_GET
def register_file(request: Request, code: str, ending: str) -> HttpResponse:
    """The register as it is narrowed, whole, as a file."""
    kind = _FILES.get(ending)
    if kind is None:
        raise Http404
    association = read_association(request, code)
    form = RegisterFilterForm(request.GET, offered=offered_of(association))
    filters = form.filters
    today = clock.today(association.time_zone)
    paper = RegisterPaper(
        association=association.name,
        narrowed_to=_words_of(form, filters),
        rows=list(register_of(association, filters)),
        checks=[series_words(one) for one in checked_series(association, kind_id=filters.kind_id, year=filters.year)],
        made_on=today,
    )
    name = f"Журнал регистрации {association.short_name} {today:%Y-%m-%d}.{ending}"
    return download(kind.write(paper), name, kind.media_type)


@require_http_methods(["GET", "POST"])
def number_spoil(request: Request, code: str) -> HttpResponse:
    """Write the next number of a kind off."""
    association = read_association(request, code)
    if not can(request.actor, "certificates.withdraw", association):
        raise Http404
    kept_association(request, code, can_spoil_number)
    kinds = list(CertificateKind.objects.present().filter(association=association).in_order())
    form = SpoilNumberForm(request.POST or None, kinds=kinds, initial=_first_of(association, kinds))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        done = attempt(
            form,
            lambda: spoil_number(
                chosen["kind"],
                reason=chosen["reason"],
                on=chosen["on"],
                submission_key=chosen["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={KindUnfit: "on", ReasonMissing: "reason"},
        )
        if done and done.value is not None:
            messages.success(request, f"Номер {done.value.number_words} списан и стоит в журнале.")
            return redirect("certificates:register", code=association.code)
    return show_form(request, "certificates/number_spoil.html", form, {"association": association, "kinds": kinds})


def series_words(check: SeriesCheck) -> str:
    """«Сертификат участника, 2026/2027 учебный год: номера с 1 по 96 идут подряд.»"""
    return f"{', '.join(part for part in (check.kind, check.year) if part)}: {check.words}."


def _first_of(association: Association, kinds: list[CertificateKind]) -> dict[str, object]:
    return {"on": clock.today(association.time_zone), "kind": kinds[0].pk if kinds else None}


def _words_of(form: RegisterFilterForm, filters: RegisterFilters) -> str:
    """What the register was narrowed to, for the paper."""
    kinds = dict(form.fields["kind"].choices)  # type: ignore[attr-defined]
    parts = [
        kinds.get(str(filters.kind_id), "") if filters.kind_id else "",
        f"{SchoolYear(filters.year).label} учебный год" if filters.year else "",
        filters.municipality,
        filters.school,
        filters.state and dict(form.fields["state"].choices).get(filters.state, ""),  # type: ignore[attr-defined]
        f"поиск: {filters.words}" if filters.words else "",
    ]
    return ", ".join(str(part) for part in parts if part)
