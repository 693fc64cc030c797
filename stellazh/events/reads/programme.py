"""The programme as it is read: by days, sections, talks; names as this reader may know them; what does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stellazh.common.actor import Actor
from stellazh.events.enums import SlotKind
from stellazh.events.models import Event, Slot, Speaker
from stellazh.events.wording import clock_words, quoted
from stellazh.people.enums import PUBLISHED_NAME, PUBLISHED_POSTS
from stellazh.russian.calendar_words import day_and_month, weekday_short
from stellazh.russian.collation import fold
from stellazh.workplans.reads.naming import SOMEBODY, Naming, naming_for


@dataclass(frozen=True, slots=True)
class ShownSpeaker:
    """Who speaks, as this reader may know it: a hidden one is «участник объединения» without post and school."""

    name: str
    detail: str = ""
    person_id: int | None = None
    is_hidden: bool = False

    @property
    def text(self) -> str:
        """«Ольхова Вера Ильинична, педагог-библиотекарь, школа № 5»."""
        return f"{self.name}, {self.detail}" if self.detail else self.name


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """One line: its hours in words, who speaks, the talks of a section, and what does not fit."""

    slot: Slot
    when: str
    speakers: tuple[ShownSpeaker, ...] = ()
    talks: tuple[ShownSlot, ...] = ()
    warnings: tuple[str, ...] = ()
    is_inner: bool = False

    @property
    def is_section(self) -> bool:
        return self.slot.kind == SlotKind.SESSION

    @property
    def is_break(self) -> bool:
        return self.slot.kind == SlotKind.BREAK


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """The lines of one day; `day` is None when the programme has only one, or where no day is known."""

    day: date | None
    lines: list[ShownSlot] = field(default_factory=list)

    @property
    def rows(self) -> list[ShownSlot]:
        """Every line, talks after their section."""
        return [row for line in self.lines for row in (line, *line.talks)]

    @property
    def title(self) -> str:
        """«8 октября, вт»."""
        return f"{day_and_month(self.day)}, {weekday_short(self.day)}" if self.day else ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole programme. `hides_names` when somebody is not named to this reader."""

    days: tuple[ProgrammeDay, ...] = ()
    hides_names: bool = False

    def __bool__(self) -> bool:
        return bool(self.days)

    @property
    def lines(self) -> Iterator[ShownSlot]:
        """Every line, talks after their section."""
        for day in self.days:
            yield from day.rows


def programme_of(event: Event, reader: Actor, *, with_warnings: bool = False) -> Programme:
    """The programme for that reader. Two queries, three for somebody not signed in, whatever the number of lines."""
    slots = present_slots(event)
    speakers = {slot.pk: list(slot.speakers.all()) for slot in slots}
    naming = naming_for(reader, (one.person_id for held in speakers.values() for one in held))
    found = slot_warnings(event, slots) if with_warnings else {}
    zone = event.zone
    talks: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.parent_id is not None:
            talks[slot.parent_id].append(slot)

    def shown(slot: Slot, beside: date | None = None) -> ShownSlot:
        own = beside or _day_of_line(slot, talks[slot.pk], zone)
        return ShownSlot(
            slot=slot,
            when=hours_of(slot, zone, beside=beside),
            speakers=tuple(shown_speaker(one, naming) for one in speakers[slot.pk]),
            talks=tuple(shown(one, own) for one in talks[slot.pk]),
            warnings=tuple(found.get(slot.pk, ())),
            is_inner=slot.parent_id is not None,
        )

    tops = [slot for slot in slots if slot.parent_id is None]
    days = _by_days(event, [(slot, shown(slot)) for slot in tops], talks)
    hides = any(one.is_hidden for day in days for line in day.rows for one in line.speakers)
    return Programme(days, hides)


def present_slots(event: Event) -> list[Slot]:
    """The lines that are not put away, nor stand in a section that is, in order, with their speakers. Two queries."""
    slots = list(event.slots.filter(archived_at=None).prefetch_related("speakers").order_by("position", "pk"))
    known = {slot.pk for slot in slots}
    for slot in slots:
        slot.event = event
    return [slot for slot in slots if slot.parent_id is None or slot.parent_id in known]


