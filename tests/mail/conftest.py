"""A real SMTP server on this machine, and a clock that tests move."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pytest_django import Settings

from stellazh.common.actor import System
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import queue_mail

PASSWORD = "the right one"


class PostOffice:
    """Takes letters as a mail server does; answers as it is told to, by the letter's address."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.greeting_count = 0
        self.answers_to_recipient: dict[str, str] = {}
        self.answers_to_content: dict[str, str] = {}
        self.hangs_up_after: int | None = None
        self.hangs_up_on: set[str] = set()
        self._taken_on_this_line = 0

    async def handle_EHLO(  # noqa: N802 (the name aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.greeting_count += 1
        self._taken_on_this_line = 0
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hangs_up_after is not None and self._taken_on_this_line >= self.hangs_up_after:
            server.transport.close()
            return "421 Enough for one call"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.hangs_up_on:
            server.transport.close()
        answer = self.answers_to_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers_to_content.get(envelope.rcpt_tos[0], "250 Taken")
        if answer.startswith("250"):
            self.letters.append(bytes(envelope.content or b""))
            self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
            self._taken_on_this_line += 1
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=auth_data.password == PASSWORD.encode(), handled=False)

    def parsed(self) -> list[EmailMessage]:
        """The letters as a mail program reads them."""
        return [
            email.message_from_bytes(letter.replace(b"\r\n", b"\n"), policy=email.policy.default)
            for letter in self.letters
        ]


@dataclass
class Smtp:
    """The server's switch."""

    office: PostOffice
    port: int
    controller: Controller | None = field(default=None)

    def start(self) -> None:
        self.controller = Controller(
            self.office,
            hostname="127.0.0.1",
            port=self.port,
            auth_require_tls=False,
            authenticator=self.office.authenticate,
        )
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def smtp(settings: Settings) -> Iterator[Smtp]:
    """A mail server, switched on, that our settings point to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    settings.DEFAULT_FROM_EMAIL = "Стеллаж <shelf@example.org>"
    switch = Smtp(PostOffice(), port)
    switch.start()
    yield switch
    switch.stop()


@dataclass
class Clock:
    """The time as the delivery sees it."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, pause: timedelta) -> None:
        self.moment += pause


@pytest.fixture
def clock(at: datetime) -> Clock:
    """Stands at `at` until moved."""
    return Clock(at)


@pytest.fixture
def queue(at: datetime, db: None) -> Callable[..., OutgoingMail]:
    """Queue a letter; what is not said is ordinary."""

    def make(
        to: str = "olhova@example.org", subject: str = "Приглашение", text: str = "Здравствуйте!", **more: str
    ) -> OutgoingMail:
        return queue_mail(to=to, subject=subject, text=text, kind="tests.letter", by=System("тест"), at=at, **more)

    return make
