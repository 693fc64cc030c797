"""Forms of registration together with the questions that the event asks besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.events.enrolment_questions import questionnaire_of, submission_of
from stellazh.events.models import Enrolment, Event
from stellazh.questionnaires.answering import AnswerForm, answer_form
from stellazh.questionnaires.services import AnswersRefused, PlaceTaken, QuestionnaireNotOpen
from stellazh.questionnaires.values import Values
from stellazh.ui.attempts import Attempt, attempt

T = TypeVar("T")
_ABOUT_ANSWERS = (AnswersRefused, PlaceTaken, QuestionnaireNotOpen)


def answers_for(request: Request, event: Event, enrolment: Enrolment | None = None) -> AnswerForm | None:
    """The form of what is asked besides, filled with what was answered; None when nothing is asked."""
    questionnaire = questionnaire_of(event)
    if questionnaire is None:
        return None
    standing = submission_of(enrolment) if enrolment is not None and enrolment.pk else None
    made = answer_form(questionnaire, submission=standing, prefix="q")
    form = made(request.POST, request.FILES) if request.method == "POST" else made()
    return form if form.fields else None


def are_valid(form: forms.Form, answers: AnswerForm | None) -> bool:
    """Whether both are well-formed; both are looked at, so that all mistakes are seen at once."""
    return all([form.is_valid(), answers is None or answers.is_valid()])


def values_of(answers: AnswerForm | None) -> Values | None:
    """The answers as the services take them; the form is valid."""
    return answers.values if answers is not None else None


def attempt_with(
    form: forms.Form,
    answers: AnswerForm | None,
    deed: Callable[[], T],
    *,
    beside: Mapping[type[DomainError], str] | None = None,
) -> Attempt[T]:
    """As `attempt`; a refusal about an answer stands beside its question."""

    def tried() -> Attempt[T]:
        return attempt(form, deed_of_form, beside=beside)

    def deed_of_form() -> T:
        try:
            return deed()
        except _ABOUT_ANSWERS as refusal:
            raise _BesideQuestion(refusal) from refusal

    try:
        return tried()
    except _BesideQuestion as told:
        if answers is not None:
            answers.refuse(told.refusal)
        else:
            form.add_error(None, str(told.refusal))
        return Attempt(is_done=False)


def show_both(
    request: Request, template: str, form: forms.Form, answers: AnswerForm | None, context: Mapping[str, Any]
) -> HttpResponse:
    """The page with both forms; status 422 when one of them was refused."""
    is_refused = bool(form.errors or (answers is not None and answers.errors))
    shown = {
        "form": form,
        "answers": answers,
        "is_multipart": answers is not None and answers.is_multipart(),
        **context,
    }
    return render(request, template, shown, status=422 if is_refused else 200)


class _BesideQuestion(Exception):
    """A refusal on its way to the question it is about; no `DomainError`, so that the other form does not take it."""

    def __init__(self, refusal: DomainError) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
