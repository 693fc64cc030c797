"""Naming afterwards where somebody came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.events.models import Attendance
from stellazh.events.services.attendance_places import PlaceMissing, place_attendance
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.events.figures.conftest import held
from tests.factories.associations import OrganisationFactory, TerritoryFactory
from tests.factories.events import AttendanceFactory


def place(one: Attendance, by: Any, at: datetime, **values: Any) -> Attendance:
    asked = {"expected_version": one.version, "organisation_id": None, "territory_id": None, **values}
    return place_attendance(one.pk, **asked, by=by, at=at)


def test_school_brings_its_municipality(association: Association, head: Person, at: datetime) -> None:
    village: Any = TerritoryFactory(parent=association.territory)
    school: Any = OrganisationFactory(territory=village)
    one: Any = AttendanceFactory(event=held(association), organisation_name="школа пять")

    after = place(one, head, at, organisation_id=school.pk)

    after.refresh_from_db()
    assert (after.organisation, after.organisation_name, after.territory, after.version) == (
        school, school.short_name, association.territory, 2,
    )  # fmt: skip
    assert deeds(one.event)[-1] == (
        "attendance_placed",
        str(head.pk),
        {"Школа": ["школа пять", school.short_name], "Муниципалитет": ["", "Лужский округ"]},
    )


def test_municipality_alone_keeps_the_school_as_written(association: Association, head: Person, at: datetime) -> None:
    one: Any = AttendanceFactory(event=held(association), organisation_name="школа пять")

    after = place(one, head, at, territory_id=association.territory_id)

    assert (after.organisation, after.organisation_name, after.territory) == (
        None, "школа пять", association.territory,
    )  # fmt: skip


def test_naming_a_place_is_refused(
    association: Association, head: Person, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    one: Any = AttendanceFactory(event=held(association))
    where = association.territory_id

    for actor in (member, stranger, region_head):
        nothing_changes(lambda actor=actor: place(one, actor, at, territory_id=where), PermissionRefused)
    nothing_changes(lambda: place(one, head, at), PlaceMissing)
    nothing_changes(lambda: place(one, head, at, territory_id=where, expected_version=7), ChangedMeanwhile)
