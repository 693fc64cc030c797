"""Papers turned into pages by the programs people open them with: LibreOffice and poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from stellazh.protocols.papers.pdf import protocol_pdf
from stellazh.protocols.papers.word import protocol_docx, protocol_sheet
from tests.protocols.papers.sample import bare_content, crowded_content, full_content, hostile_content, short_content

pytestmark = pytest.mark.office
PAPERS = {"full": full_content(), "short": short_content(), "crowded": crowded_content(), "bare": bare_content()}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad\u200b\u2060-]", "", text)


@pytest.fixture
def pages(tmp_path: Path) -> Callable[[bytes, str], list[str]]:
    """The words of each page of a .docx or .pdf, without blanks and hyphens."""
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: LibreOffice and poppler are needed to render papers.")

    def make(data: bytes, kind: str) -> list[str]:
        source = tmp_path / f"paper.{kind}"
        source.write_bytes(data)
        if kind != "pdf":
            profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        text = subprocess.run(
            ["pdftotext", "-raw", str(tmp_path / "paper.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        return [squeezed(page) for page in text.split("\f")[:-1]]

    return make


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_every_line_is_on_the_pages(name: str, kind: str, pages: Callable[[bytes, str], list[str]]) -> None:
    content = PAPERS[name]
    made = protocol_docx(content) if kind == "docx" else protocol_pdf(content)

    found = pages(made, kind)

    # A paragraph torn by the end of a page has a number of the page within: by parts, then.
    whole = "".join(re.sub(r"^\d{1,2}(ПРОЕКТ)?", "", page) for page in found)
    wanted = [squeezed(text) for text in protocol_sheet(content).texts]
    # Cells of a table are read in another order than they are typed; one word of each is enough.
    assert [text for text in wanted if text[:12] not in whole] == []


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_heading_and_signature_do_not_stand_alone(kind: str, pages: Callable[[bytes, str], list[str]]) -> None:
    content = crowded_content()
    made = protocol_docx(content) if kind == "docx" else protocol_pdf(content)

    found = pages(made, kind)

    assert not [page for page in found if page.endswith(("РЕШИЛИ:", "ПОВЕСТКАДНЯ:", "Приложения:"))]
    signed = next(page for page in found if "Н.Б.Лесникова" in page)
    assert "Списокприсутствующих" in signed
    assert "Е.С.Липина" in signed


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_hostile_protocol_opens(kind: str, pages: Callable[[bytes, str], list[str]]) -> None:
    content = hostile_content()
    made = protocol_docx(content) if kind == "docx" else protocol_pdf(content)

    found = pages(made, kind)

    whole = "".join(found)
    assert squeezed("</w:t><w:br/>&amp; {{ номер }} #set text(red)") in whole
    assert whole.count("слово") >= 4900
