"""How fast jobs are put into the queue and run, and how soon: `python benchmarks/bench_jobs.py`; DATABASE_URL as usual.

Measures on a database of its own that is gone afterwards. Latency is from the call of `enqueue` to the handler's start.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
JOBS = 500
PROBES = 40


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        measure()


def measure() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command
    from django.db import connection

    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.jobs import services
    from stellazh.jobs.context import JobContext
    from stellazh.jobs.handlers import handler
    from stellazh.jobs.worker import run_worker

    call_command("migrate", verbosity=0)
    began: list[float] = []

    @handler("bench.nothing", label="Ничего")
    def nothing(context: JobContext) -> None:
        began.append(time.perf_counter())

    def enqueue() -> None:
        services.enqueue("bench.nothing", {}, by=System("замер"), at=clock.now())

    start = time.perf_counter()
    for _ in range(JOBS):
        enqueue()
    print(f"{connection.vendor}: enqueue {JOBS / (time.perf_counter() - start):,.0f}/s", end="; ")
    start = time.perf_counter()
    run_worker(once=True, stop=threading.Event())
    print(f"run {JOBS / (time.perf_counter() - start):,.0f}/s", end="; ")

    stop = threading.Event()
    worker = threading.Thread(target=run_worker, kwargs={"stop": stop})
    worker.start()
    waits: list[float] = []
    for _ in range(PROBES):
        time.sleep(0.05)
        began.clear()
        asked = time.perf_counter()
        enqueue()
        while not began:
            time.sleep(0.0005)
        waits.append((began[0] - asked) * 1000)
    stop.set()
    worker.join()
    print(f"idle latency in one process p50 {statistics.median(waits):.0f} ms, worst {max(waits):.0f} ms")


if __name__ == "__main__":
    main()
