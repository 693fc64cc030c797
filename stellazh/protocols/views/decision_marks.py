"""What is done with many marks of a decision at once, and links by which addressees without an account answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.links.services import revoke_link
from stellazh.mail.services import LetterIsMalformed
from stellazh.protocols.access import can_give_report_link
from stellazh.protocols.enums import DoneState
from stellazh.protocols.forms.follow_up import LinkForm, MarksForm, read_keys
from stellazh.protocols.models import Assignment
from stellazh.protocols.papers.follow_up_sheets import XLSX, links_xlsx
from stellazh.protocols.services.marks import remind_assignments, withdraw_assignments
from stellazh.protocols.services.report_links import ReportLink, give_report_link, give_report_links, links_to
from stellazh.protocols.views.assignments import mark_context, visible_assignment
from stellazh.protocols.views.followed import kept_decision
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

REMIND = "remind"
WITHDRAW = "withdraw"
_WORDS = {
    REMIND: ("Напомнить", "Напомнить тем, кто не ответил?"),
    WITHDRAW: ("Снять с контроля", "Снять с контроля?"),
}


@require_http_methods(["GET", "POST"])
def decision_marks(request: Request, decision_id: int) -> HttpResponse:
    """Remind those of the chosen marks, or withdraw them: first how many and why, then it is done."""
    decision = kept_decision(request, decision_id)
    given = request.POST if request.method == "POST" else request.GET
    back = reverse("protocols:decision_detail", args=[decision.pk])
    do = given.get("do", "")
    asked = given.get("ids", "").split(",") if "ids" in given else given.getlist("mark")
    rows = decision.assignments.open()
    rows = rows if given.get("is_all") else rows.filter(pk__in=read_keys(asked))
    ids = list(rows.values_list("pk", flat=True))
    if do not in _WORDS or not ids:
        messages.info(request, "Отметьте тех, кто ещё не ответил.")
        return redirect(back)
    asks_why = do == WITHDRAW
    is_sent = request.method == "POST" and "ids" in request.POST
    initial = {"ids": ",".join(map(str, ids)), "do": do}
    form = MarksForm(request.POST if is_sent else None, initial=initial, asks_why=asks_why)
    if is_sent and form.is_valid():
        keys, at = form.cleaned_data["ids"], clock.now()
        if asks_why:
            why = form.cleaned_data["reason"]
            done = attempt(form, lambda: withdraw_assignments(decision.pk, keys, words=why, by=request.actor, at=at))
            words = "Снято с контроля: {}."
        else:
            done = attempt(form, lambda: remind_assignments(decision.pk, keys, by=request.actor, at=at))
            words = "Напомнили, человек: {}."
        if done:
            none = "Напомнить некому: у этих адресатов нет людей, у которых есть вход на сайт. Дайте им ссылку."
            messages.success(request, words.format(done.value) if done.value else none)
            return redirect(back)
    submit, title = _WORDS[do]
    text = f"Отметок: {len(ids)}. " + (
        "Причину увидят те, кто за них отвечал."
        if asks_why
        else "Придёт уведомление самому человеку, работникам школы, руководителям объединения."
    )
    context = {"decision": decision, "title": title, "text": text, "submit": submit, "cancel": back}
    return show_form(request, "protocols/decision_confirm.html", form, context)


@require_POST
@never_cache
def decision_links(request: Request, decision_id: int) -> HttpResponse:
    """A link for every open mark as an Excel sheet, for letters written elsewhere."""
    decision = kept_decision(request, decision_id)
    at = clock.now()
    try:
        made = give_report_links(decision.pk, by=request.actor, at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("protocols:decision_detail", decision.pk)
    today = clock.day_of(at, decision.association.time_zone)
    return download(links_xlsx(decision, made, today), f"Ссылки для ответа {today:%Y-%m-%d}.xlsx", XLSX)


@never_cache
@require_http_methods(["GET", "POST"])
def assignment_link(request: Request, assignment_id: int) -> HttpResponse:
    """Make a link by which one addressee answers without an account: shown once, or sent."""
    row = _linked(request, assignment_id)
    form = LinkForm(request.POST or None)
    made: ReportLink | None = None
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        done = attempt(
            form,
            lambda: give_report_link(row.pk, email=email, by=request.actor, at=clock.now()),
            beside={LetterIsMalformed: "email"},
        )
        made = done.value
    at = clock.now()
    context = {
        **mark_context(row),
        "made": made,
        "sent_to": form.cleaned_data.get("email", "") if made else "",
        "links": [(link, link.is_live(at)) for link in links_to(row)],
        "is_open": row.decision.state == DoneState.OPEN,
    }
    return show_form(request, "protocols/assignment_link.html", form, context)


@require_http_methods(["GET", "POST"])
def assignment_link_revoke(request: Request, assignment_id: int, link_id: int) -> HttpResponse:
    """Let a link open nothing any more."""
    row = _linked(request, assignment_id)
    link = get_object_or_404(links_to(row), pk=link_id)
    back = reverse("protocols:assignment_link", args=[row.pk])
    if request.method == "POST":
        revoke_link(link.pk, by=request.actor, at=clock.now())
        messages.success(request, "Ссылка отозвана.")
        return redirect(back)
    context = {
        "title": "Отозвать ссылку?",
        "text": link.once_revoked,
        "submit": "Отозвать",
        "danger": True,
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def _linked(request: Request, assignment_id: int) -> Assignment:
    row = visible_assignment(request, assignment_id)
    if not can_give_report_link(request.actor, row):
        raise Http404
    return row
