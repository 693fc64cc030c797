"""Reports as PDF: of the promised kind, the same bytes, never broken by what is typed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from stellazh.reports.papers.pdf import report_pdf
from stellazh.reports.papers.report_sheet import DRAFT_MARK, report_sheet
from tests.reports.annual_papers.sample import AT, HARD, bare_content, full_content, hostile_content

ALL = {"full": full_content(), "hostile": hostile_content(), "bare": bare_content()}


@pytest.mark.parametrize("name", ALL)
def test_pdf_is_archival_and_tagged(name: str) -> None:
    data = report_pdf(ALL[name], made_at=AT, mark=DRAFT_MARK)

    assert data.startswith(b"%PDF-1.")
    for mark in (b"pdfuaid:part>1<", b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"/StructTreeRoot", b"/Lang"):
        assert mark in data, mark
    assert b"/URI" not in data


def test_same_report_and_moment_give_the_same_bytes() -> None:
    assert report_pdf(full_content(), made_at=AT) == report_pdf(full_content(), made_at=AT)


def test_pdf_says_what_word_says(tmp_path: Path) -> None:
    program = shutil.which("pdftotext")
    (tmp_path / "report.pdf").write_bytes(report_pdf(full_content(), made_at=AT))

    if program is not None:
        command = [program, "-layout", str(tmp_path / "report.pdf"), "-"]
        said = "".join(subprocess.run(command, capture_output=True, check=True).stdout.decode().split())
        for text in report_sheet(full_content()).texts:
            for word in text.replace(HARD, " ").split():
                assert word.replace("-", "") in said.replace("-", ""), word
