"""Shown to everybody and hidden again: exact effects, refusals that change nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from stellazh.protocols.models import Protocol, Resolution
from stellazh.protocols.services import publish_protocol, resolutions, unpublish_protocol
from stellazh.protocols.services.life_refusals import NotSigned
from stellazh.protocols.services.resolutions.refusals import WrongState
from stellazh.protocols.services.signing import sign_protocol, undo_signing
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.factories.protocols import ProtocolFactory, ResolutionFactory
from tests.protocols.life.conftest import whole_protocol

AT = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2024, 10, 21, 9, 0, tzinfo=UTC)
GUEST = Guest()


@pytest.fixture
def signed(association: Association) -> Protocol:
    return ProtocolFactory.create(association=association, signed=True)


@pytest.fixture
def adopted(association: Association) -> Resolution:
    return ResolutionFactory.create(association=association, adopted=True)


def test_a_signed_protocol_is_shown_to_everybody(signed: Protocol, head: Person) -> None:
    publish_protocol(signed.pk, expected_version=1, by=head, at=AT)

    signed.refresh_from_db()
    assert (signed.published_at, signed.published_by_name, signed.version) == (AT, head.actor_name, 2)
    assert list(Protocol.objects.readable_by(GUEST)) == [signed]
    assert list(Protocol.objects.visible_to(GUEST)) == []
    assert [deed[0] for deed in deeds(signed)] == ["protocol_published"]


def test_a_double_click_shows_a_protocol_once(signed: Protocol, head: Person) -> None:
    publish_protocol(signed.pk, expected_version=1, by=head, at=AT)
    before = fingerprint()

    publish_protocol(signed.pk, expected_version=1, by=head, at=LATER)

    assert fingerprint() == before
    assert Protocol.objects.get().published_at == AT


def test_a_hidden_protocol_is_hidden_at_once(signed: Protocol, head: Person) -> None:
    publish_protocol(signed.pk, expected_version=1, by=head, at=AT)

    unpublish_protocol(signed.pk, by=head, at=LATER)
    unpublish_protocol(signed.pk, by=head, at=LATER)

    signed.refresh_from_db()
    assert (signed.published_at, signed.published_by_name, signed.version) == (None, "", 3)
    assert not Protocol.objects.readable_by(GUEST).exists()
    assert [deed[0] for deed in deeds(signed)] == ["protocol_published", "protocol_unpublished"]


def test_only_those_who_sign_show_a_protocol(
    signed: Protocol, head: Person, member: Person, methodist: Person, region_head: Person, stranger: Person
) -> None:
    for person in (member, methodist, region_head, stranger):
        nothing_changes(
            lambda person=person: publish_protocol(signed.pk, expected_version=1, by=person, at=AT),  # type: ignore[misc]
            PermissionRefused,
        )
    publish_protocol(signed.pk, expected_version=1, by=head, at=AT)
    for person in (member, methodist, region_head, stranger):
        nothing_changes(
            lambda person=person: unpublish_protocol(signed.pk, by=person, at=AT),  # type: ignore[misc]
            PermissionRefused,
        )


def test_a_draft_is_shown_to_nobody(association: Association, head: Person) -> None:
    draft = ProtocolFactory.create(association=association)

    nothing_changes(lambda: publish_protocol(draft.pk, expected_version=1, by=head, at=AT), NotSigned)


def test_what_was_not_looked_at_is_not_shown(signed: Protocol, head: Person) -> None:
    nothing_changes(lambda: publish_protocol(signed.pk, expected_version=0, by=head, at=AT), ChangedMeanwhile)


def test_a_protocol_opened_again_is_hidden(association: Association, head: Person, member: Person) -> None:
    protocol = whole_protocol(association, head, member)
    sign_protocol(protocol.pk, by=head, at=AT)
    publish_protocol(protocol.pk, expected_version=1, by=head, at=AT)

    undo_signing(protocol.pk, reason="ошибка в дате", by=head, at=LATER)

    sign_protocol(protocol.pk, by=head, at=LATER)
    assert not Protocol.objects.readable_by(GUEST).exists()
    assert "protocol_unpublished" in [deed[0] for deed in deeds(protocol)]


def test_the_database_shows_no_draft(association: Association) -> None:
    draft = ProtocolFactory.create(association=association)
    collecting = ResolutionFactory.create(association=association)

    with pytest.raises(IntegrityError, match="protocol_published_is_signed"), transaction.atomic():
        Protocol.objects.filter(pk=draft.pk).update(published_at=AT)
    with pytest.raises(IntegrityError, match="resolution_published_is_adopted"), transaction.atomic():
        Resolution.objects.filter(pk=collecting.pk).update(published_at=AT)


def test_what_is_put_away_is_not_shown(signed: Protocol, adopted: Resolution) -> None:
    Protocol.objects.update(published_at=AT, archived_at=AT)
    Resolution.objects.update(published_at=AT, archived_at=AT)

    assert not Protocol.objects.readable_by(GUEST).exists()
    assert not Resolution.objects.readable_by(GUEST).exists()


def test_an_adopted_resolution_is_shown_and_hidden(adopted: Resolution, head: Person) -> None:
    resolutions.publish_resolution(adopted.pk, expected_version=1, by=head, at=AT)
    resolutions.publish_resolution(adopted.pk, expected_version=1, by=head, at=LATER)

    shown = Resolution.objects.readable_by(GUEST).get()
    assert (shown.published_at, shown.published_by_name, shown.version) == (AT, head.actor_name, 2)
    assert not Resolution.objects.visible_to(GUEST).exists()

    resolutions.unpublish_resolution(adopted.pk, by=head, at=LATER)
    resolutions.unpublish_resolution(adopted.pk, by=head, at=LATER)

    assert not Resolution.objects.readable_by(GUEST).exists()
    assert [deed[0] for deed in deeds(adopted)] == ["resolution_published", "resolution_unpublished"]


def test_a_resolution_is_not_shown_where_it_may_not_be(
    association: Association, adopted: Resolution, head: Person, methodist: Person, member: Person, stranger: Person
) -> None:
    draft = ResolutionFactory.create(association=association)
    publish, at = resolutions.publish_resolution, AT

    nothing_changes(lambda: publish(draft.pk, expected_version=1, by=head, at=at), WrongState)
    nothing_changes(lambda: publish(adopted.pk, expected_version=9, by=head, at=at), ChangedMeanwhile)
    for person in (methodist, member, stranger):
        nothing_changes(
            lambda person=person: publish(adopted.pk, expected_version=1, by=person, at=at),  # type: ignore[misc]
            PermissionRefused,
        )
        nothing_changes(
            lambda person=person: resolutions.unpublish_resolution(adopted.pk, by=person, at=at),  # type: ignore[misc]
            PermissionRefused,
        )


@pytest.mark.django_db(transaction=True)
def test_two_at_once_show_a_protocol_once(signed: Protocol, head: Person) -> None:
    done = at_once(lambda: str(publish_protocol(signed.pk, expected_version=1, by=head, at=AT).version))

    assert done == ["2", "2"]
    assert [deed[0] for deed in deeds(signed)] == ["protocol_published"]
