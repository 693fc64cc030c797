"""Who signs: added, changed, moved, put away."""

from __future__ import annotations

import uuid

import pytest

from stellazh.associations.models import Association
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.models import Signatory
from stellazh.certificates.services.pictures import archive_picture
from stellazh.certificates.services.signatories import (
    SignatoryFields,
    SignatoryIsArchived,
    SignatoryUnfit,
    SignatureOfAnother,
    SignatureUnknown,
    TooManySignatories,
    add_signatory,
    archive_signatory,
    move_signatory,
    restore_signatory,
    update_signatory,
)
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from tests.certificates.templates.conftest import AT, MakePicture
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.certificates import SignatoryFactory

PLAIN = SignatoryFields("В. И. Ольхова", "руководитель объединения")


def test_signatory_is_added_last_and_once_per_sent_form(
    association: Association, head: Person, make_picture: MakePicture
) -> None:
    signature, key = make_picture(PictureKind.SIGNATURE), uuid.uuid4()
    SignatoryFactory.create(association=association, position=4)
    fields = SignatoryFields(" В. И.  Ольхова ", "Руководитель", signature.pk)

    made = add_signatory(association.pk, fields, submission_key=key, by=head, at=AT)
    same = add_signatory(association.pk, fields, submission_key=key, by=head, at=AT)

    assert made == same
    assert (made.name, made.post, made.position, made.signature) == ("В. И. Ольхова", "Руководитель", 5, signature)
    assert deeds(made) == [
        (
            "signatory_added",
            head.actor_id,
            {
                "Имя": ["", "В. И. Ольхова"],
                "Должность": ["", "Руководитель"],
                "Подпись картинкой": ["", signature.name],
            },
        )
    ]


def test_signatory_is_not_added(
    association: Association,
    neighbour: Association,
    head: Person,
    methodist: Person,
    member: Person,
    stranger: Person,
    make_picture: MakePicture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, foreign = make_picture(PictureKind.SIGNATURE), make_picture(PictureKind.SIGNATURE, neighbour)
    seal, away = make_picture(PictureKind.SEAL), make_picture(PictureKind.SIGNATURE)
    archive_picture(away.pk, by=head, at=AT)

    def add(fields: SignatoryFields, by: Person) -> Signatory:
        return add_signatory(association.pk, fields, submission_key=None, by=by, at=AT)

    for person in (member, stranger):
        nothing_changes(lambda by=person: add(PLAIN, by), PermissionRefused)
    nothing_changes(lambda: add(SignatoryFields("В. И. Ольхова", "Глава", own.pk), methodist), PermissionRefused)
    for picture in (foreign, seal, away):
        nothing_changes(
            lambda key=picture.pk: add(SignatoryFields("В. И. Ольхова", "Глава", key), head), SignatureUnknown
        )
    for fields in (SignatoryFields(" ", "Глава"), SignatoryFields("Имя", ""), SignatoryFields("ё" * 151, "Глава")):
        nothing_changes(lambda unfit=fields: add(unfit, head), SignatoryUnfit)
    monkeypatch.setattr("stellazh.certificates.services.signatories.MOST_SIGNATORIES", 0)
    nothing_changes(lambda: add(PLAIN, head), TooManySignatories)


def test_methodist_changes_the_post_but_neither_the_signature_nor_the_name_above_it(
    signatory: Signatory, methodist: Person
) -> None:
    def change(name: str, post: str, signature_id: int | None) -> Signatory:
        fields = SignatoryFields(name, post, signature_id)
        return update_signatory(signatory.pk, fields, expected_version=1, by=methodist, at=AT)

    nothing_changes(lambda: change("К. К. Кленова", signatory.post, signatory.signature_id), SignatureOfAnother)
    nothing_changes(lambda: change(signatory.name, signatory.post, None), PermissionRefused)
    changed = change(signatory.name, "методист", signatory.signature_id)

    assert (changed.post, changed.version) == ("методист", 2)
    assert deeds(signatory)[-1][2] == {"Должность": ["руководитель объединения", "методист"]}


def test_signatory_is_not_changed(signatory: Signatory, head: Person, stranger: Person) -> None:
    def change(version: int = 1, by: Person = head) -> Signatory:
        return update_signatory(signatory.pk, PLAIN, expected_version=version, by=by, at=AT)

    nothing_changes(lambda: change(version=3), ChangedMeanwhile)
    nothing_changes(lambda: change(by=stranger), PermissionRefused)
    archive_signatory(signatory.pk, by=head, at=AT)
    nothing_changes(lambda: change(version=2), SignatoryIsArchived)


def test_signatories_are_put_into_another_order(association: Association, methodist: Person, stranger: Person) -> None:
    first, second, third = (SignatoryFactory.create(association=association, position=n) for n in (1, 2, 3))

    move_signatory(third.pk, -1, by=methodist, at=AT)
    move_signatory(first.pk, -1, by=methodist, at=AT)

    assert list(Signatory.objects.filter(association=association)) == [first, third, second]
    assert deeds(third)[-1][2] == {"Место в списке": ["3", "2"]}
    assert deeds(first) == []
    nothing_changes(lambda: move_signatory(first.pk, 1, by=stranger, at=AT), PermissionRefused)


def test_signatory_comes_back_without_a_signature_that_was_put_away(signatory: Signatory, head: Person) -> None:
    signature = signatory.signature
    assert signature is not None
    archive_signatory(signatory.pk, by=head, at=AT)
    nothing_changes(lambda: archive_signatory(signatory.pk, by=head, at=AT), SignatoryIsArchived)
    nothing_changes(lambda: move_signatory(signatory.pk, 1, by=head, at=AT), SignatoryIsArchived)
    archive_picture(signature.pk, by=head, at=AT)

    back = restore_signatory(signatory.pk, by=head, at=AT)

    assert (back.archived_at, back.signature) == (None, None)
    assert deeds(signatory)[-1][2] == {"Подпись картинкой": [signature.name, ""]}


def test_stranger_puts_nobody_away(signatory: Signatory, stranger: Person, head: Person) -> None:
    nothing_changes(lambda: archive_signatory(signatory.pk, by=stranger, at=AT), PermissionRefused)
    archive_signatory(signatory.pk, by=head, at=AT)
    nothing_changes(lambda: restore_signatory(signatory.pk, by=stranger, at=AT), PermissionRefused)


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_leave_every_place_to_one(association: Association, head: Person) -> None:
    rows = [SignatoryFactory.create(association=association, position=n) for n in (1, 2, 3)]

    at_once(lambda: str(move_signatory(rows[2].pk, -1, by=head, at=AT).pk))

    assert [one.position for one in Signatory.objects.all()] == [1, 2, 3]
    assert Signatory.objects.first() == rows[2]
