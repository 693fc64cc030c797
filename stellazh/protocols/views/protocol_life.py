"""Out for remarks, signed, taken back, put away: each asks before it acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.forms.life import ApprovePlanForm, RemarksForm, SignForm, UndoForm, remarks_until
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.numbers import number_at_signing, order_doubts
from stellazh.protocols.reads.parts import with_parts
from stellazh.protocols.reads.protocol_page import plans_to_approve
from stellazh.protocols.reads.wanting import wanting
from stellazh.protocols.services.life import (
    archive_protocol,
    restore_protocol,
    send_for_remarks,
    take_back_to_draft,
)
from stellazh.protocols.services.plan_links import approve_plan_by
from stellazh.protocols.services.signing import open_remarks, sign_protocol, undo_signing, what_rests
from stellazh.protocols.services.whole import what_is_missing
from stellazh.protocols.views.finding import managed_protocol
from stellazh.russian.calendar_words import long_date
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked
from stellazh.workplans.models import Plan

_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
def protocol_send(request: Request, protocol_id: int) -> HttpResponse:
    """Show the draft to those who were there."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    at = clock.now()
    initial = {
        "until": remarks_until(clock.day_of(at, protocol.association.time_zone)),
        "expected_version": protocol.version,
    }
    form = RemarksForm(_sent(request), initial=initial)
    page = {
        "title": "Отдать на замечания",
        "text": "Протокол откроется тем, кто был на заседании. У кого есть вход на сайт, те получат уведомление и "
        "смогут написать замечание. Править текст можно и в это время.",
        "submit": "Отдать на замечания",
    }

    def deed() -> Protocol:
        chosen = form.cleaned_data
        return send_for_remarks(
            protocol.pk,
            until=chosen["until"],
            expected_version=chosen["expected_version"],
            by=request.actor,
            at=at,
        )

    return _ask(request, protocol, form, page, deed, "Протокол открыт тем, кто был на заседании.")


