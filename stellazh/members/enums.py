"""Stored codes of cards, campaigns, imports and registrations. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class Level(TextChoices):
    """Who may see a field of a card: each level includes those before it."""

    SELF = "self", "только я"
    HEAD = "head", "мой руководитель"
    REGION = "region", "руководители и методисты региона"
    PUBLIC = "public", "все, и без входа"


class EducationLevel(TextChoices):
    """The five groups of the field's own survey, and none."""

    HIGHER_LIBRARY = "higher_library", "высшее библиотечное"
    HIGHER_OTHER = "higher_other", "высшее небиблиотечное"
    SECONDARY_LIBRARY = "secondary_library", "среднее профессиональное библиотечное"
    SECONDARY_OTHER = "secondary_other", "среднее профессиональное небиблиотечное"
    HIGHER_UNFINISHED = "higher_unfinished", "неоконченное высшее"
    GENERAL = "general", "среднее общее"


class Category(TextChoices):
    """The outcome of attestation."""

    NONE = "none", "нет"
    FITNESS = "fitness", "соответствие занимаемой должности"
    FIRST = "first", "первая"
    HIGHEST = "highest", "высшая"


class PostKind(TextChoices):
    """The posts that are counted; how a post is worded stands in its title."""

    LIBRARIAN = "librarian", "библиотекарь"
    TEACHER_LIBRARIAN = "teacher_librarian", "педагог-библиотекарь"
    HEAD_OF_LIBRARY = "head_of_library", "заведующий библиотекой"
    RESPONSIBLE = "responsible", "ответственный за библиотеку"
    OTHER = "other", "другая"


class TrainingKind(TextChoices):
    COURSE = "course", "повышение квалификации"
    RETRAINING = "retraining", "профессиональная переподготовка"


class SettlementKind(TextChoices):
    TOWN = "town", "город"
    VILLAGE = "village", "село"


class LibraryKind(TextChoices):
    SB = "sb", "школьная библиотека"
    SHIBC = "shibc", "школьный информационно-библиотечный центр"
    NONE = "none", "библиотеки нет"


class RoomKind(TextChoices):
    SEPARATE = "separate", "отдельное помещение"
    SHARED = "shared", "общее с другими"
    NONE = "none", "помещения нет"


class ConfirmedHow(TextChoices):
    """How a card was last confirmed."""

    SELF = "self", "на сайте"
    LINK = "link", "по личной ссылке"
    BY_HEAD = "by_head", "со слов, руководителем"


class CampaignState(TextChoices):
    DRAFT = "draft", "готовится"
    OPEN = "open", "идёт"
    CLOSED = "closed", "окончена"


class AnswerState(TextChoices):
    WAITING = "waiting", "ответа нет"
    CONFIRMED = "confirmed", "подтверждено без изменений"
    CORRECTED = "corrected", "исправлено и подтверждено"
    GONE = "gone", "больше не работает"


class ImportKind(TextChoices):
    PEOPLE = "people", "люди"
    SCHOOLS = "schools", "школы"


class ImportState(TextChoices):
    READING = "reading", "читается"
    REVIEW = "review", "ждёт проверки"
    APPLYING = "applying", "вносится"
    APPLIED = "applied", "внесён"
    UNDOING = "undoing", "отменяется"
    UNDONE = "undone", "отменён"
    FAILED = "failed", "не прочитан"


class RowDecision(TextChoices):
    """What becomes of a row of an import. A doubtful row waits for a person: nothing is merged silently."""

    CREATE = "create", "внести"
    UPDATE = "update", "дополнить карточку"
    SAME = "same", "уже есть, без изменений"
    ASK = "ask", "похоже на известного: решите"
    SKIP = "skip", "не вносить"
    BAD = "bad", "нельзя внести"


class RegistrationState(TextChoices):
    UNCONFIRMED = "unconfirmed", "адрес не подтверждён"
    WAITING = "waiting", "ждёт решения"
    APPROVED = "approved", "принята"
    DECLINED = "declined", "отклонена"
