"""The tab «Участие»: who took part, states by hand, the paper list, files."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.enums import AttendanceState
from stellazh.events.forms.attendances import (
    AttendanceFilterForm,
    HandForm,
    PaperForm,
    WalkInGuestForm,
    WalkInPersonForm,
    chosen_day,
)
from stellazh.events.models import Event
from stellazh.events.papers.attendance import attendance_xlsx, registration_list_docx
from stellazh.events.reads.attendances import listing
from stellazh.events.reads.attendances.listing import ListFilter, list_rows
from stellazh.events.reads.attendances.paper import paper_rows, signatories, table_rows
from stellazh.events.reads.attendances.wording import state_tone, state_words
from stellazh.events.reads.room_people import RoomPerson, find_room_people, key_numbers, people_in_reach
from stellazh.events.services import attendances as services
from stellazh.events.services.attendances.exports import note_export
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.people.models import Person
from stellazh.ui.attempts import attempt
from stellazh.ui.downloads import download
from stellazh.ui.redirects import safe_next

PAGE, PAPER_PAGE = 50, 200
TAB = "attendance"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def attendance_list(request: Request, event_id: int) -> HttpResponse:
    """Figures by state and the list, fifty a page."""
    event = managed_event(request, event_id, access.can_read_participants)
    return _list_page(request, event, HandForm())


@require_POST
def attendance_mark(request: Request, event_id: int) -> HttpResponse:
    """Set a state for the rows ticked, or take hands' states back."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    form = HandForm(request.POST)
    if form.is_valid():
        rows, at = form.cleaned_data["rows"], clock.now()
        key = form.cleaned_data["submission_key"]
        deed = attempt(
            form,
            lambda: (
                services.clear_hand_marks(event.pk, rows=rows, by=request.actor, at=at)
                if form.is_clearing
                else services.mark_by_hand(event.pk, marks=form.marks, submission_key=key, by=request.actor, at=at)
            ),
            beside={services.ExcuseWithoutReason: "reason"},
        )
        if deed:
            count = len(deed.value or [])
            messages.success(request, f"Сохранено: {count} {agree(count, 'человек', 'человека', 'человек')}.")
            return redirect(safe_next(request, reverse("events:attendance_list", args=[event.pk])))
    return _list_page(request, event, form)


@require_http_methods(["GET", "POST"])
def attendance_paper(request: Request, event_id: int) -> HttpResponse:
    """The paper list of one day, ticked off; two hundred names a page, each page saved by itself."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    on = chosen_day(event, request.GET.get("on", ""), clock.today(event.association.time_zone))
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on, ticks = form.cleaned_data["on"], form.ticks
        done = attempt(
            form,
            lambda: services.mark_paper_list(event.pk, on=on, ticks=ticks, by=request.actor, at=clock.now()),
        )
        if done and done.value is not None:
            added, removed = len(done.value.added), len(done.value.removed)
            messages.success(request, f"Отмечено: {added}." + (f" Снято отметок: {removed}." if removed else ""))
            return redirect(_paper_address(event, on.isoformat(), request.GET.get("page", "")))
    page = Paginator(list_rows(event, ListFilter()), PAPER_PAGE).get_page(request.GET.get("page"))
    groups = paper_rows(event, list(page), on=on)
    ticked = [row.row for _, rows in groups for row in rows if row.is_ticked]
    context = {
        "form": form,
        "page": page,
        "groups": groups,
        "before": " ".join(ticked),
        "on": on,
        "days": [(day, day == on) for day in listing.event_days(event)],
    }
    return _show(request, "attendance_paper", event, context, is_refused=bool(form.errors))


@require_http_methods(["GET", "POST"])
def attendance_walk_in(request: Request, event_id: int) -> HttpResponse:
    """Somebody on the paper who is not in the list: found among our people, or a guest by name."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    today = clock.today(event.association.time_zone)
    on = chosen_day(event, request.POST.get("on", "") or request.GET.get("on", ""), today)
    person_form, guest_form = _walk_in_forms(request, event, on)
    form = person_form if "person" in request.POST else guest_form
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who: Person | services.WalkIn = data["person"] if form is person_form else guest_form.guest
        done = attempt(
            form,
            lambda: services.add_walk_in(
                event.pk, on=on, who=who, submission_key=data["submission_key"], by=request.actor, at=clock.now()
            ),
        )
        if done and done.value is not None:
            messages.success(request, f"{done.value.attendance.name}: участие отмечено.")
            return redirect(_paper_address(event, on.isoformat(), ""))
    query = request.GET.get("q", "").strip()
    context = {
        "form": form,
        "guest_form": guest_form,
        "query": query,
        "found": _found(request, event, query) if query else None,
        "on": on,
        "key": uuid.uuid4(),
    }
    return _show(request, "attendance_walk_in", event, context, is_refused=bool(form.errors))


