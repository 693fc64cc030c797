"""The organiser's list of registrations, one registration with its journal, deciding, taking the list out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.audit.models import AuditEntry
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.access.enrolments import (
    can_change_enrolment,
    can_read_enrolment,
    can_withdraw_enrolment,
)
from stellazh.events.access.events import can_manage_enrolments, can_read_participants
from stellazh.events.enrolment_questions import submission_of
from stellazh.events.enums import EnrolmentState
from stellazh.events.forms.enrolments import DecideForm, ExportForm, WithdrawForm, listing_of, narrowing_form
from stellazh.events.forms.keys import row_keys
from stellazh.events.models import Enrolment, Event
from stellazh.events.papers.enrolment_lists import KINDS
from stellazh.events.reads.enrolments import ALL, PAGE, EnrolmentList, answer_columns, turn_of
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments import Decision
from stellazh.events.services.enrolments.deciding import MOST_DECIDED
from stellazh.events.services.enrolments.exporting import AT_ONCE, EXPORT, export_enrolments, file_name
from stellazh.events.tabs import tabs_for
from stellazh.events.views.enrolling import change_page, withdraw_page
from stellazh.events.views.finding import managed_event
from stellazh.events.views.guest_enrolments import guest_change_page
from stellazh.events.wording import moment_words
from stellazh.jobs.services import enqueue
from stellazh.questionnaires.reads import answer_lines
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

TAB = "enrolments"
ORDER = (
    EnrolmentState.CONFIRMED,
    EnrolmentState.PENDING,
    EnrolmentState.WAITING,
    EnrolmentState.INVITED,
    EnrolmentState.REJECTED,
    EnrolmentState.WITHDRAWN,
)
PLURALS = {
    EnrolmentState.CONFIRMED: "Зарегистрированы",
    EnrolmentState.PENDING: "Ждут решения",
    EnrolmentState.WAITING: "Лист ожидания",
    EnrolmentState.INVITED: "Приглашены",
    EnrolmentState.REJECTED: "Отклонены",
    EnrolmentState.WITHDRAWN: "Отказались",
}
DECISIONS = {
    Decision.CONFIRM: ("Подтвердить", "Подтвердить регистрацию?"),
    Decision.REJECT: ("Отклонить", "Отклонить заявки?"),
    Decision.WITHDRAW: ("Отменить регистрацию", "Отменить регистрацию?"),
}
OFFERED = {
    EnrolmentState.CONFIRMED: (Decision.WITHDRAW, Decision.REJECT),
    EnrolmentState.PENDING: (Decision.CONFIRM, Decision.REJECT),
    EnrolmentState.WAITING: (Decision.WITHDRAW, Decision.REJECT),
    EnrolmentState.INVITED: (Decision.CONFIRM, Decision.WITHDRAW),
    EnrolmentState.REJECTED: (Decision.CONFIRM,),
    EnrolmentState.WITHDRAWN: (Decision.CONFIRM,),
}


@require_GET
def enrolment_list(request: Request, event_id: int) -> HttpResponse:
    """Who is registered, fifty a page, narrowed and counted by state."""
    event = managed_event(request, event_id, can_read_participants)
    form = narrowing_form(request.GET, event)
    listing = EnrolmentList(event, form.wanted)
    page = Paginator(range(listing.count), PAGE).get_page(request.GET.get("page"))
    lines = listing.page(page.number)
    shows_answers = bool(form.cleaned_data.get("answers")) if form.is_bound and form.is_valid() else False
    columns = answer_columns(event, [line.pk for line in lines]) if shows_answers else None
    may_manage = can_manage_enrolments(request.actor, event)
    state = listing.wanted.state
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "states": _states(event, listing),
        "form": form,
        "listing": listing,
        "rows": [(line, columns.cells(line.pk) if columns else ()) for line in lines],
        "headings": columns.headings if columns else (),
        "page": page,
        "may_manage": may_manage,
        "decisions": [(one.value, DECISIONS[one][0]) for one in OFFERED.get(EnrolmentState(state), ())]
        if may_manage and state != ALL
        else [],
        "query": request.GET.urlencode(),
        "is_queue": state == EnrolmentState.WAITING,
        "detail": reverse("events:enrolment_detail", args=[event.pk, 0]).removesuffix("0/"),
    }
    is_part = bool(request.htmx and not request.htmx.boosted)
    return render(request, f"events/enrolment_list.html{'#rows' if is_part else ''}", context)


@require_http_methods(["GET", "POST"])
def enrolment_decide(request: Request, event_id: int) -> HttpResponse:
    """Decide about the marked ones, or about all found: first how many and why, then it is done."""
    event = managed_event(request, event_id, can_manage_enrolments)
    given = request.POST if request.method == "POST" else request.GET
    decision, ids = _asked(given, event)
    back = f"{reverse('events:enrolment_list', args=[event.pk])}?{QueryDict(given.get('query', '')).urlencode()}"
    if decision is None or not ids:
        messages.info(request, "Отметьте тех, о ком решаете.")
        return redirect(back)
    initial = {"decision": decision.value, "ids": ",".join(map(str, ids))}
    is_sent = request.method == "POST" and "ids" in request.POST
    form = DecideForm(decision, request.POST if is_sent else None, initial=initial)
    if is_sent and form.is_valid():
        done = attempt(
            form,
            lambda: enrolments.decide_enrolments(
                event.pk,
                form.cleaned_data["ids"],
                decision=decision,
                reason=form.cleaned_data.get("reason", ""),
                by=request.actor,
                at=clock.now(),
            ),
            beside={enrolments.ReasonMissing: "reason"},
        )
        if done.value is not None:
            messages.success(request, _decided_words(done.value))
            return redirect(reverse("events:enrolment_list", args=[event.pk]))
    context = {
        "event": event,
        "count": len(ids),
        "title": DECISIONS[decision][1],
        "submit": DECISIONS[decision][0],
        "danger": decision != Decision.CONFIRM,
        "cancel": back,
    }
    return show_form(request, "events/enrolment_decide.html", form, context)


@require_GET
def enrolment_detail(request: Request, event_id: int, enrolment_id: int) -> HttpResponse:
    """One registration: who, what was answered, what has been done with it."""
    event, enrolment = _readable(request, event_id, enrolment_id)
    at, standing = clock.now(), submission_of(enrolment)
    reads_all = bool(can_read_participants(request.actor, event))
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB) if reads_all else [],
        "enrolment": enrolment,
        "answers": answer_lines(standing) if standing is not None else [],
        "turn": turn_of(enrolment),
        "history": AuditEntry.objects.about(enrolment).order_by("at", "pk") if reads_all else [],
        "may_change": can_change_enrolment(request.actor, enrolment, event, at=at)
        and enrolment.state in (EnrolmentState.CONFIRMED, EnrolmentState.PENDING, EnrolmentState.WAITING),
        "may_withdraw": can_withdraw_enrolment(request.actor, enrolment, event, at=at)
        and enrolment.state not in (EnrolmentState.WITHDRAWN, EnrolmentState.REJECTED),
        "decisions": [(one.value, DECISIONS[one][0]) for one in OFFERED[EnrolmentState(enrolment.state)]]
        if can_manage_enrolments(request.actor, event)
        else [],
        "reads_all": reads_all,
        "registered": moment_words(enrolment.registered_at, event.zone),
        "is_own": enrolment.registered_by_id in ("", str(enrolment.person_id)),
    }
    return render(request, "events/enrolment_detail.html", context)


@require_http_methods(["GET", "POST"])
def enrolment_change(request: Request, event_id: int, enrolment_id: int) -> HttpResponse:
    """Change somebody's registration: by those who run the event, or keep the person's list."""
    event, enrolment = _readable(request, event_id, enrolment_id)
    if not can_change_enrolment(request.actor, enrolment, event, at=clock.now()):
        raise Http404
    back = reverse("events:enrolment_detail", args=[event.pk, enrolment.pk])
    if enrolment.person_id is None:
        return guest_change_page(request, event, enrolment, actor=request.actor, back=back, may_change_address=True)
    return change_page(request, event, enrolment, back=back)


@require_http_methods(["GET", "POST"])
def enrolment_withdraw(request: Request, event_id: int, enrolment_id: int) -> HttpResponse:
    """Withdraw somebody's registration; she is told."""
    event, enrolment = _readable(request, event_id, enrolment_id)
    if not can_withdraw_enrolment(request.actor, enrolment, event, at=clock.now()):
        raise Http404
    back = reverse("events:enrolment_detail", args=[event.pk, enrolment.pk])
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = "Человек увидит эти слова в сообщении."
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: enrolments.withdraw_enrolment(
                enrolment.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()
            ),
        )
        if done:
            messages.success(request, "Регистрация отменена.")
            return redirect(back)
    return withdraw_page(request, event, form, back=back, who=enrolment.name)


