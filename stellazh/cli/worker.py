"""`stellazh worker`: background work in a process of its own."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from types import FrameType

from stellazh.cli.django_setup import set_up

STOP_SECONDS = 8


def work(arguments: argparse.Namespace) -> int:
    """Run jobs until SIGTERM or Ctrl+C, or with `--once` until none waits."""
    set_up()
    from stellazh.jobs.worker import run_worker

    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()
        # A job that never looks up is given back by the next worker.
        last = threading.Timer(STOP_SECONDS, os._exit, (0,))
        last.daemon = True
        last.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    run_worker(once=arguments.once, stop=stop)
    return 0
