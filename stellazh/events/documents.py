"""Lists of an event's people that documents are given to, and what documents are told of the event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.db.models import Model

from stellazh.certificates.reads.people import NOWHERE, workplaces_of
from stellazh.certificates.recipient_lists import Recipient, RecipientList, Subject, recipient_lists
from stellazh.certificates.wording import WORK, dates_words
from stellazh.common.actor import Actor
from stellazh.common.numerals import whole_number
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.access import can_read_participants
from stellazh.events.enums import EventStatus
from stellazh.events.models import Attendance, Enrolment, Event, Speaker
from stellazh.russian.collation import fold, sort_key

SUBJECT: Final = "event"
PRESENT: Final = "event.present"
SPEAKERS: Final = "event.speakers"
ENROLLED: Final = "event.enrolled"
# What one day of a meeting is worth at most when its hours are not counted.
_LONGEST_DAY_HOURS: Final = 12
_NOT_YOURS: Final = "Список участников этого мероприятия вам не открыт."


def register() -> None:
    """Name the lists."""
    for code, label, read in (
        (PRESENT, "кто участвовал", present_people),
        (SPEAKERS, "кто выступал", speaking_people),
        (ENROLLED, "кто зарегистрирован", enrolled_people),
    ):
        recipient_lists.add(RecipientList(code, label, SUBJECT, subject_of, may_take, read))


def subject_of(actor: Actor, key: str) -> Subject | None:
    """The event with that key as documents tell of it, for whoever reads its participants. Two queries at most."""
    event = _event(key)
    if event is None or not can_read_participants(actor, event):
        return None
    return event_subject(event)


def event_subject(event: Event) -> Subject:
    """What documents tell of the event; it comes with its association."""
    return Subject(
        key=event.object_key,
        association_id=event.association_id,
        title=event.title,
        basis=f"участие в мероприятии «{_inner_quotes(event.title)}»",
        dates_words=dates_words(event.first_day, event.last_day),
        hours=_hours(event),
        place="",
        ended_on=event.last_day,
        url=event.get_absolute_url(),
    )


def _inner_quotes(title: str) -> str:
    """«Форум «Чтение»» is written «Форум „Чтение“»."""
    return title.replace("«", "„").replace("»", "“")


def may_take(actor: Actor, key: str) -> Verdict:
    """Whether the actor may take people of the event's lists: whoever reads its participants."""
    event = _event(key)
    return can_read_participants(actor, event) if event is not None else refuse(_NOT_YOURS)


def present_people(key: str) -> Sequence[Recipient]:
    """Everybody who was there, in the room or online, each human once, guests by their names. Four queries."""
    event = _event(key)
    if event is None:
        return ()
    rows = Attendance.objects.filter(event=event).counted().select_related("person", "organisation", "territory")
    return _recipients(rows.select_related("enrolment").order_by("sort_key", "pk"), on=event.last_day)


def enrolled_people(key: str) -> Sequence[Recipient]:
    """Everybody who holds a place, whether she came or not. Four queries."""
    event = _event(key)
    if event is None:
        return ()
    rows = Enrolment.objects.coming().filter(event=event).select_related("person", "organisation", "territory")
    return _recipients(rows.order_by("sort_key", "pk"), on=event.last_day)


def speaking_people(key: str) -> Sequence[Recipient]:
    """Everybody who stands in the programme as a speaker, with the title of the talk. Four queries."""
    event = _event(key)
    if event is None:
        return ()
    rows = Speaker.objects.filter(slot__event=event, slot__archived_at=None).select_related("person", "organisation")
    return _recipients(
        rows.select_related("slot").order_by("slot__position", "slot_id", "position", "pk"), on=event.last_day
    )


def _event(key: str) -> Event | None:
    kind, _, number = key.partition(":")
    pk = whole_number(number) if kind == SUBJECT else None
    if pk is None:
        return None
    events = Event.objects.present().exclude(status=EventStatus.CANCELLED)
    return events.select_related("association__territory").filter(pk=pk).first()


def _recipients(rows: Iterable[Attendance | Enrolment | Speaker], *, on: date) -> list[Recipient]:
    """Each human once: a person by her key, others by name and school. In the order of the alphabet."""
    rows = list(rows)
    places = workplaces_of(sorted({row.person_id for row in rows if row.person_id}), on=on)
    found: dict[tuple[object, ...], Recipient] = {}
    works: dict[tuple[object, ...], list[str]] = {}
    for row in rows:
        place = places.get(row.person_id or 0, NOWHERE)
        person = row.person
        school = row.organisation_name or (row.organisation.short_name if row.organisation else "") or place.school
        name = person.full_name if person is not None else row.name
        who: tuple[object, ...] = (person.pk,) if person is not None else (fold(name), fold(school))
        if isinstance(row, Speaker) and row.slot.title not in works.setdefault(who, []):
            works[who].append(row.slot.title)
        if who in found:
            continue
        found[who] = Recipient(
            name=name,
            person_id=row.person_id,
            post=getattr(row, "post", "") or place.post,
            organisation_id=row.organisation_id or (place.organisation_id if not row.organisation_name else None),
            school=school,
            municipality=_municipality(row) or place.municipality,
            email=_guest_email(row),
        )
    titled = {who: {WORK: "; ".join(titles)[:300]} for who, titles in works.items()}
    made = [replace(one, details=titled.get(who, {})) for who, one in found.items()]
    return sorted(made, key=lambda one: sort_key(one.name))


def _municipality(row: Model) -> str:
    territory = getattr(row, "territory", None)
    return territory.name if territory is not None else ""


def _guest_email(row: Attendance | Enrolment | Speaker) -> str:
    if row.person_id is not None or isinstance(row, Speaker):
        return ""
    if isinstance(row, Enrolment):
        return row.guest_email
    return row.enrolment.guest_email if row.enrolment is not None else ""


def _hours(event: Event) -> int | None:
    """Whole hours of an event of one day; of longer ones somebody knows better."""
    if event.is_all_day or event.first_day != event.last_day:
        return None
    length = event.ends_at - event.starts_at
    hours = round(length / timedelta(hours=1))
    return hours if 1 <= hours <= _LONGEST_DAY_HOURS else None
