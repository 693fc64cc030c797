"""Who issues: the Profile inside each credential and at its own address, and the public key beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from .vocabulary import OPEN_BADGES, VERIFIABLE_CREDENTIALS, Document, said, web_address


@dataclass(frozen=True, slots=True)
class Issuer:
    """An association as the issuer. `profile_url` is its identifier for ever: the profile is served there.

    `url` is its page for people; `email` and `image_url` are shown only if the association shows them anyway.
    """

    profile_url: str
    name: str
    url: str
    email: str = ""
    image_url: str = ""


def profile(issuer: Issuer) -> Document:
    """The Profile as it stands in a credential. Raises ValueError when the name or an address is missing."""
    document: Document = {
        "id": web_address(issuer.profile_url),
        "type": ["Profile"],
        "name": said(issuer.name, "the name of its issuer"),
        "url": web_address(issuer.url),
    }
    if issuer.email:
        document["email"] = issuer.email
    if issuer.image_url:
        document["image"] = {"id": web_address(issuer.image_url), "type": "Image"}
    return document


def profile_document(issuer: Issuer) -> Document:
    """What is served at `issuer.profile_url`: the same Profile, with the contexts that give its words a meaning."""
    return {"@context": [VERIFIABLE_CREDENTIALS, OPEN_BADGES], **profile(issuer)}


def key_document(jwk: Mapping[str, str], *, key_url: str) -> Document:
    """What is served at the `kid` of a signature: one public key and nothing else.

    A verifier reads `n` and `e` from the top of the answer, so it is a key, not a set of keys. Raises ValueError
    when the key given is not a public one.
    """
    if jwk.keys() - {"kty", "n", "e", "alg", "use", "kid"}:
        raise ValueError("only a public key may be shown")
    return {**jwk, "kid": web_address(key_url)}
