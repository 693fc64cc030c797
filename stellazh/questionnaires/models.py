"""Questionnaires, their questions with options and places, what was answered."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.files.models import StoredFile
from stellazh.questionnaires.enums import QuestionKind


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def present(self) -> Self:
        """Questionnaires that are not put away."""
        return self.filter(archived_at=None)

    def of(self, use: str, object_key: str) -> Self:
        """The questionnaires of one thing («event:17») for one use; at most one of them is present."""
        return self.filter(use=use, object_key=object_key)


class Questionnaire(models.Model):
    """Questions put together for one use. `object_key` names the thing they belong to, «event:17», or nothing.

    The answers to an anonymous one carry no name, no key of who answered, and only the day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    use = models.CharField("Назначение", max_length=40)
    object_key = models.CharField("К чему относится", max_length=80, blank=True)
    title = models.CharField("Название", max_length=200)
    intro = models.TextField("Вступление", blank=True)
    thanks = models.TextField("Слова после отправки", blank=True)
    is_anonymous = models.BooleanField("Ответы без имени", default=False)
    opens_at = models.DateTimeField("Открывается", null=True, blank=True)
    closes_at = models.DateTimeField("Закрывается", null=True, blank=True)
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = "анкета"
        verbose_name_plural = "анкеты"
        constraints = [
            models.UniqueConstraint(
                fields=["use", "object_key"],
                condition=Q(archived_at=None) & ~Q(object_key=""),
                name="questionnaire_once_of_a_use",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="questionnaire_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:questionnaire_edit", args=[self.public_id])

    def is_open(self, at: datetime) -> bool:
        """Whether answers are taken at that moment."""
        has_begun = self.opens_at is None or self.opens_at <= at
        has_ended = self.closes_at is not None and self.closes_at <= at
        return self.archived_at is None and has_begun and not has_ended


class QuestionQuerySet(models.QuerySet["Question"]):
    def present(self) -> Self:
        """Questions that are asked now."""
        return self.filter(archived_at=None)

    def asking(self) -> Self:
        """Questions that have answers: everything but headings."""
        return self.exclude(kind=QuestionKind.HEADING)


class Question(models.Model):
    """One question. What it means never changes once somebody has answered: it is archived and another one added.

    `minimum` and `maximum` bound numbers and scales; `longest` bounds texts, in signs. `label` is the text that is
    agreed to when the kind is consent, the title of the paragraph `help` when it is a heading.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("Порядок")
    kind = models.CharField("Вид", max_length=12, choices=QuestionKind)
    label = models.TextField("Вопрос")
    help = models.TextField("Пояснение", blank=True)
    is_required = models.BooleanField("Ответ обязателен", default=False)
    minimum = models.DecimalField("Не меньше", max_digits=12, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("Не больше", max_digits=12, decimal_places=2, null=True, blank=True)
    minimum_label = models.CharField("Что значит меньшая оценка", max_length=60, blank=True)
    maximum_label = models.CharField("Что значит большая оценка", max_length=60, blank=True)
    longest = models.PositiveIntegerField("Самый длинный ответ, знаков", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "вопрос"
        verbose_name_plural = "вопросы"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_is_known"),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="question_bounds_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_archived(self) -> bool:
        """Whether it is asked no more."""
        return self.archived_at is not None


class OptionQuerySet(models.QuerySet["Option"]):
    def present(self) -> Self:
        """Options that are offered now."""
        return self.filter(archived_at=None)


class Option(models.Model):
    """One answer to choose. `capacity` is how many may choose it; None is any number."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField("Порядок")
    label = models.CharField("Вариант", max_length=300)
    capacity = models.PositiveIntegerField("Мест", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = "вариант ответа"
        verbose_name_plural = "варианты ответа"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "label"], condition=Q(archived_at=None), name="option_once_in_a_question"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def standing(self) -> Self:
        """Answers that were not withdrawn: they are counted and hold places."""
        return self.filter(withdrawn_at=None)


class Submission(models.Model):
    """One questionnaire filled in. `respondent_key` is «person:5», «registration:17», or empty when anonymous.

    Of an anonymous one `submitted_at` and `updated_at` keep the day alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="submissions")
    respondent_key = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="filled_in"
    )
    submitted_at = models.DateTimeField("Отправлено")
    updated_at = models.DateTimeField("Изменено")
    withdrawn_at = models.DateTimeField("Отозвано", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "ответы на анкету"
        verbose_name_plural = "ответы на анкеты"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "respondent_key"],
                condition=~Q(respondent_key=""),
                name="submission_once_of_a_respondent",
            ),
        ]
        indexes = [models.Index(fields=["questionnaire", "-submitted_at"], name="submissions_newest_first")]

    def __str__(self) -> str:
        return f"Ответы: {self.questionnaire}"


class Answer(models.Model):
    """What was answered to one question. Chosen options are rows of `AnswerOption`.

    `text` is the text of an answer, or the consent as it stood when it was given; `number` is a number, a grade, and 1
    or 0 for yes or no, and for a consent given or not.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("Ответ", blank=True)
    number = models.DecimalField("Число", max_digits=12, decimal_places=2, null=True, blank=True)
    day = models.DateField("Дата", null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "ответ"
        verbose_name_plural = "ответы"
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="answer_once_to_a_question"),
        ]

    def __str__(self) -> str:
        return f"Ответ: {self.question_id}"


class AnswerOption(models.Model):
    """A chosen option: a place taken when the option has a limit and the answers stand."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="chosen")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="chosen")

    class Meta:
        verbose_name = "выбранный вариант"
        verbose_name_plural = "выбранные варианты"
        constraints = [models.UniqueConstraint(fields=["answer", "option"], name="option_chosen_once")]

    def __str__(self) -> str:
        return f"Вариант: {self.option_id}"
