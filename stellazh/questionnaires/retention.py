"""How long answers are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stellazh.common.actor import System
from stellazh.people.retention import RetentionRule, retention_rules
from stellazh.questionnaires.models import Answer, Submission
from stellazh.questionnaires.personal_data import forget_answers

FORGETTING: Final = System("сроки хранения")
WITHDRAWN_LIVES: Final = timedelta(days=90)


def register() -> None:
    """Name the rules."""
    retention_rules.add(
        RetentionRule(
            "questionnaires.withdrawn",
            "Отозванные ответы на анкеты и вопросы регистрации, файлы в них",
            "90 дней после отзыва",
            "чтобы можно было передумать и не заполнять всё заново",
            forget_withdrawn,
        )
    )
    retention_rules.add(
        RetentionRule(
            "questionnaires.answers",
            "Ответы на анкеты и вопросы регистрации",
            "пока хранится то, к чему они относятся",
            "по ним готовят встречу и подводят её итоги",
        )
    )


def forget_withdrawn(at: datetime) -> int:
    """Empty answers withdrawn ninety days ago, and let go whose they were; how many.

    The empty row stays: what they belonged to may point at it.
    """
    old = Submission.objects.filter(withdrawn_at__lt=at - WITHDRAWN_LIVES, answers__isnull=False).distinct()
    keys = list(old.values_list("pk", flat=True))
    why = "срок хранения отозванных ответов истёк"
    forget_answers(Answer.objects.filter(submission__in=keys), why=why, by=FORGETTING, at=at)
    Submission.objects.filter(pk__in=keys).update(person=None, respondent_key="")
    return len(keys)
