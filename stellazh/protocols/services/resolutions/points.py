"""Points of a resolution's draft: decisions for a section, whose addressee answers for them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, UnfoldTo
from stellazh.protocols.models import Decision, DecisionOwner, Resolution, ResolutionSection
from stellazh.protocols.reads.addressee_classes import CLASS_NAMES
from stellazh.protocols.services.decision_fields import OwnerFields
from stellazh.protocols.services.decision_owners import put_owners
from stellazh.protocols.services.moving import Way, neighbour_of, renumber
from stellazh.protocols.services.refusals import RowIsArchived
from stellazh.protocols.services.resolutions.fields import PointFields, checked_point
from stellazh.protocols.services.resolutions.holding import editable_resolution, keep, next_position
from stellazh.protocols.services.resolutions.refusals import NoSuchRow
from stellazh.workplans.services.terms import read_term


@transaction.atomic
def add_point(
    section_id: int,
    *,
    fields: PointFields,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Add a point after all others of the section. The section's addressee answers for it.

    The same `submission_key` gives the point it made before.

    Raises:
        PermissionRefused: `by` may not change the text. TextMissing, TextTooLong.
    """
    resolution = editable_resolution(_resolution_of(section_id), by)
    section = _section(resolution, section_id)
    if made := made_before(resolution.points.all(), submission_key):
        return made
    return make_point(section, checked_point(fields), submission_key=submission_key, by=by, at=at)


