"""What the tests of programmes, materials and recordings need."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from stellazh.associations.models import Association
from stellazh.events.models import Event, Slot
from stellazh.events.services.materials import Brought
from stellazh.events.services.programme import SlotFields, add_slot
from stellazh.people.models import Person
from tests.factories.events import EventFactory

# The event goes on 8 October 2024, 14:00–16:00 in Moscow.
AFTER = datetime(2024, 10, 8, 15, 0, tzinfo=UTC)
FILM = "https://rutube.ru/video/10b3a03fc01d5bbcc632a2f3514e8aab/"


def clock(hour: int, minute: int = 0, *, day: int = 8) -> datetime:
    """That hour in Moscow on a day of October 2024."""
    return datetime(2024, 10, day, hour - 3, minute, tzinfo=UTC)


def pdf(name: str = "Памятка.pdf", text: bytes = b"") -> Brought:
    """A file that is a PDF by its first signs."""
    return Brought(name, io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\n" + text))


def photo_with_place() -> Brought:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (59.0, 56.0, 0.0)}
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "JPEG", exif=exif)
    file.seek(0)
    return Brought("Фото с встречи.JPEG", file)


@pytest.fixture
def event(association: Association) -> Event:
    """An announced public event of `association`."""
    made: Any = EventFactory(association=association, title="Читаем вместе", place="Зал")
    return made


@pytest.fixture
def talk(event: Event, head: Person, at: datetime) -> Slot:
    """A talk at 14:00–14:20."""
    fields = SlotFields("Книги о лесе", starts_at=clock(14), ends_at=clock(14, 20))
    return add_slot(event.pk, fields=fields, by=head, at=at)
