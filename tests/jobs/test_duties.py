"""Standing duties of a worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest

from stellazh.jobs.duties import Duty, duties
from stellazh.jobs.worker import run_worker


@pytest.fixture
def only_ours() -> Iterator[None]:
    others = dict(duties._entries)
    duties._entries.clear()
    yield
    duties._entries.clear()
    duties._entries.update(others)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("only_ours")
def test_a_duty_is_done_until_nothing_is_left_though_another_stumbles() -> None:
    left = [1, 2, 3]
    stop = threading.Event()

    def stumble(at: datetime) -> bool:
        raise RuntimeError("broken")

    def work(at: datetime) -> bool:
        left.pop()
        if not left:
            stop.set()
        return bool(left)

    duties.add(Duty("tests.stumble", stumble))
    duties.add(Duty("tests.work", work))

    run_worker(stop=stop)

    assert left == []
