"""A filled form in the program people open it with: LibreOffice takes it without repair."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from stellazh.office.word_forms import fill_form
from tests.office.word_forms.making import VOCABULARY, add_runs, saved

pytestmark = pytest.mark.office


def test_filled_form_opens_and_prints(tmp_path: Path) -> None:
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: LibreOffice and poppler are needed to render papers.")
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "ММО Лужского округа, № {{ номер }}"
    add_runs(document, "Протокол № {{ но", "мер }} от {{ дата }}", bold=0)
    document.add_paragraph("{{ присутствовали }}", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Решили", "Срок"
    row = table.add_row().cells
    row[0].text, row[1].text = "{{ решения.текст }}", "{{ решения.срок }}"
    paper = fill_form(
        saved(document),
        {"номер": "5", "дата": "10.09.2024", "присутствовали": "Липина В.И.\nОзерова Т.П."},
        {"решения": [{"текст": f"Решение {n} & <b>", "срок": "до мая"} for n in range(1, 61)]},
        VOCABULARY,
    )
    source = tmp_path / "paper.docx"
    source.write_bytes(paper)

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)

    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Протокол № 5 от 10.09.2024" in printed
    assert "ММО Лужского округа, № 5" in printed
    assert [f"Решение {n} & <b>" in printed for n in (1, 60)] == [True, True]
    assert "{{" not in printed
