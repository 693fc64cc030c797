from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from stellazh.common import clock
from stellazh.jobs.enums import JobState
from stellazh.jobs.handlers import Handler, handlers
from stellazh.jobs.models import Job, Worker
from stellazh.jobs.reaper import reap
from stellazh.jobs.running import claim_job
from stellazh.jobs.worker import run_queued
from stellazh.jobs.workers import LOST_AFTER, STUCK_AFTER, is_lost, register_worker
from tests.jobs.conftest import Bench
from tests.processes import database_url, start, wait_for

Ask = Callable[..., Job]
Processes = Callable[..., "subprocess.Popen[str]"]
SCRIPT = "tests/jobs/worker_process.py"


@pytest.fixture
def hold_name() -> Iterator[str]:
    """The name of the work that only the worker's process can do; known here so that it can be asked for."""
    handlers.add(Handler("tests.hold", "Долгая работа", lambda context: None))
    yield "tests.hold"
    handlers._entries.pop("tests.hold")


@pytest.fixture
def processes() -> Iterator[Processes]:
    """Starts workers on this test's database; ends them afterwards."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        connection.close()
        process = start(SCRIPT, *arguments, DATABASE_URL=database_url())
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def log_of(folder: Path) -> list[str]:
    path = folder / "log"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_killed_worker_finishes_once_in_another(
    ask: Ask, hold_name: str, processes: Processes, tmp_path: Path
) -> None:
    (tmp_path / "hold").touch()
    job = ask(hold_name, {"mark": "a"})
    first = processes(str(tmp_path))
    assert wait_for(lambda: log_of(tmp_path) == ["begin a"])

    first.kill()
    first.wait()
    (tmp_path / "hold").unlink()
    second = processes(str(tmp_path), "once")
    second.communicate(timeout=30)

    job.refresh_from_db()
    assert log_of(tmp_path) == ["begin a", "begin a", "end a"]
    assert (job.state, job.result, job.attempt, job.lost_count) == (JobState.DONE, {"mark": "a"}, 2, 1)
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_asked_to_stop_gives_its_job_back(
    ask: Ask, hold_name: str, processes: Processes, tmp_path: Path
) -> None:
    (tmp_path / "hold").touch()
    job = ask(hold_name, {"mark": "a"})
    worker = processes(str(tmp_path))
    assert wait_for(lambda: log_of(tmp_path) == ["begin a"])

    worker.terminate()
    worker.wait(5)

    job.refresh_from_db()
    assert (job.state, job.lost_count, job.worker) == (JobState.QUEUED, 0, None)
    assert [row.stopped_at is not None for row in Worker.objects.all()] == [True]


@pytest.mark.django_db
def test_reap_leaves_the_jobs_of_the_living_alone(bench: Bench, ask: Ask) -> None:
    job = ask(bench.register(bench.note))
    claim_job(job.public_id, worker=register_worker(at=clock.now()), at=clock.now())

    count = reap(at=clock.now())

    job.refresh_from_db()
    assert (count, job.state) == (0, JobState.RUNNING)


@pytest.mark.django_db
def test_reap_brings_back_the_job_of_a_worker_that_went_home(bench: Bench, ask: Ask) -> None:
    job = ask(bench.register(bench.note))
    worker = register_worker(at=clock.now())
    claim_job(job.public_id, worker=worker, at=clock.now())
    Worker.objects.filter(pk=worker.pk).update(stopped_at=clock.now())

    count = reap(at=clock.now())
    run_queued()

    job.refresh_from_db()
    assert (count, job.state, job.attempt) == (1, JobState.DONE, 2)


@pytest.mark.django_db
def test_reap_places_a_waiting_job_that_the_queue_forgot(bench: Bench, ask: Ask) -> None:
    job = ask(bench.register(bench.note))
    DBTaskResult.objects.all().delete()

    count = reap(at=clock.now())
    run_queued()

    job.refresh_from_db()
    assert (count, job.state) == (1, JobState.DONE)


@pytest.mark.django_db
def test_reap_places_a_job_whose_worker_died_before_claiming_it(bench: Bench, ask: Ask) -> None:
    job = ask(bench.register(bench.note))
    worker = register_worker(at=clock.now())
    DBTaskResult.objects.get().claim(str(worker.pk))
    Worker.objects.filter(pk=worker.pk).update(process_started="another process")

    count = reap(at=clock.now())
    run_queued()

    job.refresh_from_db()
    assert (count, job.state, job.attempt) == (1, JobState.DONE, 1)


@pytest.mark.django_db
def test_is_lost_believes_the_process_here_and_the_heartbeat_elsewhere(at: datetime) -> None:
    here = register_worker(at=at)
    elsewhere = Worker(host="another computer", pid=here.pid, process_started="1", started_at=at, seen_at=at)
    reused = Worker(host=here.host, pid=here.pid, process_started="1", started_at=at, seen_at=at)
    second = timedelta(seconds=1)

    assert [is_lost(here, at=at + LOST_AFTER + second), is_lost(here, at=at + STUCK_AFTER + second)] == [False, True]
    assert [is_lost(elsewhere, at=at + LOST_AFTER), is_lost(elsewhere, at=at + LOST_AFTER + second)] == [False, True]
    assert is_lost(reused, at=at)
