"""Stored codes of questionnaires. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class QuestionKind(TextChoices):
    TEXT = "text", "короткий ответ"
    LONG_TEXT = "long_text", "развёрнутый ответ"
    SINGLE = "single", "один вариант из списка"
    MULTIPLE = "multiple", "несколько вариантов"
    NUMBER = "number", "число"
    SCALE = "scale", "оценка по шкале"
    DAY = "day", "дата"
    YES_NO = "yes_no", "да или нет"
    FILE = "file", "файл"
    CONSENT = "consent", "согласие с отметкой"
    HEADING = "heading", "заголовок и пояснение"


CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
TEXTS = frozenset({QuestionKind.TEXT, QuestionKind.LONG_TEXT})
MEASURES = frozenset({QuestionKind.NUMBER, QuestionKind.SCALE})
ALL_KINDS = frozenset(QuestionKind)
