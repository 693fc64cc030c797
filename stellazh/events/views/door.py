"""The scanner of tickets: for those who run the event, and for a helper at the door by a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.access.attendances import DOOR_LINK
from stellazh.events.forms.attendances import DoorForm, ScansForm
from stellazh.events.models import Event
from stellazh.events.reads.attendances.door import door_list
from stellazh.events.services import attendances as services
from stellazh.events.tabs import tabs_for
from stellazh.events.views.attendances import TAB
from stellazh.events.views.finding import managed_event
from stellazh.events.views.guest_enrolments import guest_page
from stellazh.events.wording import when_words
from stellazh.links.models import SecretLink
from stellazh.ui.attempts import attempt

PAGE = 50


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came to the scanner: of which event, as whom, under which addresses it lies."""

    event: Event
    actor: Actor
    is_by_link: bool
    key: str | int

    def address(self, page: str) -> str:
        """The address of «scanner», «scanner_tickets» or «scanner_marks», or of the same behind the link."""
        name = page.replace("scanner", "door") if self.is_by_link else page
        return reverse(f"events:{name}", args=[self.key])


Page = Callable[[Request, Door], HttpResponse]


def _by_keeper(page: Page) -> Callable[..., HttpResponse]:
    @wraps(page)
    def view(request: Request, event_id: int) -> HttpResponse:
        event = managed_event(request, event_id, access.can_mark_attendance)
        return page(request, Door(event, request.actor, is_by_link=False, key=event.pk))

    return never_cache(view)


def _by_link(page: Page) -> Callable[..., HttpResponseBase]:
    """The page behind a helper's link; the same answer, 410, for every link that opens nothing."""

    @wraps(page)
    def view(request: Request, token: str) -> HttpResponse:
        found = services.who_stands_at_door(token, at=clock.now())
        if found is None:
            return render(request, "events/door_shut.html", status=410)
        return page(request, Door(found[0], found[1], is_by_link=True, key=token))

    return guest_page(view)


@require_GET
def _scanner(request: Request, door: Door) -> HttpResponse:
    """The camera, the field to type into, the queue of what waits for a connection."""
    context = {
        "event": door.event,
        "when": when_words(door.event),
        "layout": "events/door_base.html" if door.is_by_link else "ui/base.html",
        "is_by_link": door.is_by_link,
        "tickets_url": door.address("scanner_tickets"),
        "marks_url": door.address("scanner_marks"),
    }
    response = render(request, "events/scanner.html", context)
    # Here and nowhere else (stellazh.ui.middleware).
    response["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


@require_GET
def _tickets(request: Request, door: Door) -> HttpResponse:
    """The fingerprints of the tickets with their names, for answers without a connection."""
    return JsonResponse({"event": str(door.event.uid), "tickets": door_list(door.event)})


@require_POST
def _marks(request: Request, door: Door) -> HttpResponse:
    """What a phone has gathered; an answer for each scan."""
    form = ScansForm(request.POST)
    if not form.is_valid():
        refused = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"refusal": refused}, status=422)
    try:
        answers = services.mark_tickets(door.event.pk, scans=form.cleaned_data["scans"], by=door.actor, at=clock.now())
    except DomainError as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=422)
    told: list[dict[str, Any]] = [
        {"key": str(one.key), "verdict": str(one.verdict), "name": one.name, "text": one.text} for one in answers
    ]
    return JsonResponse({"answers": told})


scanner, scanner_tickets, scanner_marks = _by_keeper(_scanner), _by_keeper(_tickets), _by_keeper(_marks)
door, door_tickets, door_marks = _by_link(_scanner), _by_link(_tickets), _by_link(_marks)


@require_http_methods(["GET", "POST"])
@never_cache
def door_links(request: Request, event_id: int) -> HttpResponse:
    """The helpers' links of the event; a new one is shown once."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    form = DoorForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.open_door(event.pk, label=form.cleaned_data["label"], by=request.actor, at=clock.now()),
        )
        if made and made.value is not None:
            address = request.build_absolute_uri(reverse("events:door", args=[made.value.token]))
            form = DoorForm()
    links = SecretLink.objects.about(event).filter(purpose=DOOR_LINK)
    page = Paginator(links, PAGE).get_page(request.GET.get("page"))
    at = clock.now()
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "form": form,
        "address": address,
        "code": segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="white") if address else "",
        "page": page,
        "rows": [(link, link.is_live(at)) for link in page],
    }
    return render(request, "events/door_list.html", context, status=422 if form.errors else 200)


@require_POST
def door_close(request: Request, event_id: int, link_id: int) -> HttpResponse:
    """Take a helper's link back."""
    event = managed_event(request, event_id, access.can_mark_attendance)
    link = get_object_or_404(SecretLink.objects.about(event).filter(purpose=DOOR_LINK), pk=link_id)
    services.close_door(event.pk, link.pk, by=request.actor, at=clock.now())
    messages.success(request, f"Ссылка «{link.label}» больше не открывается.")
    return redirect("events:door_list", event_id=event.pk)
