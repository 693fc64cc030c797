"""Keys that sign badges: made when documents are issued, sealed by the installation's secret, replaced on demand."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from stellazh.audit.services import record
from stellazh.certificates.access.keys import can_rotate_keys
from stellazh.certificates.badges import KeySealedOtherwise, new_key, open_key, seal_key
from stellazh.certificates.models import CertificateCopy, SigningKey
from stellazh.common.actor import Actor, System
from stellazh.common.verdict import require

KEEPER = System("подпись значков")


def known_key() -> tuple[SigningKey, str] | None:
    """The key in use and its private half; None while there is none that the installation's secrets open. One query."""
    key = SigningKey.objects.filter(is_current=True).first()
    private = _opened(key) if key is not None else None
    return (key, private) if key is not None and private is not None else None


def ensure_key(*, at: datetime) -> SigningKey:
    """The key in use, made when there is none or when none of the installation's secrets opens it.

    Making one takes about a second. What older keys have signed stays good: their public halves are kept.
    """
    known = known_key()
    if known is not None:
        return known[0]
    return _replace(SigningKey.objects.filter(is_current=True).first(), by=KEEPER, at=at)


def ensure_key_where_issued(*, at: datetime) -> bool:
    """As `ensure_key`, where anything was ever issued; whether there is a key now. For the nightly look: documents may
    be older than keys, and the secret may have changed since the last issue."""
    if not CertificateCopy.objects.exists():
        return False
    ensure_key(at=at)
    return True


def rotate_key(*, by: Actor, at: datetime) -> SigningKey:
    """Put a new key in place of the one in use. Files signed before are checked by the old one, for ever.

    Raises:
        PermissionRefused: `by` is not the installation's command line.
    """
    require(can_rotate_keys(by))
    return _replace(SigningKey.objects.filter(is_current=True).first(), by=by, at=at)


def _replace(old: SigningKey | None, *, by: Actor, at: datetime) -> SigningKey:
    # Made before the transaction: it takes a second, in which others would wait.
    pair = new_key(at)
    sealed = seal_key(pair.private_pem, settings.SECRET_KEY)
    try:
        with transaction.atomic():
            if old is not None:
                retired = SigningKey.objects.filter(pk=old.pk, is_current=True)
                if retired.update(is_current=None, retired_at=at):
                    record("signing_key_retired", old, by=by, at=at)
            key = SigningKey.objects.create(
                kid=pair.kid, public_jwk=pair.public_jwk, sealed_private=sealed, created_at=at, is_current=True
            )
            record("signing_key_made", key, by=by, at=at)
            return key
    except IntegrityError:
        # Somebody was faster by this second; theirs is as good.
        return SigningKey.objects.get(is_current=True)


def _opened(key: SigningKey) -> str | None:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return open_key(key.sealed_private, str(secret))
        except KeySealedOtherwise:
            continue
    return None
