"""How letters about notices leave, and where a notice's letter stands."""

from django.db.models import TextChoices


class Delivery(TextChoices):
    """How the letters of one kind of notices come. In-app every notice is shown, whatever is chosen."""

    AT_ONCE = "at_once", "Сразу"
    DIGEST = "digest", "В сводке"
    OFF = "off", "Не присылать"


class DigestDays(TextChoices):
    """On which days the digest comes."""

    DAILY = "daily", "Каждый день"
    WEEKDAYS = "weekdays", "По будням"
    MONDAYS = "mondays", "Раз в неделю, в понедельник"


class NoticeMail(TextChoices):
    """Where the letter of one notice stands."""

    NONE = "none", "без письма"
    WAITING = "waiting", "ждёт сводки"
    LETTER = "letter", "отдано почте"
