"""Lists of an event's people for documents, its tab and the participant's own document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.certificates.models import IssueRun
from stellazh.certificates.services.runs import add_list, create_run
from stellazh.certificates.services.runs.refusals import ListUnfit
from stellazh.events.documents import enrolled_people, event_subject, present_people, speaking_people
from stellazh.events.enums import AttendanceState
from stellazh.events.models import Event, Slot, Speaker
from stellazh.people.models import Person
from tests.certificates.runs.conftest import fields
from tests.checks import nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.certificates import (
    CertificateFactory,
    CertificateKindFactory,
    IssueRunFactory,
    RunRowFactory,
)
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.members import PostFactory

ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def event(association: Association) -> Event:
    made: Event = EventFactory(association=association, title="Читаем вместе", held=True)
    return made


def test_the_subject_tells_what_sheets_say(event: Event) -> None:
    subject = event_subject(event)

    assert (subject.title, subject.basis) == ("Читаем вместе", "участие в мероприятии «Читаем вместе»")
    assert (subject.dates_words, subject.hours) == ("8 октября 2024 г.", 2)
    assert (subject.ended_on, subject.association_id) == (event.last_day, event.association_id)


def test_the_present_are_counted_people_and_guests_by_name(event: Event, member: Person) -> None:
    school = OrganisationFactory(short_name="МБОУ СОШ № 8")
    PostFactory(person=member, organisation=school, title="педагог-библиотекарь")
    AttendanceFactory(event=event, person=member)
    AttendanceFactory(
        event=event, person=None, guest_key="г", name="Вербина Ольга Ильинична", organisation_name="Гимназия"
    )
    AttendanceFactory(event=event, state=AttendanceState.ABSENT)
    AttendanceFactory(event=event, state=AttendanceState.EXCUSED)
    AttendanceFactory(event=EventFactory())

    found = present_people(event.object_key)

    assert [(one.name, one.person_id, one.post, one.school) for one in found] == [
        ("Вербина Ольга Ильинична", None, "", "Гимназия"),
        (member.full_name, member.pk, "педагог-библиотекарь", "МБОУ СОШ № 8"),
    ]


def test_speakers_stand_once_with_their_talks(event: Event, member: Person) -> None:
    for title, is_archived in (("Читательский дневник", False), ("Квест", False), ("Снято", True)):
        slot = Slot.objects.create(event=event, title=title, archived_at=event.ends_at if is_archived else None)
        Speaker.objects.create(slot=slot, person=member, name=member.full_name)
    guest = Speaker.objects.create(slot=event.slots.all()[0], name="Тополева Инна Юрьевна", post="методист")

    found = speaking_people(event.object_key)

    assert [(one.name, one.post, dict(one.details)) for one in found] == [
        (member.full_name, "", {"работа": "Читательский дневник; Квест"}),
        (guest.name, "методист", {"работа": "Читательский дневник"}),
    ]


def test_the_enrolled_hold_places(event: Event) -> None:
    EnrolmentFactory(event=event, guest=True, name="Тополева Анна Петровна", guest_email="t@example.org")
    EnrolmentFactory(event=event, waiting=True)

    assert [(one.name, one.email) for one in enrolled_people(event.object_key)] == [
        ("Тополева Анна Петровна", "t@example.org")
    ]


def test_a_run_takes_the_list_and_later_only_the_new_ones(
    event: Event, association: Association, methodist: Person, member: Person, stranger: Person, at: datetime
) -> None:
    kind = CertificateKindFactory(association=association)
    AttendanceFactory(event=event, person=member)
    asked = fields(kind, subject_key=event.object_key, list_code="event.present")
    run = create_run(association.pk, fields=asked, by=methodist, at=at)
    first = add_list(run.pk, list_code="event.present", by=methodist, at=at)
    AttendanceFactory(event=event, person=methodist)

    second = add_list(run.pk, list_code="event.present", by=methodist, at=at)

    assert (run.subject_key, run.list_code) == (event.object_key, "event.present")
    assert (first.added_count, second.added_count, second.present_names) == (1, 1, (member.full_name,))
    far = fields(kind, subject_key=EventFactory(association=stranger.memberships.get().association).object_key)
    nothing_changes(lambda: create_run(association.pk, fields=far, by=methodist, at=at), ListUnfit)


@pytest.mark.parametrize("key", ["event:", "event:x", "event:999999", "plan:1", "event:9" + "9" * 30])
def test_keys_that_name_nothing_have_no_people(db: None, key: str) -> None:
    assert (present_people(key), speaking_people(key), enrolled_people(key)) == ((), (), ())


def test_the_tab_shows_issues_and_who_has_none(
    event: Event, head: Person, member: Person, client_for: ClientFor
) -> None:
    AttendanceFactory(event=event, person=member)
    AttendanceFactory(event=event, person=None, guest_key="г", name="Вербина Ольга Ильинична")
    run = IssueRunFactory(association=event.association, subject_key=event.object_key, title="Участникам чтений")
    CertificateFactory(row=RunRowFactory(run=run, person=member))
    IssueRunFactory(association=event.association, subject_key="event:999", title="Чужая выдача")

    page = client_for(head).get(reverse("events:documents", args=[event.pk]))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Участникам чтений" in text
    assert "Чужая выдача" not in text
    assert "Вербина Ольга Ильинична" in text
    assert member.full_name not in text
    assert f"subject=event%3A{event.pk}&amp;list=event.present&amp;genre=participant" in text


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_the_tab_is_shut_to_others(
    who: str, event: Event, client_for: ClientFor, request: pytest.FixtureRequest
) -> None:
    page = client_for(request.getfixturevalue(who)).get(reverse("events:documents", args=[event.pk]))

    assert page.status_code == 404


def test_the_tab_costs_the_same_for_one_and_for_three(event: Event, head: Person, client_for: ClientFor) -> None:
    client, counts = client_for(head), []
    for number in (1, 3):
        while IssueRun.objects.filter(subject_key=event.object_key).count() < number:
            AttendanceFactory(event=event)
            IssueRunFactory(association=event.association, subject_key=event.object_key)
        client.get(reverse("events:documents", args=[event.pk]))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("events:documents", args=[event.pk]))
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_participant_finds_her_document_on_the_event(event: Event, member: Person, client_for: ClientFor) -> None:
    run = IssueRunFactory(association=event.association, subject_key=event.object_key)
    own = CertificateFactory(row=RunRowFactory(run=run, person=member), number_words="№ 41/2024-Ф")
    CertificateFactory(row=RunRowFactory(run=run), number_words="№ 42/2024-Ф")

    page = client_for(member).get(event.get_absolute_url()).content.decode()

    assert own.get_absolute_url() in page
    assert "№ 41/2024-Ф" in page
    assert "№ 42/2024-Ф" not in page
    assert "Ваш документ" not in client_for(None).get(event.get_absolute_url()).content.decode()
