"""What events know of a person: registrations, attendance, lines of video rooms' lists, talks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from stellazh.common.actor import System
from stellazh.events.enums import EnrolmentState, EventStatus
from stellazh.events.models import (
    ENROLLED_OR_INVITED,
    Attendance,
    AttendanceMark,
    CheckInCode,
    CheckInFailure,
    Enrolment,
    EventLetter,
    FeedbackGiven,
    LetterDelivery,
    MaterialVersion,
    RoomList,
    RoomListRow,
    Speaker,
)
from stellazh.events.people_merging import repoint_feedback, repoint_participation, repoint_speaking
from stellazh.events.services.enrolments import move_up_waiting
from stellazh.events.services.enrolments.answering import take_answers_back
from stellazh.events.services.enrolments.rows import store_decided
from stellazh.events.services.locking import locked_event
from stellazh.people.holders import Erased, PersonalDataHolder, Taken, holders
from stellazh.people.models import Person
from stellazh.russian.collation import sort_key

ERASING: Final = System("удаление сведений")
PARTICIPANT: Final = "Участник"
SPEAKER: Final = "Выступающий"
_LIVE = (EventStatus.DRAFT, EventStatus.ANNOUNCED)


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "events.participation",
            "Регистрации на мероприятия и участие в них",
            ("events.Enrolment.person", "events.Attendance.person", "events.RoomListRow.person"),
            _export_participation,
            _erase_participation,
            repoint_participation,
        )
    )
    holders.add(
        PersonalDataHolder(
            "events.speaking",
            "Выступления на мероприятиях",
            ("events.Speaker.person",),
            _export_speaking,
            _erase_speaking,
            repoint_speaking,
        )
    )
    holders.add(
        PersonalDataHolder(
            "events.feedback",
            "Отзывы о мероприятиях: что отзыв оставлен",
            ("events.FeedbackGiven.person",),
            _export_feedback,
            _erase_feedback,
            repoint_feedback,
        )
    )


def _export_participation(person: Person) -> Taken:
    enrolments = Enrolment.objects.filter(person=person).select_related("event__association", "territory")
    attendances = Attendance.objects.filter(person=person).select_related("event__association", "territory")
    lines = _lines_of(person).select_related("room_list__event")
    return Taken(
        {
            "Регистрации": [
                {
                    "Мероприятие": str(row.event),
                    "Когда": _moment(row.event.starts_at),
                    "Состояние": row.get_state_display(),
                    "Причина": row.reason,
                    "Как участвует": row.get_coming_as_display(),
                    "Записано": row.name,
                    "Школа": row.organisation_name,
                    "Муниципалитет": str(row.territory or ""),
                    "Имя видно другим участникам": row.is_name_shown,
                    "Кто зарегистрировал": row.registered_by_name,
                    "День регистрации": _moment(row.registered_at),
                }
                for row in enrolments.order_by("event__starts_at", "pk")
            ],
            "Участие": [
                {
                    "Мероприятие": str(row.event),
                    "Когда": _moment(row.event.starts_at),
                    "Участие": row.get_state_display(),
                    "Причина": row.reason,
                    "Школа": row.organisation_name,
                    "Муниципалитет": str(row.territory or ""),
                    "Отметки": _marks(row.marks.all()),
                }
                for row in attendances.prefetch_related("marks").order_by("event__starts_at", "pk")
            ],
            "Строки о вас в списках видеокомнат": [
                {
                    "Мероприятие": str(row.room_list.event),
                    "День": f"{row.room_list.on:%d.%m.%Y}",
                    "Имя": row.raw_name,
                    "Почта": row.raw_email,
                    "Минут": row.minutes,
                }
                for row in lines.order_by("pk")
            ],
        }
    )


def _marks(marks: Iterable[AttendanceMark]) -> list[dict[str, Any]]:
    return [
        {
            "Откуда известно": mark.get_source_display(),
            "Состояние": mark.get_state_display(),
            "Когда": _moment(mark.marked_at),
            "Минут": mark.minutes,
            "Примечание": mark.note,
            "Снята": mark.withdrawn_at is not None,
        }
        for mark in marks
    ]


def _erase_participation(person: Person, at: datetime) -> Sequence[Erased]:
    """What is to come is called off and the place goes to whoever waits; of what has been only the name goes, so that
    figures stay as they were."""
    withdrawn = _withdraw_coming(person, at)
    nameless = f"Удалённая карточка № {person.pk}"
    enrolments, attendances = Enrolment.objects.filter(person=person), Attendance.objects.filter(person=person)
    LetterDelivery.objects.filter(enrolment__person=person).update(address="")
    AttendanceMark.objects.filter(attendance__person=person).update(note="")
    kept = attendances.count() + enrolments.exclude(attendance__person=person).count()
    plain = {"name": PARTICIPANT, "sort_key": sort_key(PARTICIPANT), "reason": ""}
    enrolments.update(**plain, guest_email="", guest_phone="", guest_place="", is_name_shown=False)
    attendances.update(**plain)
    lines = _lines_of(person).update(raw_name=PARTICIPANT, raw_email="")
    CheckInFailure.objects.filter(who=f"person:{person.pk}").delete()
    _rename_doer(person, nameless)
    why = "чтобы не менялись подсчёты участий, школ и муниципалитетов; имени там больше нет"
    return [
        Erased("Регистрации на будущие мероприятия", withdrawn),
        Erased("Строки о вас в списках видеокомнат", lines),
        Erased("Сведения о том, что в мероприятии был ещё один участник", 0, kept, why),
    ]


def _withdraw_coming(person: Person, at: datetime) -> int:
    coming = Enrolment.objects.filter(
        person=person, state__in=ENROLLED_OR_INVITED, event__status__in=_LIVE, event__ends_at__gt=at
    )
    for event_id in sorted(coming.values_list("event_id", flat=True)):
        event = locked_event(event_id)
        enrolment = Enrolment.objects.get(event=event, person=person)
        enrolment.event = event
        enrolment.state, enrolment.queued_at, enrolment.decided_at = EnrolmentState.WITHDRAWN, None, at
        store_decided([enrolment], at=at)
        take_answers_back(enrolment, by=ERASING, at=at)
        move_up_waiting(event, at=at)
    return Enrolment.objects.filter(person=person, state=EnrolmentState.WITHDRAWN, decided_at=at).count()


def _rename_doer(person: Person, nameless: str) -> None:
    """Let go the name of whoever registered, marked, brought and wrote. Where no key was kept, the name itself tells:
    a namesake's lines lose it too."""
    own = {"registered_by_kind": str(person.actor_kind), "registered_by_id": person.actor_id}
    Enrolment.objects.filter(**own).update(registered_by_name=nameless)
    own = {"recorded_by_kind": str(person.actor_kind), "recorded_by_id": person.actor_id}
    AttendanceMark.objects.filter(**own).update(recorded_by_name=nameless)
    name = person.actor_name
    RoomList.objects.filter(brought_by=name).update(brought_by=nameless)
    CheckInCode.objects.filter(made_by=name).update(made_by=nameless)
    MaterialVersion.objects.filter(added_by=name).update(added_by=nameless)
    EventLetter.objects.filter(made_by=name).update(made_by=nameless)


