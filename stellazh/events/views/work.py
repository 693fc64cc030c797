"""The workplace of an event: where it stands, what is next; its association's own list."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from stellazh.associations.access import can, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.events import access, services
from stellazh.events.enums import EventStatus
from stellazh.events.forms.events import OwnEventsForm
from stellazh.events.models import Event, EventQuerySet
from stellazh.events.reads.event_filters import EventFilters, narrowed
from stellazh.events.reads.event_list import event_rows
from stellazh.events.reads.next_steps import counts_of, may_tell_plan, next_steps, untold
from stellazh.events.reads.standing import PlacesHeld, state_tags
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.events.views.pages import absolute
from stellazh.events.wording import when_words
from stellazh.workplans.enums import EventForm

PAGE = 50
ARCHIVED, AHEAD, PAST = "archived", "ahead", "past"


@require_GET
def event_work(request: Request, event_id: int) -> HttpResponse:
    """The overview: stages with what is next, figures, the address to give away."""
    event = managed_event(request, event_id, access.can_see_workplace)
    at, actor = clock.now(), request.actor
    counts = counts_of(event)
    may_edit = access.can_edit_event(actor, event)
    children = Event.objects.present().visible_to(actor).filter(parent=event).in_order()
    context = {
        "event": event,
        "tabs": tabs_for(actor, event, "overview"),
        "when": when_words(event),
        "state_tags": state_tags(event, PlacesHeld(counts.confirmed), at=at),
        "steps": next_steps(event, counts, actor, at=at),
        "counts": counts,
        "address": absolute(event),
        "children": event_rows(children, at=at, with_places=False),
        "may_edit": may_edit,
        "may_restore": event.archived_at is not None and access.can_restore_event(actor, event),
        "is_over": at >= event.starts_at,
        "untold": untold(event, counts),
        "may_tell": may_edit and may_tell_plan(event, actor),
    }
    return render(request, "events/event_work.html", context)


@require_POST
def event_tell_plan(request: Request, event_id: int) -> HttpResponse:
    """Write the present number of attendances into the plan."""
    event = managed_event(request, event_id, access.can_edit_event)
    if services.tell_plan_again(event.pk, by=request.actor, at=clock.now()):
        messages.success(request, "В план записано, сколько было участий.")
    else:
        messages.error(request, "В план записать не удалось: он закрыт или на это нет права.")
    return redirect("events:event_work", event_id=event.pk)


@require_GET
def own_events(request: Request) -> HttpResponse:
    """The associations whose events the actor prepares or reads; with one, straight to its list."""
    actor = request.actor
    whose = reach(actor, "events.edit_event") | reach(actor, "events.read_participants")
    page = Paginator(Association.objects.present().filter(whose).in_order(), PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("events:association_events", page.object_list[0].code)
    if not page.paginator.count:
        raise Http404
    return render(request, "events/own_events.html", {"page": page})


@require_GET
def association_events(request: Request, code: str) -> HttpResponse:
    """The events of one association as those who prepare or read them see them, fifty a page."""
    association = get_object_or_404(Association.objects.select_related("parent", "territory"), code=code)
    may_create = access.can_create_event(request.actor, association)
    may_edit = can(request.actor, "events.edit_event", association)
    if not may_edit and not can(request.actor, "events.read_participants", association):
        raise Http404
    at = clock.now()
    events = Event.objects.visible_to(request.actor).filter(association=association)
    years = events.order_by("-school_year").values_list("school_year", flat=True).distinct()
    kinds = events.order_by("form").values_list("form", flat=True).distinct()
    labels = dict(EventForm.choices)
    states = [(AHEAD, "впереди"), (PAST, "прошли"), *EventStatus.choices]
    form = OwnEventsForm(
        request.GET,
        states=[*states, (ARCHIVED, "в архиве")] if may_edit else states,
        kinds=sorted(((kind, str(labels[kind])) for kind in kinds), key=lambda pair: pair[1]),
        years=[(str(year), SchoolYear(year).label) for year in years],
    )
    page = Paginator(_chosen(events, form, zone=ZoneInfo(association.time_zone), at=at), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "association": association,
        "form": form,
        "page": page,
        "rows": event_rows(page.object_list, at=at),  # type: ignore[arg-type]
        "may_create": may_create,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "events/association_events.html", context)


def _chosen(events: EventQuerySet, form: OwnEventsForm, *, zone: ZoneInfo, at: datetime) -> EventQuerySet:
    form.is_valid()
    chosen = form.cleaned_data
    state = chosen.get("state", "")
    events = events.exclude(archived_at=None) if state == ARCHIVED else events.present()
    if state == AHEAD:
        events = events.filter(ends_at__gte=at).exclude(status=EventStatus.CANCELLED)
    elif state == PAST:
        events = events.filter(ends_at__lt=at)
    elif state and state != ARCHIVED:
        events = events.filter(status=state)
    if chosen.get("form"):
        events = events.filter(form=chosen["form"])
    if chosen.get("year"):
        events = events.filter(school_year=chosen["year"])
    if chosen.get("q"):
        events = narrowed(events, EventFilters(text=chosen["q"]), zone=zone, at=at)
    return events.order_by("starts_at", "pk") if state == AHEAD else events.order_by("-starts_at", "-pk")
