"""The search of everything at 1,000, 10,000 and 100,000 things: `python -m benchmarks.search [SIZES]`, or `make bench`.

Invented things of five kinds; a reader may find four of five of them, by a subquery for each kind. Each size has a
database of its own.
"""

from __future__ import annotations

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, Floor, table

SIZES = (1_000, 10_000, 100_000)
TIMES = 15
MOST_MS = 25
ASKED = {
    "rare word": "библиотекторение",
    "name in another case": "Ольховой",
    "two words": "каталог выставки",
    "phrase": "«перечнем учебников»",
    "abbreviation": "ФПУ",
    "word that everybody has": "школа",
    "beginning that everybody has": "библ",
    "two that everybody has": "работа школы",
    "misspelt": "катологг",
    "misspelt, two words": "выстовка катологов",
    "Latin keys": "dscnfdrf",
    "not all words met": "школа абырвалгович",
    "nothing": "абырвалгович",
}
TYPED = ("ольх", "сем", "конкурс чт", "ctvbyfh")


def fill(size: int) -> None:
    """Fill a migrated database: the index, and a table that visibility is asked of; prints time and size."""
    from django.db import connection

    from benchmarks.search_data import KINDS, entries
    from stellazh.textindex.entries import put_entries
    from stellazh.textindex.models import IndexedText

    before = _size()
    IndexedText.objects.bulk_create(
        (
            IndexedText(pk=entry.key, kind=f"bench {kind}", key=entry.key, words=f"omo{entry.key % 5}")
            for kind, entry in entries(size)
        ),
        batch_size=2_000,
    )
    texts, made = _size() - before, [list[Any]() for _ in KINDS]
    signs = 0
    for kind, entry in entries(size):
        made[KINDS.index(kind)].append(entry)
        signs += len((entry.title + entry.text).encode())
    began, waited = time.process_time(), time.perf_counter()
    for kind, some in zip(KINDS, made, strict=True):
        for start in range(0, len(some), 500):
            put_entries(kind, some[start : start + 500])
    cpu, waited = time.process_time() - began, time.perf_counter() - waited
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    mb = (_size() - before - texts) / 1e6
    print(f"{connection.vendor}, {size:,} things, {signs / 1e6:.1f} MB of text: indexed in {waited:.1f} s "
          f"({cpu:.1f} CPU s, {size / waited:,.0f}/s), {mb:.1f} MB on disk")  # fmt: skip


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(str(connection.settings_dict["NAME"])).stat().st_size


def within() -> Any:
    """What the reader may find."""
    from benchmarks.search_data import KINDS
    from stellazh.textindex.entries import Reader
    from stellazh.textindex.models import IndexedText

    def seen(kind: str) -> Any:
        return IndexedText.objects.filter(kind=f"bench {kind}", words__in=[f"omo{number}" for number in range(4)])

    return Reader({kind: partial(seen, kind) for kind in KINDS})


def measure(size: int, floor: Floor) -> None:
    """Print a table of latencies: medians and the slowest but one of fifteen."""
    from django.db import connection

    from stellazh.textindex.entries import find, suggest

    calls: dict[str, Callable[[], object]] = {
        name: (lambda query=query: find(query, within())) for name, query in ASKED.items()
    }
    calls |= {f"suggest, «{typed}»": (lambda typed=typed: suggest(typed, within())) for typed in TYPED}
    floor.measure()
    rows = []
    for name, call in calls.items():
        answer = call()
        queries = _queries(call)
        cpu, waited = zip(*(_timed(call) for _ in range(TIMES)), strict=True)
        median, slow = statistics.median(cpu), sorted(cpu)[-2]
        wait = statistics.median(waited)
        count = getattr(answer, "count", None)
        found = len(answer) if count is None or callable(count) else f"{count}{'+' if answer.is_more else ''}"
        # SQLite works in our process; what PostgreSQL costs is seen by waiting only, neighbours included.
        cost = median if connection.vendor == "sqlite" else wait
        late = f"> {MOST_MS} ms" if size <= 10_000 and cost > MOST_MS else "> 100 ms" if cost > 100 else "ok"
        ratio = f"{median / floor.ms:.1f}"
        rows.append((name, found, queries, f"{median:.1f}", ratio, f"{slow:.1f}", f"{wait:.1f}", late))
    heads = ("asked", "found", "queries", "CPU ms", "× floor", "p95", "waited ms", "must")
    table(f"Search, {connection.vendor}, {size:,} things (floor {floor.ms:.1f} ms)", heads, rows)


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    cpu, began = time.process_time(), time.perf_counter()
    call()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - began) * 1000


def _queries(call: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def marks() -> None:
    """Print what triggers cost: a thousand rows written one by one, with and without them."""
    from django.db import connection, transaction

    from stellazh.textindex.entries import install_triggers
    from stellazh.textindex.entries.triggers import remove_triggers
    from stellazh.textindex.models import IndexedText
    from stellazh.textindex.searchable import searchables
    from tests.textindex.entries.things import searchable

    def write() -> None:
        with transaction.atomic():
            for number in range(1_000):
                IndexedText.objects.create(pk=1_000_000 + number, kind="event", key=number, words="")
            transaction.set_rollback(True)

    searchables._entries.clear()
    without = min(_timed(write)[1] for _ in range(3))
    searchables.add(searchable())
    install_triggers()
    with_them = min(_timed(write)[1] for _ in range(3))
    remove_triggers()
    print(f"{connection.vendor}: 1,000 rows written one by one: {without:.0f} ms, with a trigger {with_them:.0f} ms")


def run_apart(home: dict[str, str], sizes: tuple[int, ...] = SIZES) -> None:
    """Each size and database in a process and a database of its own."""
    from benchmarks.__main__ import _postgres

    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
            here = {**home, "STELLAZH_DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/search.sqlite3"}
            subprocess.run([sys.executable, "-m", "benchmarks.search", str(size)], cwd=ROOT, env=here, check=False)
        with _postgres() as url:
            if url:
                there = {**home, "DATABASE_URL": url, "STELLAZH_LIVE_BUS": "postgres"}
                subprocess.run([sys.executable, "-m", "benchmarks.search", str(size)], cwd=ROOT, env=there, check=False)


def main() -> None:
    """Measure one size on the database of DATABASE_URL; without one, all sizes on both databases."""
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    if not os.environ.get("DATABASE_URL"):
        from benchmarks.__main__ import _environment

        with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
            run_apart(_environment(folder), sizes)
        return
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    floor = Floor()
    for size in sizes:
        fill(size)
        measure(size, floor)
    marks()


if __name__ == "__main__":
    main()
