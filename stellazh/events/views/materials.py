"""Materials and recordings in the workplace: brought, put in order, given versions, put away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.forms.materials import (
    FilesForm,
    LinkForm,
    MaterialForm,
    RecordingAddressForm,
    RecordingForm,
    VersionForm,
    placeable,
)
from stellazh.events.models import Event, Material
from stellazh.events.reads.materials import grouped, host_of, present_materials, size_words, versions_of
from stellazh.events.reads.programme import present_slots
from stellazh.events.reads.recordings import present_recordings, waiting_films
from stellazh.events.services import materials as services
from stellazh.events.services.materials import Brought, MaterialFields
from stellazh.events.services.programme import Way
from stellazh.events.services.recordings import RECORDING
from stellazh.events.services.refusals import UnsafeAddress
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.media.framing import frames_allowed
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

TAB = "materials"


@require_GET
@frames_allowed
def material_list(request: Request, event_id: int) -> HttpResponse:
    """Everything that is shown after the event: materials, recordings, and how to add them."""
    return materials_page(request, managed_event(request, event_id, access.can_edit_event))


@require_POST
def material_files(request: Request, event_id: int) -> HttpResponse:
    """Take several files; those that are refused are named, the others stay."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = FilesForm(request.POST, request.FILES, slots=placeable(present_slots(event)))
    if not form.is_valid():
        return materials_page(request, event, files_form=form)
    taken, refused = 0, []
    times: Counter[str] = Counter()
    for file in form.cleaned_data["several"]:
        times[file.name] += 1
        try:
            _add_file(request, event, form, file, times[file.name])
            taken += 1
        except DomainError as refusal:
            refused.append(str(refusal))
    if taken:
        messages.success(request, f"{agree(taken, 'Добавлен', 'Добавлено', 'Добавлено')} {_files(taken)}.")
    if refused:
        for words in refused:
            form.add_error("several", words)
        return materials_page(request, event, files_form=form)
    return redirect("events:material_list", event_id=event.pk)


