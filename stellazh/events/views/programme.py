"""The programme in the workplace: lines added in one line, edited in their place, ordered, put away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.enums import SlotKind
from stellazh.events.forms.programme import SlotForm, SlotLineForm
from stellazh.events.models import Event, Slot
from stellazh.events.reads.programme import present_slots, programme_of
from stellazh.events.reads.speakers import offered_speakers
from stellazh.events.services import programme as services
from stellazh.events.services.programme import SlotFields, Way
from stellazh.events.services.refusals import TextMissing, TextTooLong
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.events.wording import when_sentence
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

PAGE, LINES, ROW = "events/programme_edit.html", "events/programme_edit.html#lines", "events/slot_edit.html#row"
_BESIDE: dict[type[DomainError], str] = {
    services.SlotTimesWrong: "start",
    services.UnknownSection: "section",
    services.SectionsDoNotNest: "kind",
    TextMissing: "title",
}


@require_http_methods(["GET", "POST"])
def programme_edit(request: Request, event_id: int) -> HttpResponse:
    """Every line as it will be read, what does not fit, and one more at the end."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = None
    if request.method == "POST":
        form = _line_form(request, event, present_slots(event))
        if form.is_valid():
            done = attempt(
                form,
                lambda: services.add_slot(
                    event.pk,
                    fields=form.slot_fields(),
                    submission_key=form.cleaned_data["submission_key"],
                    by=request.actor,
                    at=clock.now(),
                ),
                beside={**_BESIDE, TextTooLong: "who", services.TooManySpeakers: "who"},
            )
            if done and done.value is not None:
                if not request.htmx:
                    messages.success(request, f"Добавлено: {done.value.title}.")
                return _lines(request, event, added=done.value)
    return _page(request, event, form)


@require_http_methods(["GET", "POST"])
def slot_edit(request: Request, event_id: int, slot_id: int) -> HttpResponse:
    """Change a line; with htmx it becomes the form in its place."""
    event, slot = _slot(request, event_id, slot_id)
    stored = SlotFields.of(slot)
    sections = [one for one in present_slots(event) if one.kind == SlotKind.SESSION and one.pk != slot.pk]
    form = SlotForm(
        request.POST or None,
        event=event,
        sections=sections,
        on=_today(event),
        stored=stored.speakers,
        search=reverse("events:speaker_search", args=[event.pk]),
        initial=SlotForm.initial_of(stored, event, slot.version),
        # Several lines may be forms at once: each has ids of its own.
        auto_id=f"slot{slot.pk}_%s",
    )
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_slot(
                slot.pk,
                expected_version=form.cleaned_data["version"],
                fields=form.slot_fields(),
                by=request.actor,
                at=clock.now(),
            ),
            beside={**_BESIDE, services.SpeakerTwice: "speakers", services.UnknownSpeaker: "speakers"},
        )
        if done:
            if not request.htmx:
                messages.success(request, "Изменения сохранены.")
            return _lines(request, event, changed=slot)
    context = {
        "event": event,
        "slot": slot,
        "conflict": done.conflict,
        "tabs": tabs_for(request.actor, event, "programme"),
        "back": f"{reverse('events:programme_edit', args=[event.pk])}#slot-{slot.pk}",
    }
    return show_form(request, ROW if request.htmx else "events/slot_edit.html", form, context)


@require_POST
def slot_move(request: Request, event_id: int, slot_id: int) -> HttpResponse:
    """Up or down by one."""
    event, slot = _slot(request, event_id, slot_id)
    way = Way.UP if request.POST.get("way") == Way.UP else Way.DOWN
    services.move_slot(slot.pk, way=way, by=request.actor, at=clock.now())
    return _lines(request, event, changed=slot)


@require_POST
def slot_archive(request: Request, event_id: int, slot_id: int) -> HttpResponse:
    """Put a line away; it stays below, to be brought back."""
    event, slot = _slot(request, event_id, slot_id)
    services.archive_slot(slot.pk, by=request.actor, at=clock.now())
    if not request.htmx:
        messages.success(request, "Строка убрана. Вернуть её можно под программой.")
    return _lines(request, event)


