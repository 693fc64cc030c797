"""Campaigns: the list, the draft with its letter, opening, terms, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.members.access.campaigns import can_run_campaign
from stellazh.members.enums import AnswerState, CampaignState
from stellazh.members.forms.campaigns import CampaignForm, RemindForm, TermForm
from stellazh.members.models import Campaign, CampaignAnswer
from stellazh.members.reads import campaigns as reads
from stellazh.members.services import campaign_letters as letters
from stellazh.members.services import campaigns as services
from stellazh.members.services.campaigns import LetterIsIncomplete, TermHasPassed
from stellazh.people.models import Person
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

PAGE = 50
BESIDE = {LetterIsIncomplete: "letter", TermHasPassed: "closes_on"}


@require_GET
def campaigns(request: Request) -> HttpResponse:
    """Campaigns the actor may see, newest first; the answers she owes; where she may begin one."""
    rows = Campaign.objects.visible_to(request.actor).select_related("association")
    key = int(request.actor.actor_id) if isinstance(request.actor, Person) else 0
    own = CampaignAnswer.objects.filter(person_id=key, campaign__state=CampaignState.OPEN)
    places = Association.objects.present().filter(reach(request.actor, "members.run_campaign")).in_order()
    return render(
        request,
        "members/campaigns.html",
        {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "own": list(own.select_related("campaign__association")),
            "places": list(places[:PAGE]),
        },
    )


@require_GET
def campaign_list(request: Request, code: str) -> HttpResponse:
    """The campaigns of one association, and those above that ask its members."""
    association = get_object_or_404(Association.objects.select_related("parent", "territory"), code=code)
    visible = Campaign.objects.visible_to(request.actor)
    asked = CampaignAnswer.objects.visible_to(request.actor).filter(association=association).values("campaign_id")
    rows = (visible.filter(association=association) | visible.filter(pk__in=asked)).select_related("association")
    may_run = can_run_campaign(request.actor, association)
    if not may_run and not Association.objects.filter(reach(request.actor, "members.read_campaign"), pk=association.pk):
        raise Http404
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "members/campaign_list.html", {"association": association, "page": page, "may_run": may_run})


@require_http_methods(["GET", "POST"])
def campaign_create(request: Request, code: str) -> HttpResponse:
    """A new draft with the usual letter."""
    association = get_object_or_404(Association.objects.select_related("parent", "territory"), code=code)
    if not can_run_campaign(request.actor, association):
        raise Http404
    year = clock.today(association.time_zone).year
    form = CampaignForm(
        request.POST or None,
        may_ask_below=Association.objects.present().filter(parent=association).exists(),
        initial={"title": f"Проверка карточек {year}"},
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.create_campaign(
                association.pk,
                fields=form.campaign_fields(),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if done and done.value is not None:
            messages.success(request, "Черновик готов. Проверьте письмо и начинайте.")
            return redirect(done.value)
    return show_form(request, "members/campaign_form.html", form, {"association": association})


@require_http_methods(["GET", "POST"])
def campaign_edit(request: Request, campaign_id: int) -> HttpResponse:
    """Change the name, the term, the letter."""
    campaign = _run(request, campaign_id)
    if campaign.state == CampaignState.CLOSED:
        raise Http404
    below = Association.objects.present().filter(parent=campaign.association).exists()
    form = CampaignForm(request.POST or None, campaign=campaign, may_ask_below=below)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.update_campaign(
                campaign.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.campaign_fields(),
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect(campaign)
    context = {"association": campaign.association, "campaign": campaign, "conflict": tried.conflict}
    return show_form(request, "members/campaign_form.html", form, context)


@require_GET
def campaign_detail(request: Request, campaign_id: int) -> HttpResponse:
    """How far it is: figures, places, what to do next. A draft shows the letter as it will come."""
    campaign = _visible(request, campaign_id)
    may_run = can_run_campaign(request.actor, campaign.association)
    context: dict[str, Any] = {"campaign": campaign, "may_run": may_run}
    if campaign.state == CampaignState.DRAFT:
        reader = request.actor if isinstance(request.actor, Person) else Person(family_name="Ольхова")
        link = letters.link_address("TOKEN").replace("TOKEN", "…")
        context |= {"letter": letters.letter_text(campaign, reader, link)}
        return render(request, "members/campaign_draft.html", context)
    context |= {
        "progress": reads.progress(campaign, actor=request.actor),
        "job": reads.letters_under_way(campaign),
        "states": AnswerState,
        "noted": reads.NOTED,
    }
    template = "members/campaign_detail.html#progress" if request.htmx else "members/campaign_detail.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def campaign_open(request: Request, campaign_id: int) -> HttpResponse:
    """Begin, after a question."""
    campaign = _run(request, campaign_id)
    return _ask(
        request,
        campaign,
        lambda form: services.open_campaign(campaign.pk, by=request.actor, at=clock.now()),
        done=lambda count: f"Уточнение начато: {_people(count)}. Письма уходят.",
        title="Начать уточнение данных?",
        text="Участники получат письма с личными ссылками. Письма уходят в фоне, страницу можно закрыть.",
        submit="Начать и разослать письма",
    )


@require_http_methods(["GET", "POST"])
def campaign_close(request: Request, campaign_id: int) -> HttpResponse:
    """End it, after a question."""
    campaign = _run(request, campaign_id)
    return _ask(
        request,
        campaign,
        lambda form: services.close_campaign(campaign.pk, by=request.actor, at=clock.now()),
        done=lambda value: "Уточнение окончено.",
        title="Закончить уточнение сейчас?",
        text="Личные ссылки перестанут открываться. Ответы останутся; уточнение можно возобновить.",
        submit="Закончить",
    )


@require_http_methods(["GET", "POST"])
def campaign_extend(request: Request, campaign_id: int) -> HttpResponse:
    """Give more time."""
    campaign = _run(request, campaign_id)
    return _ask(
        request,
        campaign,
        lambda form: services.extend_campaign(
            campaign.pk, closes_on=form.cleaned_data["closes_on"], by=request.actor, at=clock.now()
        ),
        done=lambda value: "Срок продлён, ссылки из писем действуют дальше.",
        form=TermForm(request.POST or None, initial={"closes_on": campaign.closes_on}),
        title="Продлить уточнение",
        text="Ссылки, которые уже разосланы, будут действовать до нового срока.",
        submit="Продлить",
    )


@require_http_methods(["GET", "POST"])
def campaign_reopen(request: Request, campaign_id: int) -> HttpResponse:
    """Collect answers again."""
    campaign = _run(request, campaign_id)
    return _ask(
        request,
        campaign,
        lambda form: services.reopen_campaign(
            campaign.pk, closes_on=form.cleaned_data["closes_on"], by=request.actor, at=clock.now()
        ),
        done=lambda value: "Уточнение возобновлено. Прежние ссылки не действуют: отправьте напоминание с новыми.",
        form=TermForm(request.POST or None),
        title="Возобновить уточнение",
        text="Ответы, которые уже есть, останутся.",
        submit="Возобновить",
    )


@require_http_methods(["GET", "POST"])
def campaign_remind(request: Request, campaign_id: int) -> HttpResponse:
    """Remind everybody who is waited for, or those marked in the list; first it says how many that is."""
    campaign = _run(request, campaign_id)
    form = RemindForm(request.POST if request.method == "POST" else request.GET)
    chosen = form.cleaned_data["answers"] if form.is_valid() else []
    if campaign.is_open:
        since = letters.start_of_today(campaign, at=clock.now())
        rows = letters.to_be_written(campaign, silent_since=since)
        count = (rows.filter(pk__in=chosen) if chosen else rows).count()
    else:
        count = 0
    return _ask(
        request,
        campaign,
        lambda form: letters.remind(campaign.pk, answer_ids=chosen or None, by=request.actor, at=clock.now()),
        done=lambda sent: f"Напоминания уходят: {_people(sent)}.",
        form=form,
        title=f"Напомнить: {_people(count)}?",
        text="Каждый получит новую личную ссылку, прежняя перестанет действовать. Тем, кому уже писали сегодня, и тем, "
        "у кого нет почты, письмо не придёт.",
        submit="Отправить напоминание",
    )


@require_POST
def campaign_newcomers(request: Request, campaign_id: int) -> HttpResponse:
    """Ask those who have joined since."""
    campaign = _run(request, campaign_id)
    form = forms.Form(request.POST)
    done = attempt(form, lambda: letters.add_newcomers(campaign.pk, by=request.actor, at=clock.now()))
    if done:
        count = done.value or 0
        messages.success(request, f"Добавлено: {_people(count)}." if count else "Новых участников нет.")
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(campaign)


def _visible(request: Request, campaign_id: int) -> Campaign:
    rows = Campaign.objects.visible_to(request.actor).select_related("association__territory", "association__parent")
    return get_object_or_404(rows, pk=campaign_id)


def _run(request: Request, campaign_id: int) -> Campaign:
    campaign = _visible(request, campaign_id)
    if not can_run_campaign(request.actor, campaign.association):
        raise Http404
    return campaign


def _ask(
    request: Request,
    campaign: Campaign,
    deed: Callable[[Any], Any],
    *,
    done: Callable[[Any], str],
    form: forms.Form | None = None,
    **context: str,
) -> HttpResponse:
    """A question with a button; on POST the deed, back to the campaign with what came of it."""
    asked = form if form is not None else forms.Form(request.POST)
    if request.method == "POST" and asked.is_valid():
        tried = attempt(asked, lambda: deed(asked), beside=BESIDE)
        if tried:
            messages.success(request, done(tried.value))
            return redirect(campaign)
    cancel = reverse("members:campaign_detail", args=[campaign.pk])
    return show_form(request, "ui/confirm.html", asked, {**context, "cancel": cancel, "form": asked})


def _people(count: int) -> str:
    return f"{count} {agree(count, 'человек', 'человека', 'человек')}"
