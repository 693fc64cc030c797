"""Lines of the programme: adding, changing, ordering, putting away; speakers; an event that moves."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.events.cloning import CloneWhat
from stellazh.events.enums import SlotKind
from stellazh.events.models import Event, Slot, Speaker
from stellazh.events.services import EventFields, TextMissing, TextTooLong, archive_event, clone_event, update_event
from stellazh.events.services.programme import (
    SectionsDoNotNest,
    SlotFields,
    SlotTimesWrong,
    SpeakerFields,
    SpeakerTwice,
    TooManySlots,
    TooManySpeakers,
    UnknownSection,
    UnknownSpeaker,
    Way,
    add_slot,
    archive_slot,
    move_slot,
    restore_slot,
    update_slot,
)
from stellazh.events.services.programme import (
    slots as slots_module,
)
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.events.programme.conftest import clock
from tests.factories.events import EventFactory
from tests.factories.people import PersonFactory


def titles(event: Event) -> list[str]:
    rows = event.slots.filter(archived_at=None, parent=None)
    return [slot.title for slot in rows.order_by("position", "pk")]


def added(event: Event, head: Person, at: datetime, title: str, **fields: object) -> Slot:
    return add_slot(event.pk, fields=SlotFields(title, **fields), by=head, at=at)  # type: ignore[arg-type]


def test_add_slot_keeps_the_line_with_its_speakers(event: Event, head: Person, member: Person, at: datetime) -> None:
    speakers = (
        SpeakerFields("Липина Анна", "методист", "школа № 5", person_id=member.pk, is_name_public=True),
        SpeakerFields(" Берестова  А. И. ", "доцент", "университет", is_name_public=True),
    )
    fields = SlotFields(
        "  Книги\nо лесе ", description="О чём читать", starts_at=clock(14), ends_at=clock(14, 20), place="Зал",
        speakers=speakers,
    )  # fmt: skip

    slot = add_slot(event.pk, fields=fields, by=head, at=at)

    slot.refresh_from_db()
    assert (slot.title, slot.kind, slot.description, slot.place) == ("Книги о лесе", "talk", "О чём читать", "Зал")
    assert (slot.starts_at, slot.ends_at, slot.position, slot.version) == (clock(14), clock(14, 20), 1, 1)
    assert list(slot.speakers.values_list("person_id", "name", "post", "organisation_name", "is_name_public")) == [
        (member.pk, "Липина Анна", "методист", "школа № 5", False),
        (None, "Берестова  А. И.", "доцент", "университет", True),
    ]
    [(action, doer, changes)] = deeds(slot)
    assert (action, doer) == ("slot_added", str(head.pk))
    assert changes["Начало"] == ["", "8 октября 2024 г., 14:00"]


def test_add_slot_twice_with_one_key_adds_one(event: Event, head: Person, at: datetime) -> None:
    key = uuid.uuid4()
    other = EventFactory(association=event.association)

    first = add_slot(event.pk, fields=SlotFields("Открытие"), submission_key=key, by=head, at=at)
    second = add_slot(event.pk, fields=SlotFields("Открытие"), submission_key=key, by=head, at=at)

    assert first == second
    assert event.slots.count() == 1
    nothing_changes(
        lambda: add_slot(other.pk, fields=SlotFields("Открытие"), submission_key=key, by=head, at=at), FormSentTwice
    )


def test_slots_stand_by_their_time_and_those_without_at_the_end(event: Event, head: Person, at: datetime) -> None:
    added(event, head, at, "второе", starts_at=clock(15))
    added(event, head, at, "без времени")
    added(event, head, at, "первое", starts_at=clock(14))
    added(event, head, at, "третье", starts_at=clock(15, 30))

    assert titles(event) == ["первое", "второе", "без времени", "третье"]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"title": "  "}, TextMissing),
        ({"title": "а" * 401}, TextTooLong),
        ({"kind": "dance"}, TextMissing),
        ({"description": "а" * 5001}, TextTooLong),
        ({"ends_at": clock(15)}, SlotTimesWrong),
        ({"starts_at": clock(15), "ends_at": clock(14)}, SlotTimesWrong),
        ({"starts_at": clock(15), "ends_at": clock(15) + timedelta(days=400)}, SlotTimesWrong),
        ({"speakers": (SpeakerFields(" "),)}, TextMissing),
        ({"speakers": (SpeakerFields("а" * 201),)}, TextTooLong),
        ({"speakers": (SpeakerFields("Озерова А."),) * 31}, TooManySpeakers),
        ({"section_id": 0}, UnknownSection),
    ],
)
def test_wrong_fields_are_refused(
    event: Event, talk: Slot, head: Person, at: datetime, changed: dict[str, object], refusal: type[DomainError]
) -> None:
    fields = replace(SlotFields("Открытие"), **changed)  # type: ignore[arg-type]

    nothing_changes(lambda: add_slot(event.pk, fields=fields, by=head, at=at), refusal)
    nothing_changes(lambda: update_slot(talk.pk, expected_version=1, fields=fields, by=head, at=at), refusal)


def test_people_are_chosen_from_the_lists_around(
    event: Event, talk: Slot, head: Person, member: Person, region_head: Person, stranger: Person, at: datetime
) -> None:
    near = (SpeakerFields("Липина", person_id=member.pk), SpeakerFields("Сосновская", person_id=region_head.pk))
    far = (SpeakerFields("Кленова", person_id=stranger.pk),)
    twice = (SpeakerFields("Липина", person_id=member.pk),) * 2

    slot = added(event, head, at, "Открытие", speakers=near)

    assert [one.person for one in slot.speakers.all()] == [member, region_head]
    for speakers, refusal in ((far, UnknownSpeaker), (twice, SpeakerTwice)):
        fields = SlotFields("Открытие", speakers=speakers)
        nothing_changes(lambda fields=fields: add_slot(event.pk, fields=fields, by=head, at=at), refusal)  # type: ignore[misc]


def test_somebody_who_left_the_lists_may_stay_a_speaker(
    event: Event, head: Person, member: Person, at: datetime
) -> None:
    slot = added(event, head, at, "Открытие", speakers=(SpeakerFields("Липина", person_id=member.pk),))
    member.memberships.update(to_on=at.date() - timedelta(days=1))
    fields = replace(SlotFields.of(slot), title="Начало")

    changed = update_slot(slot.pk, expected_version=1, fields=fields, by=head, at=at)

    assert [one.person for one in changed.speakers.all()] == [member]


def test_update_slot_changes_and_moves_to_its_time(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    added(event, head, at, "Обсуждение", starts_at=clock(14, 30))
    fields = replace(SlotFields.of(talk), title="Книги о море", starts_at=clock(15), ends_at=clock(15, 20))

    slot = update_slot(talk.pk, expected_version=1, fields=fields, by=head, at=at)

    assert (slot.title, slot.version) == ("Книги о море", 2)
    assert titles(event) == ["Обсуждение", "Книги о море"]
    assert deeds(slot)[-1][2] == {
        "Тема": ["Книги о лесе", "Книги о море"],
        "Начало": ["8 октября 2024 г., 14:00", "8 октября 2024 г., 15:00"],
        "Окончание": ["8 октября 2024 г., 14:20", "8 октября 2024 г., 15:20"],
    }


def test_update_slot_with_equal_fields_changes_nothing(talk: Slot, head: Person, at: datetime) -> None:
    slot = update_slot(talk.pk, expected_version=1, fields=SlotFields.of(talk), by=head, at=at)

    assert slot.version == 1
    assert len(deeds(slot)) == 1


def test_update_slot_says_what_somebody_else_saved(talk: Slot, head: Person, at: datetime) -> None:
    theirs = replace(SlotFields.of(talk), title="Книги о море")
    update_slot(talk.pk, expected_version=1, fields=theirs, by=head, at=at)
    mine = replace(SlotFields.of(talk), title="Книги о небе")

    with pytest.raises(ChangedMeanwhile) as clash:
        update_slot(talk.pk, expected_version=1, fields=mine, by=head, at=at)

    assert (clash.value.theirs, clash.value.mine) == ({"Тема": "Книги о море"}, {"Тема": "Книги о небе"})


def test_talks_stand_in_sections_and_sections_do_not_nest(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    section = added(event, head, at, "Секция 1", kind=SlotKind.SESSION)
    inside = replace(SlotFields.of(talk), section_id=section.pk)

    update_slot(talk.pk, expected_version=1, fields=inside, by=head, at=at)

    assert titles(event) == ["Секция 1"]
    assert list(section.children.all()) == [talk]
    nested = SlotFields("Подсекция", kind=SlotKind.SESSION, section_id=section.pk)
    under_talk = SlotFields("Вопросы", section_id=talk.pk)
    dissolved = replace(SlotFields.of(section), kind=SlotKind.TALK)
    nothing_changes(lambda: add_slot(event.pk, fields=nested, by=head, at=at), SectionsDoNotNest)
    nothing_changes(lambda: add_slot(event.pk, fields=under_talk, by=head, at=at), UnknownSection)
    nothing_changes(
        lambda: update_slot(section.pk, expected_version=1, fields=dissolved, by=head, at=at), SectionsDoNotNest
    )


def test_move_slot_changes_places_and_stays_at_the_ends(event: Event, head: Person, at: datetime) -> None:
    first, second, third = (added(event, head, at, title) for title in ("а", "б", "в"))

    answers = [
        move_slot(third.pk, way=Way.UP, by=head, at=at),
        move_slot(first.pk, way=Way.UP, by=head, at=at),
        move_slot(second.pk, way=Way.DOWN, by=head, at=at),
    ]

    assert answers == [True, False, False]
    assert titles(event) == ["а", "в", "б"]
    assert [deed for deed, _, _ in deeds(third)] == ["slot_added", "slot_moved"]


def test_a_section_is_put_away_and_brought_back_with_its_talks(event: Event, head: Person, at: datetime) -> None:
    section = added(event, head, at, "Секция", kind=SlotKind.SESSION)
    inside = added(event, head, at, "Доклад", section_id=section.pk)

    archive_slot(inside.pk, by=head, at=at)
    archive_slot(section.pk, by=head, at=at)
    again = archive_slot(section.pk, by=head, at=at + timedelta(hours=1))

    assert again.archived_at == at
    assert titles(event) == []
    nothing_changes(lambda: restore_slot(inside.pk, by=head, at=at), UnknownSection, "Секция")
    restore_slot(section.pk, by=head, at=at)
    restore_slot(inside.pk, by=head, at=at)
    assert titles(event) == ["Секция"]
    assert [deed for deed, _, _ in deeds(section)] == ["slot_added", "slot_archived", "slot_restored"]


def test_only_those_who_prepare_the_event_write_its_programme(
    event: Event, talk: Slot, head: Person, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    fields = SlotFields("Открытие")

    for by in (member, stranger, region_head, Guest()):
        nothing_changes(lambda by=by: add_slot(event.pk, fields=fields, by=by, at=at), PermissionRefused)  # type: ignore[misc]
        nothing_changes(
            lambda by=by: update_slot(talk.pk, expected_version=1, fields=fields, by=by, at=at), PermissionRefused
        )  # type: ignore[misc]
        nothing_changes(lambda by=by: move_slot(talk.pk, way=Way.UP, by=by, at=at), PermissionRefused)  # type: ignore[misc]
        nothing_changes(lambda by=by: archive_slot(talk.pk, by=by, at=at), PermissionRefused)  # type: ignore[misc]
        nothing_changes(lambda by=by: restore_slot(talk.pk, by=by, at=at), PermissionRefused)  # type: ignore[misc]
    archive_event(event.pk, by=head, at=at)
    nothing_changes(lambda: add_slot(event.pk, fields=fields, by=head, at=at), PermissionRefused, "в архиве")


def test_a_programme_has_an_end(event: Event, head: Person, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots_module, "MOST_SLOTS", 1)
    added(event, head, at, "Открытие")

    nothing_changes(lambda: add_slot(event.pk, fields=SlotFields("Ещё"), by=head, at=at), TooManySlots)


def test_the_programme_moves_with_its_event(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    asked = EventFields.of(event)
    tomorrow = replace(asked, starts_at=clock(10, day=9), ends_at=clock(13, day=9))

    moved = update_event(event.pk, expected_version=1, fields=tomorrow, by=head, at=at)

    talk.refresh_from_db()
    assert (talk.starts_at, talk.ends_at, talk.version) == (clock(10, day=9), clock(10, 20, day=9), 2)
    longer = replace(EventFields.of(moved), starts_at=clock(9, day=9))
    update_event(event.pk, expected_version=2, fields=longer, by=head, at=at)
    talk.refresh_from_db()
    assert talk.starts_at == clock(10, day=9)


def test_a_copy_takes_the_programme_along(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    fields = replace(SlotFields.of(talk), speakers=(SpeakerFields("Берестова А. И.", is_name_public=True),))
    update_slot(talk.pk, expected_version=1, fields=fields, by=head, at=at)

    copy = clone_event(event.pk, what=CloneWhat(), starts_at=clock(14, day=15), submission_key=None, by=head, at=at)

    [line] = copy.slots.all()
    assert (line.title, line.starts_at, line.ends_at) == ("Книги о лесе", clock(14, day=15), clock(14, 20, day=15))
    assert [(one.name, one.is_name_public) for one in line.speakers.all()] == [("Берестова А. И.", True)]


@pytest.mark.django_db(transaction=True)
def test_lines_added_at_once_all_have_their_places(event: Event, head: Person, at: datetime) -> None:
    def add(number: int) -> None:
        try:
            add_slot(event.pk, fields=SlotFields(f"Доклад {number}"), by=head, at=at)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(event.slots.values_list("position", flat=True)) == list(range(1, 9))


def test_constraints_of_lines_and_speakers(talk: Slot, association: Association) -> None:
    person = PersonFactory()
    Speaker.objects.create(slot=talk, person=person, name="Озерова А.")

    for broken in (
        lambda: Slot.objects.create(event=talk.event, title=""),
        lambda: Slot.objects.create(event=talk.event, title="а", starts_at=clock(15), ends_at=clock(14)),
        lambda: Speaker.objects.create(slot=talk, name=""),
        lambda: Speaker.objects.create(slot=talk, person=person, name="Озерова А."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
