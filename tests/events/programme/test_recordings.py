"""Recordings at events, and those who watched them afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.events.enums import AttendanceState, Audience, EventStatus, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, Event, Recording, Slot
from stellazh.events.services import TextMissing
from stellazh.events.services.materials import UnknownSlot
from stellazh.events.services.programme import Way
from stellazh.events.services.recordings import (
    RECORDING,
    AlreadyThere,
    NothingToWatch,
    RecordingFields,
    add_recording,
    archive_recording,
    mark_watched,
    move_recording,
    publish_recording,
    restore_recording,
    update_recording,
    withdraw_watched,
)
from stellazh.media.access import can_see_item
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem
from stellazh.media.videos import NotAVideoAddress
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.events.programme.conftest import AFTER, FILM
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory

SECOND = "https://vkvideo.ru/video-22822305_456241864"


@pytest.fixture
def recording(event: Event, head: Person, at: datetime) -> Recording:
    return add_recording(event.pk, address=FILM, fields=RecordingFields("Запись"), by=head, at=at)


def uploaded(event: Event, at: datetime) -> MediaItem:
    """A film on its way to be shown; where it lies plays no part here."""
    return MediaItem.objects.create(
        use=RECORDING, object_key=event.object_key, kind=MediaKind.VIDEO, source=MediaSource.EMBEDDED, title="съёмка",
        provider="rutube", video_id="20b3a03fc01d5bbcc632a2f3514e8aab", added_at=at, added_by_kind="person",
        added_by_name="А",
    )  # fmt: skip


def test_add_recording_shows_a_film(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    fields = RecordingFields("", Audience.PARTICIPANTS, talk.pk)

    recording = add_recording(event.pk, address=FILM, fields=fields, by=head, at=at)
    again = add_recording(event.pk, address=FILM, fields=RecordingFields("Другое"), by=head, at=at)

    assert again == recording
    assert (recording.item.title, recording.item.provider) == ("Запись: Читаем вместе", "rutube")
    assert (recording.audience, recording.slot, recording.position) == ("participants", talk, 1)
    assert [deed for deed, _, _ in deeds(recording)] == ["recording_shown"]
    assert [deed for deed, _, _ in deeds(recording.item)] == ["media_added"]


def test_wrong_recordings_are_refused(event: Event, head: Person, at: datetime) -> None:
    foreign = Slot.objects.create(event=EventFactory(association=event.association), title="Чужая")

    for address, fields, refusal in (
        ("https://example.org/video/1", RecordingFields(), NotAVideoAddress),
        ("", RecordingFields(), NotAVideoAddress),
        (FILM, RecordingFields(slot_id=foreign.pk), UnknownSlot),
        (FILM, RecordingFields(audience="anybody"), TextMissing),
    ):
        nothing_changes(
            lambda address=address, fields=fields: add_recording(  # type: ignore[misc]
                event.pk, address=address, fields=fields, by=head, at=at
            ),
            refusal,
        )


def test_an_uploaded_film_waits_until_it_is_shown(event: Event, head: Person, member: Person, at: datetime) -> None:
    item = uploaded(event, at)
    before = [bool(can_see_item(one, item)) for one in (head, member, Guest())]

    recording = publish_recording(event.pk, item_id=item.pk, fields=RecordingFields("Съёмка"), by=head, at=at)

    assert before == [True, False, False]
    assert [bool(can_see_item(one, item)) for one in (head, member, Guest())] == [True, True, True]
    assert recording.item.title == "Съёмка"
    with pytest.raises(MediaItem.DoesNotExist):
        publish_recording(
            EventFactory(association=event.association).pk, item_id=item.pk, fields=RecordingFields(), by=head, at=at
        )


def test_recordings_open_to_their_audience(
    event: Event, recording: Recording, head: Person, member: Person, at: datetime
) -> None:
    coming = EnrolmentFactory(event=event).person
    people = [head, coming, member, Guest()]
    update_recording(
        recording.pk, expected_version=1, fields=RecordingFields("Запись", Audience.PARTICIPANTS), by=head, at=at
    )

    assert [bool(can_see_item(one, recording.item)) for one in people] == [True, True, False, False]
    Event.objects.filter(pk=event.pk).update(status=EventStatus.DRAFT)
    assert [bool(can_see_item(one, recording.item)) for one in people] == [True, False, False, False]


def test_update_recording_renames_and_places(
    event: Event, recording: Recording, talk: Slot, head: Person, at: datetime
) -> None:
    wanted = RecordingFields("Выступление", Audience.PARTICIPANTS, talk.pk)

    changed = update_recording(recording.pk, expected_version=1, fields=wanted, by=head, at=at)
    same = update_recording(recording.pk, expected_version=2, fields=wanted, by=head, at=at)

    assert (changed.item.title, changed.audience, changed.slot, changed.version) == (
        "Выступление", "participants", talk, 2,
    )  # fmt: skip
    assert same.version == 2
    with pytest.raises(ChangedMeanwhile):
        update_recording(recording.pk, expected_version=1, fields=replace(wanted, title="А"), by=head, at=at)


def test_recordings_move_and_are_put_away(event: Event, recording: Recording, head: Person, at: datetime) -> None:
    second = add_recording(event.pk, address=SECOND, fields=RecordingFields("Вторая"), by=head, at=at)

    assert [move_recording(second.pk, way=way, by=head, at=at) for way in (Way.UP, Way.UP)] == [True, False]
    assert list(event.recordings.all()) == [second, recording]
    assert archive_recording(second.pk, by=head, at=at).item.archived_at == at
    assert [bool(can_see_item(one, MediaItem.objects.get(pk=second.item_id))) for one in (head, Guest())] == [
        True, False,
    ]  # fmt: skip
    assert restore_recording(second.pk, by=head, at=at).item.archived_at is None


def test_only_those_who_prepare_the_event_keep_recordings(
    event: Event, recording: Recording, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    item = uploaded(event, at)
    fields = RecordingFields("А")

    for by in (member, stranger, region_head, Guest()):
        for deed in (
            lambda by=by: add_recording(event.pk, address=SECOND, fields=fields, by=by, at=at),  # type: ignore[misc]
            lambda by=by: publish_recording(event.pk, item_id=item.pk, fields=fields, by=by, at=at),  # type: ignore[misc]
            lambda by=by: update_recording(recording.pk, expected_version=1, fields=fields, by=by, at=at),  # type: ignore[misc]
            lambda by=by: move_recording(recording.pk, way=Way.UP, by=by, at=at),  # type: ignore[misc]
            lambda by=by: archive_recording(recording.pk, by=by, at=at),  # type: ignore[misc]
            lambda by=by: restore_recording(recording.pk, by=by, at=at),  # type: ignore[misc]
        ):
            nothing_changes(deed, PermissionRefused)


def test_one_film_is_one_recording(recording: Recording) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.create(event=recording.event, item=recording.item)


def test_mark_watched_makes_a_late_viewer(event: Event, recording: Recording, member: Person) -> None:
    marked = mark_watched(event.pk, by=member, at=AFTER)
    again = mark_watched(event.pk, by=member, at=AFTER + timedelta(hours=1))

    assert (marked.is_new, again.is_new) == (True, False)
    attendance = Attendance.objects.get()
    assert (attendance.person, attendance.state) == (member, AttendanceState.LATE)
    mark = AttendanceMark.objects.get()
    assert (mark.source, mark.key) == (MarkSource.RECORDING, f"watch:{event.pk}:{member.pk}")
    assert [deed for deed, _, _ in deeds(attendance)] == ["event_watched"]
    assert event.attendances.counted().count() == 0


def test_watching_is_taken_back_and_told_again(event: Event, recording: Recording, member: Person) -> None:
    mark_watched(event.pk, by=member, at=AFTER)

    answers = [withdraw_watched(event.pk, by=member, at=AFTER) for _ in range(2)]
    after_withdrawal = Attendance.objects.get().state
    anew = mark_watched(event.pk, by=member, at=AFTER)

    assert answers == [True, False]
    assert after_withdrawal == AttendanceState.ABSENT
    assert anew.is_new
    assert Attendance.objects.get().state == AttendanceState.LATE
    assert AttendanceMark.objects.count() == 2


def test_watching_is_refused(event: Event, recording: Recording, head: Person, member: Person, at: datetime) -> None:
    there = AttendanceFactory(event=event).person
    without = EventFactory(association=event.association)
    for_some = EventFactory(association=event.association)
    add_recording(for_some.pk, address=FILM, fields=RecordingFields("А", Audience.PARTICIPANTS), by=head, at=at)
    draft = EventFactory(association=event.association, draft=True)
    cancelled = EventFactory(association=event.association, cancelled=True)

    for event_id, by, moment, refusal in (
        (event.pk, Guest(), AFTER, PermissionRefused),
        (event.pk, member, event.ends_at - timedelta(minutes=1), PermissionRefused),
        (draft.pk, member, AFTER, PermissionRefused),
        (cancelled.pk, member, AFTER, PermissionRefused),
        (without.pk, member, AFTER, NothingToWatch),
        (for_some.pk, member, AFTER, NothingToWatch),
        (event.pk, there, AFTER, AlreadyThere),
    ):
        nothing_changes(
            lambda event_id=event_id, by=by, moment=moment: mark_watched(event_id, by=by, at=moment),  # type: ignore[misc]
            refusal,
        )
    nothing_changes(lambda: withdraw_watched(event.pk, by=Guest(), at=AFTER), PermissionRefused)


def test_a_put_away_recording_is_not_watched(event: Event, recording: Recording, head: Person, member: Person) -> None:
    archive_recording(recording.pk, by=head, at=AFTER)

    nothing_changes(lambda: mark_watched(event.pk, by=member, at=AFTER), NothingToWatch)
