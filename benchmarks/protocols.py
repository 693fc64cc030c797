"""Protocols, decisions, resolutions, the board of papers: `python -m benchmarks.protocols`, or a part of `make bench`.

How the cost grows is shown by sizes of the same thing: questions of a protocol, marks of a decision, places of a board.
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

from benchmarks.measuring import ROOT, Floor, in_turns, table
from benchmarks.pages import NO_BAR, ORGANISERS_LIST, Must
from benchmarks.protocols_data import (
    DECISIONS,
    MARKS,
    MUNICIPALITIES,
    PRESENT,
    PROTOCOLS,
    QUESTIONS,
    SCHOOLS,
    WIDE,
    Scene,
    fill,
)

DETAIL = Must(ratio=5.2, queries=12, raw_kb=80)
EDITOR = Must(queries=12, raw_kb=150)
HEADS = ("queries", "CPU ms", "× floor", "raw KB", "gzip KB", "must")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, who asks for it, its bar."""

    name: str
    path: str
    session: str
    must: Must = NO_BAR


def pages(scene: Scene) -> Iterator[tuple[str, list[Asked]]]:
    """The tables: their title and their pages."""
    head = scene.head
    yield (
        f"Protocols, head; {PRESENT} present",
        [
            Asked(f"list of {PROTOCOLS}, 50 a page", "/protocols/", head, ORGANISERS_LIST),
            Asked("the same, last page", "/protocols/?page=1000", head, ORGANISERS_LIST),
            Asked("list of one association", f"/o/{scene.code}/protocols/", head, ORGANISERS_LIST),
            *(Asked(f"draft of {n} questions", f"/protocols/{scene.drafts[n]}/", head, DETAIL) for n in QUESTIONS),
            *(Asked(f"signed, {n} questions", f"/protocols/{scene.signed[n]}/", head, DETAIL) for n in QUESTIONS),
            *(Asked(f"editor, {n} questions", f"/protocols/{scene.drafts[n]}/edit/", head, EDITOR) for n in QUESTIONS),
            Asked("what is not filled in, 20 questions", f"/protocols/{scene.drafts[20]}/edit/wanting/", head, DETAIL),
            Asked("page of signing, 20 questions", f"/protocols/{scene.drafts[20]}/sign/", head, DETAIL),
        ],
    )
    yield (
        "Decisions and resolutions",
        [
            Asked("my assignments", "/assignments/mine/", scene.branch_head, ORGANISERS_LIST),
            Asked(
                f"assignments of an association, {DECISIONS} decisions",
                f"/o/{scene.branch_code}/assignments/",
                scene.branch_head,
                ORGANISERS_LIST,
            ),
            Asked(f"a decision with {MARKS} marks", f"/decisions/{scene.mark_of}/", head, DETAIL),
            *(
                Asked(f"resolution, 15 × {n}: {what}", f"/resolutions/{scene.resolutions[n]}/{path}", head, DETAIL)
                for what, path in (("page", ""), ("progress", "progress/"), ("by places", "places/"))
                for n in (MUNICIPALITIES, SCHOOLS)
            ),
        ],
    )  # fmt: skip
    yield (
        "«Мой стол» and the board of papers",
        [
            Asked("desk, head of the region", "/desk/", head, DETAIL),
            Asked("desk, head of an association", "/desk/", scene.branch_head, DETAIL),
            Asked(f"board, {MUNICIPALITIES} associations × 12 months", f"/o/{scene.code}/papers/", head, DETAIL),
            Asked(f"board, {WIDE} associations × 12 months", f"/o/{scene.wide_code}/papers/", head, DETAIL),
        ],
    )


def measure(scene: Scene, floor: Floor) -> None:
    """Print a table for each group of pages."""
    from django.db import connection

    from benchmarks.pages import _facts, request

    for title, group in pages(scene):
        floor.measure()
        asks = [request(page.path, page.session) for page in group]
        facts = [_facts(ask) for ask in asks]
        rows = []
        for page, (queries, raw, packed), cpu in zip(group, facts, in_turns(asks), strict=True):
            missed = page.must.missed(queries, cpu, cpu / floor.ms, raw)
            sizes = (f"{raw / 1024:.0f}", f"{packed / 1024:.0f}")
            rows.append((page.name, queries, f"{cpu:.1f}", f"{cpu / floor.ms:.2f}", *sizes, missed))
        table(f"{title} (floor {floor.ms:.1f} ms)", (f"{connection.vendor}: page", *HEADS), rows)


def run_apart(home: Mapping[str, str]) -> None:
    """Measure protocols in a process of its own; told to stop, it stops the servers that it started."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.protocols"], cwd=ROOT, env=dict(home))
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

    from benchmarks import protocols_deeds, protocols_rush
    from benchmarks.directory import _analyse

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    with transaction.atomic():
        scene = fill()
    gc.collect()
    gc.freeze()
    _analyse()
    print(
        f"\n{connection.vendor}: protocols made in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}"
    )
    floor = Floor()
    measure(scene, floor)
    protocols_deeds.measure(scene, floor)
    protocols_rush.measure(scene, workers=2 if connection.vendor == "postgresql" else 1)


if __name__ == "__main__":
    main()
