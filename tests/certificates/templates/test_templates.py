"""Templates: taken from the ready ones, copied, renamed, put away."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.certificates.designs import SHIPPED
from stellazh.certificates.enums import DocumentGenre, PictureKind
from stellazh.certificates.layout import layout_from_json
from stellazh.certificates.models import CertificateTemplate
from stellazh.certificates.services.templates import (
    TemplateInUse,
    TemplateIsArchived,
    TemplateNameMissing,
    TemplateNameTaken,
    TemplateUnknown,
    TooManyTemplates,
    archive_template,
    copy_template,
    ensure_template,
    rename_template,
    restore_template,
    take_shipped,
)
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.people.models import Person
from tests.certificates.templates.conftest import AT, MakePicture
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.certificates import CertificateKindFactory, IssueRunFactory


def test_kind_gets_a_copy_of_the_ready_template_for_its_genre(association: Association, head: Person) -> None:
    kind = CertificateKindFactory.create(association=association, genre=DocumentGenre.THANKS)

    template = ensure_template(kind, head, AT)

    kind.refresh_from_db()
    assert (kind.template, kind.version) == (template, 2)
    assert (template.name, template.shipped_code) == ("Благодарственное письмо «Рамка»", "thanks_frame")
    assert layout_from_json(template.layout) == next(one for one in SHIPPED if one.code == "thanks_frame").layout
    assert deeds(template) == [("certificate_template_created", head.actor_id, {})]
    assert deeds(kind)[-1][2] == {"Шаблон": ["", template.name]}


@pytest.mark.parametrize("genre", DocumentGenre)
def test_every_genre_has_a_ready_template(association: Association, head: Person, genre: DocumentGenre) -> None:
    kind = CertificateKindFactory.create(association=association, genre=genre)

    template = ensure_template(kind, head, AT)

    assert genre.value in next(one for one in SHIPPED if one.code == template.shipped_code).genre_codes


def test_three_degrees_share_one_template_until_it_is_touched(association: Association, head: Person) -> None:
    first, second, third = (
        CertificateKindFactory.create(association=association, genre=genre)
        for genre in (DocumentGenre.FIRST, DocumentGenre.SECOND, DocumentGenre.THIRD)
    )

    shared = ensure_template(first, head, AT)
    again = ensure_template(second, head, AT)
    rename_template(shared.pk, "Наш диплом", expected_version=1, by=head, at=AT)
    fresh = ensure_template(third, head, AT)

    assert again == shared
    assert fresh != shared


def test_kind_keeps_the_template_it_has(association: Association, head: Person, template: CertificateTemplate) -> None:
    kind = CertificateKindFactory.create(association=association, template=template)

    found = ensure_template(kind, head, AT)

    assert found == template
    assert CertificateTemplate.objects.count() == 1


def test_stranger_and_member_get_no_template_made(association: Association, stranger: Person, member: Person) -> None:
    kind = CertificateKindFactory.create(association=association)

    nothing_changes(lambda: ensure_template(kind, stranger, AT), PermissionRefused)
    nothing_changes(lambda: ensure_template(kind, member, AT), PermissionRefused)


def test_ready_template_is_taken_once_per_sent_form(association: Association, methodist: Person) -> None:
    key = uuid.uuid4()

    one = take_shipped(association.pk, "merit_laurel", submission_key=key, by=methodist, at=AT)
    same = take_shipped(association.pk, "merit_laurel", submission_key=key, by=methodist, at=AT)
    other = take_shipped(association.pk, "merit_laurel", submission_key=uuid.uuid4(), by=methodist, at=AT)

    assert same == one
    assert (one.name, other.name) == ("Грамота «Лавр»", "Грамота «Лавр» (2)")


def test_ready_template_is_not_taken(
    association: Association, neighbour: Association, head: Person, stranger: Person, region_head: Person
) -> None:
    key = uuid.uuid4()
    take_shipped(neighbour.pk, "merit_laurel", submission_key=key, by=stranger, at=AT)

    nothing_changes(
        lambda: take_shipped(association.pk, "no_such", submission_key=None, by=head, at=AT), TemplateUnknown
    )
    nothing_changes(
        lambda: take_shipped(association.pk, "merit_laurel", submission_key=key, by=head, at=AT), FormSentTwice
    )
    for other in (stranger, region_head):
        nothing_changes(
            lambda by=other: take_shipped(association.pk, "merit_laurel", submission_key=None, by=by, at=AT),
            PermissionRefused,
        )


def test_closed_association_takes_no_template(association: Association, head: Person) -> None:
    association.archived_at = AT
    association.save()

    nothing_changes(
        lambda: take_shipped(association.pk, "merit_laurel", submission_key=None, by=head, at=AT), PermissionRefused
    )


def test_more_templates_than_allowed_are_refused(
    association: Association, head: Person, template: CertificateTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stellazh.certificates.services.templates.MOST_TEMPLATES", 1)

    nothing_changes(lambda: copy_template(template.pk, submission_key=None, by=head, at=AT), TooManyTemplates)


def test_copy_takes_pictures_along_and_the_seal_only_for_who_may_place_it(
    template: CertificateTemplate, head: Person, methodist: Person, make_picture: MakePicture
) -> None:
    template.emblem, template.seal = make_picture(PictureKind.EMBLEM), make_picture(PictureKind.SEAL)
    template.save()

    by_head = copy_template(template.pk, submission_key=None, by=head, at=AT)
    by_methodist = copy_template(template.pk, submission_key=None, by=methodist, at=AT)

    assert by_head.layout == by_methodist.layout == template.layout
    assert (by_head.emblem, by_head.seal) == (template.emblem, template.seal)
    assert (by_methodist.emblem, by_methodist.seal) == (template.emblem, None)
    assert by_head.name == f"{template.name} (2)"
    assert deeds(by_head) == [("certificate_template_created", head.actor_id, {"Копия шаблона": ["", template.name]})]


def test_template_is_renamed(template: CertificateTemplate, methodist: Person) -> None:
    before = template.name

    renamed = rename_template(template.pk, "  Наш   сертификат ", expected_version=1, by=methodist, at=AT)

    assert (renamed.name, renamed.version) == ("Наш сертификат", 2)
    assert deeds(template)[-1][2] == {"Название": [before, "Наш сертификат"]}


def test_template_is_not_renamed(template: CertificateTemplate, head: Person, stranger: Person) -> None:
    other = copy_template(template.pk, submission_key=None, by=head, at=AT)

    def rename(name: str, version: int = 1, by: Person = head) -> CertificateTemplate:
        return rename_template(template.pk, name, expected_version=version, by=by, at=AT)

    nothing_changes(lambda: rename(" "), TemplateNameMissing)
    nothing_changes(lambda: rename("ё" * 151), TemplateNameMissing)
    nothing_changes(lambda: rename(other.name), TemplateNameTaken)
    nothing_changes(lambda: rename("Иной", version=7), ChangedMeanwhile)
    nothing_changes(lambda: rename("Иной", by=stranger), PermissionRefused)


def test_template_is_put_away_and_brought_back_under_a_free_name(
    template: CertificateTemplate, association: Association, head: Person
) -> None:
    archive_template(template.pk, by=head, at=AT)
    take_shipped(association.pk, template.shipped_code, submission_key=None, by=head, at=AT)

    back = restore_template(template.pk, by=head, at=AT)

    assert (back.archived_at, back.name) == (None, f"{template.name} (2)")
    assert [deed for deed, _, _ in deeds(template)][-2:] == [
        "certificate_template_archived",
        "certificate_template_restored",
    ]


def test_template_in_use_is_not_put_away_and_the_refusal_says_where(
    template: CertificateTemplate, association: Association, head: Person
) -> None:
    kind = CertificateKindFactory.create(association=association, template=template, name="Сертификат форума")
    IssueRunFactory.create(association=association, kind=kind, template=template, title="Участникам форума")

    nothing_changes(
        lambda: archive_template(template.pk, by=head, at=AT),
        TemplateInUse,
        "вид «Сертификат форума»; выдача «Участникам форума»",
    )


def test_template_that_is_away_is_not_changed(template: CertificateTemplate, head: Person, stranger: Person) -> None:
    nothing_changes(lambda: archive_template(template.pk, by=stranger, at=AT), PermissionRefused)
    archive_template(template.pk, by=head, at=AT)

    nothing_changes(lambda: archive_template(template.pk, by=head, at=AT), TemplateIsArchived)
    nothing_changes(
        lambda: rename_template(template.pk, "Иной", expected_version=2, by=head, at=AT), TemplateIsArchived
    )
    nothing_changes(lambda: restore_template(template.pk, by=stranger, at=AT), PermissionRefused)


def test_two_templates_in_use_never_have_one_name(template: CertificateTemplate, association: Association) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateTemplate.objects.create(association=association, name=template.name, created_at=AT, updated_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateTemplate.objects.create(association=association, name="", created_at=AT, updated_at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_who_need_a_template_at_once_get_one(association: Association, head: Person) -> None:
    kind = CertificateKindFactory.create(association=association)

    found = at_once(lambda: str(ensure_template(kind, head, AT).pk))

    assert len(set(found)) == 1
    assert CertificateTemplate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_copies_made_at_once_get_two_names(template: CertificateTemplate, head: Person) -> None:
    found = at_once(lambda: copy_template(template.pk, submission_key=None, by=head, at=AT).name)

    assert sorted(found) == [f"{template.name} (2)", f"{template.name} (3)"]
