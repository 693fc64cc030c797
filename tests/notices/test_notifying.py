"""Telling people: who is told, how the letter comes, and over a real connection what arrives."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from stellazh.audit.models import AuditEntry
from stellazh.jobs.models import Job
from stellazh.links.models import SecretLink
from stellazh.mail.delivery import DeliveryReport, deliver_due, next_due_at
from stellazh.mail.enums import MailState
from stellazh.mail.models import OutgoingMail
from stellazh.notices.enums import Delivery, NoticeMail
from stellazh.notices.models import BouncedAddress, Notice
from stellazh.people.models import Person
from tests.factories.notices import BouncedAddressFactory, PreferenceFactory, SettingsFactory
from tests.factories.people import PersonFactory
from tests.notices.conftest import ALARM, GAZETTE, NEWS, Clock, Smtp, Tell

MOSCOW = ZoneInfo("Europe/Moscow")


def states() -> list[tuple[str, str]]:
    """Whom each notice went to, and where its letter stands."""
    return list(Notice.objects.order_by("person__email").values_list("person__email", "mail_state"))


def test_notice_is_shown_and_its_letter_leaves_at_once(
    tell: Tell, reader: Person, smtp: Smtp, clock: Clock, at: datetime, settings: Settings
) -> None:
    settings.SITE_URL = "https://shelf.example.org"

    told = tell(about="plan:5")
    report = deliver_due(now=clock)

    notice = Notice.objects.get()
    (letter,) = smtp.office.parsed()
    text = letter.get_content()
    link = SecretLink.objects.get()
    (unsubscribe,) = re.findall(r"https://shelf\.example\.org/notices/unsubscribe/\S+", text)
    assert (told, report) == (1, DeliveryReport(sent_count=1))
    assert (notice.person, notice.kind, notice.title, notice.text, notice.address, notice.about) == (
        reader, NEWS, "План утверждён", "Откройте и посмотрите.", "/plans/5/", "plan:5",
    )  # fmt: skip
    assert (notice.created_at, notice.read_at, notice.mail_state, notice.mail_due_at) == (
        at, None, NoticeMail.LETTER, None,
    )  # fmt: skip
    assert (letter["Subject"], letter["To"]) == ("План утверждён", "Озерова Вера Ильинична <ozerova@example.org>")
    assert text.startswith("Здравствуйте, Вера Ильинична!\n\nОткройте и посмотрите.\n")
    assert "Открыть: https://shelf.example.org/plans/5/\n" in text
    assert "https://shelf.example.org/notices/choices/" in text
    assert unsubscribe.endswith(f"/?what={NEWS}")
    assert "".join(letter["List-Unsubscribe"].split()) == f"<{unsubscribe}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (link.purpose, link.owner_id, link.object_id) == ("notices.unsubscribe", str(reader.pk), str(reader.pk))
    mail = OutgoingMail.objects.get()
    assert (mail.about, mail.kind, mail.unsubscribe_url, notice.letter) == (f"person:{reader.pk}", NEWS, "", mail)


def test_site_without_https_offers_no_one_click(tell: Tell, smtp: Smtp, clock: Clock, settings: Settings) -> None:
    settings.SITE_URL = "http://shelf.example.org"
    tell()

    deliver_due(now=clock)

    (letter,) = smtp.office.parsed()
    assert letter["List-Unsubscribe"].strip().startswith("<http://shelf.example.org/notices/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] is None


def test_all_letters_of_a_person_carry_one_link(tell: Tell) -> None:
    for _ in "abc":
        tell()

    addresses = set(OutgoingMail.objects.values_list("unsubscribe_url", flat=True))
    assert (SecretLink.objects.count(), len(addresses), OutgoingMail.objects.count()) == (1, 1, 3)
    assert AuditEntry.objects.filter(action="link_created").count() == 1


def test_letter_of_the_night_leaves_in_the_morning(tell: Tell, smtp: Smtp, clock: Clock) -> None:
    evening = datetime(2024, 9, 10, 23, 30, tzinfo=MOSCOW)
    morning = datetime(2024, 9, 11, 8, 0, tzinfo=MOSCOW)
    tell(when=evening)

    clock.moment = morning - timedelta(seconds=1)
    early = deliver_due(now=clock)
    clock.moment = morning
    in_time = deliver_due(now=clock)

    assert (early, in_time) == (DeliveryReport(), DeliveryReport(sent_count=1))
    assert Job.objects.get(name="mail.deliver").due_at == morning + timedelta(minutes=1)
    assert (OutgoingMail.objects.get().queued_at, next_due_at()) == (evening, None)


def test_quiet_hours_are_the_persons_own(tell: Tell, reader: Person) -> None:
    SettingsFactory(person=reader, quiet_from=time(13, 0), quiet_to=time(15, 0), time_zone="Asia/Krasnoyarsk")
    never_quiet: Any = PersonFactory(email="sova@example.org")
    SettingsFactory(person=never_quiet, quiet_from=None, quiet_to=None)
    night = datetime(2024, 9, 11, 2, 0, tzinfo=UTC)

    tell(NEWS, reader, never_quiet, when=datetime(2024, 9, 10, 6, 30, tzinfo=UTC))
    tell(NEWS, never_quiet, when=night)

    due = list(OutgoingMail.objects.order_by("pk").values_list("to_address", "due_at"))
    assert due == [
        ("ozerova@example.org", datetime(2024, 9, 10, 8, 0, tzinfo=UTC)),
        ("sova@example.org", datetime(2024, 9, 10, 6, 30, tzinfo=UTC)),
        ("sova@example.org", night),
    ]


def test_required_kind_writes_at_night_and_to_those_who_want_no_mail(tell: Tell, reader: Person) -> None:
    SettingsFactory(person=reader, is_mail_off=True)
    PreferenceFactory(person=reader, kind=ALARM, delivery=Delivery.OFF)
    night = datetime(2024, 9, 10, 23, 30, tzinfo=MOSCOW)

    tell(ALARM, when=night)

    mail = OutgoingMail.objects.get()
    assert (mail.due_at, mail.unsubscribe_url, SecretLink.objects.count()) == (night, "", 0)
    assert "Не получать" not in mail.text


@pytest.mark.parametrize(
    ("chosen", "settings_", "state"),
    [
        (Delivery.AT_ONCE, {}, NoticeMail.LETTER),
        (Delivery.DIGEST, {}, NoticeMail.WAITING),
        (Delivery.OFF, {}, NoticeMail.NONE),
        (Delivery.AT_ONCE, {"is_mail_off": True}, NoticeMail.NONE),
    ],
)
def test_letter_comes_as_chosen(
    tell: Tell, reader: Person, chosen: str, settings_: dict[str, bool], state: NoticeMail
) -> None:
    PreferenceFactory(person=reader, kind=NEWS, delivery=chosen)
    SettingsFactory(person=reader, **settings_)

    told = tell()

    assert (told, states()) == (1, [("ozerova@example.org", state)])
    assert OutgoingMail.objects.count() == (state == NoticeMail.LETTER)


def test_digest_waits_for_the_persons_hour(tell: Tell, reader: Person) -> None:
    SettingsFactory(person=reader, digest_days="mondays", digest_hour=7, time_zone="Asia/Yekaterinburg")

    tell(GAZETTE)

    assert Notice.objects.get().mail_due_at == datetime(2024, 9, 16, 2, 0, tzinfo=UTC)
    assert OutgoingMail.objects.count() == 0


def test_only_people_with_an_account_are_told(tell: Tell, reader: Person, at: datetime) -> None:
    others: list[Any] = [
        PersonFactory(without_account=True),
        PersonFactory(password="!unusable"),
        PersonFactory(archived_at=at),
        PersonFactory(is_active=False),
    ]

    told = tell(NEWS, *others, reader, reader)

    assert (told, states()) == (1, [("ozerova@example.org", NoticeMail.LETTER)])


def test_nobody_to_tell_costs_nothing(tell: Tell, reader: Person) -> None:
    Person.objects.update(archived_at=datetime(2024, 1, 1, tzinfo=UTC))

    assert (tell(), Notice.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_unknown_kind_and_foreign_address_are_faults_of_ours(tell: Tell) -> None:
    with pytest.raises(KeyError):
        tell("tests.unknown")
    for address in ("https://evil.example/", "//evil.example/", "plans/5/", "/\\evil.example", ""):
        with pytest.raises(ValueError, match="leads to a path of ours"):
            tell(address=address)
    assert Notice.objects.count() == 0


def test_title_becomes_one_line_that_fits(tell: Tell) -> None:
    tell(title="Начало\nBcc: all@example.org " + "и" * 300)

    title = Notice.objects.get().title
    assert (title[:30], len(title)) == ("Начало Bcc: all@example.org ии", 200)
    assert OutgoingMail.objects.get().subject == title


def test_spoilt_address_keeps_nobody_else_from_the_letter(tell: Tell, reader: Person) -> None:
    spoilt: Any = PersonFactory(email="no address")

    told = tell(NEWS, spoilt, reader)

    assert (told, states()) == (2, [("no address", NoticeMail.NONE), ("ozerova@example.org", NoticeMail.LETTER)])


def test_refused_address_is_marked_and_gets_no_more_letters(
    tell: Tell, reader: Person, smtp: Smtp, clock: Clock, at: datetime
) -> None:
    smtp.office.answers_to_recipient["ozerova@example.org"] = "550 No such user"
    tell()

    report = deliver_due(now=clock)
    told = tell()
    tell(ALARM)

    mark = BouncedAddress.objects.get()
    assert report == DeliveryReport(refused_count=1)
    assert (mark.address, mark.marked_at, mark.code, mark.answer, mark.cleared_at) == (
        "ozerova@example.org", at, "550", "No such user", None,
    )  # fmt: skip
    assert told == 1
    assert sorted(state for _, state in states()) == [NoticeMail.LETTER, NoticeMail.NONE, NoticeMail.NONE]
    assert OutgoingMail.objects.values_list("state", flat=True).get() == MailState.REFUSED
    assert list(AuditEntry.objects.about(mark).values_list("action", "note")) == [
        ("address_bounced", "550 No such user")
    ]


@pytest.mark.parametrize(
    ("answer", "stage", "is_marked"),
    [
        ("550 5.1.1 User unknown", "recipient", True),
        ("550 5.2.1 Mailbox disabled", "recipient", True),
        ("550 5.7.1 Blocked as spam", "recipient", False),
        ("554 Rejected", "recipient", False),
        ("530 Authentication required", "recipient", False),
        ("450 Mailbox is busy", "recipient", False),
        ("550 Message looks like spam", "content", False),
    ],
)
def test_only_words_about_the_address_mark_it(
    tell: Tell, smtp: Smtp, clock: Clock, answer: str, stage: str, is_marked: bool
) -> None:
    answers = smtp.office.answers_to_recipient if stage == "recipient" else smtp.office.answers_to_content
    answers["ozerova@example.org"] = answer
    tell()

    deliver_due(now=clock)

    assert BouncedAddress.objects.exists() is is_marked


def test_cleared_mark_lets_letters_through(tell: Tell, at: datetime) -> None:
    BouncedAddressFactory(address="ozerova@example.org", cleared_at=at)

    tell()

    assert OutgoingMail.objects.count() == 1


def _statements(tell: Tell, people: list[Person], kind: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tell(kind, *people)
    return [re.sub(r"\s.*", "", query["sql"]) + " " + _table(query["sql"]) for query in queries]


def _table(sql: str) -> str:
    found = re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', sql)
    return found[1] if found else ""


@pytest.mark.parametrize(("kind", "mails"), [(NEWS, 300), (GAZETTE, 0), (ALARM, 300)])
def test_three_hundred_cost_as_many_statements_as_three(tell: Tell, kind: str, mails: int) -> None:
    people: list[Any] = [PersonFactory() for _ in range(300)]

    few = _statements(tell, people[:3], kind)
    Notice.objects.all().delete()
    OutgoingMail.objects.all().delete()
    Job.objects.all().delete()
    SecretLink.objects.all().delete()
    many = _statements(tell, people, kind)

    # SQLite takes 999 values in one statement, so that a bulk insert is cut into a few of the same kind.
    assert list(dict.fromkeys(many)) == list(dict.fromkeys(few))
    if connection.vendor == "postgresql":
        assert len(many) == len(few)
    assert len(many) <= 40
    assert (Notice.objects.count(), OutgoingMail.objects.count()) == (300, mails)
