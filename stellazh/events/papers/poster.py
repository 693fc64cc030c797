"""The poster of an event: a large QR code, what, when, where, how to register. One sheet A4, tagged PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno

from stellazh.office.typeset import typeset

_TEMPLATE = Path(__file__).parent / "typst" / "poster.typ"


@dataclass(frozen=True, slots=True)
class PosterPaper:
    """The words of the poster. `address` is what the code holds, absolute."""

    title: str
    kind: str
    when: str
    where: str
    how: str
    association: str
    age_mark: str
    address: str
    made_at: datetime


def poster_pdf(paper: PosterPaper) -> bytes:
    """The poster as PDF/UA-1 and PDF/A-2a; the same paper gives the same bytes."""
    content = {
        "title": paper.title,
        "kind": paper.kind,
        "when": paper.when,
        "where": paper.where,
        "how": paper.how,
        "association": paper.association,
        "age_mark": paper.age_mark,
        # Without the protocol it is shorter to copy by hand.
        "address": paper.address.partition("://")[2] or paper.address,
        "code": qr_svg(paper.address),
    }
    return typeset(_TEMPLATE, content, made_at=paper.made_at)


def qr_svg(address: str) -> str:
    """The address as a QR code that survives a fold or a stain."""
    drawn = io.BytesIO()
    segno.make(address, error="q").save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()
