"""Who signs an association's documents."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.associations.models import Association
from stellazh.certificates.access import can_manage_templates, can_use_signatures
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.forms.pictures import MoveForm, SignatoryForm
from stellazh.certificates.models import CertificatePicture, Signatory
from stellazh.certificates.services.signatories import (
    SignatureOfAnother,
    SignatureUnknown,
    add_signatory,
    archive_signatory,
    move_signatory,
    restore_signatory,
    update_signatory,
)
from stellazh.certificates.views.template_finding import managed_association, managed_signatory, visible_association
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BESIDE: dict[type[DomainError], str] = {SignatureUnknown: "signature", SignatureOfAnother: "name"}


@require_GET
def signatory_list(request: Request, code: str) -> HttpResponse:
    """Those who sign, in their order, and those put away."""
    association = visible_association(request, code)
    rows = list(Signatory.objects.filter(association=association).select_related("signature"))
    context = {
        "association": association,
        "present": [one for one in rows if one.archived_at is None],
        "archived": [one for one in rows if one.archived_at is not None],
        "may_manage": can_manage_templates(request.actor, association),
    }
    return render(request, "certificates/signatory_list.html", context)


@require_http_methods(["GET", "POST"])
def signatory_add(request: Request, code: str) -> HttpResponse:
    """Add somebody who signs."""
    association = managed_association(request, code)
    form = _form(request, association, None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_key"]
        done = attempt(
            form,
            lambda: add_signatory(association.pk, form.values, submission_key=key, by=request.actor, at=clock.now()),
            beside=_BESIDE,
        )
        if done:
            messages.success(request, "Подписывающий добавлен.")
            return redirect("certificates:signatory_list", code)
    return show_form(request, "certificates/signatory_form.html", form, {"association": association})


@require_http_methods(["GET", "POST"])
def signatory_edit(request: Request, signatory_id: int) -> HttpResponse:
    """Change how somebody signs."""
    signatory = managed_signatory(request, signatory_id)
    form = _form(request, signatory.association, signatory)
    context = {"association": signatory.association, "signatory": signatory}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        done = attempt(
            form,
            lambda: update_signatory(
                signatory.pk, form.values, expected_version=version, by=request.actor, at=clock.now()
            ),
            beside=_BESIDE,
        )
        if done:
            messages.success(request, "Сохранено. Выданные документы не изменятся.")
            return redirect("certificates:signatory_list", signatory.association.code)
        context["conflict"] = done.conflict  # type: ignore[assignment]
    return show_form(request, "certificates/signatory_form.html", form, context)


@require_POST
def signatory_move(request: Request, signatory_id: int) -> HttpResponse:
    """One place up or down."""
    signatory = managed_signatory(request, signatory_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            move_signatory(signatory.pk, form.step, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
    return redirect("certificates:signatory_list", signatory.association.code)


@require_http_methods(["GET", "POST"])
def signatory_archive(request: Request, signatory_id: int) -> HttpResponse:
    """Put somebody away, or bring back."""
    signatory = managed_signatory(request, signatory_id)
    is_away = signatory.archived_at is not None
    submit = "Вернуть" if is_away else "Убрать в архив"
    back = reverse("certificates:signatory_list", args=[signatory.association.code])
    if request.method == "POST":
        if not is_still_asked(request, submit):
            return redirect(back)
        try:
            (restore_signatory if is_away else archive_signatory)(signatory.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{signatory.name}: {'снова в списке' if is_away else 'в архиве'}.")
        return redirect(back)
    context = {
        "title": f"Вернуть в список: {signatory.name}?" if is_away else f"Убрать в архив: {signatory.name}?",
        "text": "Имя снова можно будет выбрать."
        if is_away
        else "Выданные документы не изменятся. Вернуть можно всегда.",
        "submit": submit,
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def _form(request: Request, association: Association, signatory: Signatory | None) -> SignatoryForm:
    kept_id = signatory.signature_id if signatory else None
    rows = CertificatePicture.objects.filter(association=association, kind=PictureKind.SIGNATURE)
    initial = {}
    if signatory:
        initial = {
            "name": signatory.name,
            "post": signatory.post,
            "signature": kept_id,
            "expected_version": signatory.version,
        }
    return SignatoryForm(
        request.POST or None,
        initial=initial,
        signatures=rows.filter(Q(archived_at=None) | Q(pk=kept_id)),
        kept_id=kept_id,
        may_sign=bool(can_use_signatures(request.actor, association)),
    )
