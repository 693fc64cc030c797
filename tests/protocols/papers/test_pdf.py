"""Protocols as PDF: of the promised kind, the same bytes, never broken by what is typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stellazh.protocols.papers.pdf import protocol_pdf
from stellazh.protocols.reads.content import ProtocolContent
from tests.protocols.papers.sample import bare_content, crowded_content, full_content, hostile_content, short_content

MADE_AT = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)
ALL = {
    "full": full_content(),
    "short": short_content(),
    "crowded": crowded_content(),
    "bare": bare_content(),
    "hostile": hostile_content(),
}


@pytest.mark.parametrize("name", ALL)
def test_pdf_is_archival_and_tagged(name: str) -> None:
    data = protocol_pdf(ALL[name], made_at=MADE_AT)

    assert data.startswith(b"%PDF-1.")
    for mark in (b"pdfuaid:part>1<", b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"/StructTreeRoot", b"/Lang"):
        assert mark in data, mark


def test_same_protocol_and_moment_give_the_same_bytes() -> None:
    content: ProtocolContent = full_content()

    assert protocol_pdf(content, made_at=MADE_AT) == protocol_pdf(content, made_at=MADE_AT)
    assert protocol_pdf(content) == protocol_pdf(content)
