"""Names are looked at, the run is submitted, approved, returned, cancelled, stopped, gone on with, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.associations.access import can
from stellazh.certificates import access
from stellazh.certificates.enums import RunStatus
from stellazh.certificates.forms.runs import CasesForm, ReasonForm, VersionForm, WithdrawForm
from stellazh.certificates.models import IssueRun
from stellazh.certificates.reads.runs import prints_cases, row_counts, run_doubts, subject_of
from stellazh.certificates.services import runs as services
from stellazh.certificates.services.withdrawing_runs import withdraw_run
from stellazh.certificates.views.finding import demand
from stellazh.certificates.views.run_finding import managed_run, visible_run
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.common.verdict import ALLOWED, Verdict
from stellazh.people.models import Person
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

NAMES_PAGE = 25
_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
def run_names(request: Request, run_id: int) -> HttpResponse:
    """The doubtful names alone, with both cases to be corrected and «верно» for many at once."""
    run = managed_run(request, run_id, access.can_edit_run)
    page = Paginator(run.rows.doubtful().in_order(), NAMES_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    form = CasesForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        settled = form.settled(all_right="all" in request.POST)
        done = attempt(form, lambda: services.settle_names(run.pk, settled=settled, by=request.actor, at=clock.now()))
        if done:
            count = done.value or 0
            words = agree(count, "имя", "имени", "имён")
            messages.success(request, f"Проверено: {count} {words}." if count else "Отметьте имена, которые верны.")
            is_more = run.rows.doubtful().exists()
            return redirect("certificates:run_names", run.pk) if is_more else redirect(run)
    context = {"run": run, "association": run.association, "page": page, "form": form, "step": 3}
    return show_form(request, "certificates/run_names.html", form, context)


@require_http_methods(_BOTH)
def run_submit(request: Request, run_id: int) -> HttpResponse:
    """The last look, then the issue or the way to whoever approves."""
    run = managed_run(request, run_id, access.can_drive_run)
    if run.status != RunStatus.DRAFT:
        return redirect(run)
    counts = row_counts(run)
    waits = services.needs_second(run, request.actor)
    form = VersionForm(_sent(request), initial={"expected_version": run.version})
    words = agree(counts.going, "документ", "документа", "документов")
    page = {
        "title": "Отправить на утверждение" if waits else f"Выдать {counts.going} {words}?",
        "text": "После этого список не изменить, пока выдачу не вернут."
        if waits
        else "Номера встанут в журнал регистрации, листы напечатаются сами. Отменить выданное нельзя, можно отозвать.",
        "submit": "Отправить" if waits else "Выдать",
        "template": "certificates/run_submit.html",
        "counts": counts,
        "waits": waits,
        "doubts": run_doubts(run, subject_of(run, request.actor), at=clock.now()),
        "holds_names": bool(counts.doubtful) and prints_cases(run),
        "step": 4,
    }

    def deed() -> IssueRun:
        version = form.cleaned_data["expected_version"]
        return services.submit_run(run.pk, expected_version=version, by=request.actor, at=clock.now())

    return _ask(request, run, form, page, deed, "Отправлено на утверждение." if waits else "")


@require_http_methods(_BOTH)
def run_approve(request: Request, run_id: int) -> HttpResponse:
    """Let a run go that somebody else prepared."""
    run = managed_run(request, run_id, _may_see_approval)
    if run.status != RunStatus.AWAITING:
        return redirect(run)
    demand(access.can_approve_run(request.actor, run))
    count = row_counts(run).going
    words = agree(count, "документ", "документа", "документов")
    page = {
        "title": "Утвердить выдачу",
        "text": f"«{run.title}»: {count} {words}. Подготовил(а) {run.prepared_name}. Документы выдадут сразу.",
        "submit": "Утвердить и выдать",
    }
    return _ask(
        request,
        run,
        forms.Form(_sent(request)),
        page,
        lambda: services.approve_run(run.pk, by=request.actor, at=clock.now()),
        "",
    )


@require_http_methods(_BOTH)
def run_return(request: Request, run_id: int) -> HttpResponse:
    """Give it back to be put right."""
    run = managed_run(request, run_id, _may_see_approval)
    if run.status != RunStatus.AWAITING:
        return redirect(run)
    own = isinstance(request.actor, Person) and run.prepared_by_id == request.actor.pk
    if not own:
        demand(access.can_approve_run(request.actor, run))
    page = {
        "title": "Вернуть в работу",
        "text": "Список снова можно будет менять."
        if own
        else "Список снова можно будет менять. Кто его готовил, прочтёт причину.",
        "submit": "Вернуть",
    }
    form = ReasonForm(_sent(request))
    return _ask(
        request,
        run,
        form,
        page,
        lambda: services.return_run(run.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()),
        "Выдача возвращена в работу.",
    )


@require_http_methods(_BOTH)
def run_cancel(request: Request, run_id: int) -> HttpResponse:
    """Give up a run of which nothing is out."""
    run = managed_run(request, run_id, access.can_drive_run)
    page = {
        "title": "Отменить выдачу?",
        "text": f"«{run.title}»: никому ничего не выдадут, номера не истратятся. Список останется для справки.",
        "submit": "Отменить выдачу",
        "danger": True,
    }
    return _simple(request, run, page, services.cancel_run, "Выдача отменена.")


@require_http_methods(_BOTH)
def run_stop(request: Request, run_id: int) -> HttpResponse:
    """Pause the issue."""
    run = managed_run(request, run_id, access.can_drive_run)
    page = {
        "title": "Приостановить выдачу?",
        "text": "Уже выданные документы останутся. Продолжить можно с того же места.",
        "submit": "Приостановить",
    }
    return _simple(request, run, page, services.stop_run, "Выдача приостановлена.")


@require_http_methods(_BOTH)
def run_continue(request: Request, run_id: int) -> HttpResponse:
    """Go on with it."""
    run = managed_run(request, run_id, access.can_drive_run)
    page = {
        "title": "Продолжить выдачу?",
        "text": "Выдача пойдёт с того места, где остановилась: ни номер, ни письмо не повторятся.",
        "submit": "Продолжить",
    }
    return _simple(request, run, page, services.continue_run, "Выдача продолжается.")


@require_http_methods(_BOTH)
def run_withdraw(request: Request, run_id: int) -> HttpResponse:
    """Withdraw all documents of a run."""
    run = visible_run(request, run_id)
    if not can(request.actor, "certificates.withdraw", run.association):
        raise Http404
    form = WithdrawForm(_sent(request))
    page = {
        "title": "Отозвать все документы выдачи?",
        "text": "На странице проверки каждого будет стоять «отозван». Номера останутся в журнале.",
        "submit": "Отозвать все",
        "danger": True,
    }

    def deed() -> Any:
        if not isinstance(request.actor, Person):
            raise Http404
        chosen = form.cleaned_data
        return withdraw_run(run.pk, reason=chosen["reason"], tell=chosen["tell"], by=request.actor, at=clock.now())

    return _ask(request, run, form, page, deed, "Отзываем документы: это займёт немного времени.")


def _simple(
    request: Request, run: IssueRun, page: dict[str, Any], service: Callable[..., IssueRun], done: str
) -> HttpResponse:
    form = forms.Form(_sent(request))
    return _ask(request, run, form, page, lambda: service(run.pk, by=request.actor, at=clock.now()), done)


def _may_see_approval(actor: Actor, run: IssueRun) -> Verdict:
    """Whoever issues or approves there has been let through; who exactly approves is asked afterwards."""
    return ALLOWED


def _sent(request: Request) -> QueryDict | None:
    """What was sent; an empty form was sent all the same."""
    return request.POST if request.method == "POST" else None


def _ask(
    request: Request, run: IssueRun, form: forms.Form, page: dict[str, Any], deed: Callable[[], Any], done: str
) -> HttpResponse:
    template = page.pop("template", "certificates/run_confirm.html")
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            return redirect(run)
        if form.is_valid() and attempt(form, deed):
            if done:
                messages.success(request, done)
            return redirect(run)
    context = {"run": run, "association": run.association, "cancel": run.get_absolute_url(), **page}
    return show_form(request, template, form, context)
