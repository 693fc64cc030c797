from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from stellazh.jobs.models import Job, ScheduleTick
from stellazh.jobs.schedules import Schedule, schedules, tick
from stellazh.jobs.worker import run_queued
from tests.jobs.conftest import Bench

MORNING = datetime(2024, 9, 10, 6, 0, tzinfo=UTC)  # nine o'clock in Moscow


@pytest.fixture
def only_schedule(bench: Bench) -> Iterator[Schedule]:
    """The one registered schedule: each day at nine."""
    kept = dict(schedules._entries)
    schedules._entries.clear()
    yield schedules.add(Schedule("tests.daily", "0 9 * * *", bench.register(bench.note), arguments={"day": 1}))
    schedules._entries.clear()
    schedules._entries.update(kept)


@pytest.mark.django_db
def test_tick_owes_nothing_for_the_time_before_it_knew_the_schedule(only_schedule: Schedule) -> None:
    assert tick(at=MORNING + timedelta(hours=1)) == 0
    assert ScheduleTick.objects.get().last_due_at == MORNING


@pytest.mark.django_db
def test_tick_gives_each_due_time_one_job(only_schedule: Schedule, bench: Bench) -> None:
    tick(at=MORNING - timedelta(hours=1))

    counts = []
    for minutes in (-1, 0, 1, 24 * 60, 24 * 60 + 5):
        counts.append(tick(at=MORNING + timedelta(minutes=minutes)))
        run_queued()

    assert counts == [0, 1, 0, 1, 0]
    assert bench.ran == [{"day": 1}, {"day": 1}]


@pytest.mark.django_db
def test_tick_makes_up_for_missed_times_once(only_schedule: Schedule) -> None:
    tick(at=MORNING)

    assert [tick(at=MORNING + timedelta(days=30)), tick(at=MORNING + timedelta(days=30))] == [1, 0]
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_tick_does_not_pile_up_work_that_is_still_waiting(only_schedule: Schedule) -> None:
    tick(at=MORNING)
    tick(at=MORNING + timedelta(days=1))
    tick(at=MORNING + timedelta(days=2))

    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_tick_of_four_workers_at_once_gives_one_job(only_schedule: Schedule) -> None:
    tick(at=MORNING - timedelta(days=1))
    start = threading.Barrier(4)
    counts: list[int] = []

    def work() -> None:
        start.wait()
        counts.append(tick(at=MORNING))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 0, 0, 1]
    assert Job.objects.count() == 1


def test_a_schedule_without_a_cron_line_is_refused() -> None:
    with pytest.raises(ValueError, match="is no cron line"):
        Schedule("tests.never", "каждый день", "tests.work")
