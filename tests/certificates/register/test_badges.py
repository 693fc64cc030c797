"""Badges of documents: signed once needed, checked with a second library, withdrawn with their documents."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from stellazh.associations.models import Association
from stellazh.certificates import wording
from stellazh.certificates.badges import verify
from stellazh.certificates.enums import CertificateStatus, CopyReason
from stellazh.certificates.models import Certificate, CertificateCopy, SigningKey
from stellazh.certificates.services.badges import plain_badge, signed_badge, signed_status
from stellazh.certificates.services.keys import ensure_key, ensure_key_where_issued, known_key, rotate_key
from stellazh.certificates.services.refusals import NoKey, NoSheet, WrongState
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from tests.certificates.badges.standard import credential_errors, profile_errors
from tests.certificates.register.conftest import ClientFor, Give
from tests.checks import deeds, nothing_changes
from tests.factories.certificates import CertificateCopyFactory, CertificateFactory

pytestmark = pytest.mark.django_db
OPERATOR = System("проверка")


@pytest.fixture
def signing_key(at: datetime) -> SigningKey:
    """The key in use, as an issue leaves it behind."""
    return ensure_key(at=at)


def bits_of(token: str) -> set[int]:
    payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    encoded = payload["credentialSubject"]["encodedList"][1:]
    octets = gzip.decompress(base64.urlsafe_b64decode(encoded + "=="))
    return {8 * place + bit for place, octet in enumerate(octets) if octet for bit in range(8) if octet & (0x80 >> bit)}


def test_badge_is_signed_and_says_what_the_paper_says(
    give: Give, member: Person, at: datetime, signing_key: SigningKey
) -> None:
    given = give(
        values={wording.NAME: "Липина Мария Сергеевна", wording.EVENT: "Форум", wording.HOURS_COUNT: "8 часов"}
    )
    later = datetime(2026, 11, 28, tzinfo=at.tzinfo)

    token = signed_badge(given, by=member)

    credential: Any = verify(token, signing_key.public_jwk, at=later)
    subject = credential["credentialSubject"]
    assert credential_errors(credential) == []
    assert subject["identifier"][0]["identityHash"] == "Липина Мария Сергеевна"
    assert subject["licenseNumber"] == given.number_words
    assert credential["evidence"][0]["id"].endswith(f"/c/{given.copies.get().code}/")
    assert credential["validFrom"].startswith("2024-11-28T00:00:00")
    assert (member.email or "-") not in json.dumps(credential)


def test_badge_is_checked_by_a_second_library_at_its_public_addresses(
    give: Give, association: Association, member: Person, signing_key: SigningKey
) -> None:
    token = signed_badge(give(), by=member)
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    client = Client()

    served = client.get(urlsplit(header["kid"]).path)
    public = served.json()
    read = JWS()
    read.deserialize(token, JWK(**public))
    payload = json.loads(read.payload)
    issuer = client.get(reverse("certificates:badge_issuer", args=[association.code])).json()

    assert public["kid"] == header["kid"]
    assert not public.keys() & {"d", "p", "q", "dp", "dq", "qi"}
    assert issuer["id"] == payload["issuer"]["id"]
    assert profile_errors(issuer) == []


def test_plain_badge_is_the_same_without_a_signature(give: Give, member: Person) -> None:
    credential = json.loads(plain_badge(give(), by=member))

    assert credential_errors(credential) == []
    assert SigningKey.objects.count() == 0


def test_badge_is_given_to_the_owner_and_the_readers(
    give: Give, stranger: Person, head: Person, member: Person, client_for: ClientFor, signing_key: SigningKey
) -> None:
    given = give()
    address = reverse("certificates:certificate_badge", args=[given.pk, "jwt"])

    answers = [client_for(who).get(address).status_code for who in (member, head, stranger)]

    assert answers == [200, 200, 404]
    assert client_for(member).get(reverse("certificates:certificate_badge", args=[given.pk, "exe"])).status_code == 404
    assert SigningKey.objects.get() == signing_key


def test_badge_without_a_key_is_refused_in_words_and_nothing_is_made(
    give: Give, member: Person, client_for: ClientFor
) -> None:
    given = give()
    address = reverse("certificates:certificate_badge", args=[given.pk, "jwt"])

    nothing_changes(lambda: signed_badge(given, by=member), NoKey)
    answer = client_for(member).get(address, follow=True)

    assert answer.redirect_chain == [(given.get_absolute_url(), 302)]
    assert "появится ночью или при ближайшей выдаче" in answer.content.decode()
    assert SigningKey.objects.count() == 0


def test_badge_under_a_lost_secret_is_refused_until_the_next_key(
    give: Give, member: Person, association: Association, at: datetime, signing_key: SigningKey
) -> None:
    given = give()

    with override_settings(SECRET_KEY="another secret", SECRET_KEY_FALLBACKS=[]):
        nothing_changes(lambda: signed_badge(given, by=member), NoKey)
        lost = signed_status(association, 0)
        new = ensure_key(at=at)
        token = signed_badge(given, by=member)

    assert lost is None
    assert new != signing_key
    assert verify(token, new.public_jwk, at=datetime(2026, 11, 28, tzinfo=at.tzinfo))


def test_badge_of_what_holds_no_longer_is_refused(
    give: Give, association: Association, member: Person, stranger: Person, at: datetime, client_for: ClientFor
) -> None:
    withdrawn = give(status=CertificateStatus.WITHDRAWN, status_reason="Ошибка")
    bare = CertificateFactory.create(row__run__association=association, row__person=member)

    nothing_changes(lambda: signed_badge(withdrawn, by=member), WrongState)
    nothing_changes(lambda: signed_badge(bare, by=member), NoSheet)
    good = give()
    nothing_changes(lambda: signed_badge(good, by=stranger), PermissionRefused)
    address = reverse("certificates:certificate_badge", args=[withdrawn.pk, "jwt"])
    assert client_for(member).get(address).status_code == 302


def test_withdrawn_and_replaced_sheets_have_their_bits(
    give: Give, association: Association, signing_key: SigningKey
) -> None:
    good, lost, renamed, withdrawn = give(), give(), give(), give(status=CertificateStatus.WITHDRAWN, status_reason="О")
    CertificateCopyFactory.create(certificate=lost, ordinal=2, reason=CopyReason.LOST)
    CertificateCopyFactory.create(certificate=renamed, ordinal=2, reason=CopyReason.NAME_CHANGE)

    token = signed_status(association, 0)

    assert token is not None
    assert bits_of(token) == {renamed.copies.get(ordinal=1).pk, withdrawn.copies.get().pk}
    assert [one.certificate.status for one in CertificateCopy.objects.filter(certificate=good)] == ["valid"]


def test_addresses_of_badges_are_public_only_where_there_are_badges(
    association: Association, give: Give, at: datetime
) -> None:
    client = Client()
    issuer = reverse("certificates:badge_issuer", args=[association.code])
    status = reverse("certificates:badge_status", args=[association.code, 0])

    before = [client.get(issuer).status_code, client.get(status).status_code]
    give()
    unsigned = [client.get(issuer).status_code, client.get(status).status_code]
    ensure_key(at=at)
    response = client.get(status)

    assert before == [404, 404]
    assert unsigned == [200, 404]
    assert (response.status_code, response["Content-Type"]) == (200, "application/vc+jwt")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(reverse("certificates:badge_key", args=["unknown"])).status_code == 404
    assert client.get(reverse("certificates:badge_status", args=[association.code, 5000])).status_code == 404


def test_key_is_made_once_and_sealed(at: datetime) -> None:
    assert known_key() is None

    first = ensure_key(at=at)
    second = ensure_key(at=at)

    known = known_key()
    assert known is not None
    kept, private = known
    assert first == second == kept
    assert "PRIVATE KEY" in private
    assert "PRIVATE KEY" not in first.sealed_private
    assert [deed[0] for deed in deeds(first)] == ["signing_key_made"]


def test_nightly_look_makes_a_key_only_where_something_was_issued(give: Give, at: datetime) -> None:
    before = ensure_key_where_issued(at=at)
    nothing = SigningKey.objects.count()
    give()

    after = [ensure_key_where_issued(at=at) for _ in range(2)]

    assert (before, nothing, after) == (False, 0, [True, True])
    assert SigningKey.objects.count() == 1


def test_key_is_replaced_and_the_old_one_still_checks(give: Give, member: Person, at: datetime) -> None:
    given = give()
    later = datetime(2026, 11, 28, tzinfo=at.tzinfo)
    old = ensure_key(at=at)
    token = signed_badge(given, by=member)

    new = rotate_key(by=OPERATOR, at=later)

    old.refresh_from_db()
    assert (old.is_current, old.retired_at, new.is_current) == (None, later, True)
    assert verify(token, old.public_jwk, at=later)
    assert Client().get(reverse("certificates:badge_key", args=[old.kid])).status_code == 200
    assert [deed[0] for deed in deeds(old)] == ["signing_key_made", "signing_key_retired"]


def test_key_is_replaced_by_the_command_line_only(head: Person, at: datetime) -> None:
    nothing_changes(lambda: rotate_key(by=head, at=at), PermissionRefused)


def test_key_under_a_lost_secret_is_replaced(at: datetime) -> None:
    old = ensure_key(at=at)

    with override_settings(SECRET_KEY="another secret", SECRET_KEY_FALLBACKS=[]):
        new = ensure_key(at=at)
    with override_settings(SECRET_KEY_FALLBACKS=["another secret"]):
        same = ensure_key(at=at)

    assert new != old
    assert same == new


def test_certificates_are_untouched_by_badges(give: Give, member: Person, signing_key: SigningKey) -> None:
    given = give()

    signed_badge(given, by=member)

    assert Certificate.objects.get(pk=given.pk).version == 1
