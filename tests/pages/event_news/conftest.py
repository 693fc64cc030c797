"""An event that was held, with a programme, a photograph, a paper and a film; who writes and who publishes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.events.models import Event
from stellazh.events.services.materials import MaterialFields, add_material
from stellazh.events.services.programme import SlotFields, SpeakerFields, add_slot
from stellazh.events.services.recordings import RecordingFields, add_recording
from stellazh.pages.enums import NewsStep, PicturedPeople
from stellazh.pages.models import SiteHome
from stellazh.pages.services.event_news import ChosenPicture, NewsFields, Written, write_news
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.events.programme.conftest import FILM, pdf, photo_with_place
from tests.factories.associations import GrantFactory
from tests.factories.events import AttendanceFactory, EventFactory
from tests.factories.people import PersonFactory

AFTER = datetime(2024, 10, 9, 9, 0, tzinfo=UTC)
Write = Callable[..., Written]


@pytest.fixture
def event(association: Association, head: Person, at: datetime) -> Event:
    """Held; three took part, of whom two are of known territories."""
    made: Any = EventFactory(association=association, title="Читаем вместе", form="seminar", held=True)
    speakers = (SpeakerFields("Калинина Алла Петровна"),)
    add_slot(made.pk, fields=SlotFields("Книги о лесе", speakers=speakers), by=head, at=at)
    add_material(made.pk, fields=MaterialFields("Памятка"), file=pdf(), by=head, at=at)
    add_material(made.pk, fields=MaterialFields("Общий снимок"), file=photo_with_place(), by=head, at=at)
    add_recording(made.pk, address=FILM, fields=RecordingFields("Запись семинара"), by=head, at=at)
    for place in (association.territory, association.parent.territory, association.territory):
        AttendanceFactory(event=made, territory=place)
    return made


@pytest.fixture
def writer(association: Association) -> Person:
    """Writes, publishes nothing."""
    person = PersonFactory(family_name="Калинина")
    GrantFactory(person=person, association=association, role=Role.SECRETARY)
    return person


@pytest.fixture
def editor(association: Association) -> Person:
    """Publishes, prepares no events."""
    person = PersonFactory(family_name="Вербина")
    GrantFactory(person=person, association=association, role=Role.EDITOR)
    return person


@pytest.fixture
def home(association: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(association, by=head, at=at)


def photo(event: Event, people: PicturedPeople | None = PicturedPeople.ADULTS, **more: Any) -> ChosenPicture:
    """The photograph of the event with its answers."""
    material = event.materials.get(title="Общий снимок")
    return ChosenPicture(**{"key": f"m{material.pk}", "people": people, "description": "Участницы за столом", **more})


@pytest.fixture
def write(event: Event, editor: Person) -> Write:
    """Publish news of the event."""

    def made(*pictures: ChosenPicture, **more: Any) -> Written:
        fields = NewsFields(
            **{"title": "Прошёл семинар", "lead": "Коротко.", "text": "Слова.", **more.pop("words", {})}
        )
        given: dict[str, Any] = {
            "event_id": event.pk, "step": NewsStep.PUBLISH, "submission_key": uuid.uuid4(), "by": editor, "at": AFTER,
        }  # fmt: skip
        return write_news(fields=fields, pictures=pictures, **{**given, **more})

    return made
