"""Materials and recordings that a registered guest opens by her link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import Audience, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.materials import MaterialFields, add_material
from stellazh.events.services.recordings import RecordingFields, add_recording
from stellazh.links.standing import standing_tokens
from stellazh.people.models import Person
from tests.events.programme.conftest import FILM, pdf
from tests.factories.events import EnrolmentFactory, EventFactory

ClientFor = Callable[..., Client]
FOR_US = MaterialFields("Памятка", audience=Audience.PARTICIPANTS)
RECORDED = RecordingFields("Запись встречи", audience=Audience.PARTICIPANTS)


@pytest.fixture
def guest(event: Event) -> Enrolment:
    made: Enrolment = EnrolmentFactory(event=event, guest=True)
    return made


def link_of(guest: Enrolment, by: Person) -> str:
    owner = f"enrolment:{guest.pk}"
    return standing_tokens(ENROLMENT_LINK, {owner: guest}, label="Регистрация", by=by, at=clock.now())[owner]


def test_registered_guest_opens_what_is_for_participants(
    event: Event, guest: Enrolment, head: Person, at: datetime, client_for: ClientFor
) -> None:
    made = add_material(event.pk, fields=FOR_US, file=pdf(), by=head, at=at)
    add_recording(event.pk, address=FILM, fields=RECORDED, by=head, at=at)
    token = link_of(guest, head)
    file = made.versions.get().file
    assert file is not None

    page = client_for(None).get(reverse("events:guest_materials", args=[token]))
    content = client_for(None).get(reverse("events:guest_file", args=[token, file.public_id]))
    without = client_for(None).get(file.get_absolute_url())

    assert "Памятка" in page.content.decode()
    assert "Запись встречи" in page.content.decode()
    assert "https://rutube.ru" in page.headers["Content-Security-Policy"]
    assert b"".join(content.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert without.status_code == 404


def test_guest_link_opens_no_file_of_another_event(
    event: Event, guest: Enrolment, head: Person, at: datetime, client_for: ClientFor
) -> None:
    elsewhere = EventFactory(association=event.association)
    made = add_material(elsewhere.pk, fields=FOR_US, file=pdf(), by=head, at=at)
    file = made.versions.get().file
    assert file is not None

    answer = client_for(None).get(reverse("events:guest_file", args=[link_of(guest, head), file.public_id]))

    assert answer.status_code == 404


def test_guest_who_gave_her_place_up_opens_nothing(
    event: Event, guest: Enrolment, head: Person, at: datetime, client_for: ClientFor
) -> None:
    token = link_of(guest, head)
    guest.state = EnrolmentState.WITHDRAWN
    guest.save(update_fields=["state"])

    answer = client_for(None).get(reverse("events:guest_materials", args=[token]))

    assert answer.status_code == 404
