"""A machine can find out that a credential was withdrawn, and learns nothing about people by it."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.certificates.badges import KeyPair, StatusBit, open_badge, sign, status_list, verify
from tests.certificates.badges.samples import BIT, FACTS, ISSUER, KEY_URL, facts
from tests.certificates.badges.standard import unknown_words

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def is_set(entry: Mapping[str, Any], served: Mapping[str, Any]) -> bool:
    """What a verifier of a Bitstring Status List does with an entry and the list it names."""
    subject = served["credentialSubject"]
    assert entry["statusListCredential"] == served["id"]
    assert entry["statusPurpose"] == subject["statusPurpose"]
    letters = subject["encodedList"].removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)))
    assert len(bits) >= 16 * 1024
    index = int(entry["statusListIndex"])
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def test_credential_names_its_bit() -> None:
    assert open_badge(FACTS)["credentialStatus"] == {
        "id": f"{BIT.url}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": BIT.url,
    }


def test_bit_of_the_withdrawn_credential_is_set_and_its_neighbours_are_not() -> None:
    served = status_list(BIT.url, ISSUER, [BIT.index], at=AT)

    set_bits = [
        index
        for index in range(BIT.index - 9, BIT.index + 10)
        if is_set(open_badge(facts(status=StatusBit(BIT.url, index)))["credentialStatus"], served)  # type: ignore[arg-type]
    ]
    assert set_bits == [BIT.index]


@settings(max_examples=20)
@given(st.sets(st.integers(0, 131_071), max_size=30), st.integers(0, 131_071))
def test_bits_are_read_back_as_written(revoked: set[int], asked: int) -> None:
    served = status_list(BIT.url, ISSUER, revoked, at=AT)
    entry: Any = open_badge(facts(status=StatusBit(BIT.url, asked)))["credentialStatus"]

    assert is_set(entry, served) is (asked in revoked)


@pytest.mark.parametrize("index", [-1, 131_072])
def test_bit_outside_the_list_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match="131071"):
        open_badge(facts(status=StatusBit(BIT.url, index)))
    with pytest.raises(ValueError, match="131071"):
        status_list(BIT.url, ISSUER, [index], at=AT)


def test_status_list_is_a_credential_that_can_be_signed(key: KeyPair) -> None:
    served = status_list(BIT.url, ISSUER, [1], at=AT)

    token = sign(served, key.private_pem, key_url=KEY_URL)

    assert verify(token, key.public_jwk, at=AT) == served
    assert unknown_words(served) == []
    assert served == status_list(BIT.url, ISSUER, [1], at=AT)
