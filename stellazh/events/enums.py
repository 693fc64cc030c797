"""Stored codes of events. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class EventStatus(TextChoices):
    DRAFT = "draft", "черновик"
    ANNOUNCED = "announced", "объявлено"
    HELD = "held", "проведено"
    CANCELLED = "cancelled", "отменено"


class EventVisibility(TextChoices):
    """Who may open the page. Those registered and those who run the event always may."""

    PUBLIC = "public", "всем, и гостям сайта"
    MEMBERS = "members", "участникам объединения и нижестоящих"
    INVITED = "invited", "только приглашённым"


class EventLevel(TextChoices):
    SCHOOL = "school", "школьный"
    MUNICIPAL = "municipal", "муниципальный"
    REGIONAL = "regional", "региональный"
    INTERREGIONAL = "interregional", "межрегиональный"
    NATIONAL = "national", "всероссийский"
    INTERNATIONAL = "international", "международный"


class AgeMark(TextChoices):
    """Marks of 436-ФЗ."""

    ZERO = "0+", "0+"
    SIX = "6+", "6+"
    TWELVE = "12+", "12+"
    SIXTEEN = "16+", "16+"
    ADULT = "18+", "18+"


class EnrolmentMode(TextChoices):
    NONE = "none", "без регистрации"
    OPEN = "open", "может каждый"
    MODERATED = "moderated", "с подтверждением организатора"
    INVITED = "invited", "только по приглашению"


class ListShown(TextChoices):
    """Who sees the names of those registered, besides those who run the event."""

    NOBODY = "nobody", "никому"
    PARTICIPANTS = "participants", "зарегистрированным"


class EnrolmentState(TextChoices):
    INVITED = "invited", "приглашён"
    PENDING = "pending", "ждёт подтверждения"
    CONFIRMED = "confirmed", "зарегистрирован"
    WAITING = "waiting", "в листе ожидания"
    REJECTED = "rejected", "отклонён"
    WITHDRAWN = "withdrawn", "отказался"


class ComingAs(TextChoices):
    """How somebody comes to an event of mixed format."""

    ONSITE = "onsite", "очно"
    ONLINE = "online", "дистанционно"


class SlotKind(TextChoices):
    SESSION = "session", "секция"
    TALK = "talk", "выступление"
    TASK = "task", "задание"
    BREAK = "break", "перерыв"


class Audience(TextChoices):
    """Who may open a material or a recording."""

    EVERYBODY = "everybody", "всем, кому открыто мероприятие"
    PARTICIPANTS = "participants", "зарегистрированным и участникам"


class AttendanceState(TextChoices):
    """`PRESENT` and `ONLINE` are counted as attendance, `LATE` apart, the others not."""

    PRESENT = "present", "присутствовал"
    ONLINE = "online", "был онлайн"
    LATE = "late", "смотрел запись"
    EXCUSED = "excused", "отсутствовал по уважительной причине"
    ABSENT = "absent", "отсутствовал"


class MarkSource(TextChoices):
    """Where an attendance is known from."""

    CODE = "code", "код на встрече"
    TICKET = "ticket", "билет у входа"
    ROOM = "room", "список видеокомнаты"
    PAPER = "paper", "лист регистрации"
    HAND = "hand", "отмечено вручную"
    RECORDING = "recording", "просмотр записи"


class RoomListState(TextChoices):
    PREVIEW = "preview", "ждёт проверки"
    TAKEN = "taken", "внесён"
    UNDONE = "undone", "отменён"


class RowVerdict(TextChoices):
    """What became of a line of a video room's list."""

    MATCHED = "matched", "узнан"
    DOUBTFUL = "doubtful", "под вопросом"
    UNKNOWN = "unknown", "не найден"
    GUEST = "guest", "гость"
    SKIPPED = "skipped", "пропущен"


class LetterKind(TextChoices):
    INVITATION = "invitation", "приглашение"
    REMINDER = "reminder", "напоминание"
    CHANGES = "changes", "изменения"
    THANKS = "thanks", "спасибо и материалы"
    FREE = "free", "своё письмо"


class LetterState(TextChoices):
    DRAFT = "draft", "черновик"
    PLANNED = "planned", "уйдёт в назначенное время"
    SENT = "sent", "отправлено"
    CANCELLED = "cancelled", "отменено"
