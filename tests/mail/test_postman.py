"""The delivery as background work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction

from stellazh.common import clock as real_clock
from stellazh.common.actor import System
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.schedules import schedules
from stellazh.jobs.worker import run_queued
from stellazh.mail.enums import MailState
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import queue_mail
from tests.mail.conftest import Smtp

Queue = Callable[..., OutgoingMail]


def test_queued_letter_is_delivered_by_the_worker(queue: Queue) -> None:
    queue(to="olhova@example.org")

    run_queued()

    assert [letter.to for letter in django_mail.outbox] == [["olhova@example.org"]]
    assert OutgoingMail.objects.get().state == MailState.SENT
    assert Job.objects.values_list("name", "state", "result").get() == (
        "mail.deliver",
        JobState.DONE,
        {"sent_count": 1, "delayed_count": 0, "refused_count": 0, "failed_count": 0},
    )


def test_worker_comes_again_when_the_pause_is_over(smtp: Smtp, db: None) -> None:
    smtp.office.answers_to_recipient["busy@example.org"] = "450 Later"
    for _ in range(2):
        queue_mail(
            to="busy@example.org",
            subject="Тема",
            text="Текст",
            kind="tests.letter",
            by=System("тест"),
            at=real_clock.now(),
        )

    run_queued()

    first_due = min(OutgoingMail.objects.values_list("due_at", flat=True))
    again = Job.objects.get(state=JobState.QUEUED)
    assert (again.name, again.due_at.second) == ("mail.deliver", 0)
    assert timedelta(0) < again.due_at - first_due <= timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_letter_is_delivered_only_after_the_commit(queue: Queue) -> None:
    with transaction.atomic():
        queue()
        seen_before = len(django_mail.outbox)
    run_queued()

    assert (seen_before, len(django_mail.outbox)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_delivery_that_is_about_to_begin_takes_a_letter_still_being_queued(queue: Queue) -> None:
    queue(to="first@example.org")
    is_queued, failures = threading.Event(), []

    def work() -> None:
        try:
            is_queued.wait(timeout=30)
            run_queued()
        except BaseException as failure:
            failures.append(failure)
            raise
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    with transaction.atomic():
        queue(to="second@example.org")
        is_queued.set()
        time.sleep(0.5)
        sent_before_the_commit = len(django_mail.outbox)
    worker.join(timeout=60)

    assert failures == []
    assert sent_before_the_commit == 0
    assert sorted(letter.to[0] for letter in django_mail.outbox) == ["first@example.org", "second@example.org"]
    assert Job.objects.values_list("state", flat=True).get() == JobState.DONE


def test_forgotten_letters_are_looked_for_by_the_clock() -> None:
    assert schedules["mail.deliver"].job_name == "mail.deliver"
