"""Stored codes of files. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class TextState(TextChoices):
    """Whether the words of a content are known."""

    WAITING = "waiting", "ждёт чтения"
    READY = "ready", "прочитан"
    WORDLESS = "wordless", "слов в файле нет"
    REFUSED = "refused", "прочитать не удалось"
