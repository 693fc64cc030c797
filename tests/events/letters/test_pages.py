"""Pages of letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.events.enums import LetterState
from stellazh.events.models import Event, EventLetter
from stellazh.events.services import letters
from stellazh.events.services.letters import LetterFields
from stellazh.jobs.worker import run_queued
from stellazh.people.models import Person
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.members import CardFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


@pytest.fixture
def event(association: Association) -> Event:
    return EventFactory(association=association, title="Читаем вместе")


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def typed(**changed: object) -> dict[str, object]:
    return {"kind": "free", "subject": "О встрече", "text": "Ждём вас, {имя}!", "states": ["confirmed"], **changed}


def test_letter_goes_from_draft_to_each_addressee(event: Event, head: Person, client_for: ClientFor) -> None:
    reader = EnrolmentFactory(event=event)
    client = client_for(head)

    client.post(reverse("events:letter_create", args=[event.pk]), typed())
    letter = EventLetter.objects.get()
    page = reverse("events:letter_detail", args=[event.pk, letter.pk])
    before = body(client, page)
    client.post(reverse("events:letter_send", args=[event.pk, letter.pk]), {"version": letter.version})
    run_queued()
    after = body(client, page)

    assert f"Ждём вас, {reader.person.greeting_name}!" in before
    assert "Отправить сейчас" in before
    assert reader.name in after
    assert reader.person.email in after
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT


def test_letter_says_beforehand_how_many_have_no_address(
    event: Event, head: Person, at: datetime, client_for: ClientFor
) -> None:
    EnrolmentFactory(event=event)
    EnrolmentFactory(event=event, person=PersonFactory(email=None))
    CardFactory(person=EnrolmentFactory(event=event, person=PersonFactory(email=None)).person, contact_email="a@b.ru")
    letter = letters.write_letter(
        event.pk, fields=LetterFields(subject="О встрече", text="Ждём"), submission_key=None, by=head, at=at
    )
    address = reverse("events:letter_detail", args=[event.pk, letter.pk])

    text = body(client_for(head), address)

    assert "3\xa0получателя, из них без почты: 1. Адрес вписывают в карточку." in text


def test_letter_create_says_what_is_wrong(event: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    address = reverse("events:letter_create", args=[event.pk])

    unknown = client.post(address, typed(text="{зарплата}"))
    undated = client.post(address, typed(when="moment"))
    unchosen = client.post(address, typed(when="before"))

    assert [answer.status_code for answer in (unknown, undated, unchosen)] == [422, 422, 422]
    assert "{зарплата}" in unknown.content.decode()
    assert "Укажите день и час отправки." in undated.content.decode()
    assert "Выберите, за сколько до начала отправить." in unchosen.content.decode()
    assert not EventLetter.objects.exists()


def test_letter_moment_is_of_the_events_zone(association: Association, head: Person, client_for: ClientFor) -> None:
    association.time_zone = "Asia/Krasnoyarsk"
    association.save()
    event = EventFactory(association=association)

    client_for(head).post(
        reverse("events:letter_create", args=[event.pk]), typed(when="moment", due_at="2030-03-01T10:00")
    )

    due_at = EventLetter.objects.get().due_at
    assert due_at is not None
    assert due_at.isoformat() == "2030-03-01T03:00:00+00:00"


def test_letter_pages_are_for_keepers(
    event: Event, head: Person, member: Person, region_head: Person, stranger: Person, at: datetime,
    client_for: ClientFor,
) -> None:  # fmt: skip
    fields = LetterFields(subject="А", text="Б")
    letter = letters.write_letter(event.pk, fields=fields, submission_key=None, by=head, at=at)
    one = [event.pk, letter.pk]
    addresses = [
        reverse("events:letter_list", args=[event.pk]),
        reverse("events:letter_create", args=[event.pk]),
        reverse("events:letter_detail", args=one),
        reverse("events:letter_edit", args=one),
    ]

    for somebody in (member, region_head, stranger):
        assert [client_for(somebody).get(address).status_code for address in addresses] == [404] * 4
        assert client_for(somebody).post(reverse("events:letter_send", args=one)).status_code == 404
    elsewhere = EventFactory(association=event.association)
    assert client_for(head).get(reverse("events:letter_detail", args=[elsewhere.pk, letter.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_delivery_list_has_a_fixed_cost(
    count: int, event: Event, head: Person, at: datetime, client_for: ClientFor, django_assert_num_queries: object
) -> None:
    EnrolmentFactory.create_batch(count, event=event)
    fields = LetterFields(subject="А", text="Б")
    letter = letters.write_letter(event.pk, fields=fields, submission_key=None, by=head, at=at)
    letters.send_letter(letter.pk, expected_version=1, by=head, at=at)
    letters.send_lot(letter.pk, after_id=0, by=head, at=at)
    client = client_for(head)
    address = reverse("events:letter_detail", args=[event.pk, letter.pk])
    client.get(address)

    # The person, grants, notices, the event, the letter, figures, the count and the rows.
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(address)


def test_letters_are_called_by_what_their_subjects_say(
    event: Event, head: Person, client_for: ClientFor, at: datetime
) -> None:
    EnrolmentFactory(event=event)
    fields = LetterFields(subject="{имя}, до встречи: {мероприятие}", text="Ждём вас.")
    letter = letters.write_letter(event.pk, fields=fields, submission_key=None, by=head, at=at)
    client = client_for(head)

    listed = body(client, reverse("events:letter_list", args=[event.pk]))
    shown = body(client, reverse("events:letter_detail", args=[event.pk, letter.pk]))

    assert "{имя}, до встречи: Читаем вместе" in listed
    assert "{имя}, до встречи: Читаем вместе" in shown
