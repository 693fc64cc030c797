"""Territories, organisations, associations: what each service does and refuses, and that nothing changed then."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest

from stellazh.associations import services
from stellazh.associations.models import Association, Organisation, Territory
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor, Guest, System
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.people.models import Person
from tests.associations.making import association_fields, organisation_fields
from tests.checks import deeds, nothing_changes
from tests.factories.associations import AssociationFactory, OrganisationFactory, TerritoryFactory

SETUP = System("установка")


# Territories


def test_create_territory_puts_it_under_its_parent(region_head: Person, region: Association, at: datetime) -> None:
    made = services.create_territory(
        code=" Sever ",
        parent_id=region.territory_id,
        fields=services.TerritoryFields("municipality", " Северный округ "),
        by=region_head,
        at=at,
    )

    made.refresh_from_db()
    assert (made.code, made.name, made.path, made.depth) == ("sever", "Северный округ", "/zarechye/sever/", 1)
    assert deeds(made) == [
        (
            "territory_created",
            str(region_head.pk),
            {"Вид": ["", "муниципалитет"], "Название": ["", " Северный округ "]},
        )
    ]


@pytest.mark.parametrize("code", ["luga", "два", "a_b", "-a", "", "a b"])
def test_create_territory_refuses_codes(region_head: Person, association: Association, at: datetime, code: str) -> None:
    parent = association.territory.parent
    assert parent is not None

    nothing_changes(
        lambda: services.create_territory(
            code=code, parent_id=parent.pk, fields=services.TerritoryFields("city", "Город"), by=region_head, at=at
        ),
        services.CodeIsTaken,
    )


def test_second_root_territory_is_refused(region: Association, at: datetime) -> None:
    nothing_changes(
        lambda: services.create_territory(
            code="second", parent_id=None, fields=services.TerritoryFields("region", "Вторая"), by=SETUP, at=at
        ),
        services.CodeIsTaken,
        "Корневая территория уже есть",
    )


def test_territory_is_kept_from_above_and_by_nobody_beside(
    head: Person, region_head: Person, stranger: Person, member: Person, association: Association, at: datetime
) -> None:
    fields = services.TerritoryFields("district", "Иначе")

    def change(by: Actor) -> Territory:
        version = Territory.objects.get(pk=association.territory_id).version
        return services.update_territory(
            association.territory_id, expected_version=version, fields=fields, by=by, at=at
        )

    for actor in (stranger, member, Guest()):
        nothing_changes(lambda actor=actor: change(actor), PermissionRefused)
    assert [change(actor).version for actor in (head, region_head)] == [2, 3]


def test_update_territory_says_what_changed_meanwhile(head: Person, association: Association, at: datetime) -> None:
    territory = association.territory
    services.update_territory(
        territory.pk, expected_version=1, fields=services.TerritoryFields("city", "Луга"), by=head, at=at
    )

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_territory(
            territory.pk, expected_version=1, fields=services.TerritoryFields("city", "Лужский"), by=head, at=at
        )

    assert (clash.value.theirs, clash.value.mine) == ({"Название": "Луга"}, {"Название": "Лужский"})
    assert clash.value.current_version == 2


@pytest.mark.parametrize("stands", ["association", "organisation", "territory"])
def test_territory_in_use_is_not_put_away(head: Person, association: Association, at: datetime, stands: str) -> None:
    place: Any = TerritoryFactory(parent=association.territory)
    {
        "association": lambda: AssociationFactory(parent=association, territory=place),
        "organisation": lambda: OrganisationFactory(territory=place),
        "territory": lambda: TerritoryFactory(parent=place),
    }[stands]()

    nothing_changes(lambda: services.archive_territory(place.pk, by=head, at=at), services.TerritoryIsInUse)


def test_archive_territory_keeps_the_row(head: Person, association: Association, at: datetime) -> None:
    place: Any = TerritoryFactory(parent=association.territory)

    services.archive_territory(place.pk, by=head, at=at)

    place.refresh_from_db()
    assert (place.archived_at, place.version) == (at, 2)
    assert deeds(place) == [("territory_archived", str(head.pk), {})]


# Organisations


def test_create_organisation_stores_everything(head: Person, association: Association, at: datetime) -> None:
    fields = organisation_fields(association.territory, inn=" 4712 345678", outside_ids={"ФИС": "7"})

    made = services.create_organisation(fields=fields, by=head, at=at)

    made.refresh_from_db()
    assert (made.name, made.short_name, made.inn, made.outside_ids, made.version) == (
        "Школа № 5",
        "МБОУ СОШ № 5",
        "4712345678",
        {"ФИС": "7"},
        1,
    )
    assert [deed[:2] for deed in deeds(made)] == [("organisation_created", str(head.pk))]


def test_create_organisation_twice_with_one_key_makes_one(head: Person, association: Association, at: datetime) -> None:
    key = uuid.uuid4()
    fields = organisation_fields(association.territory)

    first, second = (services.create_organisation(fields=fields, submission_key=key, by=head, at=at) for _ in "ab")

    assert first == second
    assert Organisation.objects.count() == 1
    assert len(deeds(first)) == 1


@pytest.mark.parametrize("inn", ["123", "12345678901", "123456789012345", "12345abcde"])
def test_organisation_refuses_numbers_that_are_no_inn(
    head: Person, association: Association, at: datetime, inn: str
) -> None:
    fields = organisation_fields(association.territory, inn=inn)

    nothing_changes(lambda: services.create_organisation(fields=fields, by=head, at=at), services.InnIsTaken)


def test_inn_belongs_to_one_organisation(head: Person, association: Association, at: datetime) -> None:
    OrganisationFactory(inn="4712345678", territory=association.territory)
    other: Any = OrganisationFactory(territory=association.territory)
    fields = organisation_fields(association.territory, inn="4712345678")

    nothing_changes(lambda: services.create_organisation(fields=fields, by=head, at=at), services.InnIsTaken)
    nothing_changes(
        lambda: services.update_organisation(other.pk, expected_version=1, fields=fields, by=head, at=at),
        services.InnIsTaken,
    )


def test_organisation_is_not_moved_to_or_from_others(
    head: Person, association: Association, neighbour: Association, at: datetime
) -> None:
    mine: Any = OrganisationFactory(territory=association.territory)
    theirs: Any = OrganisationFactory(territory=neighbour.territory)

    for organisation, place in ((mine, neighbour), (theirs, association)):
        fields = organisation_fields(place.territory)
        nothing_changes(
            lambda pk=organisation.pk, fields=fields: services.update_organisation(
                pk, expected_version=1, fields=fields, by=head, at=at
            ),
            PermissionRefused,
        )


def test_update_organisation_says_what_changed(head: Person, association: Association, at: datetime) -> None:
    made: Any = OrganisationFactory(territory=association.territory, name="Школа", short_name="Школа")
    fields = organisation_fields(association.territory, name="Школа", short_name="Лицей")

    services.update_organisation(made.pk, expected_version=1, fields=fields, by=head, at=at)

    made.refresh_from_db()
    assert (made.short_name, made.version) == ("Лицей", 2)
    assert deeds(made) == [("organisation_changed", str(head.pk), {"Краткое название": ["Школа", "Лицей"]})]
    nothing_changes(
        lambda: services.update_organisation(made.pk, expected_version=1, fields=fields, by=head, at=at),
        ChangedMeanwhile,
    )


def test_archive_organisation_once(head: Person, stranger: Person, association: Association, at: datetime) -> None:
    made: Any = OrganisationFactory(territory=association.territory)
    nothing_changes(lambda: services.archive_organisation(made.pk, by=stranger, at=at), PermissionRefused)

    for _ in "ab":
        services.archive_organisation(made.pk, by=head, at=at)

    made.refresh_from_db()
    assert (made.archived_at, made.version) == (at, 2)
    assert len(deeds(made)) == 1
    assert Organisation.objects.present().count() == 0


# Associations


def test_create_association_stands_below_its_parent(region_head: Person, region: Association, at: datetime) -> None:
    made = services.create_association(
        code="Sever", parent_id=region.pk, fields=association_fields(region.territory), by=region_head, at=at
    )

    made.refresh_from_db()
    assert (made.code, made.path, made.depth, made.parent) == ("sever", "/omo/sever/", 1, region)
    assert (made.name, made.about, made.time_zone) == ("Новое объединение", "О нас", "Europe/Moscow")
    assert [(e.action, e.scope) for e in AuditEntry.objects.about(made)] == [("association_created", "/omo/sever/")]


def test_create_association_twice_with_one_key_makes_one(
    region_head: Person, region: Association, at: datetime
) -> None:
    key = uuid.uuid4()
    fields = association_fields(region.territory)

    made = [
        services.create_association(
            code="sever", parent_id=region.pk, fields=fields, submission_key=key, by=region_head, at=at
        ).pk
        for _ in "ab"
    ]

    assert made[0] == made[1]
    assert Association.objects.filter(code="sever").count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"code": "omo"}, services.CodeIsTaken),
        ({"code": "ё"}, services.CodeIsTaken),
        ({"time_zone": "Mars/Base"}, DomainError),
    ],
)
def test_create_association_refuses(
    region_head: Person, region: Association, at: datetime, changes: dict[str, str], refusal: type[DomainError]
) -> None:
    changes = {"code": "sever", **changes}
    code = changes.pop("code")
    fields = association_fields(region.territory, **changes)

    nothing_changes(
        lambda: services.create_association(code=code, parent_id=region.pk, fields=fields, by=region_head, at=at),
        refusal,
    )


def test_association_is_made_by_keepers_of_its_parent(
    head: Person, stranger: Person, member: Person, region: Association, at: datetime
) -> None:
    fields = association_fields(region.territory)

    for actor in (head, stranger, member, Guest()):
        nothing_changes(
            lambda actor=actor: services.create_association(
                code="sever", parent_id=region.pk, fields=fields, by=actor, at=at
            ),
            PermissionRefused,
        )
        nothing_changes(
            lambda actor=actor: services.create_association(
                code="sever", parent_id=None, fields=fields, by=actor, at=at
            ),
            PermissionRefused,
        )


def test_update_association_keeps_code_and_place(head: Person, association: Association, at: datetime) -> None:
    fields = association_fields(association.territory, time_zone="Asia/Krasnoyarsk")

    services.update_association(association.pk, expected_version=1, fields=fields, by=head, at=at)

    association.refresh_from_db()
    assert (association.code, association.path, association.time_zone) == ("luga", "/omo/luga/", "Asia/Krasnoyarsk")
    assert deeds(association)[0][2]["Часовой пояс"] == ["Europe/Moscow", "Asia/Krasnoyarsk"]
    nothing_changes(
        lambda: services.update_association(association.pk, expected_version=1, fields=fields, by=head, at=at),
        ChangedMeanwhile,
    )


def test_close_association_with_open_branches_is_refused(
    region_head: Person, region: Association, association: Association, at: datetime
) -> None:
    nothing_changes(
        lambda: services.close_association(region.pk, by=region_head, at=at), services.AssociationHasBranches
    )


def test_association_is_closed_and_opened_again(head: Person, association: Association, at: datetime) -> None:
    services.close_association(association.pk, by=head, at=at)
    services.close_association(association.pk, by=head, at=at)
    closed = Association.objects.get(pk=association.pk)
    services.reopen_association(association.pk, by=head, at=at)

    association.refresh_from_db()
    assert (closed.archived_at, closed.version) == (at, 2)
    assert (association.archived_at, association.version) == (None, 3)
    assert [deed[0] for deed in deeds(association)] == ["association_closed", "association_reopened"]


def test_strangers_close_nothing(stranger: Person, member: Person, association: Association, at: datetime) -> None:
    for actor in (stranger, member):
        nothing_changes(
            lambda actor=actor: services.close_association(association.pk, by=actor, at=at), PermissionRefused
        )
