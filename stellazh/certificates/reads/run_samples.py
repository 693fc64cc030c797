"""The sheet of a row to look at before anything is issued. Nothing here writes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stellazh.certificates.layout import Layout
from stellazh.certificates.models import CertificateTemplate, IssueRun, RunRow
from stellazh.certificates.papers import CertificatePage, Signer, certificate_pdf, certificate_preview
from stellazh.certificates.reads.pictures import page_pictures
from stellazh.certificates.reads.placeholders import seal_placeholder, signature_placeholder
from stellazh.certificates.reads.values import run_layout, sheet_values
from stellazh.certificates.wording import NUMBER

SAMPLE_CODE: Final = "ОБРАЗЕЦ"
SAMPLE_NUMBER: Final = "№ ______"
_CHECK: Final = "https://example.org/c/OBRAZEC/"


def sample_png(run: IssueRun, row: RunRow) -> bytes | None:
    """The sheet as a picture marked «ОБРАЗЕЦ»; None while the run has no template. Signatures and the seal are grey
    frames: whoever looks need not be one who may see them.

    Raises:
        LayoutUnfit: the template cannot be printed.
    """
    layout = run_layout(run)
    return certificate_preview(_page(run, row, layout)) if layout is not None else None


def sample_pdf(run: IssueRun, row: RunRow, *, made_at: datetime) -> bytes | None:
    """The same as a file.

    Raises:
        LayoutUnfit: the template cannot be printed.
    """
    layout = run_layout(run)
    return certificate_pdf(_page(run, row, layout), made_at) if layout is not None else None


def _page(run: IssueRun, row: RunRow, layout: Layout) -> CertificatePage:
    source: IssueRun | CertificateTemplate | None = run if run.layout else run.template or run.kind.template
    pictures = page_pictures(source) if source is not None else None
    values = sheet_values(run, row, number_words=SAMPLE_NUMBER)
    signature = signature_placeholder() if run.with_signatures else None
    return CertificatePage(
        layout=layout,
        values=values,
        number=values[NUMBER],
        code=SAMPLE_CODE,
        check_url=_CHECK,
        issuer=run.association.name,
        title=run.kind.title,
        signers=tuple(Signer(one.post, one.name, signature) for one in run.signers.all()),
        emblem=pictures.emblem if pictures else None,
        seal=seal_placeholder() if run.with_seal else None,
        background=pictures.background if pictures else None,
        is_sample=True,
    )
