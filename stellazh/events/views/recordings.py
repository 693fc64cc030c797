"""Recordings in the workplace, and late viewers on the public page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.forms.materials import RecordingAddressForm, RecordingForm, placeable
from stellazh.events.models import Event, Recording
from stellazh.events.reads.programme import present_slots
from stellazh.events.services import recordings as services
from stellazh.events.services.programme import Way
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event, visible_event
from stellazh.events.views.materials import TAB, materials_page
from stellazh.media.framing import frames_allowed
from stellazh.media.models import MediaItem
from stellazh.media.videos import NotAVideoAddress
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form


@require_POST
def recording_add(request: Request, event_id: int) -> HttpResponse:
    """Show a film of Rutube or VK Видео."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = RecordingAddressForm(request.POST, slots=placeable(present_slots(event)), auto_id="film_%s")
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.add_recording(
                event.pk,
                address=form.cleaned_data["address"],
                fields=form.recording_fields,
                by=request.actor,
                at=clock.now(),
            ),
            beside={NotAVideoAddress: "address"},
        )
        if done:
            messages.success(request, "Запись добавлена: она на странице мероприятия.")
            return redirect(f"{reverse('events:material_list', args=[event.pk])}#recordings")
    return materials_page(request, event, address_form=form)


@require_POST
def recording_publish(request: Request, event_id: int, item_id: int) -> HttpResponse:
    """Show what was uploaded."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = RecordingForm(request.POST, slots=placeable(present_slots(event)), auto_id=f"film{item_id}_%s")
    if form.is_valid():
        try:
            services.publish_recording(
                event.pk, item_id=item_id, fields=form.recording_fields, by=request.actor, at=clock.now()
            )
        except MediaItem.DoesNotExist:
            raise Http404 from None
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Запись показана на странице мероприятия.")
    else:
        messages.error(request, "Запись не показана: напишите название и выберите, кому она открыта.")
    return redirect(f"{reverse('events:material_list', args=[event.pk])}#recordings")


@require_http_methods(["GET", "POST"])
@frames_allowed
def recording_edit(request: Request, event_id: int, recording_id: int) -> HttpResponse:
    """A recording's title and place."""
    event, recording = _recording(request, event_id, recording_id)
    initial = {
        "title": recording.item.title,
        "audience": recording.audience,
        "slot": recording.slot_id or "",
        "version": recording.version,
    }
    form = RecordingForm(request.POST or None, slots=placeable(present_slots(event)), initial=initial)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_recording(
                recording.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.recording_fields,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Изменения сохранены.")
            return redirect(f"{reverse('events:material_list', args=[event.pk])}#recordings")
    context = {
        "event": event,
        "recording": recording,
        "conflict": done.conflict,
        "tabs": tabs_for(request.actor, event, TAB),
    }
    return show_form(request, "events/recording_edit.html", form, context)


@require_POST
def recording_move(request: Request, event_id: int, recording_id: int) -> HttpResponse:
    """Up or down by one."""
    way = Way.UP if request.POST.get("way") == Way.UP else Way.DOWN
    return _act(request, event_id, recording_id, lambda pk, **who: services.move_recording(pk, way=way, **who), "")


@require_POST
def recording_archive(request: Request, event_id: int, recording_id: int) -> HttpResponse:
    """Show a recording no more."""
    return _act(request, event_id, recording_id, services.archive_recording, "Запись убрана со страницы.")


@require_POST
def recording_restore(request: Request, event_id: int, recording_id: int) -> HttpResponse:
    """Show a recording again."""
    return _act(request, event_id, recording_id, services.restore_recording, "Запись снова на странице.")


@require_POST
def event_watched(request: Request, event_id: int) -> HttpResponse:
    """Say that one has watched the recording."""
    event = visible_event(request, event_id)
    try:
        services.mark_watched(event.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Отмечено: вы посмотрели запись.")
    return redirect(f"{event.get_absolute_url()}#recordings")


@require_POST
def event_unwatched(request: Request, event_id: int) -> HttpResponse:
    """Take one's word back."""
    event = visible_event(request, event_id)
    try:
        services.withdraw_watched(event.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Отметка о просмотре снята.")
    return redirect(f"{event.get_absolute_url()}#recordings")


def _recording(request: Request, event_id: int, recording_id: int) -> tuple[Event, Recording]:
    event = managed_event(request, event_id, access.can_edit_event)
    recording = get_object_or_404(event.recordings.select_related("item__file", "slot"), pk=recording_id)
    recording.event = event
    return event, recording


def _act(request: Request, event_id: int, recording_id: int, deed: Callable[..., object], said: str) -> HttpResponse:
    event, recording = _recording(request, event_id, recording_id)
    deed(recording.pk, by=request.actor, at=clock.now())
    if said:
        messages.success(request, said)
    return redirect(f"{reverse('events:material_list', args=[event.pk])}#recordings")
