"""Files made to harm, brought as a document: each is refused soon and with a sentence, and stays to be downloaded."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from stellazh.documents.enums import ExtractionState
from stellazh.documents.models import Document
from stellazh.documents.services import add_version
from stellazh.documents.services.reading import read_version
from stellazh.people.models import Person
from tests.documents.core.papers import brought
from tests.office.extracts import papers
from tests.office.packages import body, container, paragraph, word_package

ClientFor = Callable[[Person | None], Client]
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ха"}">' for n in range(12))
LAUGHING = f'<?xml version="1.0"?><!DOCTYPE w [{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
GIGABYTE = 1024
NEVER_READ = "root:"
# What one reading may take by itself (office.apart), and some room for the interpreter.
MOST_KILOBYTES = 1_400_000
MOST_SECONDS = 100


def word_with(head: str, name: str) -> bytes:
    return word_package(head + body(paragraph(f"Слова &{name};")).partition("?>")[2])


def packed_zeros(name: str, megabytes: int) -> bytes:
    """A Word or Excel file whose main part unpacks to so many megabytes of nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, text in _around(name).items():
            archive.writestr(member, text)
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(bytes(1 << 20))
    return buffer.getvalue()


def _around(name: str) -> dict[str, bytes]:
    made = word_package(body("")) if name.startswith("word/") else papers.workbook(("Лист", [["Слово"]]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {member: archive.read(member) for member in archive.namelist() if member != name}


def sheet_with(head: str) -> bytes:
    """A workbook whose shared words hold entities."""
    members = _around("xl/sharedStrings.xml")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/sharedStrings.xml"] = f'{head}<sst xmlns="{space}"><si><t>&a11;&x;</t></si></sst>'.encode()
    return container(members)


def nested(depth: int) -> bytes:
    """A container in a container, so many times; only the outermost is a Word file."""
    inner = container({"zeros": bytes(1 << 20)})
    for _ in range(depth):
        inner = container({"inner.zip": inner})
    return word_package(body(""), word__embeddings__oleObject1_dot_bin=inner)


def deep_word(depth: int) -> bytes:
    return word_package(body("<w:sdt>" * depth + "</w:sdt>" * depth))


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "word with a billion laughs": ("Приказ.docx", lambda: word_with(LAUGHING, "a11")),
    "word that names a file of the server": ("Приказ.docx", lambda: word_with(OUTSIDE, "x")),
    "workbook with a billion laughs": ("Сводка.xlsx", lambda: sheet_with(LAUGHING)),
    "word of a gigabyte of zeros": ("Приказ.docx", lambda: packed_zeros("word/document.xml", GIGABYTE)),
    "workbook of a gigabyte of zeros": ("Сводка.xlsx", lambda: packed_zeros("xl/worksheets/sheet1.xml", GIGABYTE)),
    "containers in containers": ("Приказ.docx", lambda: nested(40)),
    "elements in elements": ("Приказ.docx", lambda: deep_word(200_000)),
    "pdf with a deep tree": ("Приказ.pdf", lambda: papers.deep_pdf(5_000)),
    "pdf that leads into itself": ("Приказ.pdf", papers.circular_pdf),
    "pdf with a page of a kilometre": ("Приказ.pdf", lambda: papers.huge_page_pdf(3_000_000, 3_000_000)),
    "pdf of endless pages": ("Приказ.pdf", lambda: papers.endless_pdf(100_000)),
    "pdf that unpacks to more than the memory": ("Приказ.pdf", lambda: papers.bomb_pdf(megabytes=1_500)),
}


@pytest.mark.parametrize(("name", "make"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_refused_with_a_sentence_and_stays(
    document: Document, head: Person, at: datetime, client_for: ClientFor, name: str, make: Callable[[], bytes]
) -> None:
    data = make()
    version = add_version(document.pk, file=brought(data, name), after=0, by=head, at=at)

    began = time.monotonic()
    version = read_version(version.pk, by=head, at=at)
    took = time.monotonic() - began

    assert (version.extraction, version.text, version.shown) == (ExtractionState.REFUSED, "", None)
    assert version.extraction_note.endswith(".")
    assert NEVER_READ not in version.extraction_note
    assert took < MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KILOBYTES
    page = client_for(head).get(document.get_absolute_url()).content.decode()
    assert "Текст из файла не извлечён" in page
    assert version.extraction_note in page
    answer = client_for(head).get(version.file.get_absolute_url())
    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
