"""Lists of video rooms: brought, looked over by a person, taken as marks of attendance, and taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access import can_mark_attendance
from stellazh.events.enums import AttendanceState, EventStatus, MarkSource, RoomListState, RowVerdict
from stellazh.events.models import AttendanceMark, Enrolment, Event, RoomList, RoomListRow
from stellazh.events.reads.room_people import key_numbers, people_in_reach, person_key, room_index
from stellazh.events.rooms.matching import RoomMatch, part_claims
from stellazh.events.rooms.reading import read_room
from stellazh.events.services.attendance_marks import Mark, Subject, put_marks, withdraw_marks
from stellazh.events.services.locking import locked_event
from stellazh.events.services.outcomes import tell_plan
from stellazh.files.services import store_file
from stellazh.people.models import Person
from stellazh.russian.collation import fold

ROOM_LIST_FILE: Final = "events.room_list"
LONGEST_MINUTES: Final = 24 * 60
GUEST, SKIP, LATER = "guest", "skip", "later"


class RoomListBroughtBefore(DomainError):
    """The very same file has been brought to this event and not taken back; `room_list` is what came of it."""

    def __init__(self, message: str, room_list: RoomList) -> None:
        super().__init__(message)
        self.room_list = room_list


class DayOutsideEvent(DomainError):
    """The list is of a day on which the event did not go on."""


class WrongLeastMinutes(DomainError):
    """No sensible number of minutes."""


class RoomListIsDecided(DomainError):
    """The list has been taken or taken back: its rows are not asked about any more."""


class UnknownRoomAnswer(DomainError):
    """An answer names a row or a person that cannot be chosen here."""


class NobodyToTake(DomainError):
    """No row of the list is somebody's yet."""


def bring_room_list(
    event_id: int, *, content: bytes, name: str, on: date, least_minutes: int, by: Actor, at: datetime
) -> RoomList:
    """Read the list of a room and compare its names with those registered and those in reach; nobody is marked yet.

    Two rows that claim one person are both in doubt. The file is kept as it came.

    Raises:
        PermissionRefused: `by` may not mark attendance there.
        DayOutsideEvent, WrongLeastMinutes: as they say. RoomListIsDecided: the event is called off.
        UnreadablePaper: what is wrong with the file, in a sentence. What `store_file` refuses.
        RoomListBroughtBefore: the same file again; nothing has changed.
    """
    event = Event.objects.select_related("association__territory").get(pk=event_id)
    _require_open(event, by=by, on=on, least_minutes=least_minutes)
    _require_new(event, content)
    # Read before the lock is taken: a long list holds up nobody.
    entries = read_room(content, name, zone=event.zone, on=on)
    index = room_index(event, on=on, by=by)
    matches = part_claims([index.find(entry.name, entry.email) for entry in entries])
    with transaction.atomic():
        event = locked_event(event_id)
        _require_new(event, content)
        stored = store_file(content, name=name, purpose=ROOM_LIST_FILE, scope=event.association.path, by=by, at=at)
        room_list = RoomList.objects.create(
            event=event,
            file=stored,
            on=on,
            least_minutes=least_minutes,
            brought_at=at,
            brought_by=by.actor_name[:200],
        )
        RoomListRow.objects.bulk_create(
            RoomListRow(
                room_list=room_list,
                position=position,
                raw_name=entry.name,
                raw_email=entry.email,
                joined_at=entry.joined_at,
                left_at=entry.left_at,
                minutes=entry.minutes,
                **_columns(match),
            )
            for position, (entry, match) in enumerate(zip(entries, matches, strict=True), start=1)
        )
        _note("room_list_brought", room_list, by=by, at=at, changes={"Имён": ("", str(len(entries)))})
    return room_list