def make_point(
    section: ResolutionSection,
    fields: PointFields,
    *,
    carried_from: Decision | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """The row of a point, with its owner and the deed. The caller holds the resolution and has checked the fields."""
    resolution = section.resolution
    point = Decision(
        association=resolution.association,
        resolution=resolution,
        section=section,
        position=next_position(section.points.all()),
        carried_from=carried_from,
        submission_key=submission_key,
    )
    _put(point, fields, resolution.school_year)
    point.save()
    put_owners(point, [owner_of(section)])
    keep("point_added", point, resolution, by=by, at=at, changes=compare({}, fields.texts()))
    return point


@transaction.atomic
def update_point(
    point_id: int,
    *,
    expected_version: int,
    fields: PointFields,
    section_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Change a point; with another `section_id` it goes to the end of that section and to its addressee.

    Raises:
        PermissionRefused, ChangedMeanwhile, TextMissing, TextTooLong. RowIsArchived: it has been put away.
        NoSuchRow: the section belongs to another resolution.
    """
    point, resolution = _editable(point_id, by)
    _require_present(point)
    checked = checked_point(fields)
    section = _section(resolution, section_id) if section_id else point.section
    assert section is not None  # noqa: S101 - a point of a resolution stands in a section
    before = PointFields.of(point).texts() | {"Раздел": str(point.section)}
    wanted = checked.texts() | {"Раздел": str(section)}
    if before == wanted and section.pk == point.section_id:
        return point
    require_version(point.version, expected_version, theirs=before, mine=wanted)
    if section.pk != point.section_id:
        point.section, point.position = section, next_position(section.points.all())
    _put(point, checked, resolution.school_year)
    point.version += 1
    point.save()
    put_owners(point, [owner_of(section)])
    keep("point_updated", point, resolution, by=by, at=at, changes=compare(before, wanted))
    return point


@transaction.atomic
def move_point(point_id: int, *, way: Way, by: Actor, at: datetime) -> Decision:
    """Let a point change places with the one before or after it in its section; at the end nothing happens.

    Raises:
        PermissionRefused. RowIsArchived: it has been put away.
    """
    point, resolution = _editable(point_id, by)
    _require_present(point)
    rows = list(resolution.points.filter(section_id=point.section_id, archived_at=None))
    other = neighbour_of(rows, point, way)
    if other is not None:
        renumber(rows, point, other)
        keep("point_moved", point, resolution, by=by, at=at)
    return point


@transaction.atomic
def archive_point(point_id: int, *, by: Actor, at: datetime) -> Decision:
    """Put a point away; `restore_point` undoes it. One that is away stays so.

    Raises:
        PermissionRefused.
    """
    point, resolution = _editable(point_id, by)
    return point if point.archived_at else _set_away(point, resolution, "point_archived", by=by, at=at)


@transaction.atomic
def restore_point(point_id: int, *, by: Actor, at: datetime) -> Decision:
    """Bring a point back, after all that stand in its section now. One that is there stays as it is.

    Raises:
        PermissionRefused.
    """
    point, resolution = _editable(point_id, by)
    if point.archived_at is None:
        return point
    assert point.section is not None  # noqa: S101 - a point of a resolution stands in a section
    point.position = next_position(point.section.points.filter(archived_at=None))
    put_owners(point, [owner_of(point.section)])
    return _set_away(point, resolution, "point_restored", by=by, at=at)


def owner_of(section: ResolutionSection) -> OwnerFields:
    """The one who answers for each point of the section."""
    named = section.organisation.short_name if section.organisation is not None else ""
    return OwnerFields(
        kind=AddresseeKind.CLASS,
        name=named or CLASS_NAMES[AddresseeClass(section.addressee_class)],
        addressee_class=section.addressee_class,
        unfold_to=UnfoldTo(section.unfold_to),
        organisation_id=section.organisation_id,
    )


def put_owners_of(section: ResolutionSection) -> None:
    """Let all points of the section, those put away too, have its addressee as the only owner."""
    wanted = owner_of(section)
    points = list(section.points.all())
    DecisionOwner.objects.filter(decision__in=points).delete()
    # Nobody is marked in a draft: the rows may be made anew. The section's own check has let the addressee in.
    DecisionOwner.objects.bulk_create(
        DecisionOwner(
            decision=point,
            position=1,
            kind=wanted.kind,
            name=wanted.name,
            addressee_class=wanted.addressee_class,
            unfold_to=wanted.unfold_to,
            organisation_id=wanted.organisation_id,
        )
        for point in points
    )


def read_terms_again(resolution: Resolution) -> None:
    """Read every term within the school year of the resolution, which has changed."""
    points = list(resolution.points.all())
    for point in points:
        _put(point, PointFields.of(point), resolution.school_year)
    Decision.objects.bulk_update(points, ["term_kind", "starts_on", "due_on"])


def _put(point: Decision, fields: PointFields, school_year: int) -> None:
    term = read_term(fields.term_raw, school_year)
    point.text, point.term_raw, point.sign_of_done = fields.text, fields.term_raw, fields.sign_of_done
    point.term_kind, point.starts_on, point.due_on = term.term_kind, term.start, term.end


def _resolution_of(section_id: int) -> int:
    return ResolutionSection.objects.values_list("resolution_id", flat=True).get(pk=section_id)


def _section(resolution: Resolution, section_id: int) -> ResolutionSection:
    section = resolution.sections.select_related("organisation").filter(pk=section_id).first()
    if section is None:
        raise NoSuchRow("Этого раздела в резолюции больше нет.")
    section.resolution = resolution
    return section


def _editable(point_id: int, by: Actor) -> tuple[Decision, Resolution]:
    rows = Decision.objects.filter(resolution__isnull=False)
    resolution_id = rows.values_list("resolution_id", flat=True).get(pk=point_id)
    assert resolution_id is not None  # noqa: S101 - the filter above leaves points of resolutions
    resolution = editable_resolution(resolution_id, by)
    # Read after the resolution is held: whoever was faster has saved by now.
    point = rows.select_related("section__organisation").get(pk=point_id)
    point.resolution, point.association = resolution, resolution.association
    return point, resolution


def _require_present(point: Decision) -> None:
    if point.archived_at is not None:
        raise RowIsArchived("Пункт убран из проекта: сначала верните его.")


def _set_away(point: Decision, resolution: Resolution, action: str, *, by: Actor, at: datetime) -> Decision:
    point.archived_at = at if point.archived_at is None else None
    point.version += 1
    point.save(update_fields=["archived_at", "position", "version"])
    keep(action, point, resolution, by=by, at=at)
    return point
