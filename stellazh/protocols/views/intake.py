"""Old protocols from Word: a file is brought, what was read is put right, taken in, taken back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.protocols.access import can_create_protocol
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.enums import IntakeStatus
from stellazh.protocols.forms.intake import BringForm, FactsForm, RowSets
from stellazh.protocols.models import ProtocolIntake
from stellazh.protocols.reads.intake_page import intake_page
from stellazh.protocols.services import intake as services
from stellazh.protocols.services.intake.opening import visible_intakes
from stellazh.ui.attempts import attempt

PAGE = 20


@require_http_methods(["GET", "POST"])
def intake_start(request: Request, code: str) -> HttpResponse:
    """Bring a file; below it everything that was brought before."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not can_create_protocol(request.actor, association):
        raise Http404
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form,
            lambda: services.bring_protocol(
                association.pk,
                content=file.read(),
                name=file.name or "протокол.docx",
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done.value is not None:
            if not done.value.problem:
                return redirect(done.value)
            form.add_error("file", done.value.problem)
    rows = visible_intakes(request.actor).filter(association=association).defer("reading")
    page = Paginator(rows.order_by("-brought_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"association": association, "form": form, "page": page}
    return render(request, "protocols/intake_start.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def intake_preview(request: Request, public_id: UUID) -> HttpResponse:
    """What was read beside the paper's lines, to be saved or taken in; other states have words of their own."""
    intake = _intake(request, public_id)
    if intake.status != IntakeStatus.PREVIEW:
        return render(request, "protocols/intake_state.html", {"intake": intake, "association": intake.association})
    draft = ProtocolDraft.from_json(intake.reading)
    page = intake_page(intake, draft, on=clock.today(intake.association.time_zone))
    data = request.POST or None
    form = FactsForm(data, draft=draft, version=intake.version, events=page.events, names=page.names)
    rows = RowSets(draft, data)
    conflict = None
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        now = clock.now()
        saved = attempt(
            form,
            lambda: services.correct_intake(
                intake.pk,
                expected_version=form.cleaned_data["expected_version"],
                changes=form.changes(rows),
                by=request.actor,
                at=now,
            ),
        )
        conflict = saved.conflict
        if saved.value is not None:
            return _saved(request, saved.value)
    context = {
        "intake": intake,
        "association": intake.association,
        "draft": draft,
        "page": page,
        "form": form,
        "rows": rows,
        "conflict": conflict,
    }
    return render(request, "protocols/intake_preview.html", context, status=422 if data is not None else 200)


def _saved(request: Request, intake: ProtocolIntake) -> HttpResponse:
    """After saving: taken in when that button was pressed, else the page anew."""
    if request.POST.get("act") != "confirm":
        messages.success(request, "Сохранено.")
        return redirect(intake)
    try:
        made = services.confirm_intake(
            intake.pk, expected_version=intake.version, by=request.actor, at=clock.now()
        ).protocol
    except DomainError as refusal:
        messages.error(request, f"Исправления сохранены, но протокол не внесён. {refusal}")
        return redirect(intake)
    messages.success(request, "Протокол внесён.")
    return redirect(made or intake)


@require_http_methods(["GET", "POST"])
def intake_abandon(request: Request, public_id: UUID) -> HttpResponse:
    """Put a preview off, after a question."""
    intake = _intake(request, public_id)
    if request.method == "POST":
        return _done(
            request, intake, services.abandon_intake, "Загрузка отложена. Её можно продолжить из этого списка."
        )
    context = {
        "title": "Отложить этот протокол?",
        "text": "Файл и всё, что вы поправили, сохранятся: загрузку можно будет продолжить.",
        "submit": "Отложить",
        "cancel": intake.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def intake_resume(request: Request, public_id: UUID) -> HttpResponse:
    """Take up again what was put off."""
    intake = _intake(request, public_id)
    try:
        services.resume_intake(intake.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("protocols:intake_start", intake.association.code)
    return redirect(intake)


@require_http_methods(["GET", "POST"])
def intake_undo(request: Request, public_id: UUID) -> HttpResponse:
    """Take back what was taken in, after a question."""
    intake = _intake(request, public_id)
    if request.method == "POST":
        return _done(request, intake, services.undo_intake, "Внесение отменено: протокол в архиве, номер свободен.")
    context = {
        "title": "Отменить внесение протокола?",
        "text": "Номер освободится, протокол уйдёт в архив. Файл Word и история останутся.",
        "submit": "Отменить внесение",
        "cancel": intake.get_absolute_url(),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _done(request: Request, intake: ProtocolIntake, deed: Callable[..., object], words: str) -> HttpResponse:
    try:
        deed(intake.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(intake)
    messages.success(request, words)
    return redirect("protocols:intake_start", intake.association.code)


def _intake(request: Request, public_id: UUID) -> ProtocolIntake:
    return get_object_or_404(visible_intakes(request.actor), public_id=public_id)
