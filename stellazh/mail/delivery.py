"""Delivering the outbox: claimed in small lots, sent over one connection, each try kept."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Coalesce, Greatest

from stellazh.files.services import FileIsLost
from stellazh.mail.attachments import StorageIsSilent
from stellazh.mail.enums import MailState, TryOutcome
from stellazh.mail.messages import build_message
from stellazh.mail.models import DeliveryTry, MailAttachment, OutgoingMail
from stellazh.mail.signals import mail_refused
from stellazh.mail.verdicts import ACCEPTED, TryResult, is_lost_connection, result_of

logger = logging.getLogger(__name__)

IS_LOST = "Вложения больше нет: {why} Письмо не отправлено."
STORAGE_SILENT = "Вложение не прочиталось: хранилище файлов не отвечает."
UNFIT_SETTINGS = "Настройки почты не годятся: проверьте имя и пароль почтового сервера."
LOT = 50
SETTLED_FIELDS = (
    "attempt_count", "claimed_until", "last_error", "state", "due_at", "settled_at", "text", "html", "unsubscribe_url",
)  # fmt: skip
# Longer than a lot can take when the server is slow to every letter.
HOLD = timedelta(minutes=30)
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)


@dataclass(slots=True)
class DeliveryReport:
    """How many letters of one delivery were sent, put off, refused by their server, or given up."""

    sent_count: int = 0
    delayed_count: int = 0
    refused_count: int = 0
    failed_count: int = 0

    def add(self, mail: OutgoingMail) -> None:
        """Count a letter by what it has come to."""
        match mail.state:
            case MailState.SENT:
                self.sent_count += 1
            case MailState.REFUSED:
                self.refused_count += 1
            case MailState.FAILED:
                self.failed_count += 1
            case _:
                self.delayed_count += 1


def deliver_due(*, now: Callable[[], datetime], before_each: Callable[[], None] = lambda: None) -> DeliveryReport:
    """Send every letter that is due, over one connection while the server keeps it.

    `now` tells the time at each letter; `before_each` may raise to stop: letters not yet tried are then free again.
    When the server cannot be reached at all, the lot in hand is put off and the rest is left for the next delivery.
    Two deliveries at once share the letters. A letter is sent at least once: if we die between the server's yes and our
    note of it, it is sent again under the same Message-ID.
    """
    report = DeliveryReport()
    line = _Line()
    try:
        while lot := _claim(now()):
            if not _send_lot(lot, line, report, now, before_each):
                break
    finally:
        line.hang_up()
    return report


def next_due_at() -> datetime | None:
    """When the next waiting letter may be tried; None when none waits."""
    free_at = Greatest("due_at", Coalesce("claimed_until", "due_at"))
    return OutgoingMail.objects.queued().annotate(free=free_at).order_by("free").values_list("free", flat=True).first()


class _Unreachable(Exception):
    """No connection to the server can be had; `result` says why."""

    def __init__(self, result: TryResult) -> None:
        super().__init__(result.in_words)
        self.result = result


class _Line:
    """The connection to the server, opened when first needed and again when the server hangs up."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection()
        self._is_open = False

    def send(self, mail: OutgoingMail) -> TryResult:
        """Try one letter; once more when a connection that has served before turns out to be dead.

        Raises:
            _Unreachable: there is no connection, and none can be opened.
        """
        try:
            message = build_message(mail)
            message.message()
        except FileIsLost as error:
            return TryResult(TryOutcome.REFUSED, None, str(error), IS_LOST.format(why=error))
        except ValueError as error:
            return TryResult(TryOutcome.REFUSED, None, str(error), "Письмо не удалось составить: так его не отправить.")
        except StorageIsSilent as error:
            # Ours to mend, as a mail server that is away: the other letters go on meanwhile.
            return TryResult(TryOutcome.DELAYED, None, str(error), STORAGE_SILENT)
        has_served = self._is_open
        result, is_lost = self._try(message)
        return self._try(message)[0] if is_lost and has_served else result

    def _try(self, message: EmailMessage) -> tuple[TryResult, bool]:
        """What came of it, and whether the connection was lost over it."""
        self._pick_up()
        try:
            self._backend.send_messages([message])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            is_lost = is_lost_connection(error)
            if is_lost:
                self.hang_up()
            return result_of(error), is_lost
        return ACCEPTED, False

    def _pick_up(self) -> None:
        if self._is_open:
            return
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self.hang_up()
            raise _Unreachable(result_of(error)) from error
        except ValueError as error:
            # A password in Cyrillic letters, two kinds of encryption at once: the letters are not to blame.
            self.hang_up()
            raise _Unreachable(TryResult(TryOutcome.DELAYED, None, str(error), UNFIT_SETTINGS)) from error
        self._is_open = True

    def hang_up(self) -> None:
        """Close the connection, whatever state it is in."""
        self._is_open = False
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError) as error:
            logger.info("The mail server did not say good-bye: %s", error)


def _send_lot(
    lot: Sequence[OutgoingMail],
    line: _Line,
    report: DeliveryReport,
    now: Callable[[], datetime],
    before_each: Callable[[], None],
) -> bool:
    """Send the claimed letters; False when the server cannot be reached, which counts as a try of each of them."""
    untried = list(lot)
    unreachable: TryResult | None = None
    try:
        while untried:
            before_each()
            try:
                result = unreachable or line.send(untried[0])
            except _Unreachable as error:
                result = unreachable = error.result
            mail = untried.pop(0)
            _settle(mail, result, now())
            report.add(mail)
    finally:
        _release(untried)
    return unreachable is None


@transaction.atomic
def _claim(at: datetime) -> list[OutgoingMail]:
    """The next letters due, ours alone until the hold ends."""
    free = OutgoingMail.objects.select_for_update(skip_locked=True).free_at(at)
    lot = list(free.order_by("due_at", "id").prefetch_related("attachments__file")[:LOT])
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in lot]).update(claimed_until=at + HOLD)
    return lot


def _release(untried: Sequence[OutgoingMail]) -> None:
    if untried:
        OutgoingMail.objects.queued().filter(pk__in=[mail.pk for mail in untried]).update(claimed_until=None)


@transaction.atomic
def _settle(mail: OutgoingMail, result: TryResult, at: datetime) -> None:
    """Keep what the try came to, and when the next one is."""
    mail.attempt_count += 1
    mail.claimed_until = None
    mail.last_error = result.in_words
    if result.outcome == TryOutcome.SENT:
        mail.state = MailState.SENT
    elif result.outcome == TryOutcome.REFUSED:
        mail.state = MailState.REFUSED
    elif mail.attempt_count > len(PAUSES):
        mail.state = MailState.FAILED
    else:
        mail.due_at = at + PAUSES[mail.attempt_count - 1]
    if mail.state != MailState.QUEUED:
        mail.settled_at = at
        if not settings.DEMO:
            mail.text = mail.html = mail.unsubscribe_url = ""
            # Asked of what was read with the letter: letters without files cost no statement more.
            if mail.attachments.all():
                MailAttachment.objects.filter(mail=mail).delete()
    mail.save(update_fields=SETTLED_FIELDS)
    DeliveryTry.objects.create(mail=mail, tried_at=at, outcome=result.outcome, code=result.code, answer=result.answer)
    if mail.state == MailState.REFUSED:
        mail_refused.send_robust(
            OutgoingMail,
            mail=mail,
            code=result.code,
            answer=result.answer,
            is_about_address=result.is_about_address,
            at=at,
        )