@transaction.atomic
def answer_room_rows(room_list_id: int, answers: Mapping[int, str], *, by: Actor, at: datetime) -> RoomList:
    """Say who rows are: «enrolment:12», «person:7», «guest», «skip», or «later» to leave it open. Keys are rows' keys.

    Raises:
        PermissionRefused; RoomListIsDecided.
        UnknownRoomAnswer: no such row, or somebody who is neither registered nor in reach; nothing is kept.
    """
    room_list = _locked_list(room_list_id, by=by)
    _require_preview(room_list)
    rows = {row.pk: row for row in room_list.rows.filter(pk__in=answers)}
    allowed = _allowed_keys(room_list, rows, answers, by=by)
    for pk, answer in answers.items():
        if pk not in rows or answer not in allowed:
            raise UnknownRoomAnswer("Этого человека нельзя выбрать: обновите страницу и выберите снова.")
        _settle_row(rows[pk], answer)
    RoomListRow.objects.bulk_update(rows.values(), ["verdict", "enrolment", "person"])
    room_list.version += 1
    room_list.save(update_fields=["version"])
    _note("room_list_answered", room_list, by=by, at=at, changes={"Решено строк": ("", str(len(rows)))})
    return room_list


@transaction.atomic
def take_room_list(room_list_id: int, *, expected_version: int, by: Actor, at: datetime) -> RoomList:
    """Mark everybody who was recognised or is a guest as online; the plan hears of it.

    Rows shorter than `least_minutes`, in doubt, unknown or skipped leave no mark.

    Raises:
        PermissionRefused; RoomListIsDecided; ChangedMeanwhile.
        NobodyToTake: nobody would be marked.
    """
    room_list = _locked_list(room_list_id, by=by)
    _require_preview(room_list)
    require_version(room_list.version, expected_version)
    event = room_list.event
    rows = room_list.rows.filter(verdict__in=(RowVerdict.MATCHED, RowVerdict.GUEST))
    told = [
        (_subject(row), _mark(row, room_list, at))
        for row in rows.select_related("enrolment__person", "person")
        if not is_too_short(row, room_list) and not _is_lost(row)
    ]
    if not told:
        raise NobodyToTake("Отмечать пока некого: ни одна строка списка не узнана.")
    put_marks(event, told, by=by, at=at)
    room_list.state, room_list.taken_at = RoomListState.TAKEN, at
    room_list.version += 1
    room_list.save(update_fields=["state", "taken_at", "version"])
    _note("room_list_taken", room_list, by=by, at=at, changes={"Отмечено": ("", str(len(told)))})
    tell_plan(event, by=by, at=at)
    return room_list


@transaction.atomic
def undo_room_list(room_list_id: int, *, by: Actor, at: datetime) -> RoomList:
    """Take the list back with the marks made of it; what is known from elsewhere stays. One not taken yet is put away.

    Raises:
        PermissionRefused. RoomListIsDecided: taken back before.
    """
    room_list = _locked_list(room_list_id, by=by)
    if room_list.state == RoomListState.UNDONE:
        raise RoomListIsDecided("Этот список уже отменён.")
    marks = list(AttendanceMark.objects.filter(room_row__room_list=room_list, withdrawn_at=None))
    if marks:
        withdraw_marks(marks, at=at)
    room_list.state = RoomListState.UNDONE
    room_list.version += 1
    room_list.save(update_fields=["state", "version"])
    _note("room_list_undone", room_list, by=by, at=at, changes={"Снято отметок": ("", str(len(marks)))})
    tell_plan(room_list.event, by=by, at=at)
    return room_list


def is_too_short(row: RoomListRow, room_list: RoomList) -> bool:
    """Whether the row was in the room for less than the list asks; a row whose time is not told is long enough."""
    return row.minutes is not None and row.minutes < room_list.least_minutes


def _require_open(event: Event, *, by: Actor, on: date, least_minutes: int) -> None:
    require(can_mark_attendance(by, event))
    if event.status == EventStatus.CANCELLED:
        raise RoomListIsDecided("Мероприятие отменено: отмечать участие не в чем.")
    if not event.first_day <= on <= event.last_day:
        raise DayOutsideEvent("В этот день мероприятие не шло: выберите день мероприятия.")
    if not 0 <= least_minutes <= LONGEST_MINUTES:
        raise WrongLeastMinutes(f"Укажите минуты от 0 до {LONGEST_MINUTES}.")


