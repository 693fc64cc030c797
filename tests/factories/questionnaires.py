"""Questionnaires: empty ones, questions of each kind, answers."""

from datetime import UTC, datetime
from typing import Any

import factory

from stellazh.questionnaires.enums import CHOICES, QuestionKind
from stellazh.questionnaires.models import Answer, AnswerOption, Option, Question, Questionnaire, Submission


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    """A present one with nothing in it; `anonymous` keeps no names."""

    class Meta:
        model = Questionnaire

    class Params:
        anonymous = factory.Trait(is_anonymous=True)

    use = "tests.feedback"
    object_key = ""
    title = "После встречи"
    created_at = datetime(2024, 9, 1, 9, 0, tzinfo=UTC)


class QuestionFactory(factory.django.DjangoModelFactory):
    """A short question; `options` are pairs of words and places."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = QuestionKind.TEXT
    label = factory.Sequence(lambda n: f"Вопрос {n}")

    @factory.post_generation
    def options(question: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        pairs = extracted or ((("Переплёт", 2), ("Каталог", None)) if question.kind in CHOICES else ())
        for position, (label, capacity) in enumerate(pairs, start=1):
            Option.objects.create(question=question, position=position, label=label, capacity=capacity)


class SubmissionFactory(factory.django.DjangoModelFactory):
    """Sent answers without a person; `withdrawn` ones too."""

    class Meta:
        model = Submission

    class Params:
        withdrawn = factory.Trait(withdrawn_at=datetime(2024, 9, 9, 9, 0, tzinfo=UTC))

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    submitted_at = datetime(2024, 9, 8, 9, 0, tzinfo=UTC)
    updated_at = datetime(2024, 9, 8, 9, 0, tzinfo=UTC)


class AnswerFactory(factory.django.DjangoModelFactory):
    """An answer; `options` are the chosen ones."""

    class Meta:
        model = Answer
        skip_postgeneration_save = True

    submission = factory.SubFactory(SubmissionFactory)
    question = factory.SubFactory(QuestionFactory)

    @factory.post_generation
    def options(answer: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        for option in extracted or ():
            AnswerOption.objects.create(answer=answer, option=option)
