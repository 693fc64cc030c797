from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from stellazh.common import clock
from stellazh.common.actor import Guest, System
from stellazh.common.errors import PermissionRefused
from stellazh.jobs import services
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.worker import run_queued
from tests.jobs.conftest import Bench, Somebody

Ask = Callable[..., Job]
pytestmark = pytest.mark.django_db


def test_enqueue_keeps_who_asked_and_what_for(bench: Bench, ask: Ask, at: datetime) -> None:
    name = bench.register(bench.note)

    job = ask(name, {"plan": 5}, label="Чтение плана", scope="/omo/", key="plan-5")

    job.refresh_from_db()
    assert (job.name, job.label, job.arguments, job.scope, job.key) == (
        name,
        "Чтение плана",
        {"plan": 5},
        "/omo/",
        "plan-5",
    )
    assert (job.actor_kind, job.actor_id, job.actor_name) == ("person", "7", "Ольхова Вера")
    assert (job.state, job.attempt, job.created_at, job.due_at) == (JobState.QUEUED, 0, at, at)
    assert list(DBTaskResult.objects.values_list("pk", "status")) == [(job.task_id, "READY")]


def test_enqueue_takes_the_handlers_own_label_when_none_is_given(bench: Bench, ask: Ask) -> None:
    assert ask(bench.register(bench.note)).label == "Проверочная работа"


def test_enqueue_refuses_a_name_that_nobody_handles(ask: Ask) -> None:
    with pytest.raises(KeyError):
        ask("tests.nobody")

    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_enqueue_is_undone_with_its_transaction(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)

    with transaction.atomic():
        ask(name)
        transaction.set_rollback(True)

    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_enqueue_gives_the_unfinished_job_of_the_same_key(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)
    first = ask(name, key="plan-5")

    again = ask(name, key="plan-5")
    other = ask(name, key="plan-6")
    run_queued()
    later = ask(name, key="plan-5")

    assert again.pk == first.pk
    assert len({first.pk, other.pk, later.pk}) == 3
    assert DBTaskResult.objects.count() == 3


def test_two_unfinished_jobs_of_one_key_are_refused_by_the_database(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note), key="plan-5")

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name=job.name, label="x", key="plan-5", created_at=at, due_at=at)


def test_a_state_that_does_not_exist_is_refused_by_the_database(at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="x", label="x", state="asleep", created_at=at, due_at=at)


@pytest.mark.django_db(transaction=True)
def test_enqueue_by_eight_at_once_makes_one_job_of_a_key(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)
    start = threading.Barrier(8)
    found: list[int] = []

    def press() -> None:
        start.wait()
        found.append(ask(name, key="plan-5").pk)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert set(found) == {Job.objects.get().pk}
    assert DBTaskResult.objects.count() == 1


def test_enqueue_with_a_due_time_waits_for_it(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)
    ask(name, {"when": "soon"}, due_at=clock.now() + timedelta(hours=1))
    ask(name, {"when": "now"}, due_at=clock.now() - timedelta(seconds=1))

    run_queued()

    assert bench.ran == [{"when": "now"}]


def test_request_cancel_ends_a_waiting_job_at_once(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note))

    services.request_cancel(job.pk, by=Somebody(), at=at)
    run_queued()

    job.refresh_from_db()
    assert (job.state, job.finished_at, job.cancel_requested_at) == (JobState.CANCELLED, at, at)
    assert bench.ran == []


def test_request_cancel_leaves_a_finished_job_alone(bench: Bench, ask: Ask, at: datetime) -> None:
    job = ask(bench.register(bench.note))
    run_queued()

    services.request_cancel(job.pk, by=Somebody(), at=at)

    job.refresh_from_db()
    assert (job.state, job.cancel_requested_at) == (JobState.DONE, None)


@pytest.mark.parametrize("by", [Somebody(actor_id="8"), Guest(), System("7")])
def test_request_cancel_refuses_whoever_did_not_ask(bench: Bench, ask: Ask, at: datetime, by: Somebody) -> None:
    job = ask(bench.register(bench.note))

    with pytest.raises(PermissionRefused, match="Остановить задание может только тот, кто его поставил"):
        services.request_cancel(job.pk, by=by, at=at)

    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_visible_to_shows_a_person_their_own_jobs_only(bench: Bench, ask: Ask) -> None:
    name = bench.register(bench.note)
    mine = ask(name)
    ask(name, by=Somebody(actor_id="8"))
    ask(name, by=System("7"))
    ask(name, by=Guest())

    assert list(Job.objects.visible_to(Somebody())) == [mine]
    assert list(Job.objects.visible_to(System("7"))) == []
    assert list(Job.objects.visible_to(Guest())) == []


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        ({"url": "/plans/5/"}, "/plans/5/"),
        ({"url": "https://evil.example/"}, ""),
        ({"url": "//evil.example/"}, ""),
        ({"url": "/\\evil.example/"}, ""),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": 5}, ""),
        ({"count": 1}, ""),
        (["/plans/5/"], ""),
        (None, ""),
    ],
)
def test_result_url_is_an_address_of_ours_or_nothing(result: object, shown: str) -> None:
    assert Job(public_id=uuid4(), result=result).result_url == shown


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (3, 3, 100), (5, 3, 100)])
def test_percent_is_known_when_the_total_is(done: int, total: int, percent: int | None) -> None:
    assert Job(done=done, total=total).percent == percent
