"""Duplicates: the same number, a code of their own, other words only where the reason is one for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.certificates import wording
from stellazh.certificates.enums import CertificateStatus, CopyReason
from stellazh.certificates.models import Certificate, CertificateCopy
from stellazh.certificates.services.codes import read_code
from stellazh.certificates.services.copies import SheetNames, make_duplicate
from stellazh.certificates.services.refusals import DuplicateUnfit, WrongState
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import NameInCase, Person
from tests.checks import deeds, nothing_changes
from tests.factories.certificates import CertificateCopyFactory, CertificateFactory

pytestmark = pytest.mark.django_db
VALUES = {
    wording.NAME: "Вербина Ольга Ильинична",
    wording.NAME_DATIVE: "Вербиной Ольге Ильиничне",
    wording.NAME_GENITIVE: "Вербиной Ольги Ильиничны",
    wording.GENDER: "f",
    wording.SCHOOL: "МБОУ СОШ № 3",
    wording.WORK: "Читаем всей семьёй",
}
NEW = SheetNames(
    "Озерова Ольга Ильинична", "Озеровой Ольге Ильиничне", "Озеровой Ольги Ильиничны", "f", "", "", "Лицей"
)


@pytest.fixture
def given(association: Association, member: Person) -> Certificate:
    """A document with its first sheet."""
    given = CertificateFactory(row__run__association=association, row__person=member, name=VALUES[wording.NAME])
    CertificateCopyFactory(certificate=given, values=VALUES)
    return given


def duplicate(
    given: Certificate, reason: CopyReason, names: SheetNames | None, by: Person, at: datetime, note: str = ""
) -> CertificateCopy:
    return make_duplicate(given.pk, reason=reason, note=note, names=names, by=by, at=at)


def test_lost_sheet_is_printed_again_word_for_word(given: Certificate, head: Person, at: datetime) -> None:
    copy = duplicate(given, CopyReason.LOST, None, head, at, note="По заявлению")

    first = given.copies.get(ordinal=1)
    assert (copy.ordinal, copy.reason, copy.note, copy.values) == (2, CopyReason.LOST, "По заявлению", VALUES)
    assert (copy.file, copy.made_at, copy.made_by, copy.is_duplicate) == (None, at, head.actor_name, True)
    assert read_code(copy.code) == copy.code
    assert copy.code != first.code
    assert deeds(given) == [("certificate_duplicated", str(head.pk), {})]


def test_changed_name_stands_on_the_new_sheet_only(given: Certificate, head: Person, at: datetime) -> None:
    number = given.number_words

    copy = duplicate(given, CopyReason.NAME_CHANGE, NEW, head, at)

    given.refresh_from_db()
    assert copy.values[wording.NAME_DATIVE] == "Озеровой Ольге Ильиничне"
    assert copy.values[wording.WORK] == "Читаем всей семьёй"
    assert given.copies.get(ordinal=1).values == VALUES
    assert (given.name, given.school, given.number_words, given.version) == (NEW.name, "Лицей", number, 2)
    assert given.sort_key.startswith("озерова")
    assert deeds(given)[0][2]["Фамилия, имя, отчество"] == [VALUES[wording.NAME], NEW.name]


def test_corrected_case_is_remembered_for_the_person(
    given: Certificate, head: Person, member: Person, at: datetime
) -> None:
    names = replace(
        SheetNames.of(given, VALUES), name=member.full_name, dative="Липиной Марине", genitive="Липиной Марины"
    )

    duplicate(given, CopyReason.MISTAKE, names, head, at)

    kept = NameInCase.objects.filter(person=member).order_by("case").values_list("case", "text")
    assert list(kept) == [("dative", "Липиной Марине"), ("genitive", "Липиной Марины")]


def test_case_of_another_name_is_not_remembered(given: Certificate, head: Person, at: datetime) -> None:
    duplicate(given, CopyReason.NAME_CHANGE, NEW, head, at)

    assert NameInCase.objects.count() == 0


@pytest.mark.parametrize(
    ("reason", "names"),
    [
        (CopyReason.ORIGINAL, None),
        ("stolen", None),
        (CopyReason.LOST, NEW),
        (CopyReason.MISTAKE, None),
        (CopyReason.NAME_CHANGE, None),
        (CopyReason.NAME_CHANGE, replace(NEW, name=VALUES[wording.NAME])),
        (CopyReason.MISTAKE, replace(NEW, dative="")),
        (CopyReason.MISTAKE, replace(NEW, name="Ы" * 251)),
        (CopyReason.MISTAKE, replace(NEW, gender="x")),
    ],
)
def test_duplicate_that_makes_no_sense_is_refused(
    given: Certificate, head: Person, at: datetime, reason: CopyReason, names: SheetNames | None
) -> None:
    nothing_changes(lambda: duplicate(given, reason, names, head, at), DuplicateUnfit)


def test_withdrawn_document_has_no_duplicate(given: Certificate, head: Person, at: datetime) -> None:
    Certificate.objects.filter(pk=given.pk).update(status=CertificateStatus.WITHDRAWN, status_reason="Ошибка")

    nothing_changes(lambda: duplicate(given, CopyReason.LOST, None, head, at), WrongState)


def test_document_without_a_sheet_has_no_duplicate(association: Association, head: Person, at: datetime) -> None:
    bare = CertificateFactory(row__run__association=association)

    nothing_changes(lambda: duplicate(bare, CopyReason.LOST, None, head, at), WrongState)


def test_only_keepers_make_duplicates(
    given: Certificate, member: Person, region_head: Person, stranger: Person, at: datetime
) -> None:
    for actor in (member, region_head, stranger):
        nothing_changes(lambda actor=actor: duplicate(given, CopyReason.LOST, None, actor, at), PermissionRefused)


def test_sheet_of_a_document_is_one(given: Certificate) -> None:
    with pytest.raises(IntegrityError, match=r"certificate_copy_once|UNIQUE"), transaction.atomic():
        CertificateCopyFactory(certificate=given, ordinal=1)
    with pytest.raises(IntegrityError, match="certificate_copy_from_one"), transaction.atomic():
        CertificateCopyFactory(certificate=given, ordinal=0, reason=CopyReason.LOST)
    with pytest.raises(IntegrityError, match="certificate_original_is_first"), transaction.atomic():
        CertificateCopyFactory(certificate=given, ordinal=2)


def test_code_belongs_to_one_sheet(given: Certificate) -> None:
    code = given.copies.get().code

    with pytest.raises(IntegrityError, match=r"code|UNIQUE"), transaction.atomic():
        CertificateCopyFactory(certificate=given, ordinal=2, reason=CopyReason.LOST, code=code)
