"""Signed by PyJWT, checked by jwcrypto: header, claims, and that nothing can be changed afterwards."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS, InvalidJWSSignature

from stellazh.certificates.badges import (
    BadgeNotGenuine,
    KeyPair,
    KeySealedOtherwise,
    new_key,
    open_badge,
    open_key,
    public_jwk,
    seal_key,
    sign,
    verify,
)
from tests.certificates.badges.samples import FACTS, ISSUED_AT, KEY_URL, facts
from tests.certificates.badges.standard import credential_errors, unknown_words

LATER = ISSUED_AT + timedelta(days=30)
SECRET = "секрет установки, длинный и случайный"


def part(token: str, number: int) -> dict[str, Any]:
    """The header (0) or the payload (1) of a compact JWS."""
    piece = token.split(".")[number]
    decoded: dict[str, Any] = json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))
    return decoded


def with_payload(token: str, payload: dict[str, Any]) -> str:
    """The same header and signature around other words."""
    header, _, signature = token.split(".")
    return f"{header}.{base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip('=')}.{signature}"


def test_another_library_confirms_the_signature(key: KeyPair) -> None:
    token = sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL)

    jws = JWS()
    jws.deserialize(token, JWK(**key.public_jwk), alg="RS256")
    payload = json.loads(jws.payload)
    assert credential_errors(payload) == []
    assert unknown_words(payload) == []
    assert {name: value for name, value in payload.items() if name not in {"iss", "sub", "jti", "nbf"}} == open_badge(
        FACTS
    )


def test_another_library_refuses_another_key(key: KeyPair, other_key: KeyPair) -> None:
    token = sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL)

    with pytest.raises(InvalidJWSSignature):
        JWS().deserialize(token, JWK(**other_key.public_jwk), alg="RS256")


def test_header_is_what_the_standard_allows(key: KeyPair) -> None:
    token = sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL)

    assert part(token, 0) == {"alg": "RS256", "kid": KEY_URL, "typ": "JWT"}


def test_claims_repeat_the_credential(key: KeyPair) -> None:
    until = ISSUED_AT + timedelta(days=365)

    payload = part(sign(open_badge(facts(valid_until=until)), key.private_pem, key_url=KEY_URL), 1)

    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["jti"] == payload["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["nbf"] == int(ISSUED_AT.timestamp())
    assert payload["exp"] == int(until.timestamp())
    assert "vc" not in payload
    assert "iat" not in payload


def test_own_file_is_read_back(key: KeyPair) -> None:
    token = sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL)

    assert verify(token, key.public_jwk, at=LATER) == open_badge(FACTS)


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda text: text.strip() != ""))
def test_any_name_survives_the_signature(key: KeyPair, name: str) -> None:
    credential = open_badge(facts(recipient_name=name))

    assert verify(sign(credential, key.private_pem, key_url=KEY_URL), key.public_jwk, at=LATER) == credential


def test_changed_name_is_refused(key: KeyPair) -> None:
    token = sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL)
    payload = part(token, 1)
    payload["credentialSubject"]["identifier"][0]["identityHash"] = "Рябинина Анна Сергеевна"

    with pytest.raises(BadgeNotGenuine, match="Подпись не сходится"):
        verify(with_payload(token, payload), key.public_jwk, at=LATER)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_changed_sign_is_refused(key: KeyPair, number: int) -> None:
    pieces = sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL).split(".")
    pieces[number] = ("B" if pieces[number][0] != "B" else "C") + pieces[number][1:]

    with pytest.raises(BadgeNotGenuine):
        verify(".".join(pieces), key.public_jwk, at=LATER)


def test_signature_of_another_key_is_refused(key: KeyPair, other_key: KeyPair) -> None:
    token = sign(open_badge(FACTS), other_key.private_pem, key_url=KEY_URL)

    with pytest.raises(BadgeNotGenuine):
        verify(token, key.public_jwk, at=LATER)


def test_unsigned_and_symmetric_files_are_refused(key: KeyPair) -> None:
    payload = part(sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL), 1)
    unsigned = jwt.encode(payload, None, algorithm="none")
    symmetric = jwt.encode(payload, "0" * 64, algorithm="HS256")

    for token in (unsigned, symmetric, "", "не файл", "a.b.c"):
        with pytest.raises(BadgeNotGenuine):
            verify(token, key.public_jwk, at=LATER)


@pytest.mark.parametrize("claim", ["iss", "sub", "jti", "nbf"])
def test_claims_that_contradict_the_credential_are_refused(key: KeyPair, claim: str) -> None:
    payload = part(sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL), 1)
    other = payload | {claim: 1 if claim == "nbf" else "urn:uuid:0"}
    missing = {name: value for name, value in payload.items() if name != claim}

    for said in (other, missing, payload | {"exp": 4_000_000_000}):
        token = jwt.encode(said, key.private_pem, algorithm="RS256")
        with pytest.raises(BadgeNotGenuine, match="говорят о разном"):
            verify(token, key.public_jwk, at=LATER)


@pytest.mark.parametrize(
    ("at", "is_valid"),
    [
        (ISSUED_AT - timedelta(seconds=1), False),
        (ISSUED_AT, True),
        (ISSUED_AT + timedelta(days=10) - timedelta(seconds=1), True),
        (ISSUED_AT + timedelta(days=10), False),
    ],
)
def test_validity_is_judged_by_the_moment_asked_about(key: KeyPair, at: datetime, is_valid: bool) -> None:
    token = sign(open_badge(facts(valid_until=ISSUED_AT + timedelta(days=10))), key.private_pem, key_url=KEY_URL)

    if is_valid:
        assert verify(token, key.public_jwk, at=at)["id"] == open_badge(FACTS)["id"]
    else:
        with pytest.raises(BadgeNotGenuine, match="Срок действия"):
            verify(token, key.public_jwk, at=at)


@pytest.mark.parametrize("missing", ["id", "issuer", "credentialSubject", "validFrom"])
def test_nothing_is_signed_without_what_the_claims_need(key: KeyPair, missing: str) -> None:
    credential = {name: value for name, value in open_badge(FACTS).items() if name != missing}

    with pytest.raises(ValueError, match="credential"):
        sign(credential, key.private_pem, key_url=KEY_URL)


def test_public_key_shows_nothing_private(key: KeyPair) -> None:
    jwk = public_jwk(key.private_pem)

    assert set(jwk) == {"kty", "n", "e", "alg", "use", "kid"}
    assert jwk == key.public_jwk
    assert jwk["kid"] == key.kid == JWK(**jwk).thumbprint()
    assert JWK(**jwk).has_private is False


def test_new_keys_differ_and_are_long_enough(key: KeyPair, other_key: KeyPair) -> None:
    assert key.kid != other_key.kid
    assert JWK(**key.public_jwk).get_op_key("verify").key_size == 3072
    assert key.created_at == datetime(2026, 1, 10, 9, 0, tzinfo=UTC)


def test_private_key_is_not_printed(key: KeyPair) -> None:
    assert "PRIVATE" not in f"{key!r} {key}"


def test_key_of_another_kind_is_refused() -> None:
    pem = JWK.generate(kty="EC", crv="P-256").export_to_pem(private_key=True, password=None).decode()

    with pytest.raises(ValueError, match="RSA"):
        public_jwk(pem)


def test_sealed_key_opens_with_the_same_secret_and_signs(key: KeyPair) -> None:
    sealed = seal_key(key.private_pem, SECRET)

    assert "PRIVATE" not in sealed
    assert open_key(sealed, SECRET) == key.private_pem
    assert seal_key(key.private_pem, SECRET) != sealed


@pytest.mark.parametrize("secret", ["другой секрет", SECRET + " ", SECRET.upper()])
def test_sealed_key_does_not_open_with_another_secret(key: KeyPair, secret: str) -> None:
    sealed = seal_key(key.private_pem, SECRET)

    with pytest.raises(KeySealedOtherwise, match="секрет установки с тех пор сменился"):
        open_key(sealed, secret)


@pytest.mark.parametrize("damage", ["", "v1", "v2.{rest}", "v1.{rest}x", "v1.%%%.abc", "не ключ"])
def test_damaged_seal_is_refused(key: KeyPair, damage: str) -> None:
    rest = seal_key(key.private_pem, SECRET).removeprefix("v1.")

    with pytest.raises(KeySealedOtherwise):
        open_key(damage.format(rest=rest), SECRET)


def test_empty_secret_seals_nothing(key: KeyPair) -> None:
    with pytest.raises(ValueError, match="secret"):
        seal_key(key.private_pem, "")


def test_making_a_key_takes_the_moment_given() -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)

    assert new_key(at).created_at == at
