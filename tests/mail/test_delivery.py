"""Delivery to a real server: taken, refused, put off, given up, and by many hands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from stellazh.mail.delivery import HOLD, PAUSES, DeliveryReport, deliver_due, next_due_at
from stellazh.mail.enums import MailState, TryOutcome
from stellazh.mail.models import DeliveryTry, OutgoingMail
from tests.mail.conftest import PASSWORD, Clock, Smtp

Queue = Callable[..., OutgoingMail]


class Stopped(Exception):
    """What a worker that is stopping says."""


def log() -> list[tuple[str, str, int | None, str]]:
    return list(DeliveryTry.objects.values_list("mail__to_address", "outcome", "code", "answer"))


def test_taken_letter_is_sent(queue: Queue, smtp: Smtp, clock: Clock, at: datetime) -> None:
    mail = queue()
    clock.pass_(timedelta(seconds=5))

    report = deliver_due(now=clock)

    mail.refresh_from_db()
    assert report == DeliveryReport(sent_count=1)
    assert (mail.state, mail.settled_at, mail.attempt_count, mail.claimed_until, mail.last_error) == (
        MailState.SENT,
        at + timedelta(seconds=5),
        1,
        None,
        "",
    )
    assert log() == [("olhova@example.org", TryOutcome.SENT, None, "")]
    assert len(smtp.office.letters) == 1


def test_sent_letter_is_not_sent_again(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    queue()
    deliver_due(now=clock)
    clock.pass_(timedelta(days=30))

    report = deliver_due(now=clock)

    assert (report, len(smtp.office.letters), next_due_at()) == (DeliveryReport(), 1, None)


def test_texts_of_settled_letters_are_forgotten(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    smtp.office.answers_to_recipient["gone@example.org"] = "550 No such user"
    smtp.office.answers_to_recipient["busy@example.org"] = "450 Later"
    for to in ("olhova@example.org", "gone@example.org", "busy@example.org"):
        queue(to=to, text="ссылка", html="<p>ссылка</p>")

    deliver_due(now=clock)

    assert list(OutgoingMail.objects.order_by("id").values_list("text", "html")) == [
        ("", ""),
        ("", ""),
        ("ссылка", "<p>ссылка</p>"),
    ]


def test_demonstration_keeps_the_texts(queue: Queue, smtp: Smtp, clock: Clock, settings: Settings) -> None:
    settings.DEMO = True
    queue(text="ссылка")

    deliver_due(now=clock)

    assert OutgoingMail.objects.values_list("state", "text").get() == (MailState.SENT, "ссылка")


@pytest.mark.parametrize("stage", ["recipient", "content"])
def test_refused_letter_is_tried_once(queue: Queue, smtp: Smtp, clock: Clock, stage: str) -> None:
    answers = smtp.office.answers_to_recipient if stage == "recipient" else smtp.office.answers_to_content
    answers["gone@example.org"] = "550 No such user"
    mail, other = queue(to="gone@example.org"), queue()

    report = deliver_due(now=clock)
    clock.pass_(timedelta(days=10))
    deliver_due(now=clock)

    mail.refresh_from_db()
    other.refresh_from_db()
    assert report == DeliveryReport(sent_count=1, refused_count=1)
    assert (mail.state, mail.last_error) == (
        MailState.REFUSED,
        "Сервер отказался принять письмо: 550 No such user",
    )
    assert other.state == MailState.SENT
    assert log() == [
        ("gone@example.org", TryOutcome.REFUSED, 550, "No such user"),
        ("olhova@example.org", TryOutcome.SENT, None, ""),
    ]
    assert smtp.office.greeting_count == 1


def test_letter_put_off_is_sent_after_its_pause(queue: Queue, smtp: Smtp, clock: Clock, at: datetime) -> None:
    smtp.office.answers_to_recipient["olhova@example.org"] = "451 Try again later"
    mail = queue()
    first = deliver_due(now=clock)
    due = next_due_at()
    smtp.office.answers_to_recipient.clear()

    clock.pass_(timedelta(seconds=59))
    too_early = deliver_due(now=clock)
    clock.pass_(timedelta(seconds=1))
    in_time = deliver_due(now=clock)

    mail.refresh_from_db()
    assert due == at + timedelta(minutes=1)
    assert [first.delayed_count, too_early.sent_count, in_time.sent_count] == [1, 0, 1]
    assert (mail.state, mail.attempt_count, mail.last_error) == (MailState.SENT, 2, "")
    assert log() == [
        ("olhova@example.org", TryOutcome.DELAYED, 451, "Try again later"),
        ("olhova@example.org", TryOutcome.SENT, None, ""),
    ]


def test_pauses_grow_until_the_letter_is_given_up(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    smtp.office.answers_to_recipient["olhova@example.org"] = "450 Mailbox is full"
    mail = queue()
    pauses = []

    deliver_due(now=clock)
    while (due := next_due_at()) is not None:
        pauses.append(due - clock.moment)
        clock.moment = due
        last = deliver_due(now=clock)

    mail.refresh_from_db()
    assert tuple(pauses) == PAUSES == tuple(sorted(PAUSES))
    assert last == DeliveryReport(failed_count=1)
    assert (mail.state, mail.attempt_count, mail.settled_at) == (MailState.FAILED, 8, clock.moment)
    assert mail.last_error == "Сервер пока не принимает письмо: 450 Mailbox is full"


def test_letters_wait_while_the_server_is_down(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    smtp.stop()
    for number in range(3):
        queue(to=f"person{number}@example.org")

    down = deliver_due(now=clock)
    waiting = set(OutgoingMail.objects.values_list("state", "claimed_until"))
    error = OutgoingMail.objects.first().last_error
    smtp.start()
    clock.pass_(timedelta(minutes=1))
    up = deliver_due(now=clock)

    assert (down, up) == (DeliveryReport(delayed_count=3), DeliveryReport(sent_count=3))
    assert waiting == {(MailState.QUEUED, None)}
    assert error == "Почтовый сервер недоступен: [Errno 111] Connection refused"
    assert len(smtp.office.letters) == 3


def test_server_takes_letters_under_our_name(queue: Queue, smtp: Smtp, clock: Clock, settings: Settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shelf", PASSWORD
    queue()

    report = deliver_due(now=clock)

    assert report == DeliveryReport(sent_count=1)


def test_server_that_does_not_know_us_puts_letters_off(
    queue: Queue, smtp: Smtp, clock: Clock, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shelf", "wrong"
    mail = queue()

    report = deliver_due(now=clock)

    mail.refresh_from_db()
    assert (report, mail.state) == (DeliveryReport(delayed_count=1), MailState.QUEUED)
    assert mail.last_error == "Почтовый сервер не принял наши имя и пароль."
    assert DeliveryTry.objects.get().code == 535


def test_settings_that_cannot_work_put_letters_off(queue: Queue, smtp: Smtp, clock: Clock, settings: Settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shelf", "кириллица"
    mail = queue()

    report = deliver_due(now=clock)

    mail.refresh_from_db()
    assert (report, mail.state) == (DeliveryReport(delayed_count=1), MailState.QUEUED)
    assert mail.last_error == "Настройки почты не годятся: проверьте имя и пароль почтового сервера."


def test_server_that_hangs_up_is_called_again(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    smtp.office.hangs_up_after = 2
    for number in range(5):
        queue(to=f"person{number}@example.org")

    report = deliver_due(now=clock)

    assert (report, smtp.office.greeting_count) == (DeliveryReport(sent_count=5), 3)
    assert OutgoingMail.objects.filter(attempt_count=1).count() == 5


def test_letter_that_breaks_the_line_does_not_hold_the_others(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    smtp.office.hangs_up_on = {"poison@example.org"}
    for to in ("first@example.org", "poison@example.org", "last@example.org"):
        queue(to=to)

    report = deliver_due(now=clock)

    assert report == DeliveryReport(sent_count=2, delayed_count=1)
    assert [to for _, (to,) in smtp.office.envelopes] == ["first@example.org", "last@example.org"]
    assert OutgoingMail.objects.get(to_address="poison@example.org").last_error == "Почтовый сервер прервал соединение."


def test_letter_that_cannot_be_composed_does_not_hold_the_others(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    broken, whole = queue(), queue()
    OutgoingMail.objects.filter(pk=broken.pk).update(subject="Тема\nBcc: all@example.org")

    report = deliver_due(now=clock)

    broken.refresh_from_db()
    whole.refresh_from_db()
    assert report == DeliveryReport(sent_count=1, refused_count=1)
    assert (broken.state, broken.last_error) == (
        MailState.REFUSED,
        "Письмо не удалось составить: так его не отправить.",
    )
    assert whole.state == MailState.SENT


def test_thousand_letters_go_over_one_connection(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    for number in range(1000):
        queue(to=f"person{number}@example.org")

    report = deliver_due(now=clock)

    assert (report, smtp.office.greeting_count) == (DeliveryReport(sent_count=1000), 1)
    assert [to for _, (to,) in smtp.office.envelopes] == [f"person{number}@example.org" for number in range(1000)]


def test_delivery_that_is_stopped_lets_go_of_its_letters(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    for number in range(3):
        queue(to=f"person{number}@example.org")

    def stop_at_second() -> None:
        if smtp.office.letters:
            raise Stopped

    with pytest.raises(Stopped):
        deliver_due(now=clock, before_each=stop_at_second)

    assert sorted(OutgoingMail.objects.values_list("state", "claimed_until", "attempt_count")) == [
        (MailState.QUEUED, None, 0),
        (MailState.QUEUED, None, 0),
        (MailState.SENT, None, 1),
    ]


def test_letters_of_a_dead_sender_are_free_after_a_while(queue: Queue, smtp: Smtp, clock: Clock, at: datetime) -> None:
    queue()
    OutgoingMail.objects.update(claimed_until=at + HOLD)

    held = deliver_due(now=clock)
    due = next_due_at()
    clock.moment = at + HOLD
    freed = deliver_due(now=clock)

    assert (held, due, freed) == (DeliveryReport(), at + HOLD, DeliveryReport(sent_count=1))


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_send_each_letter_once(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    for number in range(120):
        queue(to=f"person{number}@example.org")
    barrier = threading.Barrier(3)
    reports: list[DeliveryReport] = []

    def work() -> None:
        try:
            barrier.wait(timeout=30)
            reports.append(deliver_due(now=clock))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert sum(report.sent_count for report in reports) == 120
    assert sorted(to for _, (to,) in smtp.office.envelopes) == sorted(f"person{n}@example.org" for n in range(120))
