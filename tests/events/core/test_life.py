"""Announced, held, called off, taken back, put away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from stellazh.common.actor import Guest
from stellazh.common.errors import PermissionRefused
from stellazh.events import moments, services
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.events.core.conftest import AFTER
from tests.factories.events import EnrolmentFactory, EventFactory


@pytest.fixture
def heard(request: pytest.FixtureRequest) -> Any:
    """Which moments have been reached, in order."""
    told: list[str] = []
    names = ("on_announced", "on_changed", "on_cancelled", "on_finished", "on_reopened")
    for name in names:
        getattr(moments, name).add(moments.Hook("tests", lambda *_, name=name: told.append(name)))
    yield told
    for name in names:
        getattr(moments, name)._entries.pop("tests")


def test_announce_event_shows_it(head: Person, draft: Event, at: datetime, heard: list[str]) -> None:
    assert not Event.objects.visible_to(Guest()).exists()

    announced = services.announce_event(draft.pk, by=head, at=at)

    assert (announced.status, announced.announced_at, announced.version) == ("announced", at, 2)
    assert Event.objects.visible_to(Guest()).get() == draft
    assert deeds(draft) == [("event_announced", str(head.pk), {"Состояние": ["черновик", "объявлено"]})]
    assert heard == ["on_announced"]
    nothing_changes(lambda: services.announce_event(draft.pk, by=head, at=at), services.WrongStatus, "уже объявлено")


def test_announce_event_says_what_is_missing(head: Person, draft: Event, at: datetime) -> None:
    Event.objects.filter(pk=draft.pk).update(place="")

    words = "Чтобы объявить «Круг чтения», укажите: место, куда приходить"
    nothing_changes(lambda: services.announce_event(draft.pk, by=head, at=at), services.NotReadyToAnnounce, words)
    Event.objects.filter(pk=draft.pk).update(format="online")
    assert services.announce_event(draft.pk, by=head, at=at).status == "announced"


def test_announce_event_with_parts_is_whole_or_not_at_all(head: Person, draft: Event, at: datetime) -> None:
    part: Any = EventFactory(association=draft.association, draft=True, parent=draft, place="")

    nothing_changes(
        lambda: services.announce_event(draft.pk, by=head, at=at, with_parts=True), services.NotReadyToAnnounce
    )
    Event.objects.filter(pk=part.pk).update(place="Зал 2")
    services.announce_event(draft.pk, by=head, at=at, with_parts=True)

    assert set(Event.objects.values_list("status", flat=True)) == {"announced"}


def test_cancel_event_tells_why_and_calls_off_the_parts(
    head: Person, event: Event, at: datetime, heard: list[str]
) -> None:
    part: Any = EventFactory(association=event.association, parent=event)

    cancelled = services.cancel_event(event.pk, reason=" Карантин ", by=head, at=at)

    part.refresh_from_db()
    assert (cancelled.status, cancelled.cancel_reason, part.status) == ("cancelled", "Карантин", "cancelled")
    assert deeds(event)[-1][2] == {"Состояние": ["объявлено", "отменено"], "Почему отменено": ["", "Карантин"]}
    assert heard == ["on_cancelled", "on_cancelled"]


def test_cancel_event_refusals(head: Person, event: Event, at: datetime) -> None:
    def cancel(reason: str = "Карантин") -> object:
        return services.cancel_event(event.pk, reason=reason, by=head, at=at)

    nothing_changes(lambda: cancel(" "), services.ReasonNeeded)
    nothing_changes(lambda: cancel("я" * 301), services.TextTooLong)
    Event.objects.filter(pk=event.pk).update(status=EventStatus.HELD)
    nothing_changes(cancel, services.WrongStatus, "сначала верните")
    Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED, cancel_reason="Карантин")
    nothing_changes(cancel, services.WrongStatus, "уже отменено")


def test_finish_event_holds_it(head: Person, event: Event, heard: list[str]) -> None:
    held = services.finish_event(event.pk, by=head, at=AFTER)

    assert (held.status, held.held_at) == ("held", AFTER)
    assert deeds(event) == [("event_finished", str(head.pk), {"Состояние": ["объявлено", "проведено"]})]
    assert heard == ["on_finished"]


def test_draft_of_the_past_is_finished_at_once(head: Person, draft: Event) -> None:
    held = services.finish_event(draft.pk, by=head, at=AFTER)

    assert (held.status, held.announced_at) == ("held", AFTER)


def test_finish_event_refusals(head: Person, event: Event, at: datetime) -> None:
    nothing_changes(lambda: services.finish_event(event.pk, by=head, at=at), services.NotBegunYet)
    services.finish_event(event.pk, by=head, at=AFTER)
    nothing_changes(lambda: services.finish_event(event.pk, by=head, at=AFTER), services.WrongStatus, "уже отмечено")
    services.reopen_event(event.pk, by=head, at=AFTER)
    services.cancel_event(event.pk, reason="Карантин", by=head, at=AFTER)
    nothing_changes(lambda: services.finish_event(event.pk, by=head, at=AFTER), services.WrongStatus, "отменено")


def test_reopen_event_goes_back_to_where_it_was(head: Person, event: Event, draft: Event, heard: list[str]) -> None:
    services.finish_event(event.pk, by=head, at=AFTER)
    services.cancel_event(draft.pk, reason="Карантин", by=head, at=AFTER)

    back = services.reopen_event(event.pk, by=head, at=AFTER)
    again = services.reopen_event(draft.pk, by=head, at=AFTER)

    assert (back.status, back.held_at) == ("announced", None)
    assert (again.status, again.cancel_reason) == ("draft", "")
    assert heard == ["on_finished", "on_cancelled", "on_reopened", "on_reopened"]
    nothing_changes(lambda: services.reopen_event(event.pk, by=head, at=AFTER), services.WrongStatus)


def test_number_taken_meanwhile_is_told(head: Person, event: Event, at: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(number=1)
    services.cancel_event(event.pk, reason="Карантин", by=head, at=at)
    other: Any = EventFactory(association=event.association, number=1)

    nothing_changes(lambda: services.reopen_event(event.pk, by=head, at=at), services.NumberTaken, "Свободен № 2")
    Event.objects.filter(pk=other.pk).update(archived_at=at)
    services.reopen_event(event.pk, by=head, at=at)
    nothing_changes(lambda: services.restore_event(other.pk, by=head, at=at), services.NumberTaken)


def test_archive_event_hides_and_restore_brings_back(head: Person, event: Event, at: datetime) -> None:
    archived = services.archive_event(event.pk, by=head, at=at)
    assert archived.archived_at == at
    assert not Event.objects.present().exists()

    restored = services.restore_event(event.pk, by=head, at=at)

    assert (restored.archived_at, restored.status, restored.version) == (None, "announced", 3)
    assert services.restore_event(event.pk, by=head, at=at).version == 3
    assert [deed[0] for deed in deeds(event)] == ["event_archived", "event_restored"]


def test_archive_event_refusals(head: Person, event: Event, at: datetime) -> None:
    part: Any = EventFactory(association=event.association, parent=event)
    EnrolmentFactory(event=part)

    nothing_changes(lambda: services.archive_event(event.pk, by=head, at=at), services.PartsRemain)
    words = "1 человек зарегистрирован"
    nothing_changes(lambda: services.archive_event(part.pk, by=head, at=at), services.PeopleAreWaiting, words)
    services.archive_event(part.pk, by=head, at=AFTER)
    services.archive_event(event.pk, by=head, at=AFTER)
    nothing_changes(lambda: services.archive_event(event.pk, by=head, at=AFTER), PermissionRefused)
    nothing_changes(lambda: services.restore_event(part.pk, by=head, at=AFTER), services.PartsRemain)


def test_only_keepers_lead_an_events_life(
    member: Person, stranger: Person, region_head: Person, event: Event, draft: Event
) -> None:
    for actor in (member, stranger, region_head, Guest()):
        for deed in (
            lambda by: services.announce_event(draft.pk, by=by, at=AFTER),
            lambda by: services.cancel_event(event.pk, reason="Карантин", by=by, at=AFTER),
            lambda by: services.finish_event(event.pk, by=by, at=AFTER),
            lambda by: services.reopen_event(event.pk, by=by, at=AFTER),
            lambda by: services.archive_event(event.pk, by=by, at=AFTER),
            lambda by: services.restore_event(event.pk, by=by, at=AFTER),
        ):
            nothing_changes(lambda deed=deed, actor=actor: deed(actor), PermissionRefused)
