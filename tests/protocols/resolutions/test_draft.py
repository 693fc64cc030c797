"""The draft: heading, problem field, sections, points; refusals; constraints of the tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association, Organisation
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, UnfoldTo
from stellazh.protocols.models import (
    Decision,
    ProblemPoint,
    Proposal,
    ProposalVote,
    Resolution,
    ResolutionSection,
)
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.moving import Way
from stellazh.protocols.services.refusals import RowIsArchived, TextMissing, TextTooLong
from stellazh.protocols.services.resolutions import refusals
from tests.checks import nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.events import EventFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import ProposalFactory, ResolutionFactory, ResolutionSectionFactory

NO_TITLE = services.ResolutionFields(title=" ", school_year=2024)


def test_created_once_after_the_last_adopted(region: Association, region_head: Person, at: datetime) -> None:
    ResolutionFactory.create(association=region, draft=True)
    last = ResolutionFactory.create(association=region, adopted=True)
    event = EventFactory.create(association=region)
    fields = services.ResolutionFields(title=" О  чтении ", school_year=2025, event_id=event.pk)
    key = uuid4()

    made = services.create_resolution(region.pk, fields=fields, submission_key=key, by=region_head, at=at)
    again = services.create_resolution(region.pk, fields=fields, submission_key=key, by=region_head, at=at)

    assert again == made
    assert (made.title, made.previous, made.event, made.status) == ("О чтении", last, event, "collecting")


def test_what_is_not_created(region: Association, region_head: Person, member: Person, at: datetime) -> None:
    foreign = EventFactory.create()

    def create(by: Person = region_head, **fields: Any) -> Resolution:
        typed = services.ResolutionFields(**{"title": "О чтении", "school_year": 2025, **fields})
        return services.create_resolution(region.pk, fields=typed, submission_key=None, by=by, at=at)

    nothing_changes(lambda: create(by=member), PermissionRefused)
    nothing_changes(lambda: create(title=" "), TextMissing)
    nothing_changes(lambda: create(title="о" * 301), TextTooLong)
    nothing_changes(lambda: create(school_year=1999), refusals.WrongYear)
    nothing_changes(lambda: create(event_id=foreign.pk), refusals.WrongEvent)


def test_heading_changes_and_reads_terms_anew(draft: Resolution, region_head: Person, at: datetime) -> None:
    fields = services.ResolutionFields(title="Иначе", school_year=2025)
    version = draft.version

    services.update_resolution(draft.pk, expected_version=version, fields=fields, by=region_head, at=at)

    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Иначе", version + 1)
    assert draft.points.get(term_raw="до 1 декабря").due_on == date(2025, 12, 1)
    other = services.ResolutionFields(title="Третье", school_year=2025)
    nothing_changes(
        lambda: services.update_resolution(draft.pk, expected_version=version, fields=other, by=region_head, at=at),
        ChangedMeanwhile,
    )


def test_problem_field_line_by_line(collecting: Resolution, region_head: Person, member: Person, at: datetime) -> None:
    def put(*texts: str, version: int = 1, by: Person = region_head) -> list[ProblemPoint]:
        return services.put_problems(collecting.pk, texts=texts, expected_version=version, by=by, at=at)

    put("• Чтение;", " ", "– Фонды")

    assert [row.text for row in collecting.problems.all()] == ["Чтение", "Фонды"]
    nothing_changes(lambda: put("Иначе"), ChangedMeanwhile)
    nothing_changes(lambda: put("Иначе", version=2, by=member), PermissionRefused)
    nothing_changes(lambda: put("о" * 601, version=2), TextTooLong)
    nothing_changes(lambda: put(*(f"{n}" for n in range(41)), version=2), TextTooLong)


def test_five_usual_sections(
    collecting: Resolution, centre: Organisation, association: Association, region_head: Person, at: datetime
) -> None:
    made = services.add_usual_sections(collecting.pk, by=region_head, at=at)

    assert [(row.addressee_class, row.unfold_to) for row in made] == [
        (AddresseeClass.CENTRE, UnfoldTo.ONE),
        (AddresseeClass.HEADS, UnfoldTo.ASSOCIATION),
        (AddresseeClass.AUTHORITIES, UnfoldTo.MUNICIPALITY),
        (AddresseeClass.LIBRARIES, UnfoldTo.MUNICIPALITY),
        (AddresseeClass.PARTNERS, UnfoldTo.ORGANISATION),
    ]
    assert made[0].organisation == centre
    nothing_changes(lambda: services.add_usual_sections(collecting.pk, by=region_head, at=at), refusals.SectionsThere)


def test_the_owner_follows_the_section(draft: Resolution, region_head: Person, at: datetime) -> None:
    section = draft.sections.get(addressee_class=AddresseeClass.LIBRARIES)
    point = section.points.first()
    assert point is not None

    def owner() -> tuple[str, str, str]:
        row = point.owners.get()
        return row.name, row.addressee_class, row.unfold_to

    assert owner() == ("Все школьные библиотеки", "libraries", "municipality")
    fields = services.SectionFields("Библиотекам школ:", "libraries", "school")
    services.update_section(section.pk, expected_version=1, fields=fields, by=region_head, at=at)
    assert owner() == ("Все школьные библиотеки", "libraries", "school")
    section.refresh_from_db()
    assert section.heading == "Библиотекам школ"
    centre = draft.sections.get(addressee_class=AddresseeClass.CENTRE)
    services.update_point(
        point.pk,
        expected_version=1,
        fields=services.PointFields("вести блог"),
        section_id=centre.pk,
        by=region_head,
        at=at,
    )
    point.refresh_from_db()
    assert owner() == ("РИБЦ Заречной области", "centre", "one")
    assert (point.section, point.position, point.text) == (centre, 4, "вести блог")


def test_what_sections_refuse(draft: Resolution, region_head: Person, member: Person, at: datetime) -> None:
    section = draft.sections.first()
    assert section is not None
    far = OrganisationFactory.create()

    def add(by: Person = region_head, **fields: Any) -> object:
        typed = services.SectionFields(**{"heading": "Всем", "addressee_class": "heads", "unfold_to": "one", **fields})
        return services.add_section(draft.pk, fields=typed, by=by, at=at)

    nothing_changes(lambda: add(by=member), PermissionRefused)
    nothing_changes(lambda: add(heading=" : "), TextMissing)
    nothing_changes(lambda: add(heading="о" * 301), TextTooLong)
    nothing_changes(lambda: add(unfold_to="school"), refusals.WrongAddressee)
    nothing_changes(lambda: add(organisation_id=far.pk), refusals.WrongAddressee)
    nothing_changes(
        lambda: services.update_section(
            section.pk, expected_version=7, fields=services.SectionFields("Им", "heads"), by=region_head, at=at
        ),
        ChangedMeanwhile,
    )
    nothing_changes(lambda: services.remove_section(section.pk, by=region_head, at=at), refusals.SectionHasPoints)


def test_an_emptied_section_goes_and_its_points_can_come_back(
    draft: Resolution, region_head: Person, at: datetime
) -> None:
    section = draft.sections.get(addressee_class=AddresseeClass.PARTNERS)
    keys = list(section.points.values_list("pk", flat=True))
    for key in keys:
        services.archive_point(key, by=region_head, at=at)

    services.remove_section(section.pk, by=region_head, at=at)
    back = services.restore_point(keys[0], by=region_head, at=at)

    assert draft.sections.count() == 4
    assert (back.archived_at, back.section) == (None, draft.sections.first())
    assert back.owners.get().addressee_class == "centre"


def test_rows_change_places(draft: Resolution, region_head: Person, at: datetime) -> None:
    first, second = draft.sections.all()[:2]
    points = list(first.points.all())

    services.move_section(second.pk, way=Way.UP, by=region_head, at=at)
    services.move_section(second.pk, way=Way.UP, by=region_head, at=at)
    services.move_point(points[0].pk, way=Way.DOWN, by=region_head, at=at)

    assert list(draft.sections.all()[:2]) == [second, first]
    assert list(first.points.all()) == [points[1], points[0], points[2]]


def test_what_points_refuse(draft: Resolution, region_head: Person, member: Person, at: datetime) -> None:
    point = draft.points.first()
    assert point is not None
    foreign = ResolutionSectionFactory.create()

    def add(text: str, by: Person = region_head) -> Decision:
        fields = services.PointFields(text)
        return services.add_point(point.section_id or 0, fields=fields, by=by, at=at)

    def update(version: int = 1, **more: Any) -> Decision:
        fields = services.PointFields("иначе")
        return services.update_point(point.pk, expected_version=version, fields=fields, by=region_head, at=at, **more)

    nothing_changes(lambda: add("да", by=member), PermissionRefused)
    nothing_changes(lambda: add(" – ;"), TextMissing)
    nothing_changes(lambda: add("о" * 2001), TextTooLong)
    nothing_changes(lambda: update(version=9), ChangedMeanwhile)
    nothing_changes(lambda: update(section_id=foreign.pk), refusals.NoSuchRow)
    services.archive_point(point.pk, by=region_head, at=at)
    nothing_changes(update, RowIsArchived)
    nothing_changes(lambda: services.move_point(point.pk, way=Way.UP, by=region_head, at=at), RowIsArchived)


def test_put_away_and_brought_back(draft: Resolution, region_head: Person, member: Person, at: datetime) -> None:
    nothing_changes(lambda: services.archive_resolution(draft.pk, by=member, at=at), PermissionRefused)
    services.archive_resolution(draft.pk, by=region_head, at=at)
    assert not Resolution.objects.visible_to(member).exists()
    assert Resolution.objects.visible_to(region_head).get() == draft
    nothing_changes(lambda: services.add_usual_sections(draft.pk, by=region_head, at=at), PermissionRefused)
    services.restore_resolution(draft.pk, by=region_head, at=at)
    assert Resolution.objects.visible_to(member).get() == draft


@pytest.mark.parametrize(
    "break_it",
    [
        lambda: Resolution.objects.update(title=""),
        lambda: Resolution.objects.update(status="adopted"),
        lambda: ProblemPoint.objects.create(resolution=Resolution.objects.get(), text=""),
        lambda: ResolutionSection.objects.update(heading=""),
        lambda: Proposal.objects.update(text=""),
        lambda: Proposal.objects.update(state="merged"),
        lambda: ProposalVote.objects.bulk_create(
            [ProposalVote(proposal=Proposal.objects.get(), person=Person.objects.first(), voted_at=_AT)] * 2
        ),
        lambda: Decision.objects.create(
            association=Association.objects.first(), resolution=Resolution.objects.get(), text="без раздела"
        ),
    ],
)
def test_the_tables_refuse(db: None, break_it: Callable[[], object]) -> None:
    resolution = ResolutionFactory.create()
    ResolutionSectionFactory.create(resolution=resolution)
    ProposalFactory.create(resolution=resolution, person=PersonFactory.create())

    with pytest.raises(IntegrityError), transaction.atomic():
        break_it()


_AT = datetime.fromisoformat("2024-09-10T09:00:00+00:00")
