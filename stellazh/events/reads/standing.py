"""How an event stands at a moment, in a word or two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stellazh.events.enums import EnrolmentMode, EventStatus
from stellazh.events.models import Event
from stellazh.events.wording import moment_words


@dataclass(frozen=True, slots=True)
class StateTag:
    """Words and tone («ok», «warn», «bad» or none) of a tag."""

    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class PlacesHeld:
    """How many hold a place: in all, and online."""

    every: int = 0
    online: int = 0


def state_tags(event: Event, held: PlacesHeld, *, at: datetime) -> list[StateTag]:
    """The life of the event, then its registration as far as that still matters. No queries."""
    if event.status == EventStatus.DRAFT:
        return [StateTag("черновик", "warn")]
    if event.status == EventStatus.CANCELLED:
        return [StateTag("отменено", "bad")]
    if event.status == EventStatus.HELD:
        return [StateTag("прошло")]
    if at > event.ends_at:
        return [StateTag("прошло")]
    tags = [StateTag("идёт", "ok")] if at >= event.starts_at else []
    enrolment = enrolment_tag(event, held, at=at)
    return [*tags, enrolment] if enrolment is not None else tags


def enrolment_tag(event: Event, held: PlacesHeld, *, at: datetime) -> StateTag | None:
    """Whether one may register now; None where nobody registers."""
    if event.enrolment_mode == EnrolmentMode.NONE:
        return None
    if event.enrolment_mode == EnrolmentMode.INVITED:
        return StateTag("по приглашению")
    if event.enrolment_opens_at is not None and at < event.enrolment_opens_at:
        return StateTag(f"регистрация откроется {moment_words(event.enrolment_opens_at, event.zone)}")
    if at >= (event.enrolment_closes_at or event.ends_at):
        return StateTag("регистрация закрыта")
    if is_full(event, held):
        return StateTag("мест нет, есть лист ожидания" if event.has_waiting_list else "мест нет", "warn")
    return StateTag("регистрация открыта", "ok")


def is_full(event: Event, held: PlacesHeld) -> bool:
    """Whether no place is left; of a mixed event neither in the room nor online."""
    if not event.is_mixed:
        return event.capacity is not None and held.every >= event.capacity
    if event.capacity is None or event.capacity_online is None:
        return False
    return held.every - held.online >= event.capacity and held.online >= event.capacity_online
