"""Measuring on a machine that others use too: CPU time, medians of batches, ratios to the floor of the same run."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BATCHES = 7


def cpu_ms(call: Callable[[], object], *, seconds: float = 0.35, warm: int = 2) -> float:
    """CPU milliseconds of one call: the median of seven batches that together take about `seconds`."""
    return in_turns([call], seconds=seconds, warm=warm)[0]


def in_turns(calls: Sequence[Callable[[], object]], *, seconds: float = 0.35, warm: int = 2) -> list[float]:
    """CPU milliseconds of each: medians of seven batches, the calls taking turns, so that a neighbour's busy second
    falls on all of them alike. What takes longer than `seconds` is called three times only."""
    sizes = []
    for call in calls:
        for _ in range(warm):
            call()
        began = time.process_time()
        call()
        sizes.append(seconds / BATCHES / max(time.process_time() - began, 1e-6))
    batches: list[list[float]] = [[] for _ in calls]
    for turn in range(BATCHES):
        for place, call in enumerate(calls):
            if sizes[place] * BATCHES < 1 and turn >= 3:
                continue
            size = max(1, round(sizes[place]))
            began = time.process_time()
            for _ in range(size):
                call()
            batches[place].append((time.process_time() - began) / size * 1000)
    return [statistics.median(found) for found in batches]


def once_ms(call: Callable[[], object]) -> float:
    """CPU milliseconds of a single call, of this process with its threads and of the children it waited for."""
    before = _spent()
    call()
    return (_spent() - before) * 1000


def _spent() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Floor:
    """The floor, measured again and again through the run, each time in a process of its own."""

    def __init__(self) -> None:
        self.figures: list[float] = []

    def measure(self) -> float:
        """One more figure, in CPU milliseconds."""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.floor"], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.figures.append(float(json.loads(done.stdout)["cpu_ms"]))
        return self.figures[-1]

    @property
    def ms(self) -> float:
        """The median of what was measured so far."""
        return statistics.median(self.figures)


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads; the first column on the left, figures on the right."""
    lines = [[str(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        print(
            "  ".join(
                cell.ljust(w) if place == 0 else cell.rjust(w)
                for place, (cell, w) in enumerate(zip(line, widths, strict=True))
            )
        )
        if number == 0:
            print("  ".join("-" * width for width in widths))
    sys.stdout.flush()
