"""Reading a paper from outside in a process of its own, with limits of time and memory.

A paper made to exhaust either ends that process and nothing else, and only a few are read at a time. The module run
takes one line of JSON and then the file's bytes from its standard input, and gives one JSON object.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from stellazh.common.errors import UnreadablePaper

MEMORY_MEGABYTES: Final = 1_024
ROOT: Final = Path(__file__).resolve().parents[2]
TOO_COMPLEX: Final = "Файл устроен слишком сложно и не читается: скопируйте текст в новый документ и загрузите его."
# What one paper may take is bounded; what all of them together take is this many times as much.
AT_ONCE: Final = 2
_turns = threading.BoundedSemaphore(AT_ONCE)
UNREAD: Final = "Файл не удалось прочитать: скопируйте текст в новый документ Word и загрузите его снова."


class ReadingTakesLong(UnreadablePaper):
    """The paper was not read within the time given; it may be given more."""


class NoTurnYet(ReadingTakesLong):
    """Other papers were being read all the time; this one was not begun."""


class ReadingDied(UnreadablePaper):
    """The process died of the paper: of its memory, or of a fault in what reads it."""


def run_apart(
    module: str,
    header: Mapping[str, Any],
    content: bytes,
    *,
    seconds: int,
    memory_megabytes: int = MEMORY_MEGABYTES,
) -> dict[str, Any]:
    """What the module's process says of the paper; at most `AT_ONCE` papers of all kinds are read at a time.

    Raises:
        UnreadablePaper: it refused the paper in its own words.
        ReadingDied: it died of it.
        ReadingTakesLong: `seconds` were not enough, or (`NoTurnYet`) passed before there was a turn.
    """
    if not _turns.acquire(timeout=seconds):
        raise NoTurnYet("Сейчас читается много файлов: подождите минуту и загрузите снова.")
    try:
        return _answer_of(module, json.dumps(header).encode() + b"\n" + content, seconds, memory_megabytes)
    finally:
        _turns.release()


def _answer_of(module: str, given: bytes, seconds: int, memory_megabytes: int) -> dict[str, Any]:
    long = ReadingTakesLong("Файл читается слишком долго: оставьте в нём одну бумагу и загрузите снова.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, str(seconds), str(memory_megabytes)],
            input=given,
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
        raise ReadingDied(UNREAD)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refusal" in answer:
        raise UnreadablePaper(answer["refusal"])
    return answer


def answer_apart(read: Callable[[Mapping[str, Any], bytes], dict[str, Any]]) -> None:
    """The other side: read the paper of the standard input within the limits of the command line, and answer."""
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    # Reading writes no files, and no picture of its memory when it dies.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    header = json.loads(sys.stdin.buffer.readline())
    try:
        answer = read(header, sys.stdin.buffer.read())
    except UnreadablePaper as refusal:
        answer = {"refusal": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refusal": TOO_COMPLEX}
    sys.stdout.write(json.dumps(answer))
