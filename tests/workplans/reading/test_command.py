"""Reading a file from the console, and without Django."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from stellazh.common.school_year import SchoolYear
from stellazh.workplans.reading.command import dry_run
from tests.fixtures.plans.papers import word

PAPER = word(
    "План работы на 2024/2025 учебный год",
    [["№", "Мероприятие", "Срок", "Ответственный"], ["1", "Семинар «Фонд»", "до 10.04.2025", "Ольхова В.И., ГТО ШБ"]],
)


@pytest.mark.parametrize("year", [2024, SchoolYear(2024), None])
def test_reading_is_printed_as_json(year: int | SchoolYear | None, tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(PAPER)
    out, err = io.StringIO(), io.StringIO()

    code = dry_run(path, year, out, err)

    assert (code, err.getvalue()) == (0, "")
    assert json.loads(out.getvalue()) == {
        "form": "sections",
        "items": [
            {
                "number": "1",
                "section": "",
                "direction": "",
                "title": "Семинар «Фонд»",
                "term": {"raw": "до 10.04.2025", "kind": "deadline", "start": None, "end": "2025-04-10"},
                "owners": ["Ольхова В.И.", "ГТО ШБ"],
                "warnings": [],
            }
        ],
        "warnings": [],
    }
    assert "Семинар" in out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "year", "sentence"),
    [
        ("нет.docx", None, 2024, "Файла нет: проверьте, верно ли указано его место.\n"),
        ("пусто.docx", b"", 2024, "Файл пуст: проверьте, тот ли файл вы выбрали.\n"),
        ("план.docx", PAPER, 12, "Учебный год 12 указан неверно: нужен год его начала, например 2024.\n"),
    ],
)
def test_unreadable_file_gives_one_sentence_and_a_code(
    name: str, content: bytes | None, year: int, sentence: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    out, err = io.StringIO(), io.StringIO()

    code = dry_run(tmp_path / name, year, out, err)

    assert (code, out.getvalue(), err.getvalue()) == (2, "", sentence)


def test_folder_is_refused(tmp_path: Path) -> None:
    err = io.StringIO()

    code = dry_run(tmp_path, 2024, io.StringIO(), err)

    assert (code, err.getvalue()) == (2, "Это папка, а не файл: укажите сам файл.\n")


def test_reading_needs_no_django(tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(PAPER)
    program = (
        "import sys\n"
        "sys.modules['django'] = None\n"
        "from stellazh.workplans.reading.command import dry_run\n"
        "sys.exit(dry_run(sys.argv[1], 2024, sys.stdout, sys.stderr))\n"
    )

    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
