"""Documents that no longer hold: withdrawn, brought back, written off as spoiled."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.certificates.access import can_change_certificate
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate
from stellazh.certificates.notice_kinds import WITHDRAWN
from stellazh.certificates.services.locking import locked_certificate
from stellazh.certificates.services.refusals import NowhereToWrite, ReasonMissing, WrongState
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.mail.services import queue_mail
from stellazh.members.services.campaign_letters import address_of as address_of_person
from stellazh.russian.calendar_words import long_date
from stellazh.russian.text_lines import one_line

LONGEST_REASON: Final = 400


@transaction.atomic
def withdraw_certificate(certificate_id: int, *, reason: str, tell: bool, by: Actor, at: datetime) -> Certificate:
    """Say that the document holds no longer: its number stays, the check page and the badge say so from now on.

    With `tell` its owner gets a letter with the reason, which nobody else outside the association sees.

    Raises:
        PermissionRefused: `by` may not, or the document is written off.
        WrongState: it is withdrawn already. ReasonMissing: none, or too long.
        NowhereToWrite: a letter is wished, and no address is known.
    """
    certificate = locked_certificate(certificate_id)
    require(can_change_certificate(by, certificate))
    if certificate.status != CertificateStatus.VALID:
        raise WrongState("Этот документ уже отозван.")
    words = checked_reason(reason)
    address = address_of(certificate)
    if tell and not address:
        raise NowhereToWrite("Адреса почты получателя нет: снимите отметку о письме и предупредите его сами.")
    _put(certificate, CertificateStatus.WITHDRAWN, words, "certificate_withdrawn", by=by, at=at)
    if tell:
        queue_mail(
            to=address,
            subject=f"Отозван документ: {certificate.title}",
            text=_letter(certificate, words),
            kind=WITHDRAWN,
            about=f"certificate:{certificate.pk}",
            by=by,
            at=at,
        )
    return certificate


@transaction.atomic
def bring_back_certificate(certificate_id: int, *, reason: str, by: Actor, at: datetime) -> Certificate:
    """Let a withdrawn document hold again; why stands in the journal.

    Raises:
        PermissionRefused: `by` may not, or the document is written off.
        WrongState: it holds. ReasonMissing: none, or too long.
    """
    certificate = locked_certificate(certificate_id)
    require(can_change_certificate(by, certificate))
    if certificate.status != CertificateStatus.WITHDRAWN:
        raise WrongState("Этот документ и так действует.")
    words = checked_reason(reason)
    _put(certificate, CertificateStatus.VALID, "", "certificate_brought_back", by=by, at=at, note=words)
    return certificate


@transaction.atomic
def spoil_certificate(certificate_id: int, *, reason: str, by: Actor, at: datetime) -> Certificate:
    """Write the document off as spoiled: it was never handed over. The number stays in the register, for ever.

    Raises:
        PermissionRefused: `by` may not, or the document is written off already.
        ReasonMissing: none, or too long.
    """
    certificate = locked_certificate(certificate_id)
    require(can_change_certificate(by, certificate))
    words = checked_reason(reason)
    _put(certificate, CertificateStatus.SPOILED, words, "certificate_spoiled", by=by, at=at)
    return certificate


def checked_reason(reason: str, longest: int = LONGEST_REASON) -> str:
    """The reason in one line.

    Raises:
        ReasonMissing: there is none, or more than its place holds.
    """
    words = one_line(reason)
    if not words:
        raise ReasonMissing("Напишите причину: она останется в журнале.")
    if len(words) > longest:
        raise ReasonMissing(f"Причина: не больше {longest} знаков, а набрано {len(words)}.")
    return words


def address_of(certificate: Certificate) -> str:
    """Where a letter to the owner goes, as with the document itself: the address of the list, else the person's own."""
    person = certificate.person
    return certificate.row.email or (address_of_person(person) if person is not None else "")


def _put(
    certificate: Certificate,
    status: CertificateStatus,
    reason: str,
    action: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    before = _shown(certificate)
    certificate.status, certificate.status_reason = status, reason
    certificate.status_at, certificate.status_by = at, by.actor_name[:200]
    certificate.version += 1
    certificate.save(update_fields=["status", "status_reason", "status_at", "status_by", "version"])
    changes = compare(before, _shown(certificate))
    scope = certificate.association.path
    record(action, certificate, by=by, at=at, scope=scope, changes=changes, note=(note or str(certificate))[:300])


def _shown(certificate: Certificate) -> dict[str, str]:
    return {"Состояние": str(CertificateStatus(certificate.status).label), "Причина": certificate.status_reason}


def _letter(certificate: Certificate, reason: str) -> str:
    mine = urljoin(settings.SITE_URL, certificate.get_absolute_url())
    paper = f"«{certificate.title}» {certificate.number_words} от {long_date(certificate.issued_on)}"
    return "\n\n".join(
        [
            "Здравствуйте!",
            f"Документ {paper}, выданный на имя: {certificate.name}, отозван.",
            f"Причина: {reason}",
            f"Документ и его состояние: {mine}",
            f"Вопросы задайте тому, кто выдал документ: {certificate.association.name}.",
        ]
    )
