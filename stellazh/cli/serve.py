"""`stellazh serve`: granian's main process, which never sets Django up, and the processes that serve."""

from __future__ import annotations

import argparse
import multiprocessing
import signal
from types import FrameType
from typing import Any

from config import env
from stellazh.cli.django_setup import choose_settings
from stellazh.cli.refusal import CommandRefused
from stellazh.live import parent

STOP_SECONDS = 2


def serve(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C; open streams end at once, and after `STOP_SECONDS` what still runs is killed.

    Raises:
        CommandRefused: several processes with a live bus that reaches only one.
        MissingSetting: production lacks a variable.
    """
    choose_settings()
    if arguments.workers is not None:
        env.choose("STELLAZH_WEB_WORKERS", str(arguments.workers), over=True)
    # Imported after the choice above: the settings read the environment once.
    from django.conf import settings

    workers: int = settings.WEB_WORKERS
    if workers > 1 and settings.LIVE_BUS != "postgres":
        raise CommandRefused(
            f"Рабочих процессов задано {workers}, а для этого нужны PostgreSQL и STELLAZH_LIVE_BUS=postgres: "
            "иначе живые обновления дойдут не до всех страниц."
        )
    run(arguments.host, arguments.port, workers)
    return 0


def run(host: str, port: int, workers: int) -> None:
    """Start granian and return when it has stopped."""
    # Imported here: the other commands do without the server.
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    if "fork" in multiprocessing.get_all_start_methods():
        # The pipe to the serving processes is inherited; nothing has started a thread yet.
        multiprocessing.set_start_method("fork", force=True)
    parent.open_pipe()
    server = Server(
        "config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
    )
    server.on_startup(_announce_stops)
    server.serve()


def _announce_stops() -> None:
    """Tell the serving processes of a stop before granian asks them to: their streams end first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _after_announcing(signal.getsignal(number)))


def _after_announcing(handle: Any) -> Any:
    def announce_and_handle(number: int, frame: FrameType | None) -> None:
        parent.announce_stop()
        handle(number, frame)

    return announce_and_handle
