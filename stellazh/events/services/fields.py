"""What comes into the services of events: plain values, checked here for what the database would otherwise refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.events.enums import AgeMark, EnrolmentMode, EventLevel, EventVisibility, ListShown
from stellazh.events.models import Event
from stellazh.events.services.refusals import (
    EnrolmentTimesCrossed,
    TextMissing,
    TextTooLong,
    UnsafeAddress,
    WrongNumber,
    WrongTimes,
)
from stellazh.events.wording import moment_words
from stellazh.workplans.enums import EventForm, ItemFormat

MOST_PLACES = 100_000
MOST_MINUTES = 7 * 24 * 60
MOST_NUMBER = 999
MOST_DAYS = 366
LONGEST_DESCRIPTION = 20_000
LAST_MOMENT = time(23, 59, 59)
_is_address = URLValidator(schemes=["http", "https"], message="")


@dataclass(frozen=True, slots=True)
class EventFields:
    """Everything of an event that is edited. Moments are aware; with `is_all_day` only their days are meant.

    `form` is an `EventForm` code, `format` an `ItemFormat` code, the others codes of this app; empty where nothing is
    said. `capacity` and `capacity_online` are None when places are not counted.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    form: str = EventForm.MEETING
    number: int | None = None
    level: str = ""
    is_all_day: bool = False
    format: str = ItemFormat.ONSITE
    place: str = ""
    room_url: str = ""
    room_opens_minutes: int = 30
    room_closes_minutes: int = 60
    audience: str = ""
    age_mark: str = ""
    summary: str = ""
    description: str = ""
    organisers: str = ""
    partners: str = ""
    contact: str = ""
    visibility: str = EventVisibility.PUBLIC
    enrolment_mode: str = EnrolmentMode.OPEN
    enrolment_opens_at: datetime | None = None
    enrolment_closes_at: datetime | None = None
    capacity: int | None = None
    capacity_online: int | None = None
    has_waiting_list: bool = True
    takes_guests: bool = False
    takes_walk_ins: bool = True
    list_shown: str = ListShown.NOBODY

    @classmethod
    def of(cls, event: Event) -> EventFields:
        """The fields as they are stored."""
        return cls(**{name: getattr(event, name) for name in FIELD_NAMES})

    def texts(self, zone: ZoneInfo) -> dict[str, str]:
        """By Russian names, as the audit and a conflict show them."""
        return {str(_column(name).verbose_name): _text(name, getattr(self, name), zone) for name in FIELD_NAMES}


FIELD_NAMES = tuple(field.name for field in fields(EventFields))
_TEXTS = (
    "title", "place", "room_url", "audience", "summary", "description", "organisers", "partners", "contact",
)  # fmt: skip
_CHOICES: Mapping[str, type[models.TextChoices]] = {
    "form": EventForm,
    "format": ItemFormat,
    "visibility": EventVisibility,
    "enrolment_mode": EnrolmentMode,
    "list_shown": ListShown,
    "level": EventLevel,
    "age_mark": AgeMark,
}
_MAY_BE_EMPTY = ("level", "age_mark")


def checked_fields(asked: EventFields, zone: ZoneInfo) -> EventFields:
    """The fields without outer blanks; whole days from their first moment to their last in `zone`.

    Raises:
        TextMissing, TextTooLong, UnsafeAddress: a text is not acceptable.
        WrongTimes, EnrolmentTimesCrossed: moments are in a wrong order.
        WrongNumber: a number makes no sense.
    """
    texts: dict[str, Any] = {name: str(getattr(asked, name)).strip() for name in _TEXTS}
    if not texts["title"]:
        raise TextMissing("Напишите, как называется мероприятие.")
    checked_texts(Event, texts)
    if len(texts["description"]) > LONGEST_DESCRIPTION:
        raise TextTooLong(f"«Подробно»: не более {LONGEST_DESCRIPTION} знаков, а набрано {len(texts['description'])}.")
    texts["room_url"] = checked_address(texts["room_url"])
    for name, choices in _CHOICES.items():
        value = getattr(asked, name)
        if value not in choices.values and (value or name not in _MAY_BE_EMPTY):
            raise TextMissing(f"«{_column(name).verbose_name}»: выберите значение из списка.")
    _require_numbers(asked)
    starts_at, ends_at = _checked_times(asked, zone)
    opens_at, closes_at = asked.enrolment_opens_at, asked.enrolment_closes_at
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise EnrolmentTimesCrossed("Регистрация закрывается раньше, чем открывается: поменяйте время местами.")
    return replace(asked, starts_at=starts_at, ends_at=ends_at, **texts)


def checked_texts(model: type[models.Model], values: Mapping[str, str]) -> None:
    """Pass when every text fits into its column.

    Raises:
        TextTooLong: one does not; the message names the field in Russian.
    """
    for name, value in values.items():
        column = model._meta.get_field(name)  # noqa: SLF001
        longest = getattr(column, "max_length", None)
        if longest is not None and len(value) > longest:
            label = str(getattr(column, "verbose_name", name))
            raise TextTooLong(f"«{label}»: не более {longest} знаков, а набрано {len(value)}.")


def checked_address(url: str) -> str:
    """The address without outer blanks, when it is of the web or empty.

    Raises:
        UnsafeAddress: it is not.
    """
    url = url.strip()
    if url:
        try:
            _is_address(url)
        except ValidationError as wrong:
            raise UnsafeAddress(
                "Ссылка начинается с https:// и не содержит пробелов: скопируйте её целиком."
            ) from wrong
    return url


def _checked_times(asked: EventFields, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, last = asked.starts_at.astimezone(zone), asked.ends_at.astimezone(zone)
    if asked.is_all_day:
        first = datetime.combine(first.date(), time(), zone)
        last = datetime.combine(last.date(), LAST_MOMENT, zone)
    if last < first:
        raise WrongTimes("Мероприятие заканчивается раньше, чем начинается: проверьте день и время.")
    if last - first > timedelta(days=MOST_DAYS):
        raise WrongTimes("Мероприятие длится больше года: проверьте день окончания.")
    if not FIRST_YEAR <= SchoolYear.of(first.date()).start <= LAST_YEAR:
        raise WrongTimes("Проверьте год: такого учебного года на сайте нет.")
    return first, last


def _require_numbers(asked: EventFields) -> None:
    bounds = {
        "number": (1, MOST_NUMBER),
        "capacity": (1, MOST_PLACES),
        "capacity_online": (1, MOST_PLACES),
        "room_opens_minutes": (0, MOST_MINUTES),
        "room_closes_minutes": (0, MOST_MINUTES),
    }
    for name, (least, most) in bounds.items():
        value = getattr(asked, name)
        if value is not None and not least <= value <= most:
            raise WrongNumber(f"«{_column(name).verbose_name}»: от {least} до {most}.")


def _column(name: str) -> models.Field[object, object]:
    return Event._meta.get_field(name)  # type: ignore[return-value]  # noqa: SLF001


def _text(name: str, value: object, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return moment_words(value, zone)
    if name in _CHOICES and value:
        return str(_CHOICES[name](str(value)).label)
    return "" if value is None else str(value)
