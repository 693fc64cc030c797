"""What is typed of a protocol, checked before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any, Final

from django.db import models

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.protocols.enums import AgendaKind, AgendaOutcome, BodyForm, PartRole, PresentShown, QuorumRule
from stellazh.protocols.models import AgendaItem, Protocol, ProtocolPerson, Speech
from stellazh.protocols.services.plain_text import checked_lines, checked_text
from stellazh.protocols.services.refusals import TextMissing, WrongNumber, WrongTimes
from stellazh.workplans.enums import ItemFormat

MOST_PEOPLE: Final = 100_000


@dataclass(frozen=True, slots=True)
class ProtocolFields:
    """The heading. Hours are by the clock of the association; counts are None where nothing is said."""

    title: str
    held_on: date
    meeting_words: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    format: str = ItemFormat.ONSITE
    place: str = ""
    body_form: str = BodyForm.FULL
    present_shown: str = PresentShown.LIST
    said_count: int | None = None
    present_words: str = ""
    member_count: int | None = None
    quorum: str = QuorumRule.NONE

    @classmethod
    def of(cls, protocol: Protocol) -> ProtocolFields:
        """The heading as it is stored."""
        return cls(**{name: getattr(protocol, name) for name in PROTOCOL_NAMES})

    def texts(self) -> dict[str, str]:
        """By Russian names, as the journal and a conflict show them."""
        return {_label(Protocol, name): _words(name, getattr(self, name)) for name in PROTOCOL_NAMES}

    def values(self) -> dict[str, str]:
        """By names of fields, as controls of a form take them."""
        return {name: _value(getattr(self, name)) for name in PROTOCOL_NAMES}


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Somebody named. With `person_id` she is known to us; `is_remote` when she took part online."""

    name: str
    role: str = PartRole.PRESENT
    post: str = ""
    organisation_name: str = ""
    person_id: int | None = None
    is_remote: bool = False
    has_vote: bool = True
    reason: str = ""

    @classmethod
    def of(cls, row: ProtocolPerson) -> PersonFields:
        return cls(**{name: getattr(row, name) for name in PERSON_NAMES})

    def texts(self) -> dict[str, str]:
        names = [name for name in PERSON_NAMES if name != "person_id"]
        return {_label(ProtocolPerson, name): _words(name, getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True)
class ItemFields:
    """A question of the agenda."""

    title: str
    reporters: str = ""
    kind: str = AgendaKind.TOPIC
    outcome: str = AgendaOutcome.OPEN

    @classmethod
    def of(cls, item: AgendaItem) -> ItemFields:
        return cls(item.title, item.reporters, item.kind, item.outcome)

    def texts(self) -> dict[str, str]:
        return {_label(AgendaItem, name): _words(name, getattr(self, name)) for name in ITEM_NAMES}

    def values(self) -> dict[str, str]:
        return {name: _value(getattr(self, name)) for name in ITEM_NAMES}


@dataclass(frozen=True, slots=True)
class SpeechFields:
    """What somebody said. All of it may be empty while it is being written; `person_id` links somebody known."""

    name: str = ""
    post: str = ""
    text: str = ""
    is_attached: bool = False
    person_id: int | None = None

    @classmethod
    def of(cls, speech: Speech) -> SpeechFields:
        return cls(speech.name, speech.post, speech.text, speech.is_attached, speech.person_id)

    def texts(self) -> dict[str, str]:
        return {_label(Speech, name): _words(name, getattr(self, name)) for name in SPEECH_NAMES}

    def values(self) -> dict[str, str]:
        return {name: _value(getattr(self, name)) for name in SPEECH_NAMES}


PROTOCOL_NAMES: Final = tuple(field.name for field in fields(ProtocolFields))
PERSON_NAMES: Final = tuple(field.name for field in fields(PersonFields))
ITEM_NAMES: Final = tuple(field.name for field in fields(ItemFields))
SPEECH_NAMES: Final = ("name", "post", "text", "is_attached")
_CHOICES: Final[Mapping[str, type[models.TextChoices]]] = {
    "format": ItemFormat,
    "body_form": BodyForm,
    "present_shown": PresentShown,
    "quorum": QuorumRule,
    "role": PartRole,
    "kind": AgendaKind,
    "outcome": AgendaOutcome,
}


def checked_protocol(asked: ProtocolFields) -> ProtocolFields:
    """The heading as it is stored.

    Raises:
        TextMissing, TextTooLong, WrongTimes, WrongNumber.
    """
    names = ("title", "meeting_words", "place", "present_words")
    texts: dict[str, Any] = checked_lines(Protocol, {name: getattr(asked, name) for name in names})
    if not texts["title"]:
        raise TextMissing("Напишите тему заседания.")
    _require_choices(asked, "format", "body_form", "present_shown", "quorum")
    if not FIRST_YEAR <= SchoolYear.of(asked.held_on).start <= LAST_YEAR:
        raise WrongTimes("Проверьте год заседания: такого учебного года на сайте нет.")
    if asked.starts_at and asked.ends_at and asked.ends_at < asked.starts_at:
        raise WrongTimes("Заседание заканчивается раньше, чем начинается: проверьте время.")
    for name, least in (("said_count", 0), ("member_count", 1)):
        count = getattr(asked, name)
        if count is not None and not least <= count <= MOST_PEOPLE:
            raise WrongNumber(f"«{_label(Protocol, name)}»: число от {least} до {MOST_PEOPLE}.")
    return replace(asked, **texts)


def checked_person(asked: PersonFields) -> PersonFields:
    """A named person as she is stored.

    Raises:
        TextMissing, TextTooLong.
    """
    names = ("name", "post", "organisation_name", "reason")
    texts: dict[str, Any] = checked_lines(ProtocolPerson, {name: getattr(asked, name) for name in names})
    if not texts["name"]:
        raise TextMissing("Напишите фамилию и имя.")
    _require_choices(asked, "role")
    return replace(asked, **texts)


def checked_item(asked: ItemFields) -> ItemFields:
    """A question as it is stored.

    Raises:
        TextMissing, TextTooLong.
    """
    texts: dict[str, Any] = checked_lines(AgendaItem, {"title": asked.title, "reporters": asked.reporters})
    if not texts["title"]:
        raise TextMissing("Напишите, о чём вопрос.")
    _require_choices(asked, "kind", "outcome")
    return replace(asked, **texts)


def checked_speech(asked: SpeechFields) -> SpeechFields:
    """A speech as it is stored.

    Raises:
        TextTooLong.
    """
    lines: dict[str, Any] = checked_lines(Speech, {"name": asked.name, "post": asked.post})
    return replace(asked, **lines, text=checked_text(_label(Speech, "text"), asked.text))


def put(row: models.Model, asked: object, names: tuple[str, ...]) -> None:
    """Write these fields into the row."""
    for name in names:
        setattr(row, name, getattr(asked, name))


def labels(model: type[models.Model], names: tuple[str, ...]) -> dict[str, str]:
    """Russian names by names of fields."""
    return {name: _label(model, name) for name in names}


def _require_choices(asked: object, *names: str) -> None:
    for name in names:
        if getattr(asked, name) not in _CHOICES[name].values:
            raise TextMissing("Выберите значение из списка.")


def _label(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))  # noqa: SLF001


def _words(name: str, value: object) -> str:
    if name in _CHOICES:
        return str(_CHOICES[name](str(value)).label)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return _value(value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
