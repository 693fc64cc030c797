"""A device with a passkey, made of software: answers our questions as a browser with a real one would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://localhost:8000"


@dataclass
class SoftwareKey:
    """`is_verified` is whether the finger or the PIN was asked; `origin` is the site that the browser stands at."""

    is_verified: bool = True
    origin: str = ORIGIN
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""

    def make(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question for a new key."""
        public = asked["publicKey"]
        self.user_handle = websafe_decode(public["user"]["id"])
        client = self._client(CollectedClientData.TYPE.CREATE, public["challenge"])
        credential = AttestedCredentialData.create(
            Aaguid(b"\0" * 16), self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(self._site(public["rp"]["id"]), self._flags() | FLAG.AT, 0, credential)
        made = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=made)

    def use(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question for a key."""
        public = asked["publicKey"]
        client = self._client(CollectedClientData.TYPE.GET, public["challenge"])
        data = AuthenticatorData.create(self._site(public["rpId"]), self._flags(), 0)
        signature = self.key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.user_handle
        )

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _flags(self) -> Any:
        return FLAG.UP | FLAG.UV if self.is_verified else FLAG.UP

    def _site(self, name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()

    def _answer(self, **said: bytes) -> dict[str, Any]:
        name = websafe_encode(self.credential_id)
        response = {title: websafe_encode(bytes(value)) for title, value in said.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


def as_browser(options: dict[str, Any]) -> dict[str, Any]:
    """The question as it reaches the browser: through JSON."""
    seen: dict[str, Any] = json.loads(json.dumps(options))
    return seen
