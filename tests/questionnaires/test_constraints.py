"""What the database refuses, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stellazh.questionnaires.models import AnswerOption, Option
from tests.factories.questionnaires import AnswerFactory, QuestionFactory, QuestionnaireFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def refuses(deed):
    with pytest.raises(IntegrityError), transaction.atomic():
        deed()


def test_questionnaire_once_of_a_use(at):
    QuestionnaireFactory(object_key="event:1")
    QuestionnaireFactory(object_key="event:1", use="tests.other")
    QuestionnaireFactory(object_key="event:1", archived_at=at)
    QuestionnaireFactory()
    QuestionnaireFactory()

    refuses(lambda: QuestionnaireFactory(object_key="event:1"))


def test_questionnaire_closes_after_opening(at):
    refuses(lambda: QuestionnaireFactory(opens_at=at, closes_at=at - timedelta(hours=1)))


def test_question_kind_is_known():
    refuses(lambda: QuestionFactory(kind="riddle"))


def test_question_bounds_are_in_order():
    refuses(lambda: QuestionFactory(kind="number", minimum=5, maximum=1))


def test_option_once_in_a_question(at):
    question = QuestionFactory(kind="single")
    Option.objects.create(question=question, position=3, label="Каталог", archived_at=at)

    refuses(lambda: Option.objects.create(question=question, position=4, label="Каталог"))


def test_submission_once_of_a_respondent():
    first = SubmissionFactory(respondent_key="registration:1")
    SubmissionFactory(questionnaire=first.questionnaire)
    SubmissionFactory(questionnaire=first.questionnaire)

    refuses(lambda: SubmissionFactory(questionnaire=first.questionnaire, respondent_key="registration:1"))


def test_answer_once_to_a_question():
    answer = AnswerFactory()

    refuses(lambda: AnswerFactory(submission=answer.submission, question=answer.question))


def test_option_chosen_once():
    question = QuestionFactory(kind="single")
    answer = AnswerFactory(question=question, options=[question.options.first()])

    refuses(lambda: AnswerOption.objects.create(answer=answer, option=question.options.first()))
