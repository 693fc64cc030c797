"""Letters on their way into the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stellazh.common.actor import System
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.mail.enums import MailState
from stellazh.mail.models import DeliveryTry, OutgoingMail
from stellazh.mail.services import LetterIsMalformed, queue_mail

Queue = Callable[..., OutgoingMail]


def test_letter_waits_in_the_outbox(at: datetime, db: None) -> None:
    mail = queue_mail(
        to="Вера Ольхова <olhova@example.org>",
        subject="Приглашение",
        text="Здравствуйте!",
        html="<p>Здравствуйте!</p>",
        kind="people.invitation",
        about="person:12",
        by=System("тест"),
        at=at,
    )

    kept = OutgoingMail.objects.values().get()
    message_id = kept.pop("message_id")
    assert (message_id[0], message_id[33:]) == ("<", "@localhost>")
    assert kept == {
        "id": mail.pk,
        "to_name": "Вера Ольхова",
        "to_address": "olhova@example.org",
        "subject": "Приглашение",
        "text": "Здравствуйте!",
        "html": "<p>Здравствуйте!</p>",
        "unsubscribe_url": "",
        "kind": "people.invitation",
        "about": "person:12",
        "state": MailState.QUEUED,
        "attempt_count": 0,
        "due_at": at,
        "claimed_until": None,
        "last_error": "",
        "queued_at": at,
        "settled_at": None,
        "queued_by_kind": "system",
        "queued_by_id": "тест",
        "queued_by_name": "Система: тест",
    }
    assert list(OutgoingMail.objects.about("person:12")) == [mail]


def test_letters_of_one_transaction_share_one_delivery(queue: Queue) -> None:
    for number in range(5):
        queue(to=f"person{number}@example.org")

    assert list(Job.objects.values_list("name", "actor_id", "state")) == [("mail.deliver", "почта", JobState.QUEUED)]


def test_letter_queued_while_a_delivery_runs_gets_its_own(queue: Queue) -> None:
    queue()
    Job.objects.update(state=JobState.RUNNING)

    queue()

    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.QUEUED, JobState.RUNNING]


def test_letter_does_not_wait_for_a_delivery_put_off(queue: Queue, at: datetime) -> None:
    queue()
    Job.objects.update(due_at=at + timedelta(hours=1))

    queue()

    assert sorted(Job.objects.values_list("due_at", flat=True)) == [at, at + timedelta(hours=1)]


def test_letter_of_failed_transaction_is_not_sent(queue: Queue) -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert (OutgoingMail.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": "никто"}, "«никто» не похоже на адрес электронной почты."),
        (
            {"subject": "Тема\nBcc: all@example.org"},
            "В теме письма не может быть переноса строки и других управляющих знаков.",
        ),
        (
            {"subject": "Тема\rX: y"},
            "В теме письма не может быть переноса строки и других управляющих знаков.",
        ),
        ({"subject": "  "}, "Письму нужны тема и текст."),
        ({"text": "\n"}, "Письму нужны тема и текст."),
    ],
    ids=["no address", "line break in subject", "return in subject", "no subject", "no text"],
)
def test_malformed_letter_is_refused(queue: Queue, change: dict[str, str], sentence: str) -> None:
    with pytest.raises(LetterIsMalformed) as caught:
        queue(**change)

    assert str(caught.value) == sentence
    assert (OutgoingMail.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [{"state": "lost"}, {"state": MailState.SENT}, {"settled_at": datetime.fromisoformat("2024-09-10T09:00:00Z")}],
    ids=["unknown state", "sent but never settled", "settled but waiting"],
)
def test_database_refuses_senseless_letters(queue: Queue, change: dict[str, object]) -> None:
    mail = queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(**change)

    assert OutgoingMail.objects.get().state == MailState.QUEUED


def test_database_refuses_a_message_id_twice(queue: Queue) -> None:
    first, second = queue(), queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=second.pk).update(message_id=first.message_id)


def test_database_refuses_unknown_outcomes(queue: Queue, at: datetime) -> None:
    mail = queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryTry.objects.create(mail=mail, tried_at=at, outcome="perhaps")
