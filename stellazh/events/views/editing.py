"""An event made, made from the plan, changed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.numerals import whole_number
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.events import access, services
from stellazh.events.enums import EnrolmentMode
from stellazh.events.forms.events import EventEditForm, SubmissionForm
from stellazh.events.models import Event
from stellazh.events.reads.clashes import clashes
from stellazh.events.services.numbers import next_number
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.events.wording import quoted
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.workplans.enums import EventForm
from stellazh.workplans.models import Plan, PlanItem

BESIDE: dict[type[DomainError], str] = {
    services.WrongTimes: "ends_at",
    services.EnrolmentTimesCrossed: "enrolment_closes_at",
    services.NumberTaken: "number",
    services.UnsafeAddress: "room_url",
    services.FewerPlacesThanPeople: "capacity",
}
# What a part of a web forum usually has as the whole.
FROM_UMBRELLA = (
    "format", "place", "audience", "age_mark", "level", "visibility", "room_url", "organisers", "contact",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def event_create(request: Request, code: str) -> HttpResponse:
    """A new draft; with `?parent=` a part of an umbrella, looking like it."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not access.can_create_event(request.actor, association):
        raise Http404
    parent = _umbrella(request, association)
    form = EventEditForm(
        request.POST or None,
        zone=ZoneInfo(association.time_zone),
        initial=_of_umbrella(parent) if parent else None,
        next_meeting=next_number(association.pk, _year(association), EventForm.MEETING) if parent is None else None,
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.create_event(
                association.pk,
                fields=form.event_fields(),
                parent_id=parent.pk if parent else None,
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if done and done.value is not None:
            messages.success(request, "Черновик готов. Проверьте и объявите.")
            _tell_clashes(request, done.value.pk)
            return redirect("events:event_work", event_id=done.value.pk)
    context = {"association": association, "parent": parent, "event": None}
    return show_form(request, "events/event_edit.html", form, context)


@require_POST
def event_from_item(request: Request, item_id: int) -> HttpResponse:
    """One click in the plan: a draft filled from the item, opened for editing."""
    plans = Plan.objects.visible_to(request.actor)
    item = get_object_or_404(PlanItem.objects.select_related("plan__association"), pk=item_id, plan__in=plans)
    if not access.can_create_event(request.actor, item.plan.association):
        raise Http404
    sent = SubmissionForm(request.POST)
    key = sent.cleaned_data["submission_key"] if sent.is_valid() else None
    try:
        event = services.create_event_from_item(item.pk, submission_key=key, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(item)
    messages.success(request, "Черновик мероприятия заполнен по плану. Проверьте день, время и место.")
    return redirect("events:event_edit", event_id=event.pk)


@require_http_methods(["GET", "POST"])
def event_edit(request: Request, event_id: int) -> HttpResponse:
    """Change whatever is known of the event."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = EventEditForm(
        request.POST or None,
        zone=event.zone,
        event=event,
        next_meeting=next_number(event.association_id, event.school_year, EventForm.MEETING),
    )
    tried: Any = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.update_event(
                event.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.event_fields(),
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if tried:
            messages.success(request, "Сохранено.")
            _tell_clashes(request, event.pk)
            return redirect("events:event_work", event_id=event.pk)
    context = {
        "association": event.association,
        "event": event,
        "item": event.plan_item,
        "item_words": quoted(str(event.plan_item)),
        "tabs": tabs_for(request.actor, event, "overview"),
        "conflict": tried.conflict,
    }
    return show_form(request, "events/event_edit.html", form, context)


def _umbrella(request: Request, association: Association) -> Event | None:
    """The event that is to have the new one as its part, where the address names one."""
    wanted = whole_number(request.GET.get("parent", ""))
    if wanted is None:
        return None
    parent = get_object_or_404(Event.objects.present().filter(association=association, parent=None), pk=wanted)
    parent.association = association
    return parent


def _of_umbrella(parent: Event) -> dict[str, Any]:
    values = {name: getattr(parent, name) for name in FROM_UMBRELLA}
    # People register for the whole; a part that wants it asks them itself.
    return {**values, "starts_at": parent.starts_at, "form": EventForm.OTHER, "enrolment_mode": EnrolmentMode.NONE}


def _year(association: Association) -> int:
    return SchoolYear.of(clock.today(association.time_zone)).start


def _tell_clashes(request: Request, event_id: int) -> None:
    """What crosses the hours just saved, for those whose browser did not show it while they chose."""
    event = Event.objects.select_related("association__territory").get(pk=event_id)
    crossing = [
        one
        for one in clashes(request.actor, event.association, event.starts_at, event.ends_at, exclude=event.pk)
        if one.is_same_time
    ]
    if crossing:
        words = "; ".join(f"{one.title} ({one.association}, {one.when})" for one in crossing[:3])
        messages.warning(request, f"В то же время: {words}. Если это не мешает, ничего не меняйте.")
