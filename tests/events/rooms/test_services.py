"""Lists of video rooms: brought, answered, taken, taken back; refused with nothing changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused, UnreadablePaper
from stellazh.events.enums import AttendanceState, EventStatus, MarkSource, RoomListState, RowVerdict
from stellazh.events.models import Attendance, AttendanceMark, AttendanceStanding, Enrolment, Event, RoomList
from stellazh.events.services import room_lists
from stellazh.events.services.attendance_marks import Mark, Subject, put_mark
from stellazh.events.services.room_lists import answer_room_rows, take_room_list, undo_room_list
from stellazh.files.access import can_read_file
from stellazh.people.models import Person
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.events.rooms.conftest import ON, Bring
from tests.factories.associations import AssociationFactory
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory


def verdicts(room_list: RoomList) -> list[str]:
    return [row.verdict for row in room_list.rows.all()]


def test_bringing_a_list_recognises_and_marks_nobody(
    bring: Bring, nina: Enrolment, vera: Enrolment, guest: Enrolment, event: Event, head: Person
) -> None:
    made = bring()

    rows = list(made.rows.all())
    assert (made.state, made.on, made.brought_by) == (RoomListState.PREVIEW, ON, head.actor_name)
    assert [(row.verdict, row.enrolment, row.candidates, row.minutes) for row in rows] == [
        (RowVerdict.MATCHED, nina, [], 65),
        (RowVerdict.DOUBTFUL, None, [f"enrolment:{vera.pk}"], 90),
        (RowVerdict.UNKNOWN, None, [], 60),
        (RowVerdict.MATCHED, guest, [], 5),
    ]
    assert not Attendance.objects.exists()
    assert deeds(event)[-1] == ("room_list_brought", str(head.pk), {"Имён": ["", "4"]})


def test_people_below_are_recognised_and_those_beside_are_not(
    bring: Bring, association: Association, neighbour: Association
) -> None:
    below: Any = AssociationFactory(parent=association)
    near: Any = PersonFactory(family_name="Тополева", given_name="Инна")
    far: Any = PersonFactory(family_name="Вербина", given_name="Ольга")
    MembershipFactory(person=near, association=below)
    MembershipFactory(person=far, association=neighbour)

    made = bring("Имя\nТополева Инна\nВербина Ольга\n")

    assert [(row.verdict, row.person) for row in made.rows.all()] == [
        (RowVerdict.MATCHED, near),
        (RowVerdict.UNKNOWN, None),
    ]


def test_two_rows_of_one_person_are_both_in_doubt(bring: Bring, nina: Enrolment) -> None:
    assert verdicts(bring("Имя\nОзерова Нина\nНина О.\n")) == [RowVerdict.DOUBTFUL, RowVerdict.DOUBTFUL]


def test_same_file_again_says_so_and_changes_nothing(bring: Bring, nina: Enrolment) -> None:
    made = bring()

    nothing_changes(bring, room_lists.RoomListBroughtBefore, "ждёт проверки")
    with pytest.raises(room_lists.RoomListBroughtBefore) as caught:
        bring()
    assert caught.value.room_list == made


def test_same_file_may_come_again_after_it_was_taken_back(
    bring: Bring, nina: Enrolment, head: Person, at: datetime
) -> None:
    first = bring()
    undo_room_list(first.pk, by=head, at=at)

    assert bring().pk != first.pk


def test_lists_are_brought_by_those_who_mark(
    bring: Bring, member: Person, stranger: Person, region_head: Person
) -> None:
    for actor in (member, stranger, region_head, Guest()):
        nothing_changes(lambda actor=actor: bring(by=actor), PermissionRefused)


def test_bringing_is_refused_with_a_sentence(bring: Bring, event: Event) -> None:
    nothing_changes(lambda: bring(on=date(2024, 10, 9)), room_lists.DayOutsideEvent)
    nothing_changes(lambda: bring(least_minutes=-1), room_lists.WrongLeastMinutes)
    nothing_changes(lambda: bring("Тема;Дата\nЧитаем;08.10.2024\n"), UnreadablePaper)

    event.status, event.cancel_reason = EventStatus.CANCELLED, "Заболела ведущая"
    event.save()

    nothing_changes(bring, room_lists.RoomListIsDecided, "отменено")


def test_file_is_open_to_those_who_mark(bring: Bring, head: Person, member: Person, stranger: Person) -> None:
    stored = bring().file

    assert [bool(can_read_file(actor, stored)) for actor in (head, member, stranger, Guest())] == [
        True, False, False, False,
    ]  # fmt: skip


def test_answers_settle_rows(
    bring: Bring,
    nina: Enrolment,
    vera: Enrolment,
    guest: Enrolment,
    head: Person,
    association: Association,
    at: datetime,
) -> None:
    near: Any = PersonFactory(family_name="Тополева", given_name="Инна")
    MembershipFactory(person=near, association=association)
    made = bring()
    first, second, third, fourth = made.rows.all()

    after = answer_room_rows(
        made.pk,
        {first.pk: "skip", second.pk: f"enrolment:{vera.pk}", third.pk: "guest", fourth.pk: f"person:{near.pk}"},
        by=head,
        at=at,
    )

    assert [(row.verdict, row.enrolment, row.person) for row in made.rows.all()] == [
        (RowVerdict.SKIPPED, None, None),
        (RowVerdict.MATCHED, vera, None),
        (RowVerdict.GUEST, None, None),
        (RowVerdict.MATCHED, None, near),
    ]
    assert after.version == made.version + 1


def test_answer_later_opens_a_row_again(bring: Bring, vera: Enrolment, head: Person, at: datetime) -> None:
    made = bring()
    rows = list(made.rows.all())
    answer_room_rows(made.pk, {row.pk: "skip" for row in rows}, by=head, at=at)

    answer_room_rows(made.pk, {rows[1].pk: "later", rows[2].pk: "later"}, by=head, at=at)

    assert verdicts(made) == ["skipped", "doubtful", "unknown", "skipped"]


def test_answers_name_only_people_in_reach_and_rows_of_the_list(
    bring: Bring, stranger: Person, head: Person, member: Person, at: datetime
) -> None:
    made = bring()
    row = made.rows.all()[0]
    elsewhere: Any = EnrolmentFactory()

    for answers in (
        {row.pk: f"person:{stranger.pk}"}, {row.pk: f"enrolment:{elsewhere.pk}"}, {row.pk: "person:x"},
        {row.pk: ""}, {row.pk + 100: "guest"},
    ):  # fmt: skip
        nothing_changes(
            lambda answers=answers: answer_room_rows(made.pk, answers, by=head, at=at), room_lists.UnknownRoomAnswer
        )
    nothing_changes(lambda: answer_room_rows(made.pk, {row.pk: "skip"}, by=member, at=at), PermissionRefused)


def test_taking_marks_those_recognised_and_guests(
    bring: Bring, nina: Enrolment, vera: Enrolment, guest: Enrolment, event: Event, head: Person, at: datetime
) -> None:
    made = bring(least_minutes=15)
    rows = list(made.rows.all())
    made = answer_room_rows(made.pk, {rows[2].pk: "guest"}, by=head, at=at)

    after = take_room_list(made.pk, expected_version=made.version, by=head, at=at)

    marks = AttendanceMark.objects.order_by("key").select_related("attendance")
    assert [(m.key, m.source, m.state, m.on, m.minutes, m.room_row) for m in marks] == [
        (f"room:{row.pk}", MarkSource.ROOM, AttendanceState.ONLINE, ON, row.minutes, row) for row in (rows[0], rows[2])
    ]
    assert [(m.attendance.name, m.attendance.enrolment, m.attendance.guest_key) for m in marks] == [
        ("Озерова Нина Львовна", nina, ""),
        ("Мимо Прохожий", None, "name:мимо прохожий"),
    ]
    assert (after.state, after.taken_at) == (RoomListState.TAKEN, at)
    assert deeds(event)[-1][2] == {"Отмечено": ["", "2"]}


def test_marked_member_gets_her_school(bring: Bring, association: Association, head: Person, at: datetime) -> None:
    near: Any = PersonFactory(family_name="Тополева", given_name="Инна")
    MembershipFactory(person=near, association=association)
    post: Any = PostFactory(person=near, organisation__territory=association.territory)

    made = bring("Имя\nТополева Инна\n")
    take_room_list(made.pk, expected_version=made.version, by=head, at=at)

    attendance = Attendance.objects.get()
    assert (attendance.organisation, attendance.territory) == (post.organisation, association.territory)


def test_taking_is_refused(bring: Bring, nina: Enrolment, head: Person, member: Person, at: datetime) -> None:
    made, empty = bring(), bring("Имя\nМимо Прохожий\n")

    def take(room_list: RoomList, version: int, by: Any) -> RoomList:
        return take_room_list(room_list.pk, expected_version=version, by=by, at=at)

    nothing_changes(lambda: take(made, made.version, member), PermissionRefused)
    nothing_changes(lambda: take(made, made.version + 1, head), ChangedMeanwhile)
    nothing_changes(lambda: take(empty, empty.version, head), room_lists.NobodyToTake)
    taken = take(made, made.version, head)
    row = made.rows.all()[0]
    nothing_changes(lambda: take(made, taken.version, head), room_lists.RoomListIsDecided)
    nothing_changes(lambda: answer_room_rows(made.pk, {row.pk: "skip"}, by=head, at=at), room_lists.RoomListIsDecided)


def test_undoing_withdraws_only_its_own_marks(
    bring: Bring, nina: Enrolment, guest: Enrolment, event: Event, head: Person, at: datetime
) -> None:
    paper = Mark(MarkSource.PAPER, AttendanceState.PRESENT, "paper:1", ON, at)
    put_mark(event, Subject(enrolment=nina), paper, by=head, at=at)
    made = bring()
    take_room_list(made.pk, expected_version=made.version, by=head, at=at)
    later = at + timedelta(hours=1)

    undone = undo_room_list(made.pk, by=head, at=later)

    states = dict(Attendance.objects.values_list("enrolment", "state"))
    assert states == {nina.pk: AttendanceState.PRESENT, guest.pk: AttendanceState.ABSENT}
    assert set(AttendanceMark.objects.filter(withdrawn_at=later).values_list("source", flat=True)) == {MarkSource.ROOM}
    assert undone.state == RoomListState.UNDONE
    standings = AttendanceStanding.objects.filter(attendance__enrolment=guest).order_by("since_at")
    assert [(one.state, one.until_at) for one in standings] == [("online", later), ("absent", None)]
    nothing_changes(lambda: undo_room_list(made.pk, by=head, at=later), room_lists.RoomListIsDecided)


def test_undoing_asks_the_right(bring: Bring, stranger: Person, at: datetime) -> None:
    made = bring()

    nothing_changes(lambda: undo_room_list(made.pk, by=stranger, at=at), PermissionRefused)


def test_merged_rows_of_one_person_are_one_attendance(
    bring: Bring, nina: Enrolment, head: Person, at: datetime
) -> None:
    made = bring("Имя;Минут\nОзерова Нина;30\nНина О.;50\n")
    answers = {row.pk: f"enrolment:{nina.pk}" for row in made.rows.all()}
    made = answer_room_rows(made.pk, answers, by=head, at=at)

    take_room_list(made.pk, expected_version=made.version, by=head, at=at)

    assert Attendance.objects.get().marks.count() == 2


def statements(count: int, head: Person, at: datetime) -> tuple[int, int]:
    """How many statements bringing and taking a list of that many registered people cost."""
    event: Any = EventFactory(association=head.memberships.get().association)
    names = []
    for number in range(count):
        letters = "".join("абвгдежзик"[int(digit)] for digit in f"{number:03}")
        person: Any = PersonFactory(family_name=f"Озер{letters}ова", given_name="Нина")
        EnrolmentFactory(event=event, person=person)
        names.append(f"{person.family_name} Нина;40")
    text = "Имя;Минут\n" + "\n".join(names)
    with CaptureQueriesContext(
        connection,
    ) as brought:
        made = room_lists.bring_room_list(
            event.pk, content=text.encode(), name="к.csv", on=ON, least_minutes=0, by=head, at=at
        )
    with CaptureQueriesContext(connection) as taken:
        take_room_list(made.pk, expected_version=made.version, by=head, at=at)
    assert Attendance.objects.filter(event=event).count() == count
    return len(brought), len(taken)


def test_bringing_and_taking_cost_the_same_for_few_and_many(head: Person, at: datetime) -> None:
    assert statements(2, head, at) == statements(60, head, at)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_a_list_once(bring: Bring, nina: Enrolment, head: Person, at: datetime) -> None:
    made = bring()

    answers = at_once(lambda: take_room_list(made.pk, expected_version=made.version, by=head, at=at).state)

    assert sorted(answers) == ["RoomListIsDecided", "taken"]
    assert AttendanceMark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_bring_a_file_once(bring: Bring, nina: Enrolment) -> None:
    answers = at_once(lambda: bring().state)

    assert sorted(answers) == ["RoomListBroughtBefore", "preview"]
    assert fingerprint()["events_roomlist: rows"] == 1
