"""Withdrawn or not: what a credential names, and what is served at the address it names.

Two ways, one for each credential. `StatusBit` is W3C's Bitstring Status List, which the present text of Open Badges
3.0 has verifiers check. `RevocationList` is 1EdTech's own older method: readable by eye, but newer verifiers pass
over it, and it shows which credentials were withdrawn. See docs/adr/0024.
"""

import base64
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .profile import Issuer
from .vocabulary import VERIFIABLE_CREDENTIALS, Document, moment, urn, web_address

# The least the standard allows (16 KiB): one credential must not stand out in a short list.
STATUS_LIST_BITS = 131_072


@dataclass(frozen=True, slots=True)
class RevocationList:
    """Ask at `url`: the identifiers that are withdrawn stand there."""

    url: str


@dataclass(frozen=True, slots=True)
class StatusBit:
    """Ask at `url`: the bit number `index`, from 0, is set when this credential is withdrawn."""

    url: str
    index: int


def credential_status(status: RevocationList | StatusBit) -> Document:
    """The `credentialStatus` of a credential. Raises ValueError for a bit outside the list."""
    url = web_address(status.url)
    if isinstance(status, RevocationList):
        return {"id": url, "type": "1EdTechRevocationList"}
    return {
        "id": f"{url}#{_within(status.index)}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": url,
    }


def revocation_list(url: str, issuer: Issuer, revoked: Iterable[UUID]) -> Document:
    """What is served at `RevocationList.url`. No reasons: the list is public, and reasons may name people."""
    return {
        "id": web_address(url),
        "issuer": web_address(issuer.profile_url),
        "revokedCredentials": [{"id": urn(one), "revoked": True} for one in sorted(set(revoked))],
    }


def status_list(url: str, issuer: Issuer, revoked: Iterable[int], *, at: datetime) -> Document:
    """A credential about the bits, to be signed and served at `StatusBit.url`. `at` is when it was last changed.

    Raises ValueError for a bit outside the list.
    """
    bits = bytearray(STATUS_LIST_BITS // 8)
    for index in revoked:
        bits[_within(index) // 8] |= 0x80 >> (index % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    return {
        "@context": [VERIFIABLE_CREDENTIALS],
        "id": web_address(url),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": web_address(issuer.profile_url),
        "validFrom": moment(at),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
    }


def _within(index: int) -> int:
    if not 0 <= index < STATUS_LIST_BITS:
        raise ValueError(f"the status list has bits 0 to {STATUS_LIST_BITS - 1}, not {index}")
    return index
