"""How long what events know of guests is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.crypto import salted_hmac

from stellazh.common.actor import ActorKind, System
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.enrolment_questions import ENROLMENT_USE, respondent_key
from stellazh.events.feedback_questions import FEEDBACK_USE
from stellazh.events.models import Attendance, AttendanceMark, Enrolment, LetterDelivery, RoomList, RoomListRow
from stellazh.events.services.attendances.guessing import forget_failures
from stellazh.files.forgetting import forget_file
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.files.services import store_file
from stellazh.people.retention import RetentionRule, retention_rules
from stellazh.questionnaires.models import Answer
from stellazh.questionnaires.personal_data import forget_answers
from stellazh.russian.collation import sort_key

FORGETTING: Final = System("сроки хранения")
CONTACTS_LIVE: Final = timedelta(days=365)
NAMES_LIVE: Final = timedelta(days=5 * 365)
ROOM_LISTS_LIVE: Final = timedelta(days=365)
GUEST: Final = "Гость"
SOMEBODY: Final = "Имя удалено"
FORGOTTEN: Final = "events.forgotten_room_list"
FORGOTTEN_NAME: Final = "Список удалён по сроку хранения.txt"
_WHY = "срок хранения сведений о гостях истёк"


def _nobody(actor: object, stored: object) -> Verdict:
    return refuse("Этот список удалён: срок его хранения прошёл.")


def register() -> None:
    """Name the rules, and what stands in the place of a list that is gone."""
    purposes.add(FilePurpose(FORGOTTEN, "Список видеокомнаты удалён", 1024, None, _nobody))
    for rule in (
        RetentionRule(
            "events.guest_contacts",
            "Гости мероприятий: почта, телефон, сетевой адрес, ответы на вопросы и отзывы",
            "год после мероприятия",
            "чтобы прислать материалы и ответить на вопросы; потом они не нужны",
            forget_guest_contacts,
        ),
        RetentionRule(
            "events.guest_names",
            "Гости мероприятий: имя",
            "5 лет после мероприятия",
            "имя стоит в списке участников; школа и муниципалитет остаются для подсчётов",
            forget_guest_names,
        ),
        RetentionRule(
            "events.room_lists",
            "Списки видеокомнат: файл, имена и адреса из него",
            "год после загрузки",
            "чтобы проверить и исправить отметки; сами отметки остаются",
            forget_room_lists,
        ),
        RetentionRule(
            "events.check_in_failures",
            "Неверные коды отметки: кто их вводил и сетевой адрес",
            "сутки",
            "чтобы код нельзя было подобрать; потом они не нужны",
            forget_failures,
        ),
        RetentionRule(
            "events.participation",
            "Регистрации и участие тех, у кого есть карточка",
            "пока есть карточка",
            "из них складываются отчёт объединения и портфолио человека",
        ),
    ):
        retention_rules.add(rule)


def forget_guest_contacts(at: datetime) -> int:
    """Forget how to reach guests of events that ended a year ago, and what they answered; how many registrations and
    attendances were changed.

    Of an address a key is left that nobody can read it from: a guest of several events stays one guest in figures.
    """
    before = at - CONTACTS_LIVE
    old = Enrolment.objects.select_for_update().filter(person=None, event__ends_at__lt=before)
    enrolments = list(old.filter(~Q(guest_email="") | ~Q(guest_phone="") | ~Q(guest_place="")))
    for row in enrolments:
        if row.guest_email:
            for attendance in Attendance.objects.filter(enrolment=row, person=None):
                _put_key(attendance, row.guest_email)
        row.guest_email = row.guest_phone = row.guest_place = ""
    Enrolment.objects.bulk_update(enrolments, ["guest_email", "guest_phone", "guest_place"], batch_size=200)
    LetterDelivery.objects.filter(enrolment__in=enrolments).update(address="")
    names = [respondent_key(row) for row in enrolments]
    answers = Answer.objects.filter(
        submission__questionnaire__use__in=(ENROLMENT_USE, FEEDBACK_USE),
        submission__person=None,
        submission__respondent_key__in=names,
    )
    forget_answers(answers, why=_WHY, by=FORGETTING, at=at)
    walked_in = Attendance.objects.filter(person=None, event__ends_at__lt=before, guest_key__startswith="email:")
    known = list(walked_in)
    for attendance in known:
        _put_key(attendance, attendance.guest_key.removeprefix("email:"))
    return len(enrolments) + len(known)


def forget_guest_names(at: datetime) -> int:
    """Forget the names of guests of events that ended five years ago; how many registrations and attendances."""
    before = at - NAMES_LIVE
    count = 0
    plain = {"name": GUEST, "sort_key": sort_key(GUEST)}
    old = Enrolment.objects.filter(person=None, event__ends_at__lt=before).exclude(name=GUEST)
    # Who registered a guest for her is told further on.
    old.exclude(registered_by_kind=ActorKind.PERSON).update(registered_by_name=GUEST)
    count += old.update(**plain, reason="")
    attendances = Attendance.objects.filter(person=None, event__ends_at__lt=before).exclude(name=GUEST)
    marks = AttendanceMark.objects.filter(attendance__in=attendances)
    marks.exclude(recorded_by_kind=ActorKind.PERSON).update(recorded_by_name=GUEST)
    marks.update(note="")
    named = list(attendances.filter(guest_key__startswith="name:"))
    for row in named:
        row.guest_key = f"was:{row.pk}"
    Attendance.objects.bulk_update(named, ["guest_key"], batch_size=200)
    return count + attendances.update(**plain, reason="")


def forget_room_lists(at: datetime) -> int:
    """Delete the files of lists brought a year ago and forget the names in them; how many lists."""
    old = RoomList.objects.select_for_update(of=("self",)).filter(brought_at__lt=at - ROOM_LISTS_LIVE)
    count = 0
    for room_list in old.exclude(file__purpose=FORGOTTEN):
        before = room_list.file_id
        words = "Файл удалён: срок его хранения прошёл.".encode()
        room_list.file = store_file(words, name=FORGOTTEN_NAME, purpose=FORGOTTEN, by=FORGETTING, at=at)
        room_list.save(update_fields=["file"])
        forget_file(before, why="срок хранения списка истёк", by=FORGETTING, at=at)
        RoomListRow.objects.filter(room_list=room_list).update(raw_name=SOMEBODY, raw_email="", candidates=[])
        count += 1
    return count


def _put_key(attendance: Attendance, email: str) -> None:
    key = f"was:{salted_hmac('events.guest', email.casefold(), algorithm='sha256').hexdigest()[:40]}"
    # One address came twice: the second is told apart by its own number.
    is_taken = Attendance.objects.filter(event=attendance.event_id, guest_key=key).exclude(pk=attendance.pk).exists()
    attendance.guest_key = f"was:{attendance.pk}" if is_taken else key
    attendance.save(update_fields=["guest_key"])