@require_http_methods(_BOTH)
def protocol_take_back(request: Request, protocol_id: int) -> HttpResponse:
    """End the time of remarks without signing."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    page = {
        "title": "Вернуть в черновики",
        "text": "Участники заседания больше не увидят протокол и не смогут писать замечания. Написанные останутся.",
        "submit": "Вернуть в черновики",
    }
    return _ask(
        request,
        protocol,
        forms.Form(_sent(request)),
        page,
        lambda: take_back_to_draft(protocol.pk, by=request.actor, at=clock.now()),
        "Протокол снова черновик.",
    )


@require_http_methods(_BOTH)
def protocol_sign(request: Request, protocol_id: int) -> HttpResponse:
    """Show the number it would get, what is missing and what is doubtful; sign."""
    rows = with_parts(Protocol.objects.select_related("association__territory"))
    protocol = managed_protocol(request, protocol_id, access.can_sign_protocol, rows)
    if protocol.is_signed:
        return redirect(protocol)
    # What is missing and what is wanting speak of the same rows.
    prefetch_related_objects([protocol], "people", "agenda", "speeches", "decisions")
    number = number_at_signing(protocol)
    doubts, open_count = order_doubts(protocol, number=number), open_remarks(protocol)
    form = SignForm(_sent(request), asks_order=bool(doubts), asks_remarks=bool(open_count))
    page = {
        "title": "Подписать протокол",
        "submit": "Подписать",
        "template": "protocols/protocol_sign.html",
        "number": number,
        "doubts": doubts.words,
        "open_count": open_count,
        "missing": what_is_missing(protocol),
        "wants": wanting(protocol),
    }

    def deed() -> Any:
        chosen = form.cleaned_data
        return sign_protocol(
            protocol.pk,
            accept_order=chosen.get("accept_order", False),
            order_reason=chosen.get("order_reason", ""),
            accept_remarks=chosen.get("accept_remarks", False),
            by=request.actor,
            at=clock.now(),
        )

    return _ask(request, protocol, form, page, deed, "Протокол подписан: номер закреплён, текст больше не меняется.")


@require_http_methods(_BOTH)
def protocol_unsign(request: Request, protocol_id: int) -> HttpResponse:
    """Take the last signature back with a reason."""
    protocol = managed_protocol(request, protocol_id, access.can_sign_protocol)
    if not protocol.is_signed:
        return redirect(protocol)
    rests = what_rests(protocol)
    page = {
        "title": "Отменить подписание",
        "text": f"Протокол №\xa0{protocol.number} снова станет черновиком, номер освободится, поручения по нему "
        "исчезнут. Прежняя печать останется в истории. Скан и файлы подписи будут убраны: они относятся к прежнему "
        "тексту.",
        "submit": "Отменить подписание",
        "danger": True,
        "template": "protocols/protocol_unsign.html",
        "rests": rests,
    }
    form = UndoForm(_sent(request))
    return _ask(
        request,
        protocol,
        form,
        page,
        lambda: undo_signing(protocol.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()),
        "Подписание отменено: протокол снова черновик.",
    )


@require_http_methods(_BOTH)
def protocol_archive(request: Request, protocol_id: int) -> HttpResponse:
    """Put a draft away, or bring it back."""
    protocol = managed_protocol(request, protocol_id, access.can_archive_protocol)
    is_away = protocol.archived_at is not None
    if is_away:
        page = {
            "title": "Вернуть из архива",
            "text": "Черновик снова будет в списке.",
            "submit": "Вернуть из архива",
        }
    else:
        page = {
            "title": "Убрать в архив",
            "text": "Черновик уйдёт из списка, номер ему не достанется. Вернуть его можно в любой день.",
            "submit": "Убрать в архив",
        }
    deed = restore_protocol if is_away else archive_protocol
    return _ask(
        request,
        protocol,
        forms.Form(_sent(request)),
        page,
        lambda: deed(protocol.pk, by=request.actor, at=clock.now()),
        "Протокол возвращён из архива." if is_away else "Протокол в архиве.",
    )


@require_http_methods(_BOTH)
def protocol_approve_plan(request: Request, protocol_id: int, plan_id: int) -> HttpResponse:
    """Approve a plan of the association with this protocol as its basis."""
    protocol = managed_protocol(request, protocol_id, access.can_sign_protocol)
    offered = [plan.pk for plan in plans_to_approve(protocol, request.actor)] if protocol.is_signed else []
    plan = get_object_or_404(Plan.objects.filter(pk__in=offered), pk=plan_id)
    decisions = protocol.decisions.filter(archived_at=None).exclude(number_text="")
    form = ApprovePlanForm(_sent(request), decisions=decisions)
    page = {
        "title": f"Утвердить план на {plan.year.label}",
        "text": f"План будет утверждён протоколом №\xa0{protocol.number} от {long_date(protocol.held_on)}: в грифе "
        "появятся номер, дата и ссылка. Участники объединения получат уведомление.",
        "submit": "Утвердить план",
    }
    return _ask(
        request,
        protocol,
        form,
        page,
        lambda: approve_plan_by(
            protocol.pk, plan.pk, decision_id=form.cleaned_data["decision"], by=request.actor, at=clock.now()
        ),
        "План утверждён этим протоколом.",
    )


def _sent(request: Request) -> QueryDict | None:
    """What was sent; an empty form was sent all the same."""
    return request.POST if request.method == "POST" else None


def _ask(
    request: Request, protocol: Protocol, form: forms.Form, page: dict[str, Any], deed: Callable[[], Any], done: str
) -> HttpResponse:
    template = page.pop("template", "protocols/protocol_confirm.html")
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            return redirect(protocol)
        if form.is_valid() and attempt(form, deed):
            messages.success(request, done)
            return redirect(protocol)
    context = {"protocol": protocol, "cancel": protocol.get_absolute_url(), **page}
    return show_form(request, template, form, context)
