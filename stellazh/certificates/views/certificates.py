"""A document's page, and what is done with it: withdrawn, brought back, written off, printed again, sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.associations.access import can
from stellazh.certificates.access import can_change_certificate, can_read_register
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.forms.register import DuplicateForm, ReasonForm, WithdrawForm
from stellazh.certificates.models import Certificate
from stellazh.certificates.reads.certificates import certificate_page
from stellazh.certificates.services.badges import plain_badge, signed_badge
from stellazh.certificates.services.copies import SheetNames, make_duplicate
from stellazh.certificates.services.sending import send_again
from stellazh.certificates.services.sheets import make_sheets
from stellazh.certificates.services.withdrawing import (
    address_of,
    bring_back_certificate,
    spoil_certificate,
    withdraw_certificate,
)
from stellazh.certificates.views.finding import kept_certificate, visible_certificate
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked
from stellazh.ui.downloads import download

_BOTH = ["GET", "POST"]


@require_GET
def certificate_detail(request: Request, certificate_id: int) -> HttpResponse:
    """What was given out, to whom, its sheets, what became of it."""
    certificate = visible_certificate(request, certificate_id)
    reads_register = bool(can_read_register(request.actor, certificate.association))
    context = {
        "certificate": certificate,
        "page": certificate_page(certificate, with_story=reads_register, base=settings.SITE_URL),
        "reads_register": reads_register,
        "keeps": bool(can(request.actor, "certificates.withdraw", certificate.association)),
        "may_change": can_change_certificate(request.actor, certificate),
        "is_valid": certificate.status == CertificateStatus.VALID,
        "is_withdrawn": certificate.status == CertificateStatus.WITHDRAWN,
    }
    return render(request, "certificates/certificate_detail.html", context)


@require_http_methods(_BOTH)
def certificate_withdraw(request: Request, certificate_id: int) -> HttpResponse:
    """Withdraw, with a reason and a letter."""
    certificate = kept_certificate(request, certificate_id, can_change_certificate)
    if certificate.status != CertificateStatus.VALID:
        return redirect(certificate)
    form = WithdrawForm(_sent(request), address=address_of(certificate))
    page = {
        "title": f"Отозвать документ {certificate.number_words}",
        "text": f"{certificate.title}, {certificate.name}. Номер останется в журнале, а страница проверки скажет, что "
        "документ отозван.",
        "submit": "Отозвать",
        "danger": True,
    }
    return _ask(
        request,
        certificate,
        form,
        page,
        lambda: withdraw_certificate(
            certificate.pk,
            reason=form.cleaned_data["reason"],
            tell=form.cleaned_data["tell"],
            by=request.actor,
            at=clock.now(),
        ),
        "Документ отозван.",
    )


@require_http_methods(_BOTH)
def certificate_bring_back(request: Request, certificate_id: int) -> HttpResponse:
    """Let a withdrawn document hold again."""
    certificate = kept_certificate(request, certificate_id, can_change_certificate)
    if certificate.status != CertificateStatus.WITHDRAWN:
        return redirect(certificate)
    form = ReasonForm(_sent(request))
    page = {
        "title": f"Отменить отзыв документа {certificate.number_words}",
        "text": "Документ снова действует, страница проверки скажет, что он подлинный. Причина останется в истории.",
        "submit": "Отменить отзыв",
    }
    return _ask(
        request,
        certificate,
        form,
        page,
        lambda: bring_back_certificate(
            certificate.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()
        ),
        "Отзыв отменён: документ действует.",
    )


@require_http_methods(_BOTH)
def certificate_spoil(request: Request, certificate_id: int) -> HttpResponse:
    """Write a document off that was never handed over."""
    certificate = kept_certificate(request, certificate_id, can_change_certificate)
    form = ReasonForm(_sent(request))
    page = {
        "title": f"Списать документ {certificate.number_words} как испорченный",
        "text": "Так отмечают лист, который не выдали: испортили при печати, ошиблись человеком. Номер останется в "
        "журнале с причиной и больше никому не достанется. Отменить это нельзя.",
        "submit": "Списать",
        "danger": True,
    }
    return _ask(
        request,
        certificate,
        form,
        page,
        lambda: spoil_certificate(certificate.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()),
        "Документ списан как испорченный.",
    )


@require_http_methods(_BOTH)
def certificate_duplicate(request: Request, certificate_id: int) -> HttpResponse:
    """Print a further sheet under the same number."""
    certificate = kept_certificate(request, certificate_id, can_change_certificate)
    last = certificate.copies.order_by("-ordinal").first()
    if last is None or certificate.status != CertificateStatus.VALID:
        messages.warning(request, "Дубликат выдают к действующему документу, у которого есть лист.")
        return redirect(certificate)
    form = DuplicateForm(_sent(request), initial=asdict(SheetNames.of(certificate, last.values)))
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        done = attempt(
            form,
            lambda: make_duplicate(
                certificate.pk,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                names=form.names,
                by=request.actor,
                at=at,
            ),
        )
        if done and done.value is not None:
            if _made(request, certificate):
                messages.success(request, "Дубликат готов: скачайте его или пошлите письмом.")
            return redirect(certificate)
    return show_form(request, "certificates/certificate_duplicate.html", form, {"certificate": certificate})


@require_POST
def certificate_make_sheets(request: Request, certificate_id: int) -> HttpResponse:
    """Make the files of sheets that have none yet."""
    certificate = kept_certificate(request, certificate_id, can_change_certificate)
    if _made(request, certificate):
        messages.success(request, "Лист готов.")
    return redirect(certificate)


@require_http_methods(_BOTH)
def certificate_send(request: Request, certificate_id: int) -> HttpResponse:
    """Send the letter with the latest sheet once more."""
    certificate = kept_certificate(request, certificate_id, can_change_certificate)
    address = address_of(certificate)
    page = {
        "title": f"Послать документ {certificate.number_words} письмом",
        "text": f"Последний лист уйдёт на адрес {address}." if address else "Адреса почты получателя нет.",
        "submit": "Послать",
    }
    form = forms.Form(_sent(request))
    return _ask(
        request,
        certificate,
        form,
        page,
        lambda: send_again(certificate.pk, by=request.actor, at=clock.now()),
        "Письмо поставлено в очередь.",
    )


@require_GET
def certificate_badge(request: Request, certificate_id: int, ending: str) -> HttpResponse:
    """The file for an electronic portfolio: signed, or as plain JSON."""
    certificate = visible_certificate(request, certificate_id)
    try:
        if ending == "jwt":
            body = signed_badge(certificate, by=request.actor).encode()
            return download(body, f"{_file_name(certificate)}.jwt", "application/vc+jwt")
        if ending == "json":
            body = plain_badge(certificate, by=request.actor)
            return download(body, f"{_file_name(certificate)}.json", "application/vc+json")
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect(certificate)
    raise Http404


def _made(request: Request, certificate: Certificate) -> bool:
    """Make the missing sheets; a sheet that cannot be drawn leaves the duplicate in its place, to be made later."""
    missing = list(certificate.copies.filter(file=None))
    try:
        make_sheets(missing, request.actor, clock.now())
    except DomainError as refusal:
        messages.error(request, f"Лист не напечатан: {refusal}")
        return False
    return True


def _file_name(certificate: Certificate) -> str:
    return f"{certificate.title} {certificate.number_words}".replace("/", "-")


def _sent(request: Request) -> Any:
    """What was sent; an empty form was sent all the same."""
    return request.POST if request.method == "POST" else None


def _ask(
    request: Request,
    certificate: Certificate,
    form: forms.Form,
    page: dict[str, Any],
    deed: Callable[[], Any],
    done: str,
) -> HttpResponse:
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            return redirect(certificate)
        if form.is_valid() and attempt(form, deed):
            messages.success(request, done)
            return redirect(certificate)
    context = {"certificate": certificate, "cancel": certificate.get_absolute_url(), **page}
    return show_form(request, "certificates/certificate_confirm.html", form, context)
