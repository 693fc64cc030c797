"""Badges signed for those who want them, and the signed list of those that hold no longer."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from stellazh.associations.models import Association
from stellazh.certificates.access import can_read_certificate
from stellazh.certificates.badges import open_badge, sign, status_list
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate, CertificateCopy
from stellazh.certificates.reads.badges import badge_facts, issuer_of, key_url, revoked_bits, status_url
from stellazh.certificates.services.keys import known_key
from stellazh.certificates.services.refusals import NoKey, NoSheet, WrongState
from stellazh.common.actor import Actor
from stellazh.common.verdict import require

# A list that nobody is in has been so for ever.
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def signed_badge(certificate: Certificate, *, by: Actor) -> str:
    """The badge of the document as a compact JWS: the contents of the .jwt file. Changes nothing.

    Raises:
        PermissionRefused: `by` may not read the document. WrongState: it holds no longer. NoSheet: it has no sheet.
        NoKey: nothing was issued since keys are made, or the installation's secret has changed.
    """
    copy = _latest(certificate, by)
    known = known_key()
    if known is None:
        raise NoKey(
            "Подпись для таких файлов ещё готовится: она появится ночью или при ближайшей выдаче документов."
            " Файл для чтения, без подписи, можно взять уже сейчас."
        )
    key, private = known
    return sign(open_badge(badge_facts(copy)), private, key_url=key_url(key))


def plain_badge(certificate: Certificate, *, by: Actor) -> bytes:
    """The same credential as JSON, without a signature: for reading, not for proving.

    Raises:
        PermissionRefused, WrongState, NoSheet: as `signed_badge`.
    """
    return json.dumps(open_badge(badge_facts(_latest(certificate, by))), ensure_ascii=False, indent=2).encode()


def signed_status(association: Association, place: int) -> str | None:
    """The list of that place, signed; None while there is no key to sign it with. Public."""
    known = known_key()
    if known is None:
        return None
    key, private = known
    revoked, changed_at = revoked_bits(association, place)
    document = status_list(status_url(association, place), issuer_of(association), revoked, at=changed_at or _BEGINNING)
    return sign(document, private, key_url=key_url(key))


def _latest(certificate: Certificate, by: Actor) -> CertificateCopy:
    require(can_read_certificate(by, certificate))
    if certificate.status != CertificateStatus.VALID:
        raise WrongState("Документ больше не действует: файла для портфолио у него нет.")
    rows = CertificateCopy.objects.select_related("certificate__association", "certificate__run")
    copy = rows.filter(certificate=certificate).order_by("-ordinal").first()
    if copy is None:
        raise NoSheet("Лист документа ещё не готов.")
    return copy
