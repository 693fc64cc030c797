"""A worker in a process of its own, started by the tests with the address of their database.

Its one handler writes a line when it begins, waits as long as the file «hold» exists, and writes a line when it ends.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path


def main(folder: Path, once: bool) -> None:
    import django

    django.setup()
    from stellazh.jobs.context import JobContext
    from stellazh.jobs.duties import duties
    from stellazh.jobs.handlers import handler
    from stellazh.jobs.schedules import schedules
    from stellazh.jobs.worker import run_worker

    # What comes by the clock would be found in the queue by whoever runs at such a minute.
    schedules._entries.clear()
    duties._entries.clear()

    @handler("tests.hold", label="Долгая работа")
    def hold(context: JobContext, mark: str) -> dict[str, str]:
        with (folder / "log").open("a", encoding="utf-8") as log:
            log.write(f"begin {mark}\n")
        while (folder / "hold").exists():
            context.check_cancelled()
            time.sleep(0.02)
        with (folder / "log").open("a", encoding="utf-8") as log:
            log.write(f"end {mark}\n")
        return {"mark": mark}

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    run_worker(once=once, stop=stop)


if __name__ == "__main__":
    main(Path(sys.argv[1]), once="once" in sys.argv[2:])
