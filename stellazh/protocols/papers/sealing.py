"""What is kept when a protocol is signed: its record, the fingerprint of that, and both papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stellazh.protocols.models import Protocol
from stellazh.protocols.papers.pdf import protocol_pdf
from stellazh.protocols.papers.record import canonical_record, record_sha256
from stellazh.protocols.papers.word import protocol_docx
from stellazh.protocols.reads.content import protocol_content


@dataclass(frozen=True, slots=True)
class SealedPapers:
    """The record as text, its SHA-256, and the built-in papers."""

    record: str
    sha256: str
    docx: bytes
    pdf: bytes


def seal_papers(protocol: Protocol, *, at: datetime) -> SealedPapers:
    """Make everything that a seal keeps. The protocol object must bear its number already; nothing is stored.

    The same protocol and `at` give the same bytes.

    Raises:
        ValueError: it has no number.
    """
    if protocol.number is None:
        raise ValueError("a protocol is sealed under its number")
    content = protocol_content(protocol)
    record = canonical_record(content)
    made_on = at.astimezone(protocol.zone).date()
    return SealedPapers(
        record=record,
        sha256=record_sha256(record),
        docx=protocol_docx(content, made_on=made_on),
        pdf=protocol_pdf(content, made_at=at),
    )


def matches_record(protocol: Protocol, record: str) -> bool:
    """Whether the protocol still says what the record says."""
    return canonical_record(protocol_content(protocol)) == record
