"""Earlier decisions in the editor: bringing them in, and what the meeting says of each."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.forms.carrying import CarryForm
from stellazh.protocols.models import CarryOver, Protocol
from stellazh.protocols.services.carrying import ResultUnknown, carry_over_into, update_carry
from stellazh.protocols.views.finding import managed_protocol
from stellazh.ui.attempts import attempt
from stellazh.ui.autosaving import Saved, answer


@require_POST
def protocol_carry(request: Request, protocol_id: int) -> HttpResponse:
    """Bring what earlier meetings left open into the agenda."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    try:
        done = carry_over_into(protocol, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(protocol))
    words = []
    if done.decision_count:
        what = agree(done.decision_count, "решение", "решения", "решений")
        words.append(f"Внесено: {done.decision_count} {what} прошлых заседаний.")
    if done.item_count:
        what = agree(done.item_count, "вопрос", "вопроса", "вопросов")
        words.append(f"Из прошлой повестки: {done.item_count} {what}.")
    if done.dropped_count:
        words.append(f"Убрано закрытых: {done.dropped_count}.")
    messages.success(request, " ".join(words) or "Новых незакрытых решений нет: всё уже в повестке.")
    return redirect(_back(protocol))


@require_http_methods(["GET", "POST"])
def carry_edit(request: Request, carry_id: int) -> HttpResponse:
    """What the meeting said of one earlier decision: saved while it is typed, or as a form of its own."""
    row = get_object_or_404(CarryOver.objects.select_related("decision"), pk=carry_id)
    protocol = managed_protocol(request, row.protocol_id, access.can_edit_protocol)
    initial = {"result": row.result, "words": row.words, "expected_version": row.version}
    form = CarryForm(request.POST or None, initial=initial)

    def save() -> Saved:
        at = clock.now()
        data = form.cleaned_data
        done = update_carry(
            row.pk,
            result=data["result"],
            words=data["words"],
            expected_version=data["expected_version"],
            by=request.actor,
            at=at,
        )
        return Saved(done.version, at)

    def page() -> HttpResponse:
        return _page(request, protocol, row, form, save)

    return answer(request, form, save, page, beside={ResultUnknown: "result"}, zone=protocol.association.time_zone)


def _page(
    request: Request, protocol: Protocol, row: CarryOver, form: forms.Form, save: Callable[[], Saved]
) -> HttpResponse:
    conflict = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, save, beside={ResultUnknown: "result"})
        if done:
            messages.success(request, "Сохранено.")
            return redirect(_back(protocol))
        conflict = done.conflict
        if conflict is not None:
            form.data["expected_version"] = str(conflict.current_version)  # type: ignore[index]
    context = {"protocol": protocol, "row": row, "form": form, "conflict": conflict, "back": _back(protocol)}
    return render(request, "protocols/carry_edit.html", context, status=422 if form.errors else 200)


def _back(protocol: Protocol) -> str:
    return reverse("protocols:protocol_edit", args=[protocol.pk])
