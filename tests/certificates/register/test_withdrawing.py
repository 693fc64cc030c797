"""Documents that hold no longer, and numbers written off."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate, SpoiledNumber
from stellazh.certificates.services.refusals import KindUnfit, NowhereToWrite, ReasonMissing, WrongState
from stellazh.certificates.services.register import spoil_number
from stellazh.certificates.services.withdrawing import (
    bring_back_certificate,
    spoil_certificate,
    withdraw_certificate,
)
from stellazh.common.errors import PermissionRefused
from stellazh.mail.models import OutgoingMail
from stellazh.numbering.services import take_number
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.certificates import CertificateFactory, CertificateKindFactory, SpoiledNumberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(association: Association, member: Person) -> Certificate:
    """A document that `member` got of `association`."""
    return CertificateFactory(row__run__association=association, row__person=member)


def test_document_is_withdrawn_with_a_letter(given: Certificate, head: Person, member: Person, at: datetime) -> None:
    withdraw_certificate(given.pk, reason="  Выдан   по ошибке ", tell=True, by=head, at=at)

    given.refresh_from_db()
    letter = OutgoingMail.objects.get()
    assert (given.status, given.status_reason, given.status_at, given.status_by, given.version) == (
        CertificateStatus.WITHDRAWN, "Выдан по ошибке", at, head.actor_name, 2,
    )  # fmt: skip
    assert deeds(given) == [
        (
            "certificate_withdrawn",
            str(head.pk),
            {"Состояние": ["действителен", "отозван"], "Причина": ["", "Выдан по ошибке"]},
        )
    ]
    assert letter.to_address == member.email
    assert given.number_words in letter.text
    assert "Выдан по ошибке" in letter.text


def test_document_is_withdrawn_in_silence(given: Certificate, head: Person, at: datetime) -> None:
    withdraw_certificate(given.pk, reason="Ошибка", tell=False, by=head, at=at)

    assert OutgoingMail.objects.count() == 0


def test_letter_goes_to_the_address_of_the_list(association: Association, head: Person, at: datetime) -> None:
    given = CertificateFactory(
        row__run__association=association, row__person=None, row__name="Тополева Анна", row__email="t@example.org"
    )

    withdraw_certificate(given.pk, reason="Ошибка", tell=True, by=head, at=at)

    assert OutgoingMail.objects.get().to_address == "t@example.org"


def test_letter_without_an_address_is_refused(association: Association, head: Person, at: datetime) -> None:
    given = CertificateFactory(row__run__association=association, row__person=None, row__name="Тополева Анна")

    nothing_changes(lambda: withdraw_certificate(given.pk, reason="Ошибка", tell=True, by=head, at=at), NowhereToWrite)


@pytest.mark.parametrize("reason", ["", "  \n", "ы" * 401])
def test_deed_without_a_reason_is_refused(given: Certificate, head: Person, at: datetime, reason: str) -> None:
    nothing_changes(lambda: withdraw_certificate(given.pk, reason=reason, tell=False, by=head, at=at), ReasonMissing)
    nothing_changes(lambda: spoil_certificate(given.pk, reason=reason, by=head, at=at), ReasonMissing)


def test_withdrawn_document_comes_back(given: Certificate, head: Person, at: datetime) -> None:
    withdraw_certificate(given.pk, reason="Ошибка", tell=False, by=head, at=at)
    nothing_changes(lambda: withdraw_certificate(given.pk, reason="Ещё раз", tell=False, by=head, at=at), WrongState)
    nothing_changes(lambda: bring_back_certificate(given.pk, reason="", by=head, at=at), ReasonMissing)

    bring_back_certificate(given.pk, reason="Отозван не тот", by=head, at=at)

    given.refresh_from_db()
    assert (given.status, given.status_reason, given.version) == (CertificateStatus.VALID, "", 3)
    assert [deed[0] for deed in deeds(given)] == ["certificate_withdrawn", "certificate_brought_back"]
    nothing_changes(lambda: bring_back_certificate(given.pk, reason="И ещё", by=head, at=at), WrongState)


def test_spoiled_document_stays_spoiled(given: Certificate, head: Person, at: datetime) -> None:
    spoil_certificate(given.pk, reason="Лист залит чаем", by=head, at=at)

    given.refresh_from_db()
    assert (given.status, given.status_reason) == (CertificateStatus.SPOILED, "Лист залит чаем")
    for deed in (
        lambda: spoil_certificate(given.pk, reason="Снова", by=head, at=at),
        lambda: withdraw_certificate(given.pk, reason="Снова", tell=False, by=head, at=at),
        lambda: bring_back_certificate(given.pk, reason="Снова", by=head, at=at),
    ):
        nothing_changes(deed, PermissionRefused)


@pytest.mark.parametrize(
    "deed",
    [
        lambda key, by, at: withdraw_certificate(key, reason="Так", tell=False, by=by, at=at),
        lambda key, by, at: bring_back_certificate(key, reason="Так", by=by, at=at),
        lambda key, by, at: spoil_certificate(key, reason="Так", by=by, at=at),
    ],
)
def test_only_keepers_change_documents(
    given: Certificate,
    member: Person,
    region_head: Person,
    stranger: Person,
    at: datetime,
    deed: Callable[[int, Person, datetime], object],
) -> None:
    for actor in (member, region_head, stranger):
        nothing_changes(lambda actor=actor: deed(given.pk, actor, at), PermissionRefused)


@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_at_once_do_it_once(given: Certificate, head: Person, at: datetime) -> None:
    answers = at_once(
        lambda: withdraw_certificate(given.pk, reason="Ошибка", tell=True, by=head, at=at).status.value  # type: ignore[attr-defined]
    )

    assert sorted(answers) == ["WrongState", "withdrawn"]
    assert OutgoingMail.objects.count() == 1


def test_number_is_written_off(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)
    with transaction.atomic():
        take_number(kind.series_code(2024), object_key="run_row:1", by=head, at=at)

    spoiled = spoil_number(kind.pk, reason="Лист испорчен", on=None, submission_key=None, by=head, at=at)

    spoiled.refresh_from_db()
    assert (spoiled.number, spoiled.number_words, spoiled.period_year) == (2, "№ 2/2024-Ф", 2024)
    assert (spoiled.spoiled_on, spoiled.spoiled_by) == (at.date(), head.actor_name)
    assert deeds(spoiled) == [("number_spoiled", str(head.pk), {})]
    with transaction.atomic():
        assert take_number(kind.series_code(2024), object_key="run_row:2", by=head, at=at) == 3


def test_number_of_a_past_year_is_written_off_there(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)

    spoiled = spoil_number(kind.pk, reason="Лист испорчен", on=date(2024, 3, 1), submission_key=None, by=head, at=at)

    assert (spoiled.period_year, spoiled.number_words) == (2023, "№ 1/2023-Ф")


def test_form_sent_twice_writes_off_one_number(association: Association, head: Person, at: datetime) -> None:
    kind, key = CertificateKindFactory(association=association), uuid.uuid4()

    first = spoil_number(kind.pk, reason="Лист испорчен", on=None, submission_key=key, by=head, at=at)
    second = spoil_number(kind.pk, reason="Лист испорчен", on=None, submission_key=key, by=head, at=at)

    assert first == second
    assert SpoiledNumber.objects.count() == 1


def test_number_is_not_written_off_ahead_or_without_reason(
    association: Association, head: Person, at: datetime
) -> None:
    kind = CertificateKindFactory(association=association)
    ahead = at.date() + timedelta(days=1)

    for on, reason, refusal in (
        (ahead, "Лист", KindUnfit),
        (date(1999, 1, 1), "Лист", KindUnfit),
        (None, " ", ReasonMissing),
    ):
        nothing_changes(
            lambda on=on, reason=reason: spoil_number(
                kind.pk, reason=reason, on=on, submission_key=None, by=head, at=at
            ),
            refusal,
        )


def test_only_keepers_write_numbers_off(
    association: Association, member: Person, region_head: Person, stranger: Person, at: datetime
) -> None:
    kind = CertificateKindFactory(association=association)

    for actor in (member, region_head, stranger):
        nothing_changes(
            lambda actor=actor: spoil_number(kind.pk, reason="Лист", on=None, submission_key=None, by=actor, at=at),
            PermissionRefused,
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_write_off_at_once_take_two_numbers(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)

    answers = at_once(
        lambda: str(spoil_number(kind.pk, reason="Лист", on=None, submission_key=None, by=head, at=at).number)
    )

    assert sorted(answers) == ["1", "2"]


def test_number_is_spoiled_once() -> None:
    spoiled = SpoiledNumberFactory()

    with pytest.raises(IntegrityError, match=r"spoiled_number_once|UNIQUE"), transaction.atomic():
        SpoiledNumberFactory(kind=spoiled.kind, number=spoiled.number)


def test_spoiled_number_has_a_reason() -> None:
    with pytest.raises(IntegrityError, match="spoiled_number_has_reason"), transaction.atomic():
        SpoiledNumberFactory(reason="")


def test_document_that_ended_has_a_reason(given: Certificate) -> None:
    with pytest.raises(IntegrityError, match="certificate_ended_with_reason"), transaction.atomic():
        Certificate.objects.filter(pk=given.pk).update(status=CertificateStatus.WITHDRAWN)


def test_number_of_a_document_is_one_from_one(given: Certificate) -> None:
    other = CertificateFactory(row__run=given.run, number=given.number + 1)

    with pytest.raises(IntegrityError, match=r"certificate_number_once|UNIQUE"), transaction.atomic():
        Certificate.objects.filter(pk=other.pk).update(number=given.number)
    with pytest.raises(IntegrityError, match="certificate_number_from_one"), transaction.atomic():
        Certificate.objects.filter(pk=other.pk).update(number=0)
