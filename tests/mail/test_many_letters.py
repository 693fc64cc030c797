"""Letters by the hundred: queued in as many statements as one, or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.common.actor import System
from stellazh.jobs.models import Job
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import Letter, LetterIsMalformed, queue_letters
from tests.checks import nothing_changes

SYSTEM = System("проверка")


def letters(count: int) -> list[Letter]:
    return [Letter(f"person{n}@example.org", "Проверьте карточку", f"Письмо {n}", about=f"{n}") for n in range(count)]


def test_many_letters_are_queued_with_one_delivery(db: None, at: datetime) -> None:
    queue_letters(letters(3), kind="tests.many", by=SYSTEM, at=at)

    kept = OutgoingMail.objects.order_by("id").values_list("to_address", "text", "kind", "about", "due_at")
    assert list(kept) == [(f"person{n}@example.org", f"Письмо {n}", "tests.many", f"{n}", at) for n in range(3)]
    assert OutgoingMail.objects.values("message_id").distinct().count() == 3
    assert [job.name for job in Job.objects.all()] == ["mail.deliver"]


def test_no_letters_call_nobody(db: None, at: datetime) -> None:
    queued = queue_letters([], kind="tests.many", by=SYSTEM, at=at)

    assert (queued, Job.objects.count()) == ([], 0)


def test_many_letters_cost_as_many_statements_as_one(db: None, at: datetime) -> None:
    queue_letters(letters(1), kind="tests.many", by=SYSTEM, at=at)
    counts = []
    for count in (1, 40):
        with CaptureQueriesContext(connection) as queued:
            queue_letters(letters(count), kind="tests.many", by=SYSTEM, at=at)
        counts.append(len(queued.captured_queries))

    assert counts[0] == counts[1]


def test_one_malformed_letter_keeps_all_back(db: None, at: datetime) -> None:
    wrong = [*letters(2), Letter("никуда", "Тема", "Текст")]

    nothing_changes(lambda: queue_letters(wrong, kind="tests.many", by=SYSTEM, at=at), LetterIsMalformed)
