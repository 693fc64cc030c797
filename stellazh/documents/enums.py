"""Stored codes of documents. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    """What a paper is called."""

    ORDER = "order", "приказ"
    REGULATION = "regulation", "положение"
    LETTER = "letter", "письмо"
    GUIDELINES = "guidelines", "методические рекомендации"
    LAW = "law", "закон, постановление"
    STANDARD = "standard", "стандарт, перечень"
    PROGRAMME = "programme", "программа"
    INSTRUCTION = "instruction", "инструкция, порядок"
    FORM = "form", "форма, образец"
    REFERENCE = "reference", "справка, обзор"
    OTHER = "other", "другое"


class DocumentStatus(TextChoices):
    """Whether it is to be followed."""

    DRAFT = "draft", "проект"
    IN_FORCE = "in_force", "действует"
    REPEALED = "repealed", "утратил силу"


class DocumentAudience(TextChoices):
    """Who may open a published document. Those who keep it always may."""

    PUBLIC = "public", "всем, и гостям сайта"
    MEMBERS = "members", "участникам объединения и нижестоящих"
    ASSOCIATION = "association", "только участникам этого объединения"


class ExtractionState(TextChoices):
    """Whether the words of a file are known."""

    WAITING = "waiting", "ждёт чтения"
    READY = "ready", "прочитан"
    WORDLESS = "wordless", "слов в файле нет"
    REFUSED = "refused", "прочитать не удалось"


class AcquaintanceWay(TextChoices):
    """How it is known that somebody has read a document."""

    HERSELF = "herself", "отметила на сайте"
    ON_PAPER = "on_paper", "подпись на бумаге"
    BY_WORD = "by_word", "со слов, по телефону"
