"""An event made in the likeness of another; a series of them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events import access, services
from stellazh.events.enums import EventStatus
from stellazh.events.forms.events import CloneForm, FollowingForm, RepeatForm
from stellazh.events.models import Event, EventSeries
from stellazh.events.reads.event_list import event_rows
from stellazh.events.repeating import shifted
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.ui.attempts import attempt, show_form

PAGE = 60


@require_http_methods(["GET", "POST"])
def event_clone(request: Request, event_id: int) -> HttpResponse:
    """Another event like this one on another day."""
    event = managed_event(request, event_id, access.can_restore_event)
    week_later = shifted(max(event.starts_at, clock.now()), timedelta(weeks=1), event.zone)
    begins = week_later.replace(hour=event.starts_at.astimezone(event.zone).hour, minute=event.starts_at.minute)
    form = CloneForm(request.POST or None, event=event, initial={"title": event.title, "starts_at": begins})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.clone_event(
                event.pk,
                what=form.clone_what(),
                starts_at=form.cleaned_data["starts_at"],
                title=form.cleaned_data["title"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.WrongTimes: "starts_at", services.TextTooLong: "title"},
        )
        if done and done.value is not None:
            messages.success(request, "Черновик готов: всё время внутри сдвинуто. Проверьте и объявите.")
            return redirect("events:event_work", event_id=done.value.pk)
    context = {"event": event, "tabs": tabs_for(request.actor, event, "overview")}
    return show_form(request, "events/event_clone.html", form, context)


@require_http_methods(["GET", "POST"])
def event_repeat(request: Request, event_id: int) -> HttpResponse:
    """Make the event the first of a series."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = RepeatForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.make_series(
                event.pk,
                repetition=form.repetition(),
                what=form.clone_what(),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.WrongRepetition: "until"},
        )
        if done and done.value is not None:
            messages.success(request, "Цикл готов. Новые встречи – черновики: проверьте дни и объявите.")
            return redirect("events:series_detail", series_id=done.value.pk)
    context = {"event": event, "tabs": tabs_for(request.actor, event, "overview")}
    return show_form(request, "events/event_repeat.html", form, context)


@require_http_methods(["GET", "POST"])
def event_following(request: Request, event_id: int) -> HttpResponse:
    """Change title, place and room of this event of a series and of those after it."""
    event = managed_event(request, event_id, access.can_edit_event)
    if event.series is None:
        raise Http404
    initial = {"title": event.title, "place": event.place, "room_url": event.room_url}
    form = FollowingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.change_following(
                event.pk,
                title=form.cleaned_data["title"],
                place=form.cleaned_data["place"],
                room_url=form.cleaned_data["room_url"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.UnsafeAddress: "room_url"},
        )
        if done:
            count = done.value or 0
            messages.success(request, f"Изменено: {count} {agree(count, 'встреча', 'встречи', 'встреч')}.")
            return redirect("events:series_detail", series_id=event.series.pk)
    context = {"event": event, "tabs": tabs_for(request.actor, event, "overview")}
    return show_form(request, "events/event_following.html", form, context)


@login_not_required
@require_GET
def series_detail(request: Request, series_id: int) -> HttpResponse:
    """The events of a series that the reader may see."""
    series = get_object_or_404(EventSeries.objects.select_related("association__territory"), pk=series_id)
    events = Event.objects.present().visible_to(request.actor).filter(series=series).in_order()
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    rows = event_rows(page.object_list, at=clock.now())  # type: ignore[arg-type]
    if not rows:
        raise Http404
    may_edit = bool(access.can_create_event(request.actor, series.association))
    context = {
        "series": series,
        "layout": "events/public.html" if request.actor.actor_kind == ActorKind.GUEST else "ui/work.html",
        "page": page,
        "rows": rows,
        "may_edit": may_edit,
        "draft_count": sum(row.status == EventStatus.DRAFT for row in rows) if may_edit else 0,
    }
    return render(request, "events/series_detail.html", context)


@require_POST
def series_announce(request: Request, series_id: int) -> HttpResponse:
    """Announce every draft of the series at once."""
    series = get_object_or_404(EventSeries.objects.select_related("association"), pk=series_id)
    if not access.can_create_event(request.actor, series.association):
        raise Http404
    try:
        count = services.announce_series(series.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Объявлено: {count} {agree(count, 'встреча', 'встречи', 'встреч')}.")
    return redirect("events:series_detail", series_id=series.pk)