@require_POST
def attendance_sheet(request: Request, event_id: int) -> HttpResponse:
    """The registration list to be signed, as Word."""
    event = managed_event(request, event_id, access.can_read_participants)
    note_export(event.pk, what="лист регистрации, Word", by=request.actor, at=clock.now())
    by_municipality = "by_municipality" in request.POST
    made_on = clock.today(event.association.time_zone)
    body = registration_list_docx(event, signatories(event), by_municipality=by_municipality, made_on=made_on)
    return download(body, f"Лист регистрации {event.first_day:%d.%m.%Y}.docx", DOCX)


@require_POST
def attendance_table(request: Request, event_id: int) -> HttpResponse:
    """The whole list of attendance as Excel."""
    event = managed_event(request, event_id, access.can_read_participants)
    note_export(event.pk, what="список участия, Excel", by=request.actor, at=clock.now())
    made_on = clock.today(event.association.time_zone)
    body = attendance_xlsx(event, table_rows(event), listing.figures_of(event), made_on=made_on)
    return download(body, f"Участие {event.first_day:%d.%m.%Y}.xlsx", XLSX)


def _list_page(request: Request, event: Event, form: HandForm) -> HttpResponse:
    territories = listing.municipality_choices()
    filters = AttendanceFilterForm(territories, request.GET)
    page = Paginator(list_rows(event, filters.wanted), PAGE).get_page(request.GET.get("page"))
    rows = listing.shown_rows(event, list(page), territories)
    figures = listing.figures_of(event)
    form.initial.setdefault("submission_key", uuid.uuid4())
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "rows": [(row, state_tone(row.state)) for row in rows],
        "chosen": set(request.POST.getlist("rows")),
        "days": listing.day_columns(event),
        "figures": figures,
        "states": [(state_words(state), figures.by_state[state]) for state in AttendanceState],
        "may_mark": access.can_mark_attendance(request.actor, event),
    }
    return _show(request, "attendance_list", event, context, is_refused=bool(form.errors))


def _show(request: Request, page: str, event: Event, context: dict[str, Any], *, is_refused: bool) -> HttpResponse:
    shown = {"event": event, "tabs": tabs_for(request.actor, event, TAB), **context}
    return render(request, f"events/{page}.html", shown, status=422 if is_refused else 200)


def _walk_in_forms(request: Request, event: Event, on: date) -> tuple[WalkInPersonForm, WalkInGuestForm]:
    sent = request.POST if request.method == "POST" else None
    person_form = WalkInPersonForm(sent if "person" in request.POST else None)
    reachable = people_in_reach(event, on=on, by=request.actor)
    person_form.fields["person"].queryset = reachable  # type: ignore[attr-defined]
    guest_form = WalkInGuestForm(sent if "person" not in request.POST else None, initial={"on": on.isoformat()})
    return person_form, guest_form


def _found(request: Request, event: Event, query: str) -> list[tuple[RoomPerson, str, int | None]]:
    """People found: of those registered the row to tick, of the others the person's key."""
    on = clock.today(event.association.time_zone)
    found = []
    for one in find_room_people(event, query, on=on, by=request.actor):
        enrolment_id = next(iter(key_numbers([one.key], "enrolment")), None)
        person_id = next(iter(key_numbers([one.key], "person")), None)
        found.append((one, f"e{enrolment_id}" if enrolment_id else "", person_id))
    return found


def _paper_address(event: Event, on: str, page: str) -> str:
    address = f"{reverse('events:attendance_paper', args=[event.pk])}?on={on}"
    return f"{address}&page={page}" if page.isdigit() else address
