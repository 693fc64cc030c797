"""Checking and filling a form in a process of its own, with limits of time and memory."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stellazh.office.word_forms.limits import ALLOWANCE, UPLOAD_BYTES, Allowance
from stellazh.office.word_forms.model import FormReport, FormUnfit, FormVocabulary
from stellazh.office.word_forms.parts import TOO_LARGE

logger = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[3]
TOO_LONG: Final = "Форма обрабатывается слишком долго: скопируйте её содержимое в новый документ и загрузите его."
NOT_DONE: Final = (
    "Форму не удалось обработать, она устроена слишком сложно: скопируйте её содержимое в новый документ, "
    "сохраните и загрузите его."
)
BUSY: Final = "Сейчас обрабатывается много форм: подождите минуту и попробуйте снова."
# What one form may take is bounded; what all of them together take is this many times as much.
AT_ONCE: Final = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


def check_form(data: bytes, vocabulary: FormVocabulary, *, allowance: Allowance = ALLOWANCE) -> FormReport:
    """What is wrong with the form and what is worth knowing. Never raises for a bad file: the report says why."""
    report, _ = _handle(
        data, {"fields": _plain(vocabulary.fields), "rows": _lists(vocabulary), "values": None}, allowance
    )
    return report


def fill_form(
    data: bytes,
    values: Mapping[str, str],
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    vocabulary: FormVocabulary,
    *,
    allowance: Allowance = ALLOWANCE,
) -> bytes:
    """The form as a .docx file with `values` in place of its fields and `rows` in place of its lists.

    A field without a value becomes nothing. The same form and values give the same bytes.

    Raises:
        FormUnfit: it cannot be filled; `report` is what `check_form` would say, or that it took too long or too much.
    """
    task = {
        "fields": _plain(vocabulary.fields),
        "rows": _lists(vocabulary),
        "values": _plain(values),
        "lists": {name: [_plain(row) for row in some] for name, some in rows.items()},
    }
    report, paper = _handle(data, task, allowance)
    if not report.is_fit:
        raise FormUnfit(report)
    return paper


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return dict(texts)


def _lists(vocabulary: FormVocabulary) -> dict[str, dict[str, str]]:
    return {name: _plain(columns) for name, columns in vocabulary.rows.items()}


def _handle(data: bytes, task: dict[str, Any], allowance: Allowance) -> tuple[FormReport, bytes]:
    if len(data) > UPLOAD_BYTES:
        return _refused(TOO_LARGE)
    if not _turns.acquire(timeout=allowance.wall_seconds):
        return _refused(BUSY)
    try:
        return _run(json.dumps(task).encode() + b"\n" + data, allowance)
    finally:
        _turns.release()


def _run(question: bytes, allowance: Allowance) -> tuple[FormReport, bytes]:
    limits = [str(allowance.cpu_seconds), str(allowance.memory_megabytes)]
    process = subprocess.Popen(
        [sys.executable, "-m", "stellazh.office.word_forms.worker", *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Nothing of our own environment: no keys, no addresses of databases.
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(question, timeout=allowance.wall_seconds)
    except subprocess.TimeoutExpired:
        return _refused(TOO_LONG)
    finally:
        _end(process)
    if process.returncode == -signal.SIGXCPU:
        return _refused(TOO_LONG)
    if process.returncode != 0:
        logger.warning("A Word form was not handled: its process ended with %s.", process.returncode)
        return _refused(NOT_DONE)
    head, _, paper = answer.partition(b"\n")
    told = json.loads(head)
    return FormReport(tuple(told["errors"]), tuple(told["warnings"]), frozenset(told["used"])), paper


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all it may have started, if it has not ended by itself."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _refused(sentence: str) -> tuple[FormReport, bytes]:
    return FormReport(errors=(sentence,)), b""
