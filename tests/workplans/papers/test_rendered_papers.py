"""Papers turned into pages by the programs people open them with: LibreOffice and poppler."""

import itertools
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.pdf import matrix_pdf, sections_pdf
from stellazh.workplans.papers.sheet import plan_xlsx
from stellazh.workplans.papers.word_matrix import matrix_docx
from stellazh.workplans.papers.word_sections import sections_docx
from tests.workplans.papers.sample import hostile_paper, linear_paper, long_paper, matrix_paper

pytestmark = pytest.mark.office

PORTRAIT, LANDSCAPE = (595, 842), (842, 595)


@dataclass(frozen=True)
class Rendered:
    """Pages as text, the size of the first in points, and each page's words without blanks in reading order."""

    pages: list[str]
    size: tuple[int, int]
    words_of_pages: list[str]

    @property
    def words(self) -> str:
        return "".join(self.words_of_pages)


def read(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad\u200b\u2060-]", "", text)


def stands_on(rendered: Rendered, title: str) -> bool:
    """Whether the title stands on the pages: whole, or begun at the foot of one and ended on the next.

    A row taller than what is left of its page is broken where the fonts of the machine happen to break it.
    """
    whole = squeezed(title)
    if whole in rendered.words:
        return True
    words = title.split()
    halves = [(squeezed(" ".join(words[:cut])), squeezed(" ".join(words[cut:]))) for cut in range(1, len(words))]
    return any(
        head in before and tail in after
        for before, after in itertools.pairwise(rendered.words_of_pages)
        for head, tail in halves
    )


@pytest.fixture
def render(tmp_path: Path) -> Callable[[bytes, str], Rendered]:
    """Turn a file of the given kind (docx, xlsx, pdf) into pages."""
    for program in ("soffice", "pdftotext", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: LibreOffice and poppler are needed to render papers.")

    def make(data: bytes, kind: str) -> Rendered:
        source = tmp_path / f"paper.{kind}"
        source.write_bytes(data)
        if kind != "pdf":
            profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        pdf = tmp_path / "paper.pdf"
        info = read("pdfinfo", str(pdf))
        text = read("pdftotext", "-layout", str(pdf), "-")
        width, height = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups()
        pages = text.split("\f")[:-1]
        assert len(pages) == int(re.search(r"Pages:\s+(\d+)", info)[1])
        # Without -layout and with -raw the words come in the order of the file: cell by cell, not line by line.
        in_order = [squeezed(page) for page in read("pdftotext", "-raw", str(pdf), "-").split("\f")[:-1]]
        return Rendered(pages, (round(float(width)), round(float(height))), in_order)

    return make


FORMS = {
    "sections-docx": (sections_docx, "docx", linear_paper, PORTRAIT),
    "matrix-docx": (matrix_docx, "docx", matrix_paper, LANDSCAPE),
    "sections-pdf": (sections_pdf, "pdf", linear_paper, PORTRAIT),
    "matrix-pdf": (matrix_pdf, "pdf", matrix_paper, LANDSCAPE),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_activity_is_on_the_pages(form: str, render: Callable[[bytes, str], Rendered]) -> None:
    printer, kind, make, size = FORMS[form]
    paper = make()

    rendered = render(printer(paper), kind)

    assert rendered.size == size
    titles = [item.title for item in paper.items]
    assert [title for title in titles if squeezed(title) not in rendered.words] == []
    assert [
        text for text in (paper.goal, "РАССМОТРЕНО", "Руководитель ММО") if squeezed(text) not in rendered.words
    ] == []


@pytest.mark.parametrize(
    ("printer", "kind", "heading"),
    [
        (sections_docx, "docx", "Мероприятие"),
        (sections_pdf, "pdf", "Мероприятие"),
        (matrix_docx, "docx", "Дата"),
        (matrix_pdf, "pdf", "Дата"),
    ],
)
def test_long_plan_repeats_its_header_and_numbers_its_pages(
    printer: Callable[[PlanPaper], bytes],
    kind: str,
    heading: str,
    render: Callable[[bytes, str], Rendered],
) -> None:
    rendered = render(printer(long_paper(120, draft=True)), kind)

    # The last page may hold no more than the signature.
    first, *middle, _ = rendered.pages
    assert len(middle) > 2
    assert [heading in page for page in middle] == [True] * len(middle)
    assert first.split()[0] == "ПРОЕКТ"
    assert [page.split()[:2] for page in middle] == [[str(place), "ПРОЕКТ"] for place in range(2, len(middle) + 2)]


@pytest.mark.parametrize("form", FORMS)
def test_all_titles_of_a_long_plan_are_on_its_pages(form: str, render: Callable[[bytes, str], Rendered]) -> None:
    printer, kind, _, _ = FORMS[form]
    paper = long_paper(120, with_fact=True)

    rendered = render(printer(paper), kind)

    assert [item.title for item in paper.items if not stands_on(rendered, item.title)] == []


@pytest.mark.parametrize("form", FORMS)
def test_hostile_plan_renders(form: str, render: Callable[[bytes, str], Rendered]) -> None:
    printer, kind, _, _ = FORMS[form]

    rendered = render(printer(hostile_paper(with_fact=True)), kind)

    assert "#eval" in "".join(rendered.pages)


def test_row_higher_than_a_page_loses_nothing(render: Callable[[bytes, str], Rendered]) -> None:
    words = [f"слово{place}" for place in range(1500)]
    endless = replace(matrix_paper().items[3], title=" ".join(words))
    paper = matrix_paper(items=(*matrix_paper().items[:3], endless))

    for printer, kind in ((matrix_docx, "docx"), (matrix_pdf, "pdf")):
        rendered = render(printer(paper), kind)

        assert [word for word in words if word not in rendered.words] == []


@pytest.mark.parametrize("form", ["sections", "matrix"])
def test_sheet_opens_in_calc(form: str, render: Callable[[bytes, str], Rendered]) -> None:
    program = shutil.which("soffice")
    if program and not (Path(program).resolve().parent / "libsclo.so").exists():
        pytest.skip("LibreOffice Calc is not installed: it is needed to render Excel files.")
    paper = long_paper(60)

    rendered = render(plan_xlsx(paper, form), "xlsx")

    assert rendered.size == LANDSCAPE
    assert all("Ответственный" in page or "Дата" in page for page in rendered.pages)
