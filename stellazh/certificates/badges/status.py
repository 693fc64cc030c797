"""Withdrawn or not: what a credential names, and what is served at the address it names.

A bit of W3C's Bitstring Status List, which the present text of Open Badges 3.0 has verifiers check. See
docs/adr/0024.
"""

import base64
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .profile import Issuer
from .vocabulary import VERIFIABLE_CREDENTIALS, Document, moment, web_address

# The least the standard allows (16 KiB): one credential must not stand out in a short list.
STATUS_LIST_BITS = 131_072


@dataclass(frozen=True, slots=True)
class StatusBit:
    """Ask at `url`: the bit number `index`, from 0, is set when this credential is withdrawn."""

    url: str
    index: int


def credential_status(status: StatusBit) -> Document:
    """The `credentialStatus` of a credential. Raises ValueError for a bit outside the list."""
    url = web_address(status.url)
    return {
        "id": f"{url}#{_within(status.index)}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": url,
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
