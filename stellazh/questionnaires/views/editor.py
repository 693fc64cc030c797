"""The editor: the questions in order, the words around them, how it will look."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.questionnaires import services
from stellazh.questionnaires.answering import answer_form
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.forms import QuestionnaireForm, StarterForm
from stellazh.questionnaires.models import Option, Question
from stellazh.questionnaires.reads import places_left
from stellazh.questionnaires.starters import offered_by
from stellazh.questionnaires.uses import questionnaire_uses
from stellazh.questionnaires.views.finding import around, editable
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form


@require_http_methods(["GET"])
def questionnaire_edit(request: Request, public_id: UUID) -> HttpResponse:
    """The questions in order; what can be added; ready-made sets while there is nothing."""
    questionnaire = editable(request, public_id)
    use = questionnaire_uses[questionnaire.use]
    rows = list(questionnaire.questions.prefetch_related("options").annotate(answer_count=Count("answers")))
    left = places_left(questionnaire)
    asked = [row for row in rows if not row.is_archived]
    return render(
        request,
        "questionnaires/questionnaire_edit.html",
        {
            **around(request, questionnaire),
            "questions": [(row, _offered(row, left)) for row in asked],
            "archived": [row for row in rows if row.is_archived],
            "kinds": [
                kind for kind in QuestionKind if kind in use.kinds and not _betrays(kind, questionnaire.is_anonymous)
            ],
            "starters": [] if asked else list(offered_by(use)),
            "submission_count": questionnaire.submissions.standing().count(),
        },
    )


@require_http_methods(["GET", "POST"])
def questionnaire_settings(request: Request, public_id: UUID) -> HttpResponse:
    """The words around the questions, the moments, names or no names."""
    questionnaire = editable(request, public_id)
    form = QuestionnaireForm(request.POST or None, initial=QuestionnaireForm.initial_of(questionnaire))
    if not (questionnaire_uses[questionnaire.use].may_be_anonymous or questionnaire.is_anonymous):
        del form.fields["is_anonymous"]
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.update_questionnaire(
                questionnaire.pk,
                expected_version=form.cleaned_data["version"],
                **form.settings,
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.AnswersExist: "is_anonymous"},
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect(questionnaire)
    context = {**around(request, questionnaire), "conflict": tried.conflict}
    return show_form(request, "questionnaires/questionnaire_settings.html", form, context)


@require_http_methods(["GET"])
def questionnaire_preview(request: Request, public_id: UUID) -> HttpResponse:
    """How whoever answers will see it. Nothing can be sent from here."""
    questionnaire = editable(request, public_id)
    form = answer_form(questionnaire, prefix="preview")()
    context = {**around(request, questionnaire), "form": form}
    return render(request, "questionnaires/questionnaire_preview.html", context)


@require_POST
def starter_apply(request: Request, public_id: UUID) -> HttpResponse:
    """Put a ready-made set of questions into an empty questionnaire."""
    questionnaire = editable(request, public_id)
    form = StarterForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        services.apply_starter(questionnaire.pk, code=form.cleaned_data["code"], by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Вопросы добавлены: поправьте слова под себя, лишнее уберите.")
    return redirect(questionnaire)


def _betrays(kind: QuestionKind, is_anonymous: bool) -> bool:
    return is_anonymous and kind == QuestionKind.FILE


def _offered(question: Question, left: Mapping[int, int]) -> list[tuple[Option, int | None]]:
    """The options offered, with the places each has left; None where there is no limit."""
    return [(option, left.get(option.pk)) for option in question.options.all() if option.archived_at is None]
