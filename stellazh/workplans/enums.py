"""Stored codes of plans. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    DRAFT = "draft", "черновик"
    CONSIDERED = "considered", "рассмотрен"
    APPROVED = "approved", "утверждён"
    CLOSED = "closed", "закрыт"


class PlanForm(TextChoices):
    """The two official forms in which any plan can be shown and printed."""

    SECTIONS = "sections", "по разделам"
    MATRIX = "matrix", "по датам и направлениям"


class ItemStatus(TextChoices):
    PLANNED = "planned", "запланировано"
    HELD = "held", "проведено"
    POSTPONED = "postponed", "перенесено"
    CANCELLED = "cancelled", "отменено"


class ItemFormat(TextChoices):
    ONSITE = "onsite", "очно"
    ONLINE = "online", "дистанционно"
    MIXED = "mixed", "очно-дистанционно"


class EventForm(TextChoices):
    """Forms of work as domain papers name them."""

    MEETING = "meeting", "заседание"
    CONFERENCE_MEETING = "conference_meeting", "совещание"
    SEMINAR = "seminar", "семинар"
    PRACTICUM = "practicum", "практикум"
    WEBINAR = "webinar", "вебинар"
    HOTLINE = "hotline", "горячая линия"
    WEB_FORUM = "web_forum", "веб-форум"
    ROUND_TABLE = "round_table", "круглый стол"
    MASTER_CLASS = "master_class", "мастер-класс"
    CONFERENCE = "conference", "конференция"
    CONSULTATION = "consultation", "консультация"
    CONTEST = "contest", "конкурс"
    EXHIBITION = "exhibition", "выставка"
    CAMPAIGN = "campaign", "акция"
    WEEK = "week", "неделя"
    LITERARY = "literary", "литературная встреча"
    GAME = "game", "игра"
    LESSON = "lesson", "библиотечный урок"
    SURVEY = "survey", "анкета, опрос"
    TEST = "test", "тестирование"
    REPORT = "report", "отчёт, анализ"
    INFORMATION = "information", "информирование"
    DOCUMENT = "document", "работа с документами"
    COURSES = "courses", "курсы"
    OTHER = "other", "другое"


class OwnerKind(TextChoices):
    PERSON = "person", "человек"
    GROUP = "group", "группа"
    ORGANISATION = "organisation", "организация"
    TEXT = "text", "текст"


class GrifKind(TextChoices):
    REVIEWED = "reviewed", "РАССМОТРЕНО"
    AGREED = "agreed", "СОГЛАСОВАНО"
    APPROVE = "approve", "УТВЕРЖДАЮ"
    APPROVED = "approved", "УТВЕРЖДЕНО"


class VersionReason(TextChoices):
    APPROVED = "approved", "утверждение"
    CHANGED = "changed", "изменение после утверждения"
    CLOSED = "closed", "закрытие"


class ImportStatus(TextChoices):
    READING = "reading", "читается"
    PREVIEW = "preview", "ждёт проверки"
    CONFIRMED = "confirmed", "внесён в план"
    UNDONE = "undone", "отменён"
    ABANDONED = "abandoned", "оставлен"


class ImportSource(TextChoices):
    FILE = "file", "файл"
    PASTED = "pasted", "вставленная таблица"
