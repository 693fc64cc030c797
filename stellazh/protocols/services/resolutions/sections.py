"""Sections of a resolution's draft: for whom the points are."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.versions import require_version
from stellazh.protocols.enums import AddresseeClass
from stellazh.protocols.models import Resolution, ResolutionSection
from stellazh.protocols.services.decision_owners import usual_unfolding
from stellazh.protocols.services.moving import Way, neighbour_of, renumber
from stellazh.protocols.services.resolutions.fields import SectionFields, checked_section
from stellazh.protocols.services.resolutions.holding import editable_resolution, keep, next_position
from stellazh.protocols.services.resolutions.points import put_owners_of
from stellazh.protocols.services.resolutions.refusals import SectionHasPoints, SectionsThere

# The five that resolutions of August have, in their order, headings in the dative.
USUAL: Final[dict[AddresseeClass, str]] = {
    AddresseeClass.CENTRE: "Методическому центру (РИБЦ)",
    AddresseeClass.HEADS: "Руководителям методических объединений",
    AddresseeClass.AUTHORITIES: "Органам местного самоуправления в сфере образования",
    AddresseeClass.LIBRARIES: "Школьным библиотекам и информационно-библиотечным центрам",
    AddresseeClass.PARTNERS: "Социальным партнёрам",
}


@transaction.atomic
def add_section(resolution_id: int, *, fields: SectionFields, by: Actor, at: datetime) -> ResolutionSection:
    """Add a section after all others.

    Raises:
        PermissionRefused: `by` may not change the text. TextMissing, TextTooLong, WrongAddressee.
    """
    resolution = editable_resolution(resolution_id, by)
    return _made(resolution, checked_section(fields, resolution.association), by=by, at=at)


@transaction.atomic
def add_usual_sections(resolution_id: int, *, by: Actor, at: datetime) -> list[ResolutionSection]:
    """Add the five usual sections to a draft without any. The only centre of the territory is named at once.

    Raises:
        PermissionRefused. SectionsThere: there are sections already.
    """
    resolution = editable_resolution(resolution_id, by)
    if resolution.sections.exists():
        raise SectionsThere("Разделы уже есть: добавьте недостающие по одному.")
    return [_made(resolution, fields, by=by, at=at) for fields in usual_sections(resolution.association)]


def usual_sections(association: Association) -> list[SectionFields]:
    """The five usual sections for that association. Two queries."""
    has_below = Association.objects.present().filter(parent=association).exists()
    near = Organisation.objects.present().filter(
        kind=OrganisationKind.METHODICAL_CENTRE, territory__path__startswith=association.territory.path
    )
    centres = list(near.values_list("pk", flat=True)[:2])
    return [
        SectionFields(
            heading,
            code,
            usual_unfolding(code, has_below=has_below),
            centres[0] if code == AddresseeClass.CENTRE and len(centres) == 1 else None,
        )
        for code, heading in USUAL.items()
    ]


@transaction.atomic
def update_section(
    section_id: int, *, expected_version: int, fields: SectionFields, by: Actor, at: datetime
) -> ResolutionSection:
    """Change a section; its addressee goes on to answer for each of its points.

    Raises:
        PermissionRefused, ChangedMeanwhile, TextMissing, TextTooLong, WrongAddressee.
    """
    section, resolution = _editable(section_id, by)
    checked = checked_section(fields, resolution.association)
    stored = SectionFields.of(section)
    if stored == checked:
        return section
    before, wanted = stored.texts(), checked.texts()
    require_version(section.version, expected_version, theirs=before, mine=wanted)
    section.heading, section.addressee_class = checked.heading, checked.addressee_class
    section.unfold_to, section.organisation_id = checked.unfold_to, checked.organisation_id
    section.version += 1
    section.save()
    put_owners_of(ResolutionSection.objects.select_related("organisation").get(pk=section.pk))
    keep("section_updated", section, resolution, by=by, at=at, changes=compare(before, wanted))
    return section


@transaction.atomic
def move_section(section_id: int, *, way: Way, by: Actor, at: datetime) -> ResolutionSection:
    """Let a section change places with the one before or after it; at the end nothing happens.

    Raises:
        PermissionRefused.
    """
    section, resolution = _editable(section_id, by)
    rows = list(resolution.sections.all())
    other = neighbour_of(rows, section, way)
    if other is not None:
        renumber(rows, section, other)
        keep("section_moved", section, resolution, by=by, at=at)
    return section


@transaction.atomic
def remove_section(section_id: int, *, by: Actor, at: datetime) -> None:
    """Take an empty section out. Points that were put away go to another section, where they can be brought back.

    Raises:
        PermissionRefused. SectionHasPoints: points stand in it, or it is the last that keeps those put away.
    """
    section, resolution = _editable(section_id, by)
    if section.points.filter(archived_at=None).exists():
        raise SectionHasPoints("В разделе есть пункты: сначала перенесите их в другой раздел или уберите.")
    if section.points.exists():
        other = resolution.sections.exclude(pk=section.pk).first()
        if other is None:
            raise SectionHasPoints("В разделе хранятся убранные пункты, а другого раздела нет: добавьте его сначала.")
        section.points.update(section=other)
    keep("section_removed", section, resolution, by=by, at=at, changes={"Кому": (section.heading, "")})
    section.delete()


def _made(resolution: Resolution, fields: SectionFields, *, by: Actor, at: datetime) -> ResolutionSection:
    section = ResolutionSection.objects.create(
        resolution=resolution,
        position=next_position(resolution.sections.all()),
        heading=fields.heading,
        addressee_class=fields.addressee_class,
        unfold_to=fields.unfold_to,
        organisation_id=fields.organisation_id,
    )
    keep("section_added", section, resolution, by=by, at=at, changes=compare({}, fields.texts()))
    return section


def _editable(section_id: int, by: Actor) -> tuple[ResolutionSection, Resolution]:
    resolution_id = ResolutionSection.objects.values_list("resolution_id", flat=True).get(pk=section_id)
    resolution = editable_resolution(resolution_id, by)
    section = ResolutionSection.objects.select_related("organisation").get(pk=section_id)
    section.resolution = resolution
    return section, resolution
