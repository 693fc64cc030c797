"""Checking in oneself: the codes for those who run the event, the screen, the page for those who came."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.forms.attendances import CheckInForm, OpenCheckInForm
from stellazh.events.models import CheckInCode, Enrolment, Event
from stellazh.events.reads.attendances.codes import CodeRow, OwnMark, checked_in_count, code_rows, own_marks
from stellazh.events.services import attendances as services
from stellazh.events.tabs import tabs_for
from stellazh.events.views.attendances import TAB
from stellazh.events.views.finding import managed_event, visible_event
from stellazh.events.views.guest_enrolments import guest_page
from stellazh.events.wording import when_words
from stellazh.links.services import holder, open_link
from stellazh.people.devices import place_of
from stellazh.ui.attempts import attempt

USUAL_WINDOW = timedelta(minutes=30)


@require_http_methods(["GET", "POST"])
def check_in_codes(request: Request, event_id: int) -> HttpResponse:
    """The codes of the event, and a new one."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    at = clock.now()
    # A code is most often wanted at once; before the event, from its start.
    begins = max(at, event.starts_at).replace(second=0, microsecond=0)
    form = OpenCheckInForm(
        event, request.POST or None, initial={"opens_at": begins, "closes_at": begins + USUAL_WINDOW}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.open_check_in(
                event.pk,
                label=data["label"],
                coming_as=data.get("coming_as", ""),
                opens_at=data["opens_at"],
                closes_at=data["closes_at"],
                by=request.actor,
                at=at,
            ),
            beside={services.WrongWindow: "closes_at"},
        )
        if made and made.value is not None:
            return redirect("events:check_in_screen", event_id=event.pk, code_id=made.value.pk)
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "form": form,
        "rows": code_rows(event, at=at),
    }
    return render(request, "events/check_in_codes.html", context, status=422 if form.errors else 200)


@require_POST
def check_in_close(request: Request, event_id: int, code_id: int) -> HttpResponse:
    """Let a code open nothing from now on."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    code = get_object_or_404(CheckInCode, pk=code_id, event=event)
    services.close_check_in(code.pk, by=request.actor, at=clock.now())
    messages.success(request, f"Код {code.code} закрыт: отметиться по нему больше нельзя.")
    return redirect("events:check_in_codes", event_id=event.pk)


@require_GET
@never_cache
def check_in_screen(request: Request, event_id: int, code_id: int) -> HttpResponse:
    """The code as large as the screen lets, its QR, how long it is good, how many have checked in."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    code = get_object_or_404(CheckInCode, pk=code_id, event=event)
    path = f"{reverse('events:check_in', args=[event.pk])}?code={code.code}"
    row = CodeRow.of(code, event, checked_in_count(code), at=clock.now())
    context = {
        "event": event,
        "row": row,
        "qr": segno.make(urljoin(settings.SITE_URL, path), error="m").svg_data_uri(scale=8, border=3, light="white"),
        "address": urljoin(settings.SITE_URL, reverse("events:check_in", args=[event.pk])).split("://")[-1],
    }
    template = "events/check_in_screen.html#state" if request.htmx else "events/check_in_screen.html"
    return render(request, template, context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in(request: Request, event_id: int) -> HttpResponse:
    """One field and one button. A QR code brings the digits with it; the button is pressed all the same."""
    if request.actor.actor_kind == ActorKind.GUEST:
        # Whether there is such an event the guest does not learn.
        return render(request, "events/check_in_guest.html", {"here": request.get_full_path()})
    event = visible_event(request, event_id)
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _checked_in(request, event, form, request.actor):
        return redirect("events:check_in", event_id=event.pk)
    return _show(request, event, form, own_marks(event, request.actor), "events/check_in.html")


@guest_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_by_link(request: Request, token: str) -> HttpResponse:
    """The same for a guest, by the link of her registration."""
    link = open_link(token, ENROLMENT_LINK, at=clock.now())
    rows = Enrolment.objects.filter(event__archived_at=None).select_related("event__association")
    own = rows.filter(pk=int(link.object_id)).first() if link else None
    if link is None or own is None:
        return render(request, "events/check_in_guest.html", {"here": "", "is_spent": True}, status=410)
    event, bearer, form = own.event, holder(link), _form(request)
    if request.method == "POST" and form.is_valid() and _checked_in(request, event, form, bearer):
        return redirect("events:check_in_by_link", token=token)
    return _show(request, event, form, own_marks(event, bearer), "events/check_in_link.html")


def _form(request: Request) -> CheckInForm:
    return CheckInForm(request.POST or None, initial={"code": request.GET.get("code", "")[:12]})


def _checked_in(request: Request, event: Event, form: CheckInForm, by: Actor) -> bool:
    code, place = form.cleaned_data["code"], place_of(request)
    done = attempt(form, lambda: services.check_in_by_code(event.pk, code=code, place=place, by=by, at=clock.now()))
    if not done or done.value is None:
        return False
    marked_at = done.value.marked.mark.marked_at.astimezone(event.zone)
    words = "Вы отмечены" if done.value.is_new else "Вы уже отмечены, второй раз не нужно"
    messages.success(request, f"{words}: {marked_at:%H:%M}.")
    return True


def _show(request: Request, event: Event, form: CheckInForm, marks: list[OwnMark], template: str) -> HttpResponse:
    context = {
        "event": event,
        "when": when_words(event),
        "form": form,
        "marks": marks,
        "is_from_code": bool(form.initial.get("code")) and request.method != "POST",
    }
    return render(request, template, context, status=422 if form.errors else 200)
