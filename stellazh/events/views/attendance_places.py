"""Saying afterwards from where somebody came."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.access import can_mark_attendance
from stellazh.events.forms.attendance_places import AttendancePlaceForm
from stellazh.events.services.attendance_places import PlaceMissing, place_attendance
from stellazh.events.views.finding import managed_event
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.redirects import safe_next


@require_http_methods(["GET", "POST"])
def attendance_place(request: Request, event_id: int, attendance_id: int) -> HttpResponse:
    """Name the school or the municipality of one attendance."""
    event = managed_event(request, event_id, can_mark_attendance)
    attendance = get_object_or_404(event.attendances, pk=attendance_id)
    attendance.event = event
    form = AttendancePlaceForm(attendance, request.POST or None)
    back = safe_next(request, reverse("events:attendance_list", args=[event.pk]))
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: place_attendance(
                attendance.pk,
                expected_version=data["version"],
                organisation_id=data["organisation"],
                territory_id=data["territory"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={PlaceMissing: "organisation"},
        )
        if done:
            messages.success(request, f"{attendance.name}: записано.")
            return redirect(back)
    context = {"event": event, "attendance": attendance, "back": back, "conflict": done.conflict}
    return show_form(request, "events/attendance_place.html", form, context)
