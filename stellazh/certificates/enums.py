"""Stored codes of certificates. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class DocumentGenre(TextChoices):
    """What a document is, whatever an association calls it."""

    PARTICIPANT = "participant", "сертификат участника"
    SPEAKER = "speaker", "сертификат докладчика"
    TEST = "test", "сертификат о прохождении тестирования"
    THANKS = "thanks", "благодарственное письмо"
    MERIT = "merit", "грамота"
    FIRST = "first", "диплом I степени"
    SECOND = "second", "диплом II степени"
    THIRD = "third", "диплом III степени"
    LAUREATE = "laureate", "диплом лауреата"
    PUBLICATION = "publication", "справка о публикации"
    OTHER = "other", "другой документ"


class NumberPeriod(TextChoices):
    """When the numbers of a kind begin anew."""

    SCHOOL_YEAR = "school_year", "каждый учебный год"
    CALENDAR_YEAR = "calendar_year", "каждый календарный год"
    NEVER = "never", "никогда"


class PictureKind(TextChoices):
    EMBLEM = "emblem", "эмблема"
    SIGNATURE = "signature", "подпись"
    SEAL = "seal", "печать"
    BACKGROUND = "background", "фон"


class RunStatus(TextChoices):
    """A run goes down this list; from DRAFT or AWAITING it may be cancelled, from ISSUING stopped and gone on with."""

    DRAFT = "draft", "готовится"
    AWAITING = "awaiting", "ждёт утверждения"
    ISSUING = "issuing", "выдаётся"
    STOPPED = "stopped", "приостановлена"
    ISSUED = "issued", "выдано"
    CANCELLED = "cancelled", "отменена"


class RecipientGender(TextChoices):
    """For the grammar of a name only; kept nowhere else."""

    FEMALE = "f", "женский"
    MALE = "m", "мужской"


class NameState(TextChoices):
    """How sure the cases of a recipient's name are."""

    CERTAIN = "certain", "ясно"
    DOUBTFUL = "doubtful", "проверьте"
    SETTLED = "settled", "проверено"


class CertificateStatus(TextChoices):
    VALID = "valid", "действителен"
    WITHDRAWN = "withdrawn", "отозван"
    SPOILED = "spoiled", "испорчен"


class CopyReason(TextChoices):
    """Why a sheet of the certificate was made."""

    ORIGINAL = "original", "первый экземпляр"
    LOST = "lost", "взамен утраченного"
    MISTAKE = "mistake", "исправлена опечатка"
    NAME_CHANGE = "name_change", "сменилась фамилия или имя"