@require_POST
def material_link(request: Request, event_id: int) -> HttpResponse:
    """Take a link."""
    event = managed_event(request, event_id, access.can_edit_event)
    form = LinkForm(request.POST, slots=placeable(present_slots(event)))
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.add_material(
                event.pk,
                fields=form.material_fields,
                url=form.cleaned_data["url"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={UnsafeAddress: "url", services.FileOrLink: "url"},
        )
        if done:
            messages.success(request, "Ссылка добавлена.")
            return redirect("events:material_list", event_id=event.pk)
    return materials_page(request, event, link_form=form)


@require_http_methods(["GET", "POST"])
def material_edit(request: Request, event_id: int, material_id: int) -> HttpResponse:
    """A material's words and place, with all its versions."""
    event, material = _material(request, event_id, material_id)
    stored = MaterialFields.of(material)
    initial = {
        "title": stored.title,
        "audience": stored.audience,
        "slot": stored.slot_id or "",
        "version": material.version,
    }
    form = MaterialForm(request.POST or None, slots=placeable(present_slots(event)), initial=initial)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_material(
                material.pk,
                expected_version=form.cleaned_data["version"],
                fields=form.material_fields,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Изменения сохранены.")
            return redirect("events:material_list", event_id=event.pk)
    return _material_page(request, event, material, form, conflict=done.conflict)


@require_POST
def material_version(request: Request, event_id: int, material_id: int) -> HttpResponse:
    """Put another file or link in the material's place."""
    event, material = _material(request, event_id, material_id)
    form = VersionForm(request.POST, request.FILES, auto_id="version_%s")
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.add_material_version(
                material.pk,
                file=_brought(data["file"]) if data["file"] else None,
                url=data["url"],
                note=data["note"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={UnsafeAddress: "url"},
        )
        if done and done.value is not None:
            messages.success(request, f"Теперь открыта версия {done.value.number}. Прежние видите только вы и коллеги.")
            return redirect("events:material_edit", event_id=event.pk, material_id=material.pk)
    initial = {
        "title": material.title,
        "audience": material.audience,
        "slot": material.slot_id or "",
        "version": material.version,
    }
    words = MaterialForm(slots=placeable(present_slots(event)), initial=initial)
    return _material_page(request, event, material, words, version_form=form, status=422)


@require_POST
def material_move(request: Request, event_id: int, material_id: int) -> HttpResponse:
    """Up or down by one."""
    way = Way.UP if request.POST.get("way") == Way.UP else Way.DOWN
    return _act(request, event_id, material_id, lambda pk, **who: services.move_material(pk, way=way, **who), "")


@require_POST
def material_archive(request: Request, event_id: int, material_id: int) -> HttpResponse:
    """Put a material away."""
    return _act(request, event_id, material_id, services.archive_material, "Материал убран: его видите только вы.")


@require_POST
def material_restore(request: Request, event_id: int, material_id: int) -> HttpResponse:
    """Bring a material back."""
    return _act(request, event_id, material_id, services.restore_material, "Материал снова открыт.")


def materials_page(
    request: Request,
    event: Event,
    *,
    files_form: FilesForm | None = None,
    link_form: LinkForm | None = None,
    address_form: RecordingAddressForm | None = None,
) -> HttpResponse:
    """The whole page; a form that was sent and refused gives 422."""
    slots = placeable(present_slots(event))
    sent = files_form or link_form or address_form
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "groups": grouped(present_materials(event)),
        "archived": present_materials(event, archived=True),
        "recordings": present_recordings(event),
        "recordings_archived": present_recordings(event, archived=True),
        "waiting": [
            (item, RecordingForm(slots=slots, initial={"title": item.title}, auto_id=f"film{item.pk}_%s"))
            for item in waiting_films(event)
        ],
        "files_form": files_form or FilesForm(slots=slots, auto_id="files_%s"),
        "link_form": link_form or LinkForm(slots=slots, auto_id="link_%s"),
        "address_form": address_form or RecordingAddressForm(slots=slots, auto_id="film_%s"),
        "use": RECORDING,
        "here": reverse("events:material_list", args=[event.pk]),
        "may_write": access.can_write_letters(request.actor, event),
    }
    return render(request, "events/material_list.html", context, status=422 if sent is not None else 200)


def _material(request: Request, event_id: int, material_id: int) -> tuple[Event, Material]:
    event = managed_event(request, event_id, access.can_edit_event)
    material = get_object_or_404(event.materials.select_related("slot"), pk=material_id)
    material.event = event
    return event, material


def _material_page(
    request: Request,
    event: Event,
    material: Material,
    form: MaterialForm,
    *,
    version_form: VersionForm | None = None,
    conflict: object = None,
    status: int = 200,
) -> HttpResponse:
    versions: list[dict[str, Any]] = [
        {
            "row": version,
            "href": version.file.get_absolute_url() if version.file else version.url,
            "name": version.file.name if version.file else version.url,
            "about": size_words(version.file.size_bytes) if version.file else host_of(version.url),
        }
        for version in versions_of([material])[material.pk]
    ]
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "material": material,
        "versions": versions,
        "version_form": version_form or VersionForm(auto_id="version_%s"),
        "conflict": conflict,
    }
    response = show_form(request, "events/material_edit.html", form, context)
    response.status_code = max(response.status_code, status)
    return response


def _act(request: Request, event_id: int, material_id: int, deed: Callable[..., object], said: str) -> HttpResponse:
    event, material = _material(request, event_id, material_id)
    deed(material.pk, by=request.actor, at=clock.now())
    if said:
        messages.success(request, said)
    return redirect(f"{reverse('events:material_list', args=[event.pk])}#material-{material.pk}")


def _add_file(request: Request, event: Event, form: FilesForm, file: UploadedFile[Any], number: int) -> None:
    key = form.cleaned_data["submission_key"]
    services.add_material(
        event.pk,
        fields=form.material_fields,
        file=_brought(file),
        # One key a form, one a file: those that were taken the first time are not doubled.
        submission_key=uuid5(key, f"{number}:{file.name}") if key else None,
        by=request.actor,
        at=clock.now(),
    )


def _brought(file: UploadedFile[Any]) -> Brought:
    return Brought(file.name or "", file.file)  # type: ignore[arg-type]


def _files(count: int) -> str:
    return f"{count} {agree(count, 'файл', 'файла', 'файлов')}"
