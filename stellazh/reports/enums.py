"""Stored codes of the papers that associations keep. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class KeptPaper(TextChoices):
    """The papers that the board looks after."""

    PLAN = "plan", "план на год"
    MONTH_PLAN = "month_plan", "план на месяц"
    PROTOCOL = "protocol", "протокол"
    REPORT = "report", "отчёт за год"


class PaperStanding(TextChoices):
    """How it stands with one paper on one day."""

    THERE = "there", "есть"
    LATE = "late", "сдан позже"
    MISSING = "missing", "нет"
    EXPECTED = "expected", "ещё не срок"
    NOT_NEEDED = "not_needed", "не требуется"


# Asked once a school year; the others are asked month by month.
YEARLY = frozenset({KeptPaper.PLAN, KeptPaper.REPORT})


class ReportForm(TextChoices):
    """The two papers about a year."""

    REPORT = "report", "отчёт о проделанной работе"
    ANALYSIS = "analysis", "анализ деятельности за год"


class ReportStatus(TextChoices):
    DRAFT = "draft", "готовится"
    SEALED = "sealed", "запечатан"


class BlockKind(TextChoices):
    """What a block of a report is drawn from."""

    PROSE = "prose", "текст"
    EVENTS = "events", "таблица мероприятий"
    PLAN_FACT = "plan_fact", "план и факт"
    TERRITORIES = "territories", "участие муниципалитетов"
    COMPARISON = "comparison", "сравнение с прошлым годом"
    RESOLUTION = "resolution", "выполнение резолюции"
    BELOW = "below", "отчёты объединений"
    ASSESSMENT = "assessment", "самооценка"
