"""Who has not answered: the list, its file, answers by telephone, letters on paper."""

from __future__ import annotations

import segno
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.members.access.campaigns import can_record_answer, can_run_campaign
from stellazh.members.enums import AnswerState
from stellazh.members.forms.campaigns import PeopleFilterForm, RecordForm
from stellazh.members.models import Campaign, CampaignAnswer
from stellazh.members.papers.campaigns import answers_xlsx, letters_pdf
from stellazh.members.reads import campaigns as reads
from stellazh.members.services import campaign_answers as services
from stellazh.members.services.campaign_letters import make_paper_letters
from stellazh.members.views.secret_pages import secret_page
from stellazh.people.services.looks import note_looks
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def campaign_people(request: Request, campaign_id: int) -> HttpResponse:
    """The people asked, fifty a page; at first those who have not answered."""
    campaign = _visible(request, campaign_id)
    form = _filter(request, campaign)
    page = Paginator(reads.people_of(campaign, form.wanted(), actor=request.actor), PAGE).get_page(
        request.GET.get("page")
    )
    answers = list(page.object_list.select_related("person__card", "association__parent", "territory"))  # type: ignore[attr-defined]
    rows = reads.answer_rows(answers, actor=request.actor)
    _note(request, rows, what="список уточнения")
    for answer in answers:
        answer.campaign = campaign
    may_run = bool(can_run_campaign(request.actor, campaign.association))
    places = {answer.association for answer in answers}
    recordable = {place.pk for place in places if may_run or can_run_campaign(request.actor, place)}
    return render(
        request,
        "members/campaign_people.html",
        {
            "campaign": campaign,
            "form": form,
            "state": form.wanted().state,
            "page": page,
            "rows": rows,
            "recordable": recordable,
            "may_run": may_run,
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def campaign_people_file(request: Request, campaign_id: int) -> HttpResponse:
    """What the list shows, all of it, as an Excel file."""
    campaign = _visible(request, campaign_id)
    wanted = _filter(request, campaign).wanted()
    found = reads.people_of(campaign, wanted, actor=request.actor)
    rows = reads.answer_rows(
        list(found.select_related("person__card", "association", "territory")), actor=request.actor
    )
    note_looks([row.person.pk for row in rows], what="выгрузка уточнения", by=request.actor, at=clock.now())
    today = clock.today(campaign.association.time_zone)
    return download(answers_xlsx(campaign, rows, made_on=today), f"Ответы {today:%d.%m.%Y}.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
def answer_record(request: Request, answer_id: int) -> HttpResponse:
    """What the person said by telephone."""
    answer = _recordable(request, answer_id)
    form = RecordForm(request.POST or None, answer=answer)
    back = reverse("members:campaign_people", args=[answer.campaign_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: services.record_answer(
                answer.pk, state=data["state"], note=data["note"], by=request.actor, at=clock.now()
            ),
        ):
            messages.success(request, f"{answer.person.full_name}: ответ записан.")
            return redirect(back)
    (row,) = reads.answer_rows([answer], actor=request.actor)
    _note(request, [row], what="ответ со слов")
    return show_form(request, "members/answer_record.html", form, {"answer": answer, "row": row, "back": back})


@require_POST
def answer_note_settle(request: Request, answer_id: int) -> HttpResponse:
    """What the note asks for is done."""
    answer = _recordable(request, answer_id)
    form = forms.Form(request.POST)
    if attempt(form, lambda: services.settle_note(answer.pk, by=request.actor, at=clock.now())):
        messages.success(request, f"{answer.person.full_name}: замечание учтено.")
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(f"{reverse('members:campaign_people', args=[answer.campaign_id])}?state={reads.NOTED}")


@require_GET
def campaign_papers(request: Request, campaign_id: int) -> HttpResponse:
    """People without an address: what to do with each of them."""
    campaign = _visible(request, campaign_id)
    if not campaign.is_open:
        raise Http404
    wanted = reads.PeopleFilter(state=AnswerState.WAITING, address="no")
    found = reads.people_of(campaign, wanted, actor=request.actor).filter(person__archived_at=None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    answers = list(page.object_list.select_related("person__card", "association__parent", "territory"))  # type: ignore[attr-defined]
    rows = reads.answer_rows(answers, actor=request.actor)
    may_run = bool(can_run_campaign(request.actor, campaign.association))
    places = {answer.association for answer in answers}
    recordable = {place.pk for place in places if may_run or can_run_campaign(request.actor, place)}
    context = {"campaign": campaign, "page": page, "rows": rows, "recordable": recordable}
    _note(request, rows, what="список уточнения")
    return render(request, "members/campaign_papers.html", context)


@require_POST
@secret_page
def paper_letter(request: Request, answer_id: int) -> HttpResponse:
    """The letter for one person, shown once; made again, the link before it dies."""
    answer = _recordable(request, answer_id)
    form = forms.Form(request.POST)
    made = attempt(
        form,
        lambda: make_paper_letters(answer.campaign_id, answer_ids=[answer.pk], by=request.actor, at=clock.now()),
    )
    letter = made.value[0] if made and made.value else None
    if letter is None:
        messages.error(request, " ".join(map(str, form.non_field_errors())) or "Этот человек уже ответил.")
        return redirect("members:campaign_people", campaign_id=answer.campaign_id)
    code = segno.make(letter.link, error="m").svg_data_uri(scale=5, border=2)
    return render(request, "members/paper_letter.html", {"letter": letter, "answer": answer, "code": code})


@require_POST
@never_cache
def campaign_papers_file(request: Request, campaign_id: int) -> HttpResponse:
    """Letters for all who have no address, two on a page, to print and cut. Links made before die."""
    campaign = _visible(request, campaign_id)
    form = forms.Form(request.POST)
    made = attempt(form, lambda: make_paper_letters(campaign.pk, by=request.actor, at=clock.now()))
    if not made or not made.value:
        messages.error(request, " ".join(map(str, form.non_field_errors())) or "Писем печатать некому.")
        return redirect(campaign)
    pdf = letters_pdf(campaign, made.value, made_at=clock.now())
    return download(pdf, f"Письма для печати {clock.today():%d.%m.%Y}.pdf", "application/pdf")


def _note(request: Request, rows: list[reads.AnswerRow], *, what: str) -> None:
    """Keep for the people whose contacts the page shows that the reader has seen them."""
    called = [row.person.pk for row in rows if row.phone or row.email]
    if called:
        note_looks(called, what=what, by=request.actor, at=clock.now())


def _filter(request: Request, campaign: Campaign) -> PeopleFilterForm:
    known = reads.progress(campaign, actor=request.actor)
    return PeopleFilterForm(request.GET, territories=known.territories, associations=known.associations)


def _visible(request: Request, campaign_id: int) -> Campaign:
    rows = Campaign.objects.visible_to(request.actor).select_related("association__territory", "association__parent")
    return get_object_or_404(rows, pk=campaign_id)


def _recordable(request: Request, answer_id: int) -> CampaignAnswer:
    rows = CampaignAnswer.objects.visible_to(request.actor).select_related(
        "campaign__association__territory", "association__territory", "association__parent", "person__card", "territory"
    )
    answer = get_object_or_404(rows, pk=answer_id)
    if not can_record_answer(request.actor, answer):
        raise Http404
    return answer
