"""A person's own documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from stellazh.certificates import wording
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate, CertificateCopy, CertificateQuerySet
from stellazh.certificates.reads.check import check_url
from stellazh.certificates.reads.register import TONES
from stellazh.common.school_year import SchoolYear
from stellazh.files.models import StoredFile
from stellazh.russian.collation import fold

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """One of her documents with its latest sheet. `file` is None while the sheet is made, or when it holds no more."""

    href: str
    title: str
    number: str
    basis: str
    issued_on: date
    issuer: str
    state: str
    tone: str
    file: StoredFile | None
    check_url: str
    year: int


def own_documents(person_id: int) -> CertificateQuerySet:
    """Everything ever given to her, the newest first. What was written off was never given to anybody."""
    rows = Certificate.objects.filter(person_id=person_id).exclude(status=CertificateStatus.SPOILED)
    return rows.order_by("-issued_on", "-pk")


def searched(rows: CertificateQuerySet, words: str) -> CertificateQuerySet:
    """Those that hold every word in what they are called, what they were given for, or their number."""
    wanted = fold(words).split()[:MOST_WORDS]
    if not wanted:
        return rows
    # Compared here: letters beyond Latin have no case for every database, and a person has tens of them, not thousands.
    texts = rows.order_by().values_list("pk", "title", "basis", "number_words", "association__name")
    found = [pk for pk, *parts in texts if all(word in fold(" ".join(parts)) for word in wanted)]
    return rows.filter(pk__in=found)


def years_of(rows: CertificateQuerySet) -> list[int]:
    """School years in which something was given, the newest first."""
    return sorted({SchoolYear.of(day).start for day in rows.values_list("issued_on", flat=True)}, reverse=True)


def in_year(rows: CertificateQuerySet, year: int) -> CertificateQuerySet:
    """Those of the school year, whose first day is that of August."""
    return rows.filter(issued_on__range=(date(year, 8, 1), date(year + 1, 7, 31)))


def shown(certificates: Sequence[Certificate], *, base: str) -> list[OwnDocument]:
    """As the page shows them; the association is to be selected. One query."""
    latest = latest_copies(certificates)
    return [_shown(one, latest.get(one.pk), base) for one in certificates]


def latest_copies(certificates: Iterable[Certificate]) -> dict[int, CertificateCopy]:
    """The latest sheet of each, by the key of the document. One query."""
    copies = CertificateCopy.objects.filter(certificate__in=[one.pk for one in certificates]).select_related("file")
    return {copy.certificate_id: copy for copy in copies.order_by("certificate_id", "ordinal")}


def _shown(one: Certificate, copy: CertificateCopy | None, base: str) -> OwnDocument:
    status = CertificateStatus(one.status)
    is_valid = status == CertificateStatus.VALID
    event = copy.values.get(wording.EVENT, "") if copy is not None else ""
    return OwnDocument(
        href=one.get_absolute_url(),
        title=one.title,
        number=one.number_words,
        basis=f"За {one.basis}" if one.basis else event,
        issued_on=one.issued_on,
        issuer=one.association.name,
        state="" if is_valid else str(status.label),
        tone=TONES[status],
        file=copy.file if copy is not None and is_valid else None,
        check_url=check_url(base, copy.code) if copy is not None else "",
        year=SchoolYear.of(one.issued_on).start,
    )
