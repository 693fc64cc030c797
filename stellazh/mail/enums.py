"""Where a letter stands, and what came of one try."""

from django.db.models import TextChoices


class MailState(TextChoices):
    """What became of a letter so far."""

    QUEUED = "queued", "ждёт отправки"
    SENT = "sent", "отправлено"
    FAILED = "failed", "не удалось отправить"
    REFUSED = "refused", "адрес не принимает письма"


class TryOutcome(TextChoices):
    """What one try came to."""

    SENT = "sent", "принято сервером"
    DELAYED = "delayed", "не принято, попробуем ещё"
    REFUSED = "refused", "отказано насовсем"