@require_POST
def enrolment_export(request: Request, event_id: int) -> HttpResponse:
    """What the list shows as a file: at once, or as a job when there is much of it."""
    event = managed_event(request, event_id, can_read_participants)
    asked = ExportForm(request.POST)
    if not asked.is_valid():
        raise Http404
    kind, at, query = asked.cleaned_data["kind"], clock.now(), asked.cleaned_data["query"]
    listing = listing_of(QueryDict(query), event)
    if not listing.count:
        messages.info(request, "Список пуст: выгружать нечего.")
        return redirect("events:enrolment_list", event.pk)
    if listing.count > AT_ONCE:
        arguments = {"event_id": event.pk, "query": query, "kind": kind}
        return redirect(enqueue(EXPORT, arguments, by=request.actor, at=at))
    body = export_enrolments(listing, kind=kind, by=request.actor, at=at)
    return download(body, file_name(event, kind, at), KINDS[kind].media_type)


def _states(event: Event, listing: EnrolmentList) -> list[tuple[str, str, int, bool]]:
    """The tabs of states: those that anybody is in, and the one looked at."""
    here, now = reverse("events:enrolment_list", args=[event.pk]), listing.wanted.state
    shown = [
        (PLURALS[state], f"{here}?state={state}", listing.counts.get(state, 0), state == now)
        for state in ORDER
        if listing.counts.get(state) or state in (EnrolmentState.CONFIRMED, now)
    ]
    return [*shown, ("Все", f"{here}?state={ALL}", listing.counts[ALL], now == ALL)]