def _require_new(event: Event, content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    before = RoomList.objects.filter(event=event, file__sha256=sha256).exclude(state=RoomListState.UNDONE)
    known = before.select_related("file").first()
    if known is not None:
        when = known.brought_at.astimezone(event.zone)
        what = "уже внесён" if known.state == RoomListState.TAKEN else "уже загружен и ждёт проверки"
        raise RoomListBroughtBefore(f"Этот файл {what}: его принесли {when:%d.%m.%Y}. Ничего не изменилось.", known)


def _locked_list(room_list_id: int, *, by: Actor) -> RoomList:
    """The list, held with its event: marks are decided under the event's lock."""
    event = locked_event(RoomList.objects.only("event_id").get(pk=room_list_id).event_id)
    require(can_mark_attendance(by, event))
    room_list = RoomList.objects.select_for_update(of=("self",)).select_related("file").get(pk=room_list_id)
    room_list.event = event
    return room_list


def _require_preview(room_list: RoomList) -> None:
    if room_list.state != RoomListState.PREVIEW:
        done = "внесён" if room_list.state == RoomListState.TAKEN else "отменён"
        raise RoomListIsDecided(f"Этот список уже {done}.")


def _columns(match: RoomMatch) -> dict[str, object]:
    return {
        "verdict": match.verdict,
        "enrolment_id": next(iter(key_numbers([match.key], "enrolment")), None),
        "person_id": next(iter(key_numbers([match.key], "person")), None),
        "candidates": list(match.candidates),
    }


def _allowed_keys(
    room_list: RoomList, rows: Mapping[int, RoomListRow], answers: Mapping[int, str], *, by: Actor
) -> set[str]:
    """The answers that may be given: whoever is registered, was proposed for a row, or stands in reach."""
    event, wanted = room_list.event, set(answers.values())
    allowed = {GUEST, SKIP, LATER}
    enrolments = Enrolment.objects.filter(event=event, pk__in=key_numbers(wanted, "enrolment"))
    allowed |= {f"enrolment:{pk}" for pk in enrolments.values_list("pk", flat=True)}
    numbers = key_numbers(wanted, "person")
    if numbers:
        proposed = {key for row in rows.values() for key in row.candidates}
        proposed |= {person_key(row.person_id) for row in rows.values() if row.person_id}
        present = Person.objects.present().filter(pk__in=numbers & key_numbers(proposed, "person"))
        allowed |= {person_key(pk) for pk in present.values_list("pk", flat=True)}
        near = people_in_reach(event, on=room_list.on, by=by).filter(pk__in=numbers)
        allowed |= {person_key(pk) for pk in near.values_list("pk", flat=True)}
    return allowed


def _settle_row(row: RoomListRow, answer: str) -> None:
    row.enrolment_id = next(iter(key_numbers([answer], "enrolment")), None)
    row.person_id = next(iter(key_numbers([answer], "person")), None)
    if answer == GUEST:
        row.verdict = RowVerdict.GUEST
    elif answer == SKIP:
        row.verdict = RowVerdict.SKIPPED
    elif answer == LATER:
        row.verdict = RowVerdict.DOUBTFUL if row.candidates else RowVerdict.UNKNOWN
    else:
        row.verdict = RowVerdict.MATCHED


def _is_lost(row: RoomListRow) -> bool:
    """Recognised once, but the registration is gone since."""
    return row.verdict == RowVerdict.MATCHED and row.enrolment_id is None and row.person_id is None


def _subject(row: RoomListRow) -> Subject:
    if row.verdict == RowVerdict.MATCHED:
        return Subject(enrolment=row.enrolment, person=row.person)
    key = f"email:{row.raw_email}" if row.raw_email else f"name:{fold(row.raw_name)}"
    return Subject(guest_key=key[:80], name=row.raw_name[:200])


def _mark(row: RoomListRow, room_list: RoomList, at: datetime) -> Mark:
    return Mark(
        source=MarkSource.ROOM,
        state=AttendanceState.ONLINE,
        key=f"room:{row.pk}",
        on=room_list.on,
        marked_at=row.joined_at or at,
        minutes=row.minutes,
        note=f"в комнате: {row.raw_name}"[:300],
        room_row=row,
    )


def _note(action: str, room_list: RoomList, *, by: Actor, at: datetime, changes: Mapping[str, tuple[str, str]]) -> None:
    event = room_list.event
    record(action, event, by=by, at=at, scope=event.association.path, changes=dict(changes), note=room_list.file.name)
