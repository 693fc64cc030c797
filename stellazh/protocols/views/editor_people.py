"""People on the page of writing: named, changed, taken out, taken anew from the list of attendance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.protocols import access, services
from stellazh.protocols.forms.editor import AddPersonForm, PersonForm
from stellazh.protocols.models import Protocol, ProtocolPerson
from stellazh.protocols.reads.editor import people_block
from stellazh.protocols.reads.people import offered_people
from stellazh.protocols.views.blocks import editor_address
from stellazh.protocols.views.finding import managed_protocol
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

PART = "protocols/editor_people.html#people"


@require_http_methods(["GET", "POST"])
def person_add(request: Request, protocol_id: int) -> HttpResponse:
    """Name somebody; with htmx the list is drawn anew, ready for the next name."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    form = AddPersonForm(request.POST or None, auto_id="person_%s")
    if request.method == "POST" and form.is_valid():
        added = attempt(
            form,
            lambda: services.add_person(
                protocol.pk,
                fields=form.person_fields(),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={DomainError: "name"},
        )
        if added and added.value is not None:
            if not request.htmx:
                return redirect(editor_address(protocol, "people"))
            # The role stays chosen: guests are named one after another.
            fresh = AddPersonForm(auto_id="person_%s", initial={"role": form.cleaned_data["role"]})
            return _people(request, protocol, fresh, said=f"{added.value.name}: вписано.")
    if request.htmx:
        return _people(request, protocol, form)
    context = {"protocol": protocol, "association": protocol.association, "title": "Вписать человека"}
    return show_form(
        request, "protocols/editor_person.html", form, {**context, "back": editor_address(protocol, "people")}
    )


@require_http_methods(["GET", "POST"])
def person_edit(request: Request, protocol_id: int, row_id: int) -> HttpResponse:
    """Post, school, whether she was there, in the room or not, with a vote or not."""
    protocol, row = _row(request, protocol_id, row_id)
    form = PersonForm(request.POST or None, row=row)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_person(
                row.pk,
                expected_version=form.cleaned_data["expected_version"],
                fields=form.person_fields(),
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect(editor_address(protocol, "people"))
        if done.conflict is not None:
            form.data["expected_version"] = str(done.conflict.current_version)  # type: ignore[index]
    context = {
        "protocol": protocol,
        "association": protocol.association,
        "title": row.name,
        "row": row,
        "conflict": done.conflict,
        "back": editor_address(protocol, "people"),
    }
    return show_form(request, "protocols/editor_person.html", form, context)


@require_POST
def person_remove(request: Request, protocol_id: int, row_id: int) -> HttpResponse:
    """Take somebody out of the lists."""
    protocol, row = _row(request, protocol_id, row_id)
    said = f"{row.name}: запись вычеркнута. Вписать снова можно здесь же."
    try:
        services.remove_person(row.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        said = str(refusal)
    if request.htmx:
        return _people(request, protocol, AddPersonForm(auto_id="person_%s"), said=said, is_open=True)
    messages.info(request, said)
    return redirect(editor_address(protocol, "people"))


@require_POST
def people_again(request: Request, protocol_id: int) -> HttpResponse:
    """Bring the lists up to the event's list of attendance."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    try:
        taken = services.take_people_again(protocol.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(editor_address(protocol, "people"))
    said = "Список совпадает со списком участия."
    if taken:
        people = agree(taken.added_count, "человек", "человека", "человек")
        said = f"Обновлено: добавлено {taken.added_count} {people}, изменено записей: {taken.changed_count}."
    if request.htmx:
        return _people(request, protocol, AddPersonForm(auto_id="person_%s"), said=said)
    messages.success(request, said)
    return redirect(editor_address(protocol, "people"))


@require_GET
def person_search(request: Request, protocol_id: int) -> HttpResponse:
    """People offered while a name is typed, as options of a list."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    typed = request.GET.get("name", "")[:200]
    offered = offered_people(protocol.association, typed, on=protocol.held_on)
    return render(request, "protocols/editor_people.html#options", {"offered": offered})


def _row(request: Request, protocol_id: int, row_id: int) -> tuple[Protocol, ProtocolPerson]:
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    return protocol, get_object_or_404(protocol.people, pk=row_id)


def _people(
    request: Request, protocol: Protocol, form: AddPersonForm, *, said: str = "", is_open: bool = False
) -> HttpResponse:
    context = {
        "protocol": protocol,
        "people": people_block(protocol),
        "person_form": form,
        "said": said,
        "is_open": is_open,
        "is_part": True,
        "search": reverse("protocols:person_search", args=[protocol.pk]),
    }
    return render(request, PART, context, status=422 if form.errors else 200)
