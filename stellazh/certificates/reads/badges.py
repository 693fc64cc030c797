"""Badges of documents: the facts they are made of, and what is served beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, time
from typing import Final
from urllib.parse import urljoin
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.certificates import wording
from stellazh.certificates.badges import AchievementType, BadgeFacts, Issuer, StatusBit
from stellazh.certificates.badges.status import STATUS_LIST_BITS
from stellazh.certificates.enums import CertificateStatus, CopyReason, DocumentGenre
from stellazh.certificates.models import CertificateCopy, IssueRun, SigningKey
from stellazh.certificates.reads.check import check_url

_TYPES: Final = {
    DocumentGenre.PARTICIPANT: AchievementType.COMPLETION,
    DocumentGenre.SPEAKER: AchievementType.ACHIEVEMENT,
    DocumentGenre.TEST: AchievementType.CERTIFICATE,
    DocumentGenre.PUBLICATION: AchievementType.ACHIEVEMENT,
    DocumentGenre.OTHER: AchievementType.ACHIEVEMENT,
}
_OTHER_WORDS: Final = (CopyReason.MISTAKE, CopyReason.NAME_CHANGE)


def issuer_of(association: Association) -> Issuer:
    """The association as the issuer of its badges."""
    return Issuer(
        profile_url=_whole(reverse("certificates:badge_issuer", args=[association.code])),
        name=association.name,
        url=_whole(association.get_absolute_url()),
    )


def key_url(key: SigningKey) -> str:
    """Where the public half of the key is served."""
    return _whole(reverse("certificates:badge_key", args=[key.kid]))


def status_url(association: Association, place: int) -> str:
    """Where the association's list of that place is served; each holds the bits of as many sheets of all."""
    return _whole(reverse("certificates:badge_status", args=[association.code, place]))


def badge_facts(copy: CertificateCopy) -> BadgeFacts:
    """The facts of the badge of a sheet, whose document comes with its association and run. No query."""
    certificate = copy.certificate
    association, values = certificate.association, copy.values
    zone = ZoneInfo(association.time_zone)
    what = values.get(wording.EVENT) or values.get(wording.WORK) or certificate.basis or certificate.title
    criteria = f"За {certificate.basis}." if certificate.basis else certificate.title
    return BadgeFacts(
        certificate_id=_identifier("sheet", copy.code),
        achievement_id=_identifier("achievement", f"{settings.SITE_URL}:{certificate.run_id}"),
        achievement_type=_TYPES.get(DocumentGenre(certificate.genre), AchievementType.AWARD),
        name=certificate.title,
        title=what,
        criteria=criteria,
        recipient_name=values.get(wording.NAME) or certificate.name,
        number=certificate.number_words,
        issued_at=datetime.combine(certificate.issued_on, time(), zone),
        issuer=issuer_of(association),
        check_url=check_url(settings.SITE_URL, copy.code),
        status=StatusBit(status_url(association, copy.pk // STATUS_LIST_BITS), copy.pk % STATUS_LIST_BITS),
        volume=values.get(wording.HOURS_COUNT, ""),
    )


def revoked_bits(association: Association, place: int) -> tuple[list[int], datetime | None]:
    """The bits set in that list, and when the last of them was: sheets of documents that hold no longer, and those
    that a later one with other words has replaced. One query."""
    first = place * STATUS_LIST_BITS
    later = CertificateCopy.objects.filter(
        certificate=OuterRef("certificate"), ordinal__gt=OuterRef("ordinal"), reason__in=_OTHER_WORDS
    )
    rows = CertificateCopy.objects.filter(
        ~Q(certificate__status=CertificateStatus.VALID) | Exists(later),
        certificate__association=association,
        pk__gte=first,
        pk__lt=first + STATUS_LIST_BITS,
    )
    found = list(rows.values_list("pk", "certificate__status_at"))
    return sorted(pk % STATUS_LIST_BITS for pk, _ in found), _last(moment for _, moment in found)


def has_issued(association: Association) -> bool:
    """Whether the association has ever issued anything: of the others no profile is served."""
    return IssueRun.objects.filter(association=association).exists()


def _last(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _identifier(what: str, value: str) -> UUID:
    """An identifier that leads nowhere: of the same thing always the same, and nobody goes back from it."""
    digest = hashlib.sha256(f"stellazh.badge.{what}:{value}".encode()).digest()[:16]
    return UUID(bytes=digest, version=4)


def _whole(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
