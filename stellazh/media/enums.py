"""Stored codes of media."""

from django.db.models import TextChoices


class MediaKind(TextChoices):
    """What it is to whoever looks or listens."""

    VIDEO = "video", "Видео"
    AUDIO = "audio", "Звук"
    PICTURE = "picture", "Картинка"


class MediaSource(TextChoices):
    """Where it lies."""

    EMBEDDED = "embedded", "На видеохостинге"
    UPLOADED = "uploaded", "На сайте"
