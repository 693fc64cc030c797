"""The composition of an association on any day, white spots of the region, responsible persons."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association, Territory
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.members import access, services
from stellazh.members.access.responsible import can_name_responsible, can_read_white_spots, territories_led
from stellazh.members.forms.lists import LastDayForm, PersonSearchForm
from stellazh.members.forms.structure import ResponsibleForm, SpanForm, WhiteSpotsForm
from stellazh.members.models import Responsible
from stellazh.members.papers.structure import (
    composition_sheet,
    composition_words,
    span_words,
    white_spots_sheet,
)
from stellazh.members.reads.composition import composition
from stellazh.members.reads.white_spots import Municipality, municipalities
from stellazh.people.models import Person
from stellazh.people.services.looks import note_looks
from stellazh.russian.collation import fold
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def composition_on(request: Request, code: str) -> HttpResponse:
    """Who made up the association on a day or within a school year; `?as=xlsx` takes it out."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not access.can_read_members(request.actor, association):
        raise Http404
    today = clock.today(association.time_zone)
    form = SpanForm(request.GET, today=today)
    span = form.span()
    found = composition(association, span, actor=request.actor)
    if request.GET.get("as") == "xlsx":
        body = composition_sheet(association, span, found, made_on=today)
        return download(body, f"Состав {association.short_name} {span.first:%d.%m.%Y}.xlsx", XLSX)
    return render(
        request,
        "members/composition_on.html",
        {
            "association": association,
            "form": form,
            "found": found,
            "words": composition_words(found),
            "when": span_words(span),
            "download": _as_xlsx(request),
        },
    )


@require_GET
def white_spots(request: Request) -> HttpResponse:
    """Municipalities without an association, a head or a responsible person, with phones; `?as=xlsx` takes it out."""
    if not can_read_white_spots(request.actor):
        raise Http404
    today = clock.today()
    form = WhiteSpotsForm(request.GET)
    gap = form.cleaned_data["gap"] if form.is_valid() else ""
    every = municipalities(request.actor, territories_led(request.actor), on=today)
    shown = [one for one in every if _is_asked(one, gap)]
    called = [one.person_id for row in shown for one in (*row.heads, *row.responsible) if one.phone]
    if called:
        note_looks([pk for pk in called if pk], what="список телефонов", by=request.actor, at=clock.now())
    if request.GET.get("as") == "xlsx":
        return download(white_spots_sheet(shown, made_on=today), f"Белые пятна {today:%d.%m.%Y}.xlsx", XLSX)
    return render(
        request,
        "members/white_spots.html",
        {
            "form": form,
            "rows": shown,
            "download": _as_xlsx(request),
            "every_count": len(every),
            "gap_counts": [
                (label, sum(code in one.gaps for one in every))
                for code, label in form.fields["gap"].choices  # type: ignore[attr-defined]
                if code not in ("", "any")
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def responsible_name(request: Request, code: str) -> HttpResponse:
    """Name who answers for a municipality: first the name, then a choice."""
    territory = _led(request, code)
    search = PersonSearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    near = Q(memberships__association__territory__path__startswith=territory.path) | Q(
        posts__organisation__territory__path__startswith=territory.path
    )
    known = Person.objects.present().filter(pk__in=Person.objects.filter(near).values("pk"))
    if query:
        known = known.filter(name_key__contains=fold(query))
    form = ResponsibleForm(known.in_order(), request.POST or None, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.name_responsible(
                territory.pk,
                person_id=data["person"].pk,
                basis=data["basis"],
                from_on=data["from_on"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.AlreadyResponsible: "person"},
        )
        if done:
            messages.success(request, f"{territory}: отвечает {data['person'].full_name}.")
            return redirect("members:white_spots")
    return show_form(
        request, "members/responsible_name.html", form, {"territory": territory, "search": search, "query": query}
    )


@require_http_methods(["GET", "POST"])
def responsible_end(request: Request, responsible_id: int) -> HttpResponse:
    """Let that end, after a question."""
    row = get_object_or_404(Responsible.objects.select_related("territory", "person"), pk=responsible_id, to_on=None)
    _led(request, row.territory.code)
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        done = attempt(
            form, lambda: services.end_responsible(row.pk, last_day=last_day, by=request.actor, at=clock.now())
        )
        if done:
            messages.success(request, f"{row.territory}: {row.person.full_name} больше не отвечает.")
            return redirect("members:white_spots")
    return show_form(
        request,
        "ui/confirm.html",
        form,
        {
            "title": f"{row.person.full_name} больше не отвечает за {row.territory}?",
            "text": "В прошлых датах запись останется.",
            "submit": "Окончить",
            "danger": True,
            "cancel": reverse("members:white_spots"),
        },
    )


def _as_xlsx(request: Request) -> str:
    """The address of this page as a file."""
    query = request.GET.copy()
    query["as"] = "xlsx"
    return f"?{query.urlencode()}"


def _led(request: Request, code: str) -> Territory:
    territory = get_object_or_404(Territory, code=code, archived_at=None)
    if not can_name_responsible(request.actor, territory):
        raise Http404
    return territory


def _is_asked(one: Municipality, gap: str) -> bool:
    return not gap or (bool(one.gaps) if gap == "any" else gap in one.gaps)
