"""The page of letters of the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.mail import get_connection
from django.core.mail.message import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

import config.urls  # noqa: F401 (read before a test says DEMO, as the addresses depend on it)
from stellazh.mail.backends import OutboxBackend
from stellazh.mail.delivery import deliver_due
from stellazh.mail.enums import MailState
from stellazh.mail.models import OutgoingMail
from tests.mail.conftest import Clock

Queue = Callable[..., OutgoingMail]


@pytest.fixture
def demo(settings: Settings) -> None:
    """The settings of the demonstration that matter here."""
    settings.DEMO = True
    settings.EMAIL_BACKEND = "stellazh.mail.backends.OutboxBackend"


@pytest.mark.urls("tests.mail.demo_urls")
def test_outbox_shows_letters_with_links_to_follow(queue: Queue, client: Client, demo: None, clock: Clock) -> None:
    queue(
        to="Вера Ольхова <olhova@example.org>",
        subject="Приглашение <в> объединение",
        text="Откройте ссылку:\nhttp://localhost:8000/account/invitation/abc_-123/\n<script>alert(1)</script>",
    )
    deliver_due(now=clock)

    page = client.get("/outbox/")

    html = page.content.decode()
    assert page.status_code == 200
    assert 'href="http://localhost:8000/account/invitation/abc_-123/"' in html
    assert "Приглашение &lt;в&gt; объединение" in html
    assert "&lt;olhova@example.org&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.urls("tests.mail.demo_urls")
@pytest.mark.parametrize("count", [1, 3])
def test_outbox_asks_for_letters_once_and_for_files_once(queue: Queue, client: Client, demo: None, count: int) -> None:
    for _ in range(count):
        queue()

    with CaptureQueriesContext(connection) as queries:
        client.get("/outbox/")

    asked = [query["sql"] for query in queries.captured_queries if "mail_" in query["sql"]]
    assert [table in sql for table, sql in zip(("mail_outgoingmail", "mail_mailattachment"), asked, strict=True)] == [
        True,
        True,
    ]


@pytest.mark.urls("tests.mail.demo_urls")
def test_outbox_without_letters_says_so(client: Client, demo: None, db: None) -> None:
    page = client.get("/outbox/")

    assert "Писем ещё нет" in page.content.decode()


@pytest.mark.urls("tests.mail.demo_urls")
def test_outbox_is_closed_outside_the_demonstration(queue: Queue, client: Client) -> None:
    queue()

    assert client.get("/outbox/").status_code == 404


def test_outbox_has_no_address_outside_the_demonstration(client: Client, db: None) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("mail:outbox")

    assert client.get("/outbox/").status_code == 404


def test_outbox_backend_takes_letters_and_sends_none(queue: Queue, demo: None, clock: Clock, at: datetime) -> None:
    mail = queue()

    report = deliver_due(now=clock)

    mail.refresh_from_db()
    assert (report.sent_count, mail.state, mail.text) == (1, MailState.SENT, "Здравствуйте!")


def test_outbox_backend_counts_letters(settings: Settings) -> None:
    backend = get_connection("stellazh.mail.backends.OutboxBackend")
    letters = [EmailMessage("a", "b", to=["c@example.org"]), EmailMessage("d", "e", to=["f@example.org"])]

    assert (type(backend), backend.send_messages(letters)) == (OutboxBackend, 2)