def _lines_of(person: Person) -> QuerySet[RoomListRow]:
    return RoomListRow.objects.filter(Q(person=person) | Q(enrolment__person=person))


def _export_speaking(person: Person) -> Taken:
    rows = Speaker.objects.filter(person=person).select_related("slot__event")
    return Taken(
        [
            {
                "Мероприятие": str(row.slot.event),
                "Тема": row.slot.title,
                "Записано": ", ".join(part for part in (row.name, row.post, row.organisation_name) if part),
            }
            for row in rows.order_by("slot__event__starts_at", "pk")
        ]
    )


def _erase_speaking(person: Person, at: datetime) -> Sequence[Erased]:
    """The programme stands on a page that everybody reads: the name and the post go, the theme and the school stay."""
    rows = Speaker.objects.filter(person=person)
    gone = rows.update(name=SPEAKER, post="", person=None)
    return [Erased("Имя и должность в программах мероприятий", gone)]


def _export_feedback(person: Person) -> Taken:
    rows = FeedbackGiven.objects.filter(person=person).select_related("event")
    return Taken([{"Мероприятие": str(row.event)} for row in rows.order_by("event__starts_at", "event_id")])


def _erase_feedback(person: Person, at: datetime) -> Sequence[Erased]:
    """What was said stays without her; that she said something goes."""
    gone, _ = FeedbackGiven.objects.filter(person=person).delete()
    return [Erased("Пометки о том, что отзыв оставлен", gone)]


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
