"""Events beside the peers' same pages: `python -m benchmarks.events`, or a part of `make bench`.

The peers were measured earlier on the same kind of machine, served over the loopback; their column is what one waited
for them (p50), as a ratio to the floor of that measurement (5.8 ms). It was not measured in this run.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.events_data import FIGURE_SIZES, LIST_SIZES, PUBLIC_EVENTS, Scene, fill
from benchmarks.measuring import ROOT, Floor, in_turns, table
from benchmarks.pages import NO_BAR, ORGANISERS_LIST, Must

PUBLIC_LIST = Must(ratio=2.5, queries=5, raw_kb=40)
EVENT_PAGE = Must(ratio=2.6, queries=8, raw_kb=30)
LONG_PROGRAMME = Must(ratio=5.2, queries=6)
FIGURES = Must(ratio=5.2, queries=12, raw_kb=80)
HEADS = ("queries", "CPU ms", "× floor", "waited ms", "raw KB", "must", "peer × its floor")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, who asks for it, its bar, and what the peers needed for theirs."""

    name: str
    path: str
    session: str = ""
    must: Must = NO_BAR
    peer: str = "-"


def pages(scene: Scene) -> Iterator[tuple[str, list[Asked]]]:
    """The tables: their title and their pages."""
    short, long = sorted(scene.programmes)
    yield (
        "Public pages",
        [
            Asked(f"list of {PUBLIC_EVENTS}, guest", "/events/", "", PUBLIC_LIST, "Indico 11.4, pretalx 6.0"),
            Asked(f"list of {PUBLIC_EVENTS}, head", "/events/", scene.head, ORGANISERS_LIST),
            Asked(f"list of {PUBLIC_EVENTS}, last page", "/events/?page=1000", "", PUBLIC_LIST),
            *(
                Asked(f"event, programme of {lines}, {who}", f"/events/{scene.programmes[lines]}/", session, must, peer)
                for lines, must, peer in (
                    (short, EVENT_PAGE, "Indico 8.1, pretalx 6.9"),
                    (long, LONG_PROGRAMME, "Indico 19.3 (40 lines), pretalx 8.1"),
                )
                for who, session in (("guest", ""), ("head", scene.head))
            ),
            Asked(f"programme of {long} being edited", f"/events/{scene.programmes[long]}/programme/", scene.head),
            Asked(f"feed of {PUBLIC_EVENTS} (.ics)", "/events/feed.ics"),
        ],
    )
    peers = {300: "Indico 42 (973 KB)", 3_000: "Indico 454 (9.3 MB), pretalx 81 (50 rows)"}
    for what, path in (("Registrations", "enrolments"), ("Attendance", "attendance")):
        yield (
            f"{what}, head",
            [
                Asked(f"{size:,}, {part}", f"/events/{scene.lists[size]}/{path}/{query}", scene.head, ORGANISERS_LIST,
                      peers[size] if path == "enrolments" and not query else "-")
                for part, query in (("first page", ""), ("last page", "?page=100000"), ("search", "?q=Ольхова"))
                for size in LIST_SIZES
            ],
        )  # fmt: skip
    yield (
        "Figures, head",
        [
            Asked(f"{size:,} attendances", f"/o/figures-{size}/figures/?year={scene.year}", scene.head, FIGURES)
            for size in FIGURE_SIZES
        ],
    )


def measure(scene: Scene, floor: Floor) -> None:
    """Print a table for each group of pages."""
    from django.db import connection

    from benchmarks.directory import _waited_ms
    from benchmarks.pages import _facts, request

    for title, group in pages(scene):
        floor.measure()
        asks = [request(page.path, page.session) for page in group]
        facts = [_facts(ask) for ask in asks]
        spent = in_turns(asks)
        waited = [_waited_ms(ask) for ask in asks]
        rows = []
        for page, (queries, raw, _), cpu, wait in zip(group, facts, spent, waited, strict=True):
            missed = page.must.missed(queries, cpu, cpu / floor.ms, raw)
            figures = (queries, f"{cpu:.1f}", f"{cpu / floor.ms:.2f}", f"{wait:.1f}", f"{raw / 1024:.0f}")
            rows.append((page.name, *figures, missed, page.peer))
        table(f"{title} (floor {floor.ms:.1f} ms)", (f"{connection.vendor}: page", *HEADS), rows)


def run_apart(home: Mapping[str, str]) -> None:
    """Measure events in a process of its own; told to stop, it stops the servers that it started."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.events"], cwd=ROOT, env=dict(home))
    try:
        process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def main() -> None:
    """Measure on the database of DATABASE_URL; without one, on SQLite and on a PostgreSQL from the wheel."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    if os.environ.get("DATABASE_URL"):
        _measure_here()
        return
    from benchmarks.__main__ import _environment, _postgres

    with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
        home = _environment(folder)
        run_apart(home)
        with _postgres() as url:
            if url:
                run_apart({**home, "DATABASE_URL": url, "STELLAZH_LIVE_BUS": "postgres"})


def _measure_here() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command
    from django.db import connection, transaction

    from benchmarks import events_deeds, events_rush
    from benchmarks.directory import _analyse

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    with transaction.atomic():
        scene = fill()
    # What filling has left in memory no server holds, nor should the collector look through it while we measure.
    gc.collect()
    gc.freeze()
    _analyse()
    print(f"\n{connection.vendor}: events made in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}")
    floor = Floor()
    measure(scene, floor)
    events_deeds.measure(scene, floor)
    events_rush.measure(scene, workers=2 if connection.vendor == "postgresql" else 1)


if __name__ == "__main__":
    main()
