"""Taking one row of a list of schools in, through the services of organisations and of their cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Organisation, Territory
from stellazh.associations.services import OrganisationFields, create_organisation, update_organisation
from stellazh.common.actor import Actor
from stellazh.members.rosters.rows import SchoolRow
from stellazh.members.services.rosters.person_deeds import Made, as_json
from stellazh.members.services.rosters.school_plans import SchoolDetails, SchoolPlan
from stellazh.members.services.schools import SchoolFields, update_school_card


def enter_school(row: SchoolRow, plan: SchoolPlan, place: Territory, *, by: Actor, at: datetime) -> tuple[int, Made]:
    """Enter a new school with its card; gives its key and what undoing needs.

    Raises:
        What the services of organisations and schools refuse.
    """
    fields = OrganisationFields(OrganisationKind.SCHOOL, row.name, row.short_name, place.pk, row.inn)
    school = create_organisation(fields=fields, by=by, at=at)
    made: Made = {"organisation": True, "version": school.version}
    if plan.card:
        card_fields = replace(SchoolFields(), **plan.card)
        card = update_school_card(school.pk, expected_version=0, fields=card_fields, by=by, at=at)
        made["card_version"] = card.version
    return school.pk, made


def add_to_school(plan: SchoolPlan, details: SchoolDetails, *, by: Actor, at: datetime) -> Made:
    """Add to a known school what the plan adds; gives what undoing needs.

    Raises:
        What the services of organisations and schools refuse.
    """
    made: Made = {}
    school = details.organisation
    if plan.names:
        before = fields_of_organisation(school)
        made["names"] = {code: [getattr(before, code), text] for code, text in plan.names.items()}
        fields = with_names(before, plan.names)
        update_organisation(school.pk, expected_version=school.version, fields=fields, by=by, at=at)
    if plan.card:
        card = details.card
        base = SchoolFields.of(card) if card is not None else SchoolFields()
        fields_of_card = replace(base, **plan.card)
        saved = update_school_card(
            school.pk, expected_version=card.version if card else 0, fields=fields_of_card, by=by, at=at
        )
        made["card"] = {
            column: [as_json(getattr(base, column)), as_json(getattr(saved, column))] for column in plan.card
        }
    return made


def fields_of_organisation(school: Organisation) -> OrganisationFields:
    """What stands in the organisation now."""
    return OrganisationFields(
        school.kind, school.name, school.short_name, school.territory_id, school.inn, school.outside_ids
    )


def with_names(fields: OrganisationFields, names: Mapping[str, str]) -> OrganisationFields:
    """The organisation with these names and numbers instead of its own."""
    return replace(
        fields,
        name=names.get("name", fields.name),
        short_name=names.get("short_name", fields.short_name),
        inn=names.get("inn", fields.inn),
    )