def _asked(given: QueryDict, event: Event) -> tuple[Decision | None, list[int]]:
    """What is to be decided, and about whom."""
    wanted = given.get("decision", "")
    decision = Decision(wanted) if wanted in list(Decision) else None
    if "ids" in given:
        return decision, _keys(given.get("ids", ""))
    if given.get("is_all"):
        return decision, listing_of(QueryDict(given.get("query", "")), event).ids(MOST_DECIDED)
    return decision, row_keys(given.getlist("enrolment"))[:MOST_DECIDED]


def _keys(joined: str) -> list[int]:
    return row_keys(joined.split(","))[:MOST_DECIDED]


def _decided_words(decided: enrolments.Decided) -> str:
    words = [f"Готово: {decided.changed}."]
    if decided.waiting:
        words.append(f"В листе ожидания, потому что мест нет: {decided.waiting}.")
    if decided.passed:
        words.append(f"Остались как были: {decided.passed}.")
    return " ".join(words)


def _readable(request: Request, event_id: int, enrolment_id: int) -> tuple[Event, Enrolment]:
    rows = Enrolment.objects.select_related("event__association__territory", "territory", "person", "guest_consent")
    enrolment = get_object_or_404(rows, pk=enrolment_id, event_id=event_id)
    if not can_read_enrolment(request.actor, enrolment, enrolment.event):
        raise Http404
    return enrolment.event, enrolment
