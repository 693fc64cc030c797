"""Letters that come back: whom they mark, and whom they must not."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.cli import main
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.mail.delivery import deliver_due
from stellazh.mail.enums import MailState, TryOutcome
from stellazh.mail.models import DeliveryTry, OutgoingMail
from stellazh.notices.bounces import read_bounce
from stellazh.notices.models import BouncedAddress
from stellazh.notices.reads import bounced_addresses
from stellazh.notices.services import (
    AddressIsNotMarked,
    check_again,
    clear_address,
    mark_bounced,
    take_bounce,
)
from stellazh.people.models import Person
from stellazh.people.services import set_email
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.notices import BouncedAddressFactory
from tests.notices.conftest import ALARM, Clock, Smtp, Tell
from tests.notices.reports import report, words

Report = Callable[[str], bytes]
STATUS_550 = "smtp; 550 No such mailbox"


@pytest.fixture
def sent(tell: Tell, smtp: Smtp, clock: Clock) -> OutgoingMail:
    """A letter that the server has taken."""
    tell()
    deliver_due(now=clock)
    return OutgoingMail.objects.get()


MARKING: dict[str, tuple[Report, str]] = {
    "postfix": (lambda key: report(key), "5.1.1"),
    "headings alone": (lambda key: report(key, whole=False), "5.1.1"),
    "big letters": (lambda key: report(key, to="Ozerova@Example.ORG"), "5.1.1"),
    "forwarded, original named": (
        lambda key: report(key, to="new@example.net", original="ozerova@example.org"),
        "5.1.1",
    ),
    "mailbox full": (lambda key: report(key, status="5.2.2", diagnosis="smtp; 552 5.2.2 Over quota"), "5.2.2"),
    "no such domain": (lambda key: report(key, status="5.4.4", diagnosis="dns; Host not found"), "5.4.4"),
    "undefined status": (lambda key: report(key, status="5.0.0", diagnosis=STATUS_550), "5.0.0"),
    "exim": (lambda key: words(key), "5.1.1"),
    "exim without enhanced code": (lambda key: words(key, said="550 Unrouteable address"), "550"),
}
NOT_MARKING: dict[str, Report] = {
    "delay": lambda key: report(key, status="4.4.1", action="delayed"),
    "failed for a while": lambda key: report(key, status="4.2.2", diagnosis="smtp; 452 4.2.2 Over quota"),
    "success": lambda key: report(key, status="2.0.0", action="delivered"),
    "spam": lambda key: report(key, status="5.7.1", diagnosis="smtp; 550 5.7.1 Message rejected as spam"),
    "spam behind 5.0.0": lambda key: report(key, status="5.0.0", diagnosis="smtp; 554 Rejected by policy"),
    "too large": lambda key: report(key, status="5.3.4", diagnosis="smtp; 552 5.3.4 Too large"),
    "letter of nobody": lambda key: report("<unknown@example.org>"),
    "another address": lambda key: report(key, to="stranger@example.net"),
    "no letter inside": lambda key: report(key).replace(key.encode(), b""),
    "status of nonsense": lambda key: report(key, status="oops"),
    "exim, for a while": lambda key: words(key, said="452 4.2.2 Mailbox full"),
    "exim, spam": lambda key: words(key, said="550 5.7.1 Spam"),
    "ordinary letter": lambda key: f"From: a@example.org\nMessage-ID: {key}\n\nСпасибо, получила!".encode(),
    "nothing": lambda key: b"",
    "no letter at all": lambda key: b"\xff\xfe\x00" * 100,
}


@pytest.mark.parametrize("case", MARKING)
def test_bounce_marks_the_address_and_the_letter(sent: OutgoingMail, at: datetime, case: str) -> None:
    make, code = MARKING[case]
    later = at + timedelta(hours=2)

    marked = take_bounce(make(sent.message_id), at=later)

    sent.refresh_from_db()
    assert marked is not None
    assert (marked.address, marked.code, marked.marked_at) == ("ozerova@example.org", code, later)
    assert sent.state == MailState.REFUSED
    assert sent.last_error == f"Письмо вернулось: {marked.answer}"
    assert list(DeliveryTry.objects.order_by("pk").values_list("outcome", "answer")) == [
        (TryOutcome.SENT, ""),
        (TryOutcome.REFUSED, marked.answer),
    ]


@pytest.mark.parametrize("case", NOT_MARKING)
def test_what_is_no_lasting_refusal_marks_nothing(sent: OutgoingMail, at: datetime, case: str) -> None:
    marked = take_bounce(NOT_MARKING[case](sent.message_id), at=at)

    sent.refresh_from_db()
    assert (marked, BouncedAddress.objects.count(), sent.state) == (None, 0, MailState.SENT)


def test_bounce_taken_twice_marks_once(sent: OutgoingMail, at: datetime) -> None:
    first, second = (take_bounce(report(sent.message_id), at=at) for _ in "ab")

    assert first == second
    assert DeliveryTry.objects.filter(outcome=TryOutcome.REFUSED).count() == 1


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_letter_of_a_stranger_breaks_the_reader(noise: bytes) -> None:
    whole = report("<a@example.org>")
    for place in (0, len(whole) // 3, len(whole) - 200):
        read_bounce(whole[:place] + noise + whole[place:])


def test_command_takes_a_bounce_from_a_pipe(
    sent: OutgoingMail, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pipe(raw: bytes) -> int:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        return main(["bounce"])

    codes = [pipe(b"From: a@example.org\n\nhello"), pipe(report(sent.message_id))]

    assert codes == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        "Это письмо ничего не отмечает: оно не о нашем письме или отказ временный.",
        "Почта на ozerova@example.org не доходит: 5.1.1. Адрес отмечен.",
    ]


def test_person_has_the_address_checked_again(
    tell: Tell, reader: Person, smtp: Smtp, clock: Clock, at: datetime
) -> None:
    mark: Any = BouncedAddressFactory(address=reader.email)
    tell(ALARM)
    none_yet = OutgoingMail.objects.count()

    mail = check_again(reader.pk, by=reader, at=at)
    tell(ALARM)
    deliver_due(now=clock)

    mark.refresh_from_db()
    assert (none_yet, mark.cleared_at) == (0, at)
    assert (mail.to_address, mail.about) == ("ozerova@example.org", f"person:{reader.pk}")
    assert len(smtp.office.letters) == 2
    assert deeds(mark) == [("address_cleared", str(reader.pk), {})]


def test_address_that_is_refused_again_is_marked_again(reader: Person, smtp: Smtp, clock: Clock, at: datetime) -> None:
    BouncedAddressFactory(address=reader.email)
    smtp.office.answers_to_recipient[str(reader.email)] = "550 No such user"

    check_again(reader.pk, by=reader, at=at)
    deliver_due(now=clock)

    assert list(BouncedAddress.objects.order_by("pk").values_list("cleared_at", flat=True)) == [at, None]


def test_checking_is_refused_where_nothing_is_marked_or_it_is_anothers(
    reader: Person, head: Person, at: datetime
) -> None:
    nothing_changes(lambda: check_again(reader.pk, by=reader, at=at), AddressIsNotMarked)
    BouncedAddressFactory(address=reader.email)
    nothing_changes(lambda: check_again(reader.pk, by=head, at=at), PermissionRefused)
    nothing_changes(lambda: clear_address(str(reader.email), by=head, at=at), PermissionRefused)


def test_address_written_down_anew_is_good_again(reader: Person, smtp: Smtp, at: datetime) -> None:
    mark: Any = BouncedAddressFactory(address="new@example.org")
    other: Any = BouncedAddressFactory(address="other@example.org")

    set_email(reader.pk, email="New@example.org", by=reader, at=at)

    mark.refresh_from_db()
    other.refresh_from_db()
    assert (mark.cleared_at, other.cleared_at) == (at, None)


def test_former_address_is_told_of_the_new_one(reader: Person, smtp: Smtp, clock: Clock, at: datetime) -> None:
    set_email(reader.pk, email="new@example.org", by=reader, at=at)

    deliver_due(now=clock)

    (letter,) = smtp.office.parsed()
    assert (letter["Subject"].strip(), letter["To"]) == (
        "Адрес для входа заменён",
        "Озерова Вера Ильинична <ozerova@example.org>",
    )
    assert smtp.office.envelopes[0][1] == ["ozerova@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_refusals_at_once_mark_once(at: datetime) -> None:
    found = at_once(lambda: str(mark_bounced("Dead@example.org", code="550", answer="", at=at).address))

    assert found == ["dead@example.org"] * 2
    assert BouncedAddress.objects.count() == 1


def test_dead_addresses_are_told_apart_in_one_query(db: None, django_assert_num_queries: Any, at: datetime) -> None:
    BouncedAddressFactory(address="dead@example.org")
    BouncedAddressFactory(address="well@example.org", cleared_at=at)

    with django_assert_num_queries(1):
        found = bounced_addresses(["Dead@example.org", "well@example.org", "fine@example.org", None, ""])
    with django_assert_num_queries(0):
        none = bounced_addresses([None, ""])

    assert (found, none) == ({"dead@example.org"}, set())


def test_mark_is_made_by_the_system(db: None, at: datetime) -> None:
    mark = mark_bounced(" Dead@example.org ", code="5.1.1", answer="Нет такого", at=at)

    assert mark.address == "dead@example.org"
    assert deeds(mark) == [("address_bounced", System("почта").actor_id, {})]
