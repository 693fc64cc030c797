"""What is served about an issuer and about its key."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from jwcrypto.jwk import JWK

from stellazh.certificates.badges import Issuer, KeyPair, key_document, open_badge, profile_document, sign
from tests.certificates.badges.samples import FACTS, ISSUER, KEY_URL
from tests.certificates.badges.standard import profile_errors, unknown_words
from tests.certificates.badges.test_signing import part


def test_profile_meets_the_schema_and_is_the_issuer_of_the_credential() -> None:
    served: dict[str, Any] = profile_document(ISSUER)

    assert profile_errors(served) == []
    assert unknown_words(served) == []
    assert {name: value for name, value in served.items() if name != "@context"} == open_badge(FACTS)["issuer"]


def test_profile_with_all_there_is_meets_the_schema() -> None:
    issuer = Issuer(ISSUER.profile_url, ISSUER.name, ISSUER.url, "mo@lipina.example", "https://stellazh.example/i.png")

    assert profile_errors(profile_document(issuer)) == []


def test_key_is_served_alone_at_the_address_of_the_header(key: KeyPair) -> None:
    served = key_document(key.public_jwk, key_url=KEY_URL)

    assert served == {**key.public_jwk, "kid": KEY_URL}
    assert served["kid"] == part(sign(open_badge(FACTS), key.private_pem, key_url=KEY_URL), 0)["kid"]


def test_private_key_is_never_served(key: KeyPair) -> None:
    private = JWK.from_pem(key.private_pem.encode()).export(as_dict=True)

    with pytest.raises(ValueError, match="public"):
        key_document(private, key_url=KEY_URL)


@pytest.mark.parametrize("address", ["", "keys/1", "ftp://stellazh.example/1", "https:///x", "https://a b/"])
def test_addresses_must_be_whole(key: KeyPair, address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        key_document(key.public_jwk, key_url=address)
    with pytest.raises(ValueError, match="address"):
        sign(open_badge(FACTS), key.private_pem, key_url=address)


def test_badges_need_no_django() -> None:
    script = (
        "import sys; sys.modules['django'] = None; import stellazh.certificates.badges as b;"
        " print(sorted(n for n in sys.modules if n.startswith('stellazh.')))"
    )

    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stderr
    assert "models" not in outcome.stdout
