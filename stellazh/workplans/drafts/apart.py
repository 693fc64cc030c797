"""Reading a paper in a process of its own, with limits of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.drafts.paper import Paper

MEMORY_MEGABYTES: Final = 1_024
ROOT: Final = Path(__file__).resolve().parents[3]
# What one paper may take is bounded; what all of them together take is this many times as much.
AT_ONCE: Final = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


class ReadingTakesLong(UnreadablePaper):
    """The paper was not read within the time given; it may be given more."""


def read_apart(paper: Paper, school_year: int, *, seconds: int, memory_megabytes: int = MEMORY_MEGABYTES) -> Draft:
    """Read a paper as a plan of the school year that opens in that calendar year, at most `AT_ONCE` of them at a time.

    Raises:
        UnreadablePaper: it is no plan that could be read; the message is one sentence of what to do.
        ReadingTakesLong: `seconds` were not enough, or passed before there was a turn.
    """
    if not _turns.acquire(timeout=seconds):
        raise ReadingTakesLong("Сейчас читается много файлов: подождите минуту и загрузите снова.")
    try:
        return _read(paper, school_year, seconds, memory_megabytes)
    finally:
        _turns.release()


def _read(paper: Paper, school_year: int, seconds: int, memory_megabytes: int) -> Draft:
    header = {"name": paper.name, "html": paper.html, "text": paper.text, "school_year": school_year}
    command = [sys.executable, "-m", "stellazh.workplans.drafts", str(seconds), str(memory_megabytes)]
    long = ReadingTakesLong("Файл читается слишком долго: оставьте в нём один план и загрузите снова.")
    try:
        done = subprocess.run(
            command,
            input=json.dumps(header).encode() + b"\n" + paper.content,
            capture_output=True,
            timeout=seconds + 2,
            check=False,
            # Nothing of our own environment: no keys, no addresses of databases.
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired as late:
        raise long from late
    if done.returncode == -24:
        raise long
    if done.returncode != 0:
        raise UnreadablePaper("Файл не удалось прочитать: скопируйте план в новый документ и загрузите его снова.")
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise UnreadablePaper(answer["refusal"])
    return Draft.from_json(answer["draft"])
