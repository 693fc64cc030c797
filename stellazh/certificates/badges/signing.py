"""Signatures: VC-JWT as Open Badges 3.0 §8.2 has it, its keys, and how a private key is kept.

RS256, because that is the algorithm every verifier must know. The header names the key by the address it is served
at; the payload is the credential itself with the claims of a JWT beside it.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt.algorithms import RSAAlgorithm
from jwt.types import Options

from stellazh.common.errors import DomainError

from .vocabulary import Document, web_address

ALGORITHM = "RS256"
# Papers are shown for years: 3072 bits are advised beyond 2030.
KEY_BITS = 3072
_SEAL = "v1"
_SEAL_PURPOSE = b"stellazh.certificates.badges signing key v1"
_SALT_BYTES = 16
_CLAIMS = ("iss", "jti", "sub", "nbf", "exp")


class BadgeNotGenuine(DomainError):
    """The file was not signed by this key, was changed afterwards, or is not valid at the moment asked about."""


class KeySealedOtherwise(DomainError):
    """The private key cannot be opened: the installation's secret is not the one it was sealed with."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A fresh key. `kid` is the thumbprint of the public half (RFC 7638); the private half must be sealed at once."""

    kid: str
    private_pem: str
    public_jwk: dict[str, str]
    created_at: datetime

    def __repr__(self) -> str:
        # A private key must not get into a log by way of a trace.
        return f"KeyPair(kid={self.kid!r})"


def new_key(at: datetime) -> KeyPair:
    """A new RSA key for signing. Takes from a fifth of a second to a few of them: not for a page."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    jwk = public_jwk(pem)
    return KeyPair(kid=jwk["kid"], private_pem=pem, public_jwk=jwk, created_at=at)


def public_jwk(private_pem: str) -> dict[str, str]:
    """The public half as a JWK, `kid` included; never `d` or a prime."""
    numbers = _private(private_pem).public_key().public_numbers()
    required = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    thumbprint = hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest()
    return {**required, "alg": ALGORITHM, "use": "sig", "kid": _base64url(thumbprint)}


def sign(credential: Mapping[str, object], private_pem: str, *, key_url: str) -> str:
    """The credential as a compact JWS: the contents of the file. `key_url` is where the public JWK is served.

    Signs status lists too. Raises ValueError when the credential has no identifier, issuer, subject or beginning.
    """
    headers = {"alg": ALGORITHM, "kid": web_address(key_url), "typ": "JWT"}
    return jwt.encode(
        {**credential, **_claims(credential)}, _private(private_pem), algorithm=ALGORITHM, headers=headers
    )


def verify(token: str, jwk: Mapping[str, str], *, at: datetime) -> Document:
    """The credential out of a file, if this key signed it and it is valid at the moment `at`.

    Checks what OB 3.0 tells a verifier to: the signature, then that the claims say what the credential says. Whether
    it was withdrawn is another question. Raises BadgeNotGenuine.
    """
    # Time is judged below by `at`: PyJWT would read the clock.
    options: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
    try:
        key = RSAAlgorithm.from_jwk(dict(jwk))
        if not isinstance(key, rsa.RSAPublicKey):
            raise BadgeNotGenuine("Для проверки нужен открытый ключ.")
        payload: Document = jwt.decode(token, key, algorithms=[ALGORITHM], options=options)
        credential = {name: value for name, value in payload.items() if name not in _CLAIMS}
        claims = _claims(credential)
        begins, ends = _seconds(credential["validFrom"]), credential.get("validUntil")
        has_ended = ends is not None and at.timestamp() >= _seconds(ends)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise BadgeNotGenuine("Подпись не сходится: файл изменён или подписан не нами.") from error
    if {name: payload[name] for name in _CLAIMS if name in payload} != claims:
        raise BadgeNotGenuine("Подпись и содержание файла говорят о разном.")
    if at.timestamp() < begins or has_ended:
        raise BadgeNotGenuine("Срок действия ещё не начался или уже закончился.")
    return credential


def seal_key(private_pem: str, secret: str) -> str:
    """The private key as text that is safe in the database: useless without `secret`."""
    salt = os.urandom(_SALT_BYTES)
    return f"{_SEAL}.{_base64url(salt)}.{_box(secret, salt).encrypt(private_pem.encode()).decode()}"


def open_key(sealed: str, secret: str) -> str:
    """The private key again. Raises KeySealedOtherwise when the secret has changed or the text was damaged."""
    version, _, rest = sealed.partition(".")
    salt, _, box = rest.partition(".")
    try:
        if version != _SEAL:
            raise ValueError(version)
        return _box(secret, base64.urlsafe_b64decode(salt + "==")).decrypt(box.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise KeySealedOtherwise(
            "Ключ подписи не открывается: секрет установки с тех пор сменился. Верните прежний секрет или заведите"
            " новый ключ; уже выданные значки останутся проверяемыми по открытому ключу."
        ) from error


def _claims(credential: Mapping[str, object]) -> dict[str, str | int]:
    """The claims that OB 3.0 derives from the credential."""
    issuer, subject = credential.get("issuer"), credential.get("credentialSubject")
    claims: dict[str, str | int] = {
        "iss": _text(issuer.get("id") if isinstance(issuer, Mapping) else issuer),
        "jti": _text(credential.get("id")),
        "sub": _text(subject.get("id") if isinstance(subject, Mapping) else None),
        "nbf": _seconds(credential.get("validFrom")),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return claims


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a credential needs an identifier, an issuer and a subject to be signed")
    return value


def _seconds(value: object) -> int:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment in a credential needs a time zone")
    return int(moment.astimezone(UTC).timestamp())


def _private(pem: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("badges are signed with an RSA key")
    return key


def _box(secret: str, salt: bytes) -> Fernet:
    if not secret:
        raise ValueError("a key is sealed with a secret")
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=_SEAL_PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
