"""Time and memory of one form are bounded, and its process is really gone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from stellazh.office.word_forms import FormUnfit, apart, check_form, fill_form
from stellazh.office.word_forms.limits import Allowance
from tests.office.word_forms.making import MARK, VOCABULARY, form, saved, texts

ROWS = {"решения": [{"текст": "а"}] * 5_000}


def greedy_form() -> bytes:
    """A row as heavy as a book, to be repeated five thousand times."""
    import docx

    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(2_000):
        cell.add_paragraph("{{ решения.текст }}")
    return saved(document)


def children() -> set[int]:
    """Processes that this one started and has not buried."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if entry.name.isdecimal() and int(fields[1]) == os.getpid():
            found.add(int(entry.name))
    return found


def told(allowance: Allowance) -> str:
    before = children()
    with pytest.raises(FormUnfit) as refused:
        fill_form(greedy_form(), {}, ROWS, VOCABULARY, allowance=allowance)
    assert children() == before
    (sentence,) = refused.value.report.errors
    return sentence


def test_process_is_killed_when_its_time_by_the_clock_is_over() -> None:
    started = time.monotonic()

    sentence = told(Allowance(cpu_seconds=60, wall_seconds=1.0, memory_megabytes=4_096))

    assert sentence == apart.TOO_LONG
    assert time.monotonic() - started < 20


def test_process_is_killed_when_its_processor_time_is_over() -> None:
    assert told(Allowance(cpu_seconds=1, wall_seconds=120, memory_megabytes=4_096)) == apart.TOO_LONG


def test_process_gets_no_more_memory_than_allowed() -> None:
    sentence = told(Allowance(cpu_seconds=60, wall_seconds=120, memory_megabytes=160))

    assert "слишком сложно" in sentence or "слишком большой" in sentence


def test_process_that_cannot_even_begin_is_a_sentence() -> None:
    report = check_form(form(MARK), VOCABULARY, allowance=Allowance(memory_megabytes=1))

    assert "слишком сложно" in report.errors[0]


def test_forms_wait_for_each_other_and_are_told_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = threading.BoundedSemaphore(1)
    monkeypatch.setattr(apart, "_turns", turns)

    with turns:
        report = check_form(form(MARK), VOCABULARY, allowance=Allowance(wall_seconds=0.05))

    assert report.errors == (apart.BUSY,)
    assert texts(fill_form(form(MARK), {"номер": "5"}, {}, VOCABULARY)) == ["5"]


def test_process_gets_nothing_of_our_environment_and_no_django() -> None:
    script = "import sys, stellazh.office.word_forms.worker; print([n for n in sys.modules if n.startswith('django')])"

    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=apart.ROOT)

    assert shown.stdout.strip() == "[]"
