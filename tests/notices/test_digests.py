"""The digest: one letter per person, by the person's hour and zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.links.models import SecretLink
from stellazh.mail.delivery import deliver_due
from stellazh.mail.models import OutgoingMail
from stellazh.notices.enums import NoticeMail
from stellazh.notices.models import Notice
from stellazh.notices.services import read_notice, send_digests
from stellazh.people.models import Person
from tests.checks import at_once
from tests.factories.notices import BouncedAddressFactory, NoticeFactory, SettingsFactory
from tests.factories.people import PersonFactory
from tests.notices.conftest import GAZETTE, NEWS, Clock, Smtp, Tell

NEXT_MORNING = datetime(2024, 9, 11, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def waiting(person: Person, due_at: datetime = NEXT_MORNING, **fields: Any) -> Notice:
    notice = NoticeFactory(person=person, mail_state=NoticeMail.WAITING, mail_due_at=due_at, **fields)
    assert isinstance(notice, Notice)
    return notice


def test_digest_is_one_letter_with_everything_that_waits(tell: Tell, reader: Person, smtp: Smtp, clock: Clock) -> None:
    for title in ("Первая", "Вторая", "Третья"):
        tell(GAZETTE, title=title)

    early = send_digests(at=NEXT_MORNING - timedelta(seconds=1))
    sent = send_digests(at=NEXT_MORNING)
    again = send_digests(at=NEXT_MORNING + timedelta(hours=1))
    clock.moment = NEXT_MORNING
    deliver_due(now=clock)

    (letter,) = smtp.office.parsed()
    text = letter.get_content()
    assert (early, sent, again) == (0, 1, 0)
    assert letter["Subject"] == "Сводка уведомлений: 3"
    assert re.findall(r"^— (.+)$", text, re.MULTILINE) == ["Первая", "Вторая", "Третья"]
    assert letter["List-Unsubscribe"].strip().endswith("?what=digest>")
    mail = OutgoingMail.objects.get()
    assert mail.about == f"person:{reader.pk}"
    assert set(Notice.objects.values_list("mail_state", "mail_due_at", "letter")) == {
        (NoticeMail.LETTER, None, mail.pk)
    }


def test_digest_of_one_is_headed_by_its_title(tell: Tell) -> None:
    tell(GAZETTE, title="Открыт опрос")

    send_digests(at=NEXT_MORNING)

    assert OutgoingMail.objects.get().subject == "Открыт опрос"


def test_digest_takes_along_what_is_due_later(reader: Person) -> None:
    waiting(reader)
    waiting(reader, due_at=NEXT_MORNING + timedelta(days=7))

    send_digests(at=NEXT_MORNING)

    assert Notice.objects.waiting().count() == 0
    assert OutgoingMail.objects.count() == 1


def test_what_was_read_meanwhile_needs_no_letter(reader: Person, at: datetime) -> None:
    notice = waiting(reader)
    read_notice(notice.pk, by=reader, at=at)

    assert send_digests(at=NEXT_MORNING) == 0
    notice.refresh_from_db()
    assert (notice.mail_state, notice.mail_due_at) == (NoticeMail.NONE, None)


def test_nobody_is_written_to_who_gets_no_letters_any_more(reader: Person, at: datetime) -> None:
    silent: Any = PersonFactory()
    SettingsFactory(person=silent, is_mail_off=True)
    dead: Any = PersonFactory(email="dead@example.org")
    BouncedAddressFactory(address="dead@example.org")
    people: list[Any] = [
        silent, dead, PersonFactory(archived_at=at), PersonFactory(is_active=False), PersonFactory(password="!"),
        PersonFactory(email="no address"),
    ]  # fmt: skip
    for person in [*people, reader]:
        waiting(person)

    sent = send_digests(at=NEXT_MORNING)

    assert (sent, OutgoingMail.objects.get().to_address) == (1, "ozerova@example.org")
    assert Notice.objects.waiting().count() == 0


def test_people_beyond_one_lot_are_written_to_as_well(db: None) -> None:
    for number in range(205):
        waiting(PersonFactory(email=f"reader{number}@example.org"))  # type: ignore[arg-type]

    assert send_digests(at=NEXT_MORNING) == 205
    assert OutgoingMail.objects.values("to_address").distinct().count() == 205


@pytest.mark.parametrize("count", [3, 40])
def test_digest_costs_the_same_for_many_people(db: None, count: int) -> None:
    for _ in range(count):
        waiting(PersonFactory())  # type: ignore[arg-type]

    with CaptureQueriesContext(connection) as queries:
        send_digests(at=NEXT_MORNING)

    assert len(queries) == 27


def test_several_people_share_no_link(tell: Tell) -> None:
    people: list[Any] = [PersonFactory() for _ in range(3)]
    tell(GAZETTE, *people)
    tell(NEWS, *people)

    send_digests(at=NEXT_MORNING)

    assert (SecretLink.objects.count(), OutgoingMail.objects.values("unsubscribe_url").distinct().count()) == (3, 6)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one_letter(reader: Person) -> None:
    for _ in range(3):
        waiting(reader)

    found = at_once(lambda: str(send_digests(at=NEXT_MORNING)))

    assert sorted(found) == ["0", "1"]
    assert OutgoingMail.objects.count() == 1


def test_hour_is_the_persons_own(tell: Tell, reader: Person) -> None:
    far: Any = PersonFactory(email="far@example.org")
    SettingsFactory(person=far, digest_days="daily", digest_hour=18, time_zone="Asia/Vladivostok")
    tell(GAZETTE, reader, far)

    sent = send_digests(at=datetime(2024, 9, 11, 6, 0, tzinfo=UTC))
    first = OutgoingMail.objects.get().to_address
    later = send_digests(at=datetime(2024, 9, 11, 8, 0, tzinfo=UTC))

    assert (sent, first, later) == (1, "ozerova@example.org", 1)
