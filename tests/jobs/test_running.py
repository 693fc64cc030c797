from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from stellazh.common import clock
from stellazh.jobs import services
from stellazh.jobs.context import JobContext
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job, Worker
from stellazh.jobs.running import LONGEST_PAUSE, LOST, UNEXPECTED, Shift, claim_job, finish_job, recover_job, shift
from stellazh.jobs.running import run_by_id as run
from stellazh.jobs.worker import run_queued, run_worker
from stellazh.jobs.workers import register_worker
from tests.jobs.conftest import Bench, PaperIsEmpty, Somebody

Ask = Callable[..., Job]
pytestmark = pytest.mark.django_db


def test_run_queued_keeps_what_the_handler_returned(bench: Bench, ask: Ask) -> None:
    job = ask(bench.register(bench.note), {"plan": 5})

    count = run_queued()

    job.refresh_from_db()
    assert count == 1
    assert bench.ran == [{"plan": 5}]
    assert (job.state, job.result, job.error, job.attempt) == (JobState.DONE, {"count": 1}, "", 1)
    assert job.started_at <= job.finished_at


def test_a_refusal_ends_the_job_with_its_sentence_and_is_not_tried_again(bench: Bench, ask: Ask) -> None:
    def refuse(context: JobContext) -> None:
        raise PaperIsEmpty("В файле нет ни одной строки плана.")

    job = ask(bench.register(refuse, retries=3))

    run_queued()

    job.refresh_from_db()
    assert (job.state, job.error, job.failure_count) == (JobState.FAILED, "В файле нет ни одной строки плана.", 0)


def test_an_unexpected_failure_is_logged_and_shown_calmly(
    bench: Bench, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(context: JobContext) -> None:
        raise ZeroDivisionError("the secret inside")

    job = ask(bench.register(stumble))

    with caplog.at_level(logging.ERROR, logger="stellazh.jobs.running"):
        run_queued()

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, UNEXPECTED)
    assert [record.exc_info[0] for record in caplog.records if record.name == "stellazh.jobs.running"] == [
        ZeroDivisionError
    ]


def test_a_result_that_json_cannot_hold_is_a_failure(bench: Bench, ask: Ask) -> None:
    job = ask(bench.register(lambda context: {"day": object()}))

    run_queued()

    job.refresh_from_db()
    assert (job.state, job.result, job.error) == (JobState.FAILED, None, UNEXPECTED)


def test_a_job_without_its_handler_fails_in_words(bench: Bench, ask: Ask) -> None:
    from stellazh.jobs.handlers import handlers

    name = bench.register(bench.note)
    job = ask(name)
    kept = handlers._entries.pop(name)

    run_queued()

    handlers.add(kept)
    job.refresh_from_db()
    assert (job.state, job.error) == (
        JobState.FAILED,
        f"Эта работа больше не поддерживается: обработчик «{name}» не найден.",
    )


def test_retries_come_after_growing_pauses_and_then_end(bench: Bench, ask: Ask) -> None:
    def stumble(context: JobContext) -> None:
        raise ZeroDivisionError

    job = ask(bench.register(stumble, retries=2))
    pauses = []
    now = Shift(register_worker(at=clock.now()), threading.Event())
    token = shift.set(now)

    for _ in range(2):
        before = clock.now()
        run(job.public_id)
        job.refresh_from_db()
        assert job.state == JobState.QUEUED
        pauses.append(round((job.due_at - before).total_seconds()))
    run(job.public_id)

    shift.reset(token)
    job.refresh_from_db()
    assert pauses == [10, 40]
    assert (job.state, job.failure_count, job.attempt) == (JobState.FAILED, 2, 3)


def test_a_retry_is_not_taken_before_its_time(bench: Bench, ask: Ask) -> None:
    def stumble(context: JobContext) -> None:
        bench.ran.append({})
        raise ZeroDivisionError

    ask(bench.register(stumble, retries=5))

    assert (run_queued(), run_queued(), len(bench.ran)) == (1, 0, 1)


def test_pauses_are_an_hour_at_most(bench: Bench, ask: Ask, at: datetime) -> None:
    from stellazh.jobs.running import retry_job

    job = ask(bench.register(bench.note))
    worker = register_worker(at=at)
    claimed = claim_job(job.public_id, worker=worker, at=at)
    assert claimed is not None
    claimed.failure_count = 9

    retry_job(claimed, at=at)

    job.refresh_from_db()
    assert job.due_at == at + LONGEST_PAUSE


def test_progress_is_written_a_few_times_a_second_and_whole_at_the_end(bench: Bench, ask: Ask) -> None:
    writes: list[tuple[int, int]] = []

    def count(context: JobContext) -> None:
        for step in range(1, 1001):
            context.progress(step, 1000, f"шаг {step}")
            writes.append((Job.objects.get(pk=context.job.pk).done, step))

    job = ask(bench.register(count))

    run_queued()

    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (1000, 1000, "шаг 1000")
    assert writes[0] == (1, 1)
    assert len({done for done, _ in writes}) < 20


