"""Runs of an association, a new one, what one says, and its page: the list, the approval, the progress, the outcome."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.access import can, reach
from stellazh.associations.models import Association
from stellazh.certificates import access
from stellazh.certificates.enums import RunStatus
from stellazh.certificates.forms.runs import RowsFilterForm, RunForm, initial_of
from stellazh.certificates.models import CertificateKind, CertificateTemplate, IssueRun, Signatory
from stellazh.certificates.reads.run_defaults import run_defaults
from stellazh.certificates.reads.runs import (
    listed_rows,
    outcome_of,
    prints_cases,
    row_counts,
    run_doubts,
    runs_of,
    subject_for,
    subject_of,
)
from stellazh.certificates.recipient_lists import RecipientList, Subject, recipient_lists
from stellazh.certificates.services import runs as services
from stellazh.certificates.services.issuing import counts_of
from stellazh.certificates.services.kinds import ensure_kinds
from stellazh.certificates.services.prints import present_copies, print_is_fresh
from stellazh.certificates.views.finding import kept_association, read_association
from stellazh.certificates.views.run_finding import managed_run, visible_run
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.jobs.models import Job
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

PAGE = 50
_BOTH = ["GET", "POST"]
TONES = {
    RunStatus.DRAFT: "",
    RunStatus.AWAITING: "warn",
    RunStatus.ISSUING: "warn",
    RunStatus.STOPPED: "warn",
    RunStatus.ISSUED: "ok",
    RunStatus.CANCELLED: "",
}


@require_GET
def run_home(request: Request) -> HttpResponse:
    """The runs of one's own association; of several, the choice. 404 for whoever issues documents nowhere."""
    own = reach(request.actor, "certificates.issue")
    associations = list(Association.objects.filter(own, archived_at=None).order_by("depth", "sort_key")[:PAGE])
    if not associations:
        raise Http404
    if len(associations) == 1:
        return redirect("certificates:run_list", code=associations[0].code)
    return render(request, "certificates/run_home.html", {"associations": associations})


@require_GET
def run_list(request: Request, code: str) -> HttpResponse:
    """Everything the association has issued and prepares, the newest first."""
    association = read_association(request, code)
    page = Paginator(runs_of(association), PAGE).get_page(request.GET.get("page"))
    context = {
        "association": association,
        "page": page,
        "rows": [(run, TONES[RunStatus(run.status)]) for run in page],
        "may_prepare": access.can_prepare_run(request.actor, association),
    }
    return render(request, "certificates/run_list.html", context)


@require_http_methods(_BOTH)
def run_new(request: Request, code: str) -> HttpResponse:
    """The first step: what is issued and for what. With `subject` and `list` in the address its people come at once."""
    association = kept_association(request, code, access.can_prepare_run)
    subject, entry = _asked(request)
    if not CertificateKind.objects.filter(association=association).exists():
        return _first_kinds(request, association)
    kinds = ensure_kinds(association, by=request.actor, at=clock.now())
    signatories = list(Signatory.objects.present().filter(association=association))
    initial = run_defaults(
        kinds,
        signatories,
        subject=subject,
        entry=entry,
        genre=request.GET.get("genre", ""),
        today=clock.today(association.time_zone),
    )
    form = _form(request, association, initial, kinds=kinds, signatories=signatories)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of(subject.key if subject else "", entry.code if entry else "")
        key = form.cleaned_data["submission_key"]
        made = attempt(
            form,
            lambda: services.create_run(
                association.pk, fields=fields, submission_key=key, by=request.actor, at=clock.now()
            ),
        )
        if made.value is not None:
            return _begun(request, made.value, entry)
    context = {"association": association, "subject": subject, "entry": entry, "step": 1}
    return show_form(request, "certificates/run_new.html", form, context)


