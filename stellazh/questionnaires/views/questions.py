"""One question: added, changed, moved, put away, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.questionnaires import services
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.forms import QuestionForm
from stellazh.questionnaires.uses import questionnaire_uses
from stellazh.questionnaires.views.finding import around, editable, editable_question
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form


@require_http_methods(["GET", "POST"])
def question_create(request: Request, public_id: UUID, kind: str) -> HttpResponse:
    """A new question of that kind, after the others."""
    questionnaire = editable(request, public_id)
    if kind not in questionnaire_uses[questionnaire.use].kinds:
        raise Http404
    form = QuestionForm(request.POST or None, kind=QuestionKind(kind))
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.add_question(
                questionnaire.pk,
                fields=form.question_fields,
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Вопрос добавлен.")
            return redirect(questionnaire)
    context = {**around(request, questionnaire), "kind": QuestionKind(kind)}
    return show_form(request, "questionnaires/question_edit.html", form, context)


@require_http_methods(["GET", "POST"])
def question_edit(request: Request, public_id: UUID, question_id: int) -> HttpResponse:
    """Change a question; once it has answers, its words and options only."""
    question = editable_question(request, public_id, question_id)
    if question.is_archived:
        raise Http404
    kind = QuestionKind(question.kind)
    form = QuestionForm(request.POST or None, kind=kind, question=question)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.update_question(
                question.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.question_fields,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect(question.questionnaire)
    context = {
        **around(request, question.questionnaire),
        "kind": kind,
        "question": question,
        "has_answers": question.answers.exists(),
        "conflict": tried.conflict,
    }
    return show_form(request, "questionnaires/question_edit.html", form, context)


@require_POST
def question_move(request: Request, public_id: UUID, question_id: int) -> HttpResponse:
    """One place up or down."""
    question = editable_question(request, public_id, question_id)
    asked = list(question.questionnaire.questions.present().values_list("pk", flat=True))
    if question.pk in asked:
        step = -1 if request.POST.get("to") == "up" else 1
        place = asked.index(question.pk) + 1 + step
        services.move_question(question.pk, to_position=place, by=request.actor, at=clock.now())
    return redirect(f"{question.questionnaire.get_absolute_url()}#question-{question.pk}")


@require_http_methods(["GET", "POST"])
def question_archive(request: Request, public_id: UUID, question_id: int) -> HttpResponse:
    """Ask the question no more, after a question of ours."""
    question = editable_question(request, public_id, question_id)
    if request.method == "POST":
        services.archive_question(question.pk, by=request.actor, at=clock.now())
        messages.success(request, "Вопрос убран. Его можно вернуть внизу страницы.")
        return redirect(question.questionnaire)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": "Убрать вопрос?",
            "text": f"«{question.label[:200]}» больше не будут задавать. Ответы, которые уже дали, останутся.",
            "submit": "Убрать вопрос",
            "cancel": reverse("questionnaires:questionnaire_edit", args=[public_id]),
        },
    )


@require_POST
def question_restore(request: Request, public_id: UUID, question_id: int) -> HttpResponse:
    """Ask the question again, after the others."""
    question = editable_question(request, public_id, question_id)
    try:
        services.restore_question(question.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Вопрос снова задаётся: он последний в списке.")
    return redirect(question.questionnaire)
