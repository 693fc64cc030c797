"""Stored codes of consents, of requests about one's own data, and of merges. Values never change."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

# What a consent to distribution may name and lower shelves show themselves; cards of members know the other fields.
PUBLISHED_NAME: Final = "name"
PUBLISHED_POSTS: Final = "posts"


class ConsentPurpose(TextChoices):
    """One purpose, one document: consents are never bundled (152-ФЗ, art. 9; art. 10.1 for the last one)."""

    PROCESSING = "processing", "обработка персональных данных"
    DISTRIBUTION = "distribution", "распространение персональных данных"


class ConsentWay(TextChoices):
    """How a consent reached us."""

    SELF = "self", "на сайте"
    LINK = "link", "по личной ссылке"
    PAPER = "paper", "на бумаге"


class DataRequestKind(TextChoices):
    ARCHIVE = "archive", "свои данные одним архивом"
    ERASURE = "erasure", "удаление своих данных"


class DataRequestState(TextChoices):
    WAITING = "waiting", "готовится"
    DONE = "done", "готово"
    FAILED = "failed", "не удалось"


class MergeState(TextChoices):
    """A merge of two who both sign in waits for both; any other is done at once."""

    PROPOSED = "proposed", "ждёт подтверждения"
    DONE = "done", "объединены"
    UNDONE = "undone", "разъединены"
    DECLINED = "declined", "отклонено"


class GrammaticalCase(TextChoices):
    """The cases that papers need a name in beside the nominative."""

    GENITIVE = "genitive", "родительный"
    DATIVE = "dative", "дательный"
    ACCUSATIVE = "accusative", "винительный"
    INSTRUMENTAL = "instrumental", "творительный"
    PREPOSITIONAL = "prepositional", "предложный"


class SignInWay(TextChoices):
    """By what somebody came in."""

    PASSWORD = "password", "по паролю"
    PASSKEY = "passkey", "по ключу доступа"
    PROVIDER = "provider", "через другой сайт"
    LINK = "link", "по ссылке из письма"
