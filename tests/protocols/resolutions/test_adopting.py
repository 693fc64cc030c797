"""Adoption, closing, what is left: refusals, two at once, who sees what, how many queries."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from stellazh.associations.models import Association
from stellazh.common.errors import PermissionRefused
from stellazh.files.services import open_file
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.enums import DoneState, ResolutionStatus
from stellazh.protocols.models import Assignment, Resolution
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.left import offer_left_points
from stellazh.protocols.reads.resolutions.territories import WHOLE, place_table
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.closing import reopen_decision
from stellazh.protocols.services.marks import WordsMissing, report_assignment
from stellazh.protocols.services.resolutions import refusals
from stellazh.protocols.services.standing import DecisionIsClosed
from tests.checks import at_once, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.protocols import ProtocolFactory
from tests.protocols.resolutions.conftest import point

DAY = date(2024, 8, 27)


def test_what_is_not_adopted(draft: Resolution, region_head: Person, methodist: Person, at: datetime) -> None:
    def adopt(day: date = DAY, by: Person = region_head, protocol_id: int | None = None) -> Resolution:
        return services.adopt_resolution(draft.pk, adopted_on=day, protocol_id=protocol_id, by=by, at=at)

    unsigned = ProtocolFactory.create(association=draft.association)
    foreign = ProtocolFactory.create(signed=True)

    nothing_changes(lambda: adopt(by=methodist), PermissionRefused)
    nothing_changes(lambda: adopt(day=date(2024, 9, 11)), refusals.WrongDay)
    nothing_changes(lambda: adopt(day=date(2020, 9, 1)), refusals.WrongDay)
    nothing_changes(lambda: adopt(protocol_id=unsigned.pk), refusals.WrongProtocol)
    nothing_changes(lambda: adopt(protocol_id=foreign.pk), refusals.WrongProtocol)
    draft.points.update(archived_at=at)
    nothing_changes(adopt, refusals.NothingToAdopt)


def test_adopted_it_changes_no_more(adopted: Resolution, region_head: Person, at: datetime) -> None:
    section = adopted.sections.first()
    first = adopted.points.first()
    assert section is not None
    assert first is not None
    fields = services.PointFields("иначе")

    nothing_changes(lambda: services.add_point(section.pk, fields=fields, by=region_head, at=at), PermissionRefused)
    nothing_changes(lambda: services.archive_point(first.pk, by=region_head, at=at), PermissionRefused)
    nothing_changes(lambda: services.archive_resolution(adopted.pk, by=region_head, at=at), PermissionRefused)
    nothing_changes(lambda: services.reopen_collecting(adopted.pk, by=region_head, at=at), PermissionRefused)
    nothing_changes(
        lambda: services.adopt_resolution(adopted.pk, adopted_on=DAY, by=region_head, at=at), refusals.WrongState
    )


def test_the_adopted_text_reads_back(adopted: Resolution) -> None:
    assert adopted.adopted_file is not None
    with open_file(adopted.adopted_file) as file:
        lines = [line.text.replace("\xa0", " ") for line in Document(io.BytesIO(file.read())).paragraphs]

    assert "РЕЗОЛЮЦИЯ" in lines
    assert "2. Руководителям методических объединений:" in lines
    assert "1.1. вести на сайте раздел с разборами уроков чтения (постоянно);" in lines
    assert "1.3. собрать сборник сценариев к юбилею писателя-земляка (до 1 декабря)." in lines
    assert "ПРОЕКТ" not in lines


def test_an_empty_section_takes_no_number(draft: Resolution, region_head: Person, at: datetime) -> None:
    draft.points.filter(section=draft.sections.first()).update(archived_at=at)

    services.adopt_resolution(draft.pk, adopted_on=DAY, by=region_head, at=at)

    content = resolution_content(Resolution.objects.get(pk=draft.pk))
    assert [(one.number, next(row.number for row in one.points)) for one in content.sections] == [
        (1, "1.1"),
        (2, "2.1"),
        (3, "3.1"),
        (4, "4.1"),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_adopt_at_once_and_members_hear_once(
    member: Person, draft: Resolution, region_head: Person, at: datetime
) -> None:
    found = at_once(lambda: str(services.adopt_resolution(draft.pk, adopted_on=DAY, by=region_head, at=at).pk))

    assert sorted(found) == sorted([str(draft.pk), "WrongState"])
    assert Notice.objects.filter(person=member, title__startswith="Принята резолюция").count() == 1


def test_collecting_closes_and_opens(collecting: Resolution, region_head: Person, member: Person, at: datetime) -> None:
    nothing_changes(lambda: services.close_collecting(collecting.pk, by=member, at=at), PermissionRefused)
    nothing_changes(lambda: services.reopen_collecting(collecting.pk, by=region_head, at=at), refusals.WrongState)
    assert services.call_for_proposals(collecting.pk, by=region_head, at=at) == 1
    assert Notice.objects.get(person=member).address == f"/resolutions/{collecting.pk}/proposals/"
    services.close_collecting(collecting.pk, by=region_head, at=at)
    nothing_changes(lambda: services.close_collecting(collecting.pk, by=region_head, at=at), refusals.WrongState)
    nothing_changes(lambda: services.call_for_proposals(collecting.pk, by=region_head, at=at), refusals.WrongState)
    assert services.reopen_collecting(collecting.pk, by=region_head, at=at).status == ResolutionStatus.COLLECTING


def test_closing_asks_every_point(adopted: Resolution, region_head: Person, member: Person, at: datetime) -> None:
    later = at + timedelta(days=340)
    first = point(adopted, "1.1")

    def close(by: Person = region_head, day: date = date(2025, 8, 10)) -> Resolution:
        return services.close_resolution(adopted.pk, closed_on=day, by=by, at=later)

    def close_point(words: str = "Сделано", state: str = DoneState.DONE, by: Person = region_head) -> object:
        return services.close_point(first.pk, state=state, words=words, by=by, at=later)

    nothing_changes(lambda: close_point(by=member), PermissionRefused)
    nothing_changes(lambda: close_point(words=""), WordsMissing)
    nothing_changes(lambda: close(by=member), PermissionRefused)
    nothing_changes(lambda: close(day=date(2024, 8, 1)), refusals.WrongDay)
    close_point()
    nothing_changes(close, refusals.PointsWithoutOutcome, match="1.2, 1.3, 2.1, 2.2, 2.3, 3.1 и ещё 8")
    services.reopen_point(first.pk, reason="Ошибка", by=region_head, at=later)
    nothing_changes(close, refusals.PointsWithoutOutcome, match="1.1, 1.2")
    for row in adopted.points.all():
        services.close_point(row.pk, state=DoneState.DONE, words="Сделано", by=region_head, at=later)
    close()
    nothing_changes(close, refusals.WrongState)
    nothing_changes(close_point, refusals.WrongState)
    nothing_changes(
        lambda: services.reopen_point(first.pk, reason="Ещё", by=region_head, at=later), refusals.WrongState
    )


def test_report_of_a_closed_resolution_stands(adopted: Resolution, region_head: Person, at: datetime) -> None:
    later = at + timedelta(days=340)
    for row in adopted.points.all():
        services.close_point(row.pk, state=DoneState.DONE, words="Сделано", by=region_head, at=later)
    services.close_resolution(adopted.pk, closed_on=date(2025, 8, 10), by=region_head, at=later)
    first = point(adopted, "1.1")
    mark = first.assignments.get()

    nothing_changes(
        lambda: reopen_decision(first.pk, reason="Ещё раз", by=region_head, at=later), DecisionIsClosed, match="Итог"
    )
    nothing_changes(
        lambda: report_assignment(
            mark.pk, state=DoneState.DONE, words="Позже", expected_version=mark.version, by=region_head, at=later
        ),
        DecisionIsClosed,
        match="Итог",
    )


def test_only_what_is_left_goes_on(adopted: Resolution, region_head: Person, at: datetime) -> None:
    fields = services.ResolutionFields(title="Следующая", school_year=2025)
    following = services.create_resolution(
        adopted.association_id, fields=fields, submission_key=None, by=region_head, at=at
    )
    done = point(adopted, "1.1")
    services.close_point(done.pk, state=DoneState.DONE, words="Сделано", by=region_head, at=at)

    offered = offer_left_points(following)
    taken = services.take_left_point(following.pk, point_id=point(adopted, "1.3").pk, by=region_head, at=at)

    assert [row.point.number_text for row in offered][:3] == ["1.2", "1.3", "2.1"]
    assert len(offered) == 14
    assert (taken.text, taken.term_raw) == ("Собрать сборник сценариев к юбилею писателя-земляка", "")
    assert [row.is_taken for row in offer_left_points(following)][:3] == [False, True, False]
    nothing_changes(
        lambda: services.take_left_point(following.pk, point_id=done.pk, by=region_head, at=at), refusals.PointNotLeft
    )
    other = point(adopted, "1.2").pk
    nothing_changes(
        lambda: services.take_left_point(following.pk, point_id=other, section_id=-1, by=region_head, at=at),
        refusals.NoSuchRow,
    )


def test_who_sees_which(
    collecting: Resolution, member: Person, region_head: Person, head: Person, stranger: Person, at: datetime
) -> None:
    def seen_by(person: Person) -> bool:
        return Resolution.objects.visible_to(person).filter(pk=collecting.pk).exists()

    assert (seen_by(member), seen_by(head), seen_by(region_head)) == (True, True, True)
    own = services.create_resolution(
        head.memberships.get().association_id,
        fields=services.ResolutionFields(title="Своя", school_year=2024),
        submission_key=None,
        by=head,
        at=at,
    )
    assert Resolution.objects.visible_to(member).filter(pk=own.pk).exists()
    assert not Resolution.objects.visible_to(stranger).filter(pk=own.pk).exists()


def test_places_against_points(
    adopted: Resolution, municipalities: list[Association], region_head: Person, at: datetime
) -> None:
    content = resolution_content(adopted, on=date(2024, 10, 2))

    table = place_table(content, content.points, on=date(2024, 10, 2))

    assert [row.name for row in table.rows] == [
        "Береговой округ",
        "Лужский округ",
        "Тихий округ",
        WHOLE,
    ]
    row = table.rows[0]
    words = {one.number: cell.word for one, cell in zip(table.points, row.cells, strict=True)}
    assert (words["1.1"], words["2.1"], words["3.1"], words["4.1"]) == ("", "в работе", "просрочено", "в работе")
    assert (row.percent, table.rows[3].marks.total) == (0, 5)


@pytest.mark.parametrize("schools", [0, 300])
def test_tracking_costs_the_same_with_three_hundred_schools(
    draft: Resolution, municipalities: list[Association], region_head: Person, at: datetime, schools: int
) -> None:
    for number in range(schools):
        OrganisationFactory(territory=municipalities[number % 3].territory)
    section = draft.sections.get(addressee_class="libraries")
    fields = services.SectionFields("Школам", "libraries", "school")
    services.update_section(section.pk, expected_version=1, fields=fields, by=region_head, at=at)
    services.adopt_resolution(draft.pk, adopted_on=DAY, by=region_head, at=at)
    assert Assignment.objects.count() == 3 + 9 + 12 + 3 * (6 + schools) + 2
    resolution = Resolution.objects.select_related("association__territory").get(pk=draft.pk)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        content = resolution_content(resolution, on=DAY)
        place_table(content, content.points, on=DAY)

    assert len(asked) == 7
