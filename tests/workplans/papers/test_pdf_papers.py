from collections.abc import Callable
from dataclasses import replace

import pytest

from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.pdf import matrix_pdf, sections_pdf
from tests.workplans.papers.sample import hostile_paper, linear_paper, long_paper, matrix_paper

Printer = Callable[[PlanPaper], bytes]
BOTH = pytest.mark.parametrize("printer", [sections_pdf, matrix_pdf])


@BOTH
def test_pdf_is_accessible_archival_and_russian(printer: Printer) -> None:
    pdf = printer(matrix_paper())

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<rdf:li>ru-RU</rdf:li>" in pdf


@BOTH
def test_same_paper_gives_the_same_bytes(printer: Printer) -> None:
    assert printer(linear_paper()) == printer(linear_paper())


@BOTH
@pytest.mark.parametrize(
    "paper",
    [
        hostile_paper(draft=True, with_fact=True),
        long_paper(300, with_fact=True),
        replace(
            linear_paper(), association_name="", title="", unified_theme="", methodical_theme="", goal="", tasks=(),
            expected_results=(), sections=(), grifs=(), items=(), signer_post="", signer_name="",
        ),
    ],
    ids=["hostile", "long", "empty"],
)  # fmt: skip
def test_any_paper_compiles(printer: Printer, paper: PlanPaper) -> None:
    assert printer(paper).startswith(b"%PDF-1.7")