@require_POST
def slot_restore(request: Request, event_id: int, slot_id: int) -> HttpResponse:
    """Bring a line back."""
    event, slot = _slot(request, event_id, slot_id)
    try:
        services.restore_slot(slot.pk, by=request.actor, at=clock.now())
    except services.UnknownSection as refusal:
        messages.error(request, str(refusal))
        return redirect("events:programme_edit", event_id=event.pk)
    return _lines(request, event, changed=slot)


@require_GET
def speaker_search(request: Request, event_id: int) -> HttpResponse:
    """People offered while a name is typed, as options of a list."""
    event = managed_event(request, event_id, access.can_edit_event)
    typed = request.GET.get("q") or request.GET.get("speakers_name", "")
    offered = offered_speakers(event, typed[:200], on=_today(event))
    return render(request, "events/speaker_options.html", {"offered": offered})


def _slot(request: Request, event_id: int, slot_id: int) -> tuple[Event, Slot]:
    event = managed_event(request, event_id, access.can_edit_event)
    slot = get_object_or_404(event.slots.prefetch_related("speakers"), pk=slot_id)
    slot.event = event
    return event, slot


def _page(request: Request, event: Event, form: SlotLineForm | None = None) -> HttpResponse:
    context = _context(request, event, form)
    return show_form(request, LINES if request.htmx else PAGE, context.pop("form"), context)


def _lines(request: Request, event: Event, *, added: Slot | None = None, changed: Slot | None = None) -> HttpResponse:
    """What is shown after a change: with htmx all the lines, else the page anew at that line."""
    if not request.htmx:
        place = f"#slot-{changed.pk}" if changed is not None else "#more" if added is not None else ""
        return redirect(reverse("events:programme_edit", args=[event.pk]) + place)
    response = render(request, LINES, {**_context(request, event, None), "added": added, "changed": changed})
    # The answer to a form that stands in one line is all the lines.
    response["HX-Retarget"], response["HX-Reswap"] = "#programme", "outerHTML"
    return response


def _context(request: Request, event: Event, form: SlotLineForm | None) -> dict[str, Any]:
    programme = programme_of(event, request.actor, with_warnings=True)
    slots = [line.slot for line in programme.lines]
    return {
        "event": event,
        "tabs": tabs_for(request.actor, event, "programme"),
        "programme": programme,
        "when": when_sentence(event),
        "warning_count": sum(bool(line.warnings) for line in programme.lines),
        "archived": list(event.slots.exclude(archived_at=None).order_by("-archived_at", "-pk")),
        "form": form or _line_form(request, event, slots, is_fresh=True),
    }


def _line_form(
    request: Request,
    event: Event,
    slots: list[Slot],
    *,
    is_fresh: bool = False,
) -> SlotLineForm:
    sections = [slot for slot in slots if slot.kind == SlotKind.SESSION]
    initial: dict[str, Any] = {"start": event.starts_at.astimezone(event.zone).time()} if not event.is_all_day else {}
    # The next one begins where the last one ends, in the same section.
    last = slots[-1] if slots else None
    if last is not None:
        # A section without an end has just begun.
        follows = _local(last.ends_at or (last.starts_at if last.kind == SlotKind.SESSION else None), event)
        section_id = last.pk if last.kind == SlotKind.SESSION else last.parent_id
        initial = {"start": follows.time() if follows else None, "section": section_id or ""}
        if begins := _local(last.starts_at, event):
            initial["day"] = (follows or begins).date().isoformat()
    data = None if is_fresh else request.POST
    return SlotLineForm(data, event=event, sections=sections, on=_today(event), initial=initial, auto_id="more_%s")


def _local(moment: datetime | None, event: Event) -> datetime | None:
    return moment.astimezone(event.zone) if moment is not None else None


def _today(event: Event) -> date:
    return clock.now().astimezone(event.zone).date()
