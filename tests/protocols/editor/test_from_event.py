"""A protocol begun from an event."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from threading import current_thread

import pytest

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.common.errors import PermissionRefused
from stellazh.events.enums import AttendanceState, SlotKind
from stellazh.events.models import Event
from stellazh.events.services.programme import SlotFields, SpeakerFields, add_slot
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import BodyForm, PartRole, QuorumRule, SpeechKind
from stellazh.protocols.models import AgendaItem, Protocol, ProtocolPerson, Speech
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory
from tests.factories.events import AttendanceFactory, EventFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import ProtocolFactory
from tests.protocols.editor.conftest import WRITING


def begin(event: Event, by: Person) -> Protocol:
    return services.create_from_event(event.pk, submission_key=uuid.uuid4(), by=by, at=WRITING)


def named(protocol: Protocol) -> list[tuple[str, str, str, str, bool, bool]]:
    rows = protocol.people.order_by("role", "sort_key")
    return list(rows.values_list("role", "name", "post", "organisation_name", "is_remote", "has_vote"))


def test_the_heading_is_of_the_event(event: Event, head: Person) -> None:
    protocol = begin(event, head)

    assert (protocol.event, protocol.association, protocol.school_year) == (event, event.association, 2024)
    assert (protocol.title, protocol.held_on) == ("Читаем вместе", date(2024, 10, 8))
    assert (protocol.starts_at, protocol.ends_at, protocol.format) == (time(14), time(16), "onsite")
    assert protocol.place == "г. Сосногорск"
    assert protocol.meeting_words.startswith(
        "заседания № 2 муниципального методического объединения школьных библиотекарей № "
    )
    assert (protocol.number, protocol.status, protocol.created_at) == (None, "draft", WRITING)
    assert [(action, by) for action, by, _ in deeds(protocol)] == [("protocol_created", str(head.pk))]


def test_hours_are_told_by_the_clock_of_the_association(association: Association, head: Person) -> None:
    association.time_zone = "Asia/Krasnoyarsk"
    association.save()
    late = EventFactory(association=association, starts_at=datetime(2024, 10, 8, 18, 30, tzinfo=UTC))

    protocol = begin(late, head)

    assert (protocol.held_on, protocol.starts_at, protocol.ends_at) == (date(2024, 10, 9), time(1, 30), time(3, 30))


def test_a_whole_day_has_no_hours(association: Association, head: Person) -> None:
    start = datetime(2024, 10, 7, 21, tzinfo=UTC)
    event = EventFactory(association=association, is_all_day=True, starts_at=start, ends_at=start + timedelta(hours=23))

    protocol = begin(event, head)

    assert (protocol.held_on, protocol.starts_at, protocol.ends_at) == (date(2024, 10, 8), None, None)


def test_the_habits_of_the_last_protocol_are_taken_over(event: Event, head: Person) -> None:
    Event.objects.filter(pk=event.pk).update(place="Центральная библиотека")
    ProtocolFactory(
        association=event.association, place="г. Красносельск", body_form=BodyForm.SHORT, present_words="руководители",
        quorum=QuorumRule.HALF, member_count=12, held_on=date(2024, 9, 3),
    )  # fmt: skip

    protocol = begin(event, head)

    assert (protocol.place, protocol.body_form, protocol.present_words) == (
        "г. Красносельск", "short", "руководители"
    )  # fmt: skip
    assert (protocol.quorum, protocol.member_count) == (QuorumRule.HALF, 12)


def test_people_are_taken_as_they_stood_then(event: Event, head: Person, member: Person) -> None:
    school = OrganisationFactory(short_name="школа № 5")
    PostFactory(person=member, organisation=school, title="педагог-библиотекарь", from_on=date(2020, 1, 1))
    PostFactory(person=head, organisation=school, title="методист", from_on=date(2024, 11, 1))
    absent, late = PersonFactory(family_name="Озерова"), PersonFactory(family_name="Лесникова")
    AttendanceFactory(event=event, person=head, state=AttendanceState.PRESENT, organisation_name="лицей № 1")
    AttendanceFactory(event=event, person=member, state=AttendanceState.ONLINE)
    AttendanceFactory(
        event=event, person=None, guest_key="t", name="Тополева Анна Петровна", state=AttendanceState.PRESENT
    )
    AttendanceFactory(event=event, person=absent, state=AttendanceState.EXCUSED, reason="курсы")
    AttendanceFactory(event=event, person=late, state=AttendanceState.LATE)

    protocol = begin(event, head)

    assert named(protocol) == [
        ("chair", head.full_name, "", "лицей № 1", False, True),
        ("excused", absent.full_name, "", "", False, False),
        ("present", member.full_name, "педагог-библиотекарь", "школа № 5", True, True),
        ("present", head.full_name, "", "лицей № 1", False, True),
        ("present", "Тополева Анна Петровна", "", "", False, True),
    ]
    assert protocol.people.get(role=PartRole.EXCUSED).reason == "курсы"


def test_chair_and_secretary_are_proposed_when_they_were_there(event: Event, head: Person, member: Person) -> None:
    GrantFactory(person=member, role=Role.SECRETARY, association=event.association)
    deputy = PersonFactory(family_name="Берестова")
    GrantFactory(person=deputy, role=Role.DEPUTY, association=event.association)
    for person in (member, deputy):
        AttendanceFactory(event=event, person=person)

    protocol = begin(event, head)

    leading = protocol.people.filter(role__in=["chair", "secretary"]).order_by("role")
    assert list(leading.values_list("role", "person_id")) == [("chair", deputy.pk), ("secretary", member.pk)]


def test_before_anybody_is_marked_the_head_is_expected(event: Event, head: Person) -> None:
    protocol = begin(event, head)

    assert sorted(protocol.people.values_list("role", "person_id")) == [("chair", head.pk), ("present", head.pk)]


def test_the_agenda_is_the_programme(event: Event, head: Person, member: Person, at: datetime) -> None:
    section = add_slot(event.pk, fields=SlotFields("Секция", kind=SlotKind.SESSION), by=head, at=at)
    speakers = (
        SpeakerFields(member.full_name, "методист", "школа № 5", person_id=member.pk),
        SpeakerFields("Кленова А. И.", organisation_name="музей"),
    )
    talk = add_slot(event.pk, fields=SlotFields("О книгах", section_id=section.pk, speakers=speakers), by=head, at=at)
    add_slot(event.pk, fields=SlotFields("Чай", kind=SlotKind.BREAK), by=head, at=at)
    add_slot(event.pk, fields=SlotFields("Задание", kind=SlotKind.TASK), by=head, at=at)

    protocol = begin(event, head)

    items = list(AgendaItem.objects.filter(protocol=protocol))
    assert [(one.position, one.title, one.reporters) for one in items] == [
        (1, "О книгах", f"{member.short_name}, методист; Кленова А. И."),
        (2, "Задание", ""),
    ]
    assert items[0].slot_id == talk.pk
    assert list(Speech.objects.values_list("item_id", "kind", "person_id", "name", "post", "text")) == [
        (items[0].pk, SpeechKind.HEARD, member.pk, member.short_name, "методист, школа № 5", ""),
        (items[0].pk, SpeechKind.HEARD, None, "Кленова А. И.", "музей", ""),
    ]


def test_an_event_has_one_protocol(event: Event, head: Person, methodist: Person) -> None:
    first = begin(event, head)

    again = begin(event, methodist)

    assert again == first
    assert Protocol.objects.count() == 1


def test_after_the_first_was_put_away_another_begins(event: Event, head: Person) -> None:
    key = uuid.uuid4()
    first = services.create_from_event(event.pk, submission_key=key, by=head, at=WRITING)
    Protocol.objects.filter(pk=first.pk).update(archived_at=WRITING)

    second = services.create_from_event(event.pk, submission_key=key, by=head, at=WRITING)

    assert second != first


def test_strangers_and_members_begin_none(event: Event, stranger: Person, member: Person, region_head: Person) -> None:
    for person in (stranger, member, region_head):
        nothing_changes(lambda who=person: begin(event, who), PermissionRefused)  # type: ignore[misc]


def test_no_protocol_of_what_was_called_off(association: Association, head: Person, at: datetime) -> None:
    cancelled = EventFactory(association=association, cancelled=True)
    archived = EventFactory(association=association, archived_at=at)

    nothing_changes(lambda: begin(cancelled, head), services.EventHasNoProtocol, "отменено")
    nothing_changes(lambda: begin(archived, head), services.EventHasNoProtocol, "в архиве")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_one(event: Event, head: Person, methodist: Person) -> None:
    people = {"ane": head.pk, "bob": methodist.pk}

    found = at_once(lambda: str(begin(event, Person.objects.get(pk=people[current_thread().name])).pk))

    assert len(found) == 2
    assert set(found) == {str(Protocol.objects.get().pk)}


def test_attendance_is_followed_later(event: Event, head: Person, member: Person) -> None:
    AttendanceFactory(event=event, person=head)
    moved = AttendanceFactory(event=event, person=member, state=AttendanceState.PRESENT)
    protocol = begin(event, head)
    guest = services.PersonFields("Вербина Ольга Ильинична", PartRole.INVITED)
    services.add_person(protocol.pk, fields=guest, submission_key=None, by=head, at=WRITING)
    ProtocolPerson.objects.filter(person=member).update(post="методист")
    moved.state, moved.reason = AttendanceState.EXCUSED, "болеет"
    moved.save()
    newcomer = PersonFactory(family_name="Тополева")
    MembershipFactory(person=newcomer, association=event.association)
    AttendanceFactory(event=event, person=newcomer, state=AttendanceState.ONLINE)

    taken = services.take_people_again(protocol.pk, by=head, at=WRITING)
    once_more = services.take_people_again(protocol.pk, by=head, at=WRITING)

    assert (taken.added_count, taken.changed_count) == (1, 1)
    assert not once_more
    assert named(protocol) == [
        ("chair", head.full_name, "", "", False, True),
        ("excused", member.full_name, "методист", "", False, True),
        ("invited", "Вербина Ольга Ильинична", "", "", False, False),
        ("present", head.full_name, "", "", False, True),
        ("present", newcomer.full_name, "", "", True, True),
    ]


def test_somebody_added_by_hand_is_not_doubled(event: Event, head: Person, member: Person) -> None:
    protocol = begin(event, head)
    services.add_person(
        protocol.pk, fields=services.PersonFields(member.full_name), submission_key=None, by=head, at=WRITING
    )
    mark = AttendanceFactory(event=event, person=member, state=AttendanceState.ONLINE)

    services.take_people_again(protocol.pk, by=head, at=WRITING)

    row = ProtocolPerson.objects.get(person=member)
    assert (row.role, row.attendance_id, row.is_remote) == ("present", mark.pk, True)


def test_whoever_leads_stays_present(event: Event, head: Person) -> None:
    protocol = begin(event, head)
    AttendanceFactory(event=event, person=head, state=AttendanceState.ABSENT)

    services.take_people_again(protocol.pk, by=head, at=WRITING)

    assert sorted(protocol.people.values_list("role", flat=True)) == ["chair", "present"]


def test_a_list_is_taken_by_those_who_write(event: Event, head: Person, member: Person) -> None:
    protocol, alone = begin(event, head), ProtocolFactory(association=event.association)

    nothing_changes(lambda: services.take_people_again(protocol.pk, by=member, at=WRITING), PermissionRefused)
    nothing_changes(lambda: services.take_people_again(alone.pk, by=head, at=WRITING), services.EventHasNoProtocol)


def test_closed_associations_begin_nothing(head: Person, at: datetime) -> None:
    closed = AssociationFactory(archived_at=at)
    GrantFactory(person=head, role=Role.HEAD, association=closed)
    event = EventFactory(association=closed)

    nothing_changes(lambda: begin(event, head), PermissionRefused, "закрыто")
