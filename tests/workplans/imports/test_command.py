from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.cli import main
from stellazh.people.models import Person
from stellazh.workplans.enums import ImportStatus
from stellazh.workplans.models import Plan, PlanImport, PlanItem
from tests.workplans.imports.conftest import paper_of

Run = Callable[..., int]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The fixture paper as a file."""
    path = tmp_path / "план.html"
    path.write_bytes(paper_of().content)
    return path


def bring(file: Path, association: Association, *more: str) -> int:
    return main(["plan", "import", str(file), "--year", "2024", "--association", association.code, *more])


def test_plan_import_brings_the_plan_and_tells_what_stays_words(
    file: Path, association: Association, head: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    code = bring(file, association, "--yes")

    told = capsys.readouterr().out.splitlines()
    assert code == 0
    assert told[0] == "ММО Лужского округа, план на 2024/2025: 4 пункта, 1 предупреждение."
    assert "  «Липина В.И.» останется словами: такого имени среди участников нет." in told
    assert told[-1] == "Внесено в план на 2024/2025: новых пунктов 4, изменено 0."
    assert PlanItem.objects.count() == 4
    assert AuditEntry.objects.get(action="import_confirmed").actor_name == "Система: командная строка"


def test_plan_import_without_yes_leaves_a_preview(file: Path, association: Association) -> None:
    assert bring(file, association) == 0

    assert (PlanImport.objects.get().status, Plan.objects.count()) == (ImportStatus.PREVIEW, 0)


def test_plan_import_again_says_that_nothing_is_new(
    file: Path, association: Association, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(file, association, "--yes")

    code = bring(file, association, "--yes")

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "В плане уже есть всё, что есть в файле: вносить нечего."
    assert PlanItem.objects.count() == 4


def test_plan_import_refuses_with_one_sentence(
    tmp_path: Path, association: Association, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "план.docx"
    broken.write_bytes(b"%PDF-1.7")

    codes = [
        bring(broken, association, "--yes"),
        main(["plan", "import", str(broken), "--year", "2024", "--association", "no-such", "--yes"]),
        main(["plan", "import", str(broken), "--year", "2024", "--yes"]),
    ]

    told = capsys.readouterr().err.splitlines()
    assert codes == [1, 1, 1]
    assert [line[:14] for line in told] == ["stellazh: Это ", "stellazh: Объе", "stellazh: Укаж"]


@pytest.mark.parametrize("form", ["sections", "matrix"])
def test_plan_export_writes_the_plan_to_word(form: str, file: Path, association: Association, tmp_path: Path) -> None:
    bring(file, association, "--yes")
    out = tmp_path / "выгрузка.docx"

    code = main(
        ["plan", "export", "--association", association.code, "--year", "2024", "--form", form, "--out", str(out)]
    )

    words = "\n".join(
        cell.text
        for table in docx.Document(io.BytesIO(out.read_bytes())).tables
        for row in table.rows
        for cell in row.cells
    )
    assert code == 0
    assert words.count("Конкурс юных чтецов") == 1


@pytest.mark.parametrize(
    ("year", "out", "words"), [("2020", "план.docx", "нет плана"), ("2024", "план.txt", "кончаться на .docx")]
)
def test_plan_export_refuses_what_is_not_there(
    year: str,
    out: str,
    words: str,
    file: Path,
    association: Association,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bring(file, association, "--yes")

    code = main(["plan", "export", "--association", association.code, "--year", year, "--out", str(tmp_path / out)])

    assert code == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / out).exists()