def shown_speaker(speaker: Speaker, naming: Naming) -> ShownSpeaker:
    """Everybody signed in sees everybody. Others see people of ours who agreed to it, with post and school if to these
    as well, and guests of whom the organisers have such a word.
    """
    detail = ", ".join(part for part in (speaker.post, speaker.organisation_name) if part)
    if naming.shows_everybody or (speaker.person_id is None and speaker.is_name_public):
        return ShownSpeaker(speaker.name, detail, speaker.person_id)
    subjects = naming.published.get(speaker.person_id or 0, frozenset())
    if PUBLISHED_NAME in subjects:
        return ShownSpeaker(speaker.name, detail if PUBLISHED_POSTS in subjects else "")
    return ShownSpeaker(SOMEBODY, is_hidden=True)


def hours_of(slot: Slot, zone: ZoneInfo, *, beside: date | None = None) -> str:
    """«14:00–14:20», «14:00», nothing when no time is known; on another day than `beside` the day stands before."""
    if slot.starts_at is None:
        return ""
    begins = slot.starts_at.astimezone(zone)
    words = clock_words(begins)
    if slot.ends_at is not None and slot.ends_at != slot.starts_at:
        words = f"{words}–{clock_words(slot.ends_at.astimezone(zone))}"
    return f"{begins:%d.%m}, {words}" if beside is not None and begins.date() != beside else words


def slot_warnings(event: Event, slots: Sequence[Slot]) -> Mapping[int, list[str]]:
    """What does not fit, by line: outside of the event, after a later one, a speaker in two places. No queries."""
    found: dict[int, list[str]] = defaultdict(list)
    last: dict[int | None, datetime] = {}
    for slot in slots:
        if slot.starts_at is None:
            continue
        if slot.starts_at < event.starts_at or (slot.ends_at or slot.starts_at) > event.ends_at:
            found[slot.pk].append("Вне времени мероприятия.")
        before = last.get(slot.parent_id)
        if before is not None and slot.starts_at < before:
            found[slot.pk].append("Начинается раньше, чем строка выше.")
        last[slot.parent_id] = max(slot.starts_at, before or slot.starts_at)
    for name, one, other in _in_two_places(slots):
        found[one.pk].append(f"{name}: в это же время {quoted(other.title)}.")
        found[other.pk].append(f"{name}: в это же время {quoted(one.title)}.")
    return found


def _in_two_places(slots: Sequence[Slot]) -> Iterator[tuple[str, Slot, Slot]]:
    by_speaker: dict[tuple[int | None, str], list[tuple[str, Slot]]] = defaultdict(list)
    for slot in slots:
        if slot.starts_at is not None and slot.ends_at is not None:
            for speaker in slot.speakers.all():
                key = (speaker.person_id, "" if speaker.person_id is not None else fold(speaker.name))
                by_speaker[key].append((speaker.name, slot))
    for places in by_speaker.values():
        for number, (name, one) in enumerate(places):
            for _, other in places[number + 1 :]:
                # Whoever leads a section may speak in it.
                is_nested = one.pk == other.parent_id or other.pk == one.parent_id
                if not is_nested and _overlap(one, other):
                    yield name, one, other


def _overlap(one: Slot, other: Slot) -> bool:
    if one.starts_at is None or one.ends_at is None or other.starts_at is None or other.ends_at is None:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _by_days(
    event: Event, lines: Iterable[tuple[Slot, ShownSlot]], talks: Mapping[int, Sequence[Slot]]
) -> tuple[ProgrammeDay, ...]:
    """Lines without a day belong to that of the line before."""
    days: list[ProgrammeDay] = []
    for slot, line in lines:
        day = _day_of_line(slot, talks.get(slot.pk, ()), event.zone) or (days[-1].day if days else None)
        if not days or days[-1].day != day:
            days.append(ProgrammeDay(day))
        days[-1].lines.append(line)
    if len(days) == 1 and event.first_day == event.last_day and days[0].day in (None, event.first_day):
        return (ProgrammeDay(None, days[0].lines),)
    return tuple(days)


def _day_of_line(slot: Slot, talks: Sequence[Slot], zone: ZoneInfo) -> date | None:
    """Its own day, of a section without hours that of its first talk with any."""
    return next((day for one in (slot, *talks) if (day := _day(one, zone))), None)


def _day(slot: Slot, zone: ZoneInfo) -> date | None:
    return slot.starts_at.astimezone(zone).date() if slot.starts_at else None
