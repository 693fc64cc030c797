"""What the public check page says of a sheet: never more than the sheet itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urljoin

from django.http import HttpRequest
from django.urls import reverse

from stellazh.certificates import wording
from stellazh.certificates.enums import CertificateStatus, CopyReason
from stellazh.certificates.layout import LayoutUnfit, layout_from_json
from stellazh.certificates.models import CertificateCopy
from stellazh.certificates.reads.values import layout_fields
from stellazh.common import clock


class Answer(StrEnum):
    """What somebody who holds the sheet gets to know."""

    GENUINE = "genuine"
    # A sheet in use beside which a later one was printed with the same words.
    DUPLICATED = "duplicated"
    # A later sheet has other words: this one says what is no longer so.
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    SPOILED = "spoiled"


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """The words of the sheet and what became of it. `since` is the day of withdrawal or of the latest duplicate."""

    answer: Answer
    code: str
    title: str
    number: str
    issued_on: date
    name: str
    basis: str
    issuer: str
    is_duplicate: bool
    since: date | None


def check_url(base: HttpRequest | str, code: str) -> str:
    """The whole address at which the sheet with that code is checked; `base` is a request or the site's address."""
    path = reverse("certificates:check", args=[code])
    return urljoin(base, path) if isinstance(base, str) else base.build_absolute_uri(path)


def checked_sheet(copy: CertificateCopy) -> CheckedSheet:
    """What the page says. The document comes with its association; two queries more."""
    certificate = copy.certificate
    values = copy.values
    later = certificate.copies.filter(ordinal__gt=copy.ordinal).order_by("ordinal").values_list("reason", "made_at")
    answer, moment = Answer.GENUINE, None
    if certificate.status != CertificateStatus.VALID:
        is_withdrawn = certificate.status == CertificateStatus.WITHDRAWN
        answer, moment = Answer.WITHDRAWN if is_withdrawn else Answer.SPOILED, certificate.status_at
    elif reasons := list(later):
        same = all(reason == CopyReason.LOST for reason, _ in reasons)
        answer, moment = Answer.DUPLICATED if same else Answer.REPLACED, reasons[-1][1]
    return CheckedSheet(
        answer=answer,
        code=copy.code,
        title=certificate.title,
        number=certificate.number_words,
        issued_on=certificate.issued_on,
        name=values.get(wording.NAME, certificate.name),
        basis=certificate.basis if _tells_basis(copy) else "",
        issuer=values.get(wording.ISSUER, certificate.association.name),
        is_duplicate=copy.is_duplicate,
        since=clock.day_of(moment, certificate.association.time_zone) if moment is not None else None,
    )


def _tells_basis(copy: CertificateCopy) -> bool:
    """Whether the sheet says what it was given for; a run from before layouts were kept is taken to say so."""
    layout = copy.certificate.run.layout
    if not layout:
        return True
    try:
        return not layout_fields(layout_from_json(layout)).isdisjoint({wording.BASIS, wording.EVENT})
    except LayoutUnfit:
        return False
