"""What is told of an event in calm Russian: before it, after it, when it was called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from stellazh.events.enums import EnrolmentMode, EventStatus, EventVisibility
from stellazh.events.models import Event
from stellazh.events.wording import days_words, hours_words, moment_words, quoted, zone_words
from stellazh.russian.collation import fold
from stellazh.russian.numerals import agree, counted
from stellazh.workplans.enums import EventForm, ItemFormat

LONGEST_TITLE: Final = 200
LONGEST_LEAD: Final = 500


class Stage(StrEnum):
    """Where the event stands for whoever reads the news."""

    AHEAD = "ahead"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Told:
    """The name of a form and the verbs that agree with it."""

    noun: str
    ahead: str
    now: str
    held: str
    cancelled: str
    planned: str


def _he(noun: str) -> Told:
    return Told(noun, "состоится", "проходит", "прошёл", "отменён", "назначенный")


def _she(noun: str) -> Told:
    return Told(noun, "состоится", "проходит", "прошла", "отменена", "назначенная")


def _it(noun: str) -> Told:
    return Told(noun, "состоится", "проходит", "прошло", "отменено", "назначенное")


_MASCULINE: Final = (
    EventForm.SEMINAR, EventForm.PRACTICUM, EventForm.WEBINAR, EventForm.WEB_FORUM, EventForm.ROUND_TABLE,
    EventForm.MASTER_CLASS, EventForm.CONTEST, EventForm.LESSON,
)  # fmt: skip
_FEMININE: Final = (
    EventForm.HOTLINE, EventForm.CONFERENCE, EventForm.CONSULTATION, EventForm.EXHIBITION, EventForm.CAMPAIGN,
    EventForm.WEEK, EventForm.LITERARY, EventForm.GAME,
)  # fmt: skip
_NEUTER: Final = (EventForm.MEETING, EventForm.CONFERENCE_MEETING, EventForm.TEST)
_TOLD: Final[dict[str, Told]] = {
    **{form.value: _he(str(form.label)) for form in _MASCULINE},
    **{form.value: _she(str(form.label)) for form in _FEMININE},
    **{form.value: _it(str(form.label)) for form in _NEUTER},
    EventForm.COURSES.value: Told("курсы", "состоятся", "проходят", "прошли", "отменены", "назначенные"),
}
# Forms that are no gathering by their name: «работа с документами».
_ANY: Final = _it("мероприятие")
_ON_WEEKDAYS: Final = (
    "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье",
)  # fmt: skip


def stage_of(event: Event, *, at: datetime) -> Stage:
    """What is over counts as held also before somebody has said so."""
    if event.status == EventStatus.CANCELLED:
        return Stage.CANCELLED
    return Stage.HELD if event.status == EventStatus.HELD or at > event.ends_at else Stage.AHEAD


def told_of(event: Event) -> Told:
    """The words of its form; «мероприятие» where the title says the form itself somewhere: «Итоговое заседание»."""
    told, title = _TOLD.get(event.form, _ANY), fold(event.title.strip())
    return _ANY if fold(told.noun) in title and not title.startswith(fold(told.noun)) else told


def subject_of(event: Event) -> str:
    """«семинар «Читаем вместе»», «заседание № 3 «Итоги года»»; a title that says its form itself stays as it is."""
    told, title = told_of(event), event.title.strip()
    if fold(title).startswith(fold(told.noun)):
        return title[:1].lower() + title[1:]
    number = f" №\xa0{event.number}" if event.number else ""
    return f"{told.noun}{number} {quoted(title)}"


def title_of(event: Event, *, at: datetime) -> str:
    """«Прошёл семинар «Читаем вместе»», before the event «Семинар «Читаем вместе» состоится 8 октября 2024 г.»."""
    told, subject = told_of(event), subject_of(event)
    match stage_of(event, at=at):
        case Stage.CANCELLED:
            return shortened(capital(f"{told.cancelled} {subject}"), LONGEST_TITLE)
        case Stage.HELD:
            return shortened(capital(f"{told.held} {subject}"), LONGEST_TITLE)
        case _:
            when = f" {told.ahead} {days_words(event)}" if at < event.starts_at else f" {told.now} сейчас"
            return capital(shortened(subject, LONGEST_TITLE - len(when)) + when)


def when_in_words(event: Event) -> str:
    """«8 октября 2024 г., во вторник, с 14:00 до 16:00», «с 20 по 27 ноября 2026 г., начало в 10:00»."""
    parts = [days_words(event)]
    if event.first_day == event.last_day:
        parts.append(_ON_WEEKDAYS[event.first_day.weekday()])
    if hours := hours_words(event):
        begins, parted, ends = hours.partition("–")
        words = f"с {begins} до {ends}" if parted else begins if begins.startswith("начало") else f"в {begins}"
        zone = zone_words(event)
        parts.append(f"{words} ({zone})" if zone else words)
    return ", ".join(parts)


def fact_of(event: Event, *, at: datetime) -> str:
    """The one sentence that says what and when."""
    told, subject, when = told_of(event), subject_of(event), when_in_words(event)
    match stage_of(event, at=at):
        case Stage.CANCELLED:
            begins = f"{capital(subject)}, {told.planned} на {when},"
            return ended(begins.replace("на с ", "на время с ", 1) + f" {told.cancelled}")
        case Stage.HELD:
            return ended(f"{capital(subject)} {told.held} {when}")
        case _:
            return ended(f"{capital(subject)} {told.ahead if at < event.starts_at else told.now} {when}")


def way_of(event: Event, *, at: datetime) -> str:
    """Where it is and whether one may take part from afar."""
    is_held = stage_of(event, at=at) == Stage.HELD
    place = ended(f"Место: {event.place}") if event.place else ""
    if event.format == ItemFormat.ONSITE:
        return place
    if event.format == ItemFormat.ONLINE:
        way = "Встреча прошла дистанционно." if is_held else "Участвовать можно дистанционно."
        return f"{way} {place}".strip()
    way = "Участвовали очно и дистанционно." if is_held else "Участвовать можно очно и дистанционно."
    return f"{way} {place}".strip()


def figures_words(people: int, territories: int) -> str:
    """«Участвовали 27 человек из 12 территорий.»; nothing where nobody is counted."""
    if not people:
        return ""
    verb = agree(people, "Участвовал", "Участвовали", "Участвовали")
    words = f"{verb} {counted(people, 'человек', 'человека', 'человек')}"
    if territories > 1:
        words += f" из {counted(territories, 'территории', 'территорий', 'территорий')}"
    return f"{words}."


def enrolment_words(event: Event, *, at: datetime) -> str:
    """How to come to what lies ahead."""
    if event.enrolment_mode == EnrolmentMode.NONE:
        return "Регистрироваться заранее не нужно."
    if event.enrolment_mode == EnrolmentMode.INVITED:
        return "Участие – по приглашениям."
    if event.enrolment_opens_at is not None and at < event.enrolment_opens_at:
        return ended(f"Регистрация откроется {moment_words(event.enrolment_opens_at, event.zone)}")
    if not may_enrol(event, at=at):
        return "Регистрация закончена."
    until = event.enrolment_closes_at
    tail = f" до {moment_words(until, event.zone)}" if until else ""
    return ended(f"Чтобы участвовать, зарегистрируйтесь на странице мероприятия{tail}")


def may_enrol(event: Event, *, at: datetime) -> bool:
    """Whether everybody who reads the news may register now."""
    opens = event.enrolment_opens_at
    return (
        event.status == EventStatus.ANNOUNCED
        and event.visibility == EventVisibility.PUBLIC
        and event.enrolment_mode in (EnrolmentMode.OPEN, EnrolmentMode.MODERATED)
        and (opens is None or at >= opens)
        and at < (event.enrolment_closes_at or event.ends_at)
    )


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def ended(words: str) -> str:
    """One full stop, also after «г.»."""
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def shortened(words: str, most: int) -> str:
    """The words, cut between two of them when there are too many signs; an opened quote is closed."""
    if len(words) <= most:
        return words
    cut = words[: most - 2].rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return f"{cut}…»" if cut.count("«") > cut.count("»") else f"{cut}…"