def test_check_cancelled_stops_the_work_and_undoes_its_transaction(bench: Bench, ask: Ask, at: datetime) -> None:
    def long_work(context: JobContext) -> None:
        with transaction.atomic():
            Worker.objects.create(host="written by the work", pid=1, started_at=at, seen_at=at)
            services.request_cancel(context.job.pk, by=Somebody(), at=at)
            context.check_cancelled()

    job = ask(bench.register(long_work))

    run_queued()

    job.refresh_from_db()
    # The request itself was part of the undone transaction here; the job's end is what counts.
    assert job.state == JobState.CANCELLED
    assert not Worker.objects.filter(host="written by the work").exists()


def test_check_cancelled_gives_the_job_back_when_the_worker_stops(bench: Bench, ask: Ask) -> None:
    stop = threading.Event()

    def long_work(context: JobContext) -> None:
        stop.set()
        context.progress(1, 2)
        context.check_cancelled()

    job = ask(bench.register(long_work))
    token = shift.set(Shift(register_worker(at=clock.now()), stop))

    run(job.public_id)

    shift.reset(token)
    job.refresh_from_db()
    assert (job.state, job.worker, job.lost_count, job.failure_count, job.done) == (JobState.QUEUED, None, 0, 0, 0)


def test_a_run_that_lost_its_job_changes_nothing(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note))
    slow = claim_job(job.public_id, worker=register_worker(at=at), at=at)
    assert slow is not None
    recover_job(Job.objects.get(pk=job.pk), at=at)
    quick = claim_job(job.public_id, worker=register_worker(at=at), at=at)
    assert quick is not None

    kept = finish_job(slow, JobState.DONE, at=at, result={"by": "slow"})
    kept_too = finish_job(quick, JobState.DONE, at=at, result={"by": "quick"})

    job.refresh_from_db()
    assert (kept, kept_too) == (False, True)
    assert (job.result, job.attempt) == ({"by": "quick"}, 2)


def test_a_job_is_claimed_once(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note))
    worker = register_worker(at=at)

    first = claim_job(job.public_id, worker=worker, at=at)
    second = claim_job(job.public_id, worker=worker, at=at)

    assert first is not None
    assert second is None


def test_recover_ends_a_job_whose_restarts_are_used_up(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note, restarts=1))
    worker = register_worker(at=at)

    states = []
    for _ in range(2):
        claim_job(job.public_id, worker=worker, at=at)
        recover_job(Job.objects.get(pk=job.pk), at=at)
        states.append(Job.objects.get(pk=job.pk).state)

    job.refresh_from_db()
    assert states == [JobState.QUEUED, JobState.FAILED]
    assert (job.lost_count, job.error) == (2, LOST)


def test_recover_cancels_a_job_that_was_asked_to_stop(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note))
    claim_job(job.public_id, worker=register_worker(at=at), at=at)
    services.request_cancel(job.pk, by=Somebody(), at=at)

    recover_job(Job.objects.get(pk=job.pk), at=at)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_run_worker_once_runs_what_waits_and_goes_home(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)
    for number in range(3):
        ask(name, {"number": number})

    count = run_worker(once=True, stop=threading.Event())

    assert count == 3
    assert bench.ran == [{"number": 0}, {"number": 1}, {"number": 2}]
    assert [worker.stopped_at is not None for worker in Worker.objects.all()] == [True]


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_job_once(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)
    for number in range(40):
        ask(name, {"number": number})

    threads = [threading.Thread(target=run_worker, kwargs={"once": True, "stop": threading.Event()}) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(arguments["number"] for arguments in bench.ran) == list(range(40))
    assert set(Job.objects.values_list("state", "attempt")) == {(JobState.DONE, 1)}


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_wakes_up_for_work_of_its_own_process(bench: Bench, ask: Ask) -> None:
    done = threading.Event()

    def note(context: JobContext) -> None:
        done.set()

    name = bench.register(note)
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, kwargs={"stop": stop})
    worker.start()

    ask(name)
    was_done = done.wait(5)
    stop.set()
    worker.join(5)

    assert was_done
    assert not worker.is_alive()


def test_jobs_clear_old_forgets_what_is_long_finished(bench: Bench, ask: Ask, at: datetime) -> None:
    from stellazh.common.actor import System

    name = bench.register(bench.note)
    old, fresh = ask(name), ask(name)
    run_queued()
    Job.objects.filter(pk=old.pk).update(finished_at=clock.now() - timedelta(days=181))
    cleaning = ask("jobs.clear_old", by=System("расписание"))

    run_queued()

    cleaning.refresh_from_db()
    assert cleaning.state == JobState.DONE
    assert set(Job.objects.values_list("pk", flat=True)) == {fresh.pk, cleaning.pk}


def test_a_list_of_jobs_costs_one_query(
    bench: Bench, ask: Ask, django_assert_num_queries: Callable[[int], Any]
) -> None:
    name = bench.register(bench.note)
    for _ in range(3):
        ask(name)

    with django_assert_num_queries(1):
        shown = [(str(job), job.topic, job.percent, job.result_url) for job in Job.objects.visible_to(Somebody())]

    assert len(shown) == 3
    assert connection.in_atomic_block