def _first_kinds(request: Request, association: Association) -> HttpResponse:
    """Before the first issue the usual kinds are made, by a button: whoever only looks writes nothing."""
    if request.method == "POST":
        ensure_kinds(association, by=request.actor, at=clock.now())
        messages.success(request, "Обычный набор видов заведён. Теперь выберите, что выдаём.")
        return redirect(request.get_full_path())
    context = {
        "title": "Завести виды документов?",
        "text": "Документов здесь ещё не выдавали. Заведём обычный набор: сертификаты участника и докладчика, "
        "благодарности, грамоты и другие, каждый со своими номерами. Названия и номера можно потом поправить.",
        "submit": "Завести и продолжить",
        "cancel": reverse("certificates:run_list", args=[association.code]),
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(_BOTH)
def run_edit(request: Request, run_id: int) -> HttpResponse:
    """Change what the sheets say."""
    run = managed_run(request, run_id, access.can_edit_run)
    signatories = list(Signatory.objects.present().filter(association=run.association))
    kinds = ensure_kinds(run.association, by=request.actor, at=clock.now())
    initial = initial_of(run, signatories)
    form = _form(request, run.association, initial, kinds=kinds, signatories=signatories)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.change_run(
                run.pk,
                fields=form.fields_of(),
                expected_version=form.cleaned_data["expected_version"] or 0,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect(run)
    context = {"run": run, "association": run.association, "conflict": tried.conflict, "step": 1}
    return show_form(request, "certificates/run_edit.html", form, context)


@require_GET
def run_detail(request: Request, run_id: int) -> HttpResponse:
    """The run as it stands."""
    run = visible_run(request, run_id)
    context: dict[str, Any] = {
        "run": run,
        "association": run.association,
        "tone": TONES[RunStatus(run.status)],
        "signers": list(run.signers.all()),
        "may_edit": access.can_edit_run(request.actor, run),
        "may_drive": access.can_drive_run(request.actor, run),
        "may_approve": access.can_approve_run(request.actor, run),
        "may_withdraw": can(request.actor, "certificates.withdraw", run.association),
    }
    if run.status in (RunStatus.ISSUING, RunStatus.STOPPED):
        context |= progress_context(run)
        if request.headers.get("HX-Request"):
            return render(request, "certificates/run_detail.html#progress", context)
    elif run.status == RunStatus.ISSUED:
        if request.headers.get("HX-Request"):
            # What followed the progress sees the whole page again.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        copies = present_copies(run.pk)
        context |= {"outcome": outcome_of(run), "is_fresh": print_is_fresh(run, copies)}
        context["print_url"] = run.print_file.get_absolute_url() if run.print_file else ""
        context["print_job"] = Job.objects.unfinished().filter(key=f"certificates.print_run:{run.pk}").first()
        context["withdraw_job"] = Job.objects.unfinished().filter(key=f"certificates.withdraw_run:{run.pk}").first()
    context |= _rows_context(request, run)
    return render(request, "certificates/run_detail.html", context)


def progress_context(run: IssueRun) -> dict[str, Any]:
    """How far an issue is. Five queries."""
    counts = counts_of(run.pk)
    job = Job.objects.filter(public_id=run.job_id).first() if run.job_id else None
    parts = 3 if run.with_letters else 2
    return {
        "counts": counts,
        "job": job,
        "is_broken": run.status == RunStatus.ISSUING and (job is None or job.is_finished) and _is_still_issuing(run),
        "done": counts.numbered + counts.sheets + (counts.letters if run.with_letters else 0),
        "total": counts.wanted * parts,
    }


def _is_still_issuing(run: IssueRun) -> bool:
    """Asked after its job was seen to be over: the run may have been finished between the two looks."""
    return IssueRun.objects.filter(pk=run.pk, status=RunStatus.ISSUING).exists()


def _rows_context(request: Request, run: IssueRun) -> dict[str, Any]:
    form = RowsFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = listed_rows(run, query=chosen.get("q", ""), only=chosen.get("only", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    is_draft = run.status in (RunStatus.DRAFT, RunStatus.AWAITING)
    doubts = run_doubts(run, subject_of(run, request.actor), at=clock.now()) if is_draft else []
    return {
        "filter": form,
        "is_narrowed": bool(chosen.get("q") or chosen.get("only")),
        "page": page,
        "rows": list(page),
        "row_counts": row_counts(run),
        "doubts": doubts,
        "prints_cases": prints_cases(run) if is_draft else False,
        "here": reverse("certificates:run_detail", args=[run.pk]),
        "step": 3,
    }


def _asked(request: Request) -> tuple[Subject | None, RecipientList | None]:
    """The thing and the list that the address names; 404 for those the reader may not take."""
    key, code = request.GET.get("subject", ""), request.GET.get("list", "")
    if not key:
        return None, None
    subject, entry = subject_for(key, request.actor), recipient_lists.get(code) if code else None
    if subject is None or (code and (entry is None or not entry.may(request.actor, key))):
        raise Http404
    return subject, entry


def _begun(request: Request, run: IssueRun, entry: RecipientList | None) -> HttpResponse:
    """On to the people; those of the list asked for are there already."""
    if entry is None or run.rows.exists():
        return redirect("certificates:run_people", run.pk)
    try:
        added = services.add_list(run.pk, list_code=entry.code, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("certificates:run_people", run.pk)
    messages.success(request, f"Список «{entry.label}» взят: {added.added_count}.")
    return redirect(run)


def _form(request: Request, association: Association, initial: dict[str, Any], **choices: Any) -> RunForm:
    may_sign = access.can_use_signatures(request.actor, association)
    return RunForm(
        request.POST or None,
        initial=initial,
        templates=list(CertificateTemplate.objects.present().filter(association=association)),
        pictures_note="" if may_sign else "С картинками подписей и печати выдачу утвердит тот, кто вправе их ставить.",
        **choices,
    )
