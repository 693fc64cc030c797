"""The answers: their picture, the texts, one by one, as a file."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.questionnaires import reads
from stellazh.questionnaires.enums import TEXTS
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.views.finding import around, readable
from stellazh.ui.downloads import download

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET"])
def answers_summary(request: Request, public_id: UUID) -> HttpResponse:
    """The picture of all answers."""
    questionnaire = readable(request, public_id)
    context = {**around(request, questionnaire), "summary": reads.summary(questionnaire)}
    return render(request, "questionnaires/answers_summary.html", context)


@require_http_methods(["GET"])
def submission_list(request: Request, public_id: UUID) -> HttpResponse:
    """Who answered, fifty a page. Of an anonymous questionnaire there is no such list."""
    questionnaire = _named(request, public_id)
    rows = questionnaire.submissions.standing().select_related("person").order_by("-submitted_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {**around(request, questionnaire), "page": page}
    return render(request, "questionnaires/submission_list.html", context)


@require_http_methods(["GET"])
def submission_detail(request: Request, public_id: UUID, submission_id: UUID) -> HttpResponse:
    """What one respondent answered."""
    questionnaire = _named(request, public_id)
    rows = questionnaire.submissions.standing().select_related("person")
    submission = get_object_or_404(rows, public_id=submission_id)
    context = {**around(request, questionnaire), "submission": submission, "lines": reads.answer_lines(submission)}
    return render(request, "questionnaires/submission_detail.html", context)


@require_http_methods(["GET"])
def text_list(request: Request, public_id: UUID, question_id: int) -> HttpResponse:
    """All the words answered to one question, fifty a page."""
    questionnaire = readable(request, public_id)
    question = get_object_or_404(questionnaire.questions.filter(kind__in=TEXTS), pk=question_id)
    question.questionnaire = questionnaire
    is_hidden = reads.is_hidden(questionnaire)
    rows = reads.texts_of(question).none() if is_hidden else reads.texts_of(question)
    page = Paginator(rows.values_list("text", flat=True), PAGE).get_page(request.GET.get("page"))
    context = {**around(request, questionnaire), "question": question, "page": page, "is_hidden": is_hidden}
    return render(request, "questionnaires/text_list.html", context)


@require_http_methods(["GET"])
def answers_download(request: Request, public_id: UUID) -> HttpResponse:
    """All answers as an Excel file."""
    questionnaire = readable(request, public_id)
    content = reads.answers_sheet(questionnaire, on=clock.today(), author=request.actor.actor_name)
    return download(content, f"Ответы - {questionnaire.title[:80]}.xlsx", XLSX)


def _named(request: Request, public_id: UUID) -> Questionnaire:
    questionnaire = readable(request, public_id)
    if questionnaire.is_anonymous:
        raise Http404
    return questionnaire
