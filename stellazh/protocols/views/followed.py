"""Decisions on control: an association's list, one decision with its marks, what is done with many of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.protocols.access import can_follow_decisions, can_read_follow_up
from stellazh.protocols.enums import DoneState
from stellazh.protocols.forms.follow_up import CloseForm, DecisionFilterForm, MarkFilterForm, ReasonForm
from stellazh.protocols.models import Decision, Protocol
from stellazh.protocols.papers.follow_up_sheets import XLSX, decisions_xlsx
from stellazh.protocols.reads import followed as reads
from stellazh.protocols.reads.assignments import source_of, story_of
from stellazh.protocols.reads.due_words import TONES, due_of
from stellazh.protocols.services.closing import close_decision, reopen_decision
from stellazh.protocols.services.following import unfold_again
from stellazh.protocols.services.marks import WordsMissing
from stellazh.protocols.services.standing import is_closed_by_hand
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

PAGE = 50
STORY = 30


@require_GET
def followed_decisions(request: Request) -> HttpResponse:
    """The associations whose decisions the actor may follow; with one, straight to it."""
    rows = Association.objects.present().filter(reach(request.actor, "protocols.read_follow_up")).in_order()
    if request.actor.actor_kind != ActorKind.PERSON:
        raise Http404
    found = list(rows)
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("protocols:association_assignments", found[0].code)
    counts = reads.counts_by_association(found, on=clock.today())
    return render(
        request, "protocols/followed_decisions.html", {"rows": [(one, *counts.get(one.pk, (0, 0))) for one in found]}
    )


@require_GET
def association_assignments(request: Request, code: str) -> HttpResponse:
    """The association's decisions with how far each is, fifty a page."""
    association, form = _listed(request, code)
    today = clock.today(association.time_zone)
    page = Paginator(reads.decisions_of(association, form.wanted, on=today), PAGE).get_page(request.GET.get("page"))
    context = {
        "association": association,
        "form": form,
        "page": page,
        "rows": reads.rows_of(page, on=today),
        "query": request.GET.urlencode(),
        "is_narrowed": form.wanted != reads.Wanted(),
    }
    is_part = bool(request.htmx and not request.htmx.boosted)
    return render(request, f"protocols/association_assignments.html{'#rows' if is_part else ''}", context)


@require_GET
def association_assignments_table(request: Request, code: str) -> HttpResponse:
    """What the list shows as an Excel sheet."""
    association, form = _listed(request, code)
    today = clock.today(association.time_zone)
    rows = reads.rows_of(reads.decisions_of(association, form.wanted, on=today), on=today)
    return download(decisions_xlsx(association, rows, today), f"Решения на контроле {today:%Y-%m-%d}.xlsx", XLSX)


@require_GET
def decision_detail(request: Request, decision_id: int) -> HttpResponse:
    """One decision: where it is from, how it stands, its story, its marks fifty a page."""
    decision = followed_decision(request, decision_id)
    form = MarkFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"state": "", "q": ""}
    page = Paginator(reads.marks_of(decision, state=asked["state"], words=asked["q"]), PAGE).get_page(
        request.GET.get("page")
    )
    today = clock.today(decision.association.time_zone)
    standing = reads.standing_of(decision)
    context = {
        "decision": decision,
        "association": decision.association,
        "source": source_of(decision),
        "due": due_of(decision.due_on, decision.state, on=today),
        "tone": TONES[DoneState(decision.state)],
        "standing": standing,
        "owners": decision.owners.all(),
        "story": story_of(decision.entries.all())[:STORY],
        "form": form,
        "page": page,
        "rows": [(row, due_of(row.due_on, row.state, on=today), TONES[DoneState(row.state)]) for row in page],
        "follows": can_follow_decisions(request.actor, decision.association),
        "is_closed_by_hand": is_closed_by_hand(decision),
        "protocol_is_open": decision.protocol_id is not None
        and Protocol.objects.visible_to(request.actor).filter(pk=decision.protocol_id).exists(),
    }
    is_part = bool(request.htmx and not request.htmx.boosted)
    return render(request, f"protocols/decision_detail.html{'#rows' if is_part else ''}", context)


@require_http_methods(["GET", "POST"])
def decision_close(request: Request, decision_id: int) -> HttpResponse:
    """Close the whole, whatever the marks say."""
    decision = kept_decision(request, decision_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: close_decision(
                decision.pk,
                state=form.cleaned_data["state"],
                words=form.cleaned_data["words"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={WordsMissing: "words"},
        )
        if done:
            messages.success(request, "Решение закрыто.")
            return redirect("protocols:decision_detail", decision.pk)
    return _asked(
        request,
        decision,
        form,
        title="Закрыть решение?",
        text="Отвечать по нему больше не попросят; отметки и история сохранятся. Открыть снова можно в любое время.",
        submit="Закрыть решение",
    )


@require_http_methods(["GET", "POST"])
def decision_reopen(request: Request, decision_id: int) -> HttpResponse:
    """Put a closed decision on control again."""
    decision = kept_decision(request, decision_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: reopen_decision(decision.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()),
            beside={WordsMissing: "reason"},
        )
        if done:
            messages.success(request, "Решение снова на контроле.")
            return redirect("protocols:decision_detail", decision.pk)
    return _asked(
        request,
        decision,
        form,
        title="Вернуть решение на контроль?",
        text="Те, кто не ответил, снова увидят его в своих поручениях.",
        submit="Вернуть на контроль",
    )


@require_http_methods(["GET", "POST"])
def decision_unfold(request: Request, decision_id: int) -> HttpResponse:
    """Make marks for those who appeared since, withdraw those of schools that are gone."""
    decision = kept_decision(request, decision_id)
    form = ReasonForm(request.POST or None)
    del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: unfold_again(decision.pk, by=request.actor, at=clock.now()))
        if done.value is not None:
            made, gone = done.value
            words = f"Новых отметок: {made}, снято: {gone}." if made or gone else "Ничего не изменилось: все на месте."
            messages.success(request, words)
            return redirect("protocols:decision_detail", decision.pk)
    return _asked(
        request,
        decision,
        form,
        title="Обновить перечень?",
        text="Новые школы и муниципалитеты получат отметку. У тех, кого больше нет, неотвеченная отметка снимется с "
        "пояснением. Ответы не изменятся.",
        submit="Обновить перечень",
    )


def followed_decision(request: Request, decision_id: int) -> Decision:
    """The decision in force, for whoever may read its follow-up; a stranger gets 404."""
    rows = Decision.objects.followed_by(request.actor)
    rows = rows.select_related("association__territory", "protocol", "resolution")
    return get_object_or_404(rows, pk=decision_id)


def kept_decision(request: Request, decision_id: int) -> Decision:
    """The decision, for those who follow it; 404 for everybody else."""
    decision = followed_decision(request, decision_id)
    if not can_follow_decisions(request.actor, decision.association):
        raise Http404
    return decision


def _listed(request: Request, code: str) -> tuple[Association, DecisionFilterForm]:
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not can_read_follow_up(request.actor, association):
        raise Http404
    signed = Protocol.objects.present().signed().filter(association=association, decisions__binding_at__isnull=False)
    return association, DecisionFilterForm(list(signed.distinct().in_order()[:100]), request.GET)


def _asked(request: Request, decision: Decision, form: object, **words: str) -> HttpResponse:
    cancel = reverse("protocols:decision_detail", args=[decision.pk])
    context = {**words, "decision": decision, "cancel": cancel}
    return show_form(request, "protocols/decision_confirm.html", form, context)  # type: ignore[arg-type]
