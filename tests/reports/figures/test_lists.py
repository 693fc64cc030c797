"""The lists behind figures: as long as their figures, by the page, shut for whoever may not read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from stellazh.reports.figures import (
    NoSuchFigure,
    Scope,
    can_open_figure,
    counted,
    figure_list,
    figures,
    shows_people,
)
from tests.factories.associations import GrantFactory, OrganisationFactory, TerritoryFactory
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.members import CardFactory, MembershipFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import DecisionFactory
from tests.reports.figures.conftest import ANYBODY, AS_OF, ScopeOf, came, full_event, held, values


def test_each_figure_is_the_length_of_its_list(
    scope: Scope, full_year: Callable[[int], None], association: Association
) -> None:
    full_year(3)
    MembershipFactory(association=association)
    came(held(association), person=None, guest_key="name:вербина")

    found = counted(scope)
    lists = {code: figure_list(scope, code, reader=ANYBODY) for code in found}

    assert {code: len(one.rows) for code, one in lists.items() if figures[code].counts_rows} == {
        code: figure.value or 0 for code, figure in found.items() if figures[code].counts_rows
    }
    for one in lists.values():
        rows = list(one.rows[:50])
        assert len(rows) == len(one.rows)
        assert {len(row.cells) for row in rows} <= {len(one.headings)}


def test_lists_cost_the_same_with_one_and_with_three_rows(
    scope_of: ScopeOf, full_year: Callable[[int], None], association: Association
) -> None:
    def costs() -> dict[str, int]:
        found = {}
        for rule in figures:
            scope = scope_of()
            with CaptureQueriesContext(connection) as asked:
                Paginator(figure_list(scope, rule.code, reader=ANYBODY).rows, 50).page(1).object_list[:1]
            found[rule.code] = len(asked)
        return found

    MembershipFactory(association=association)
    full_year(1)
    with_one = costs()
    people: Any = [PersonFactory() for _ in range(3)]
    for number in (1, 2):
        full_event(association, number, people)
    MembershipFactory(association=association)

    assert costs() == with_one
    assert max(with_one.values()) <= 8


def test_place_somebody_keeps_to_herself_is_in_no_figure_and_no_list(region: Association, region_head: Person) -> None:
    one = MembershipFactory(association=region)
    CardFactory(person=one.person, visibility={"posts": "self"})
    school = OrganisationFactory(territory=TerritoryFactory(parent=region.territory))
    PostFactory(person=one.person, organisation=school)
    scope = Scope(region, 2024, AS_OF)

    rows = figure_list(scope, "structure.people", reader=region_head).rows

    assert values(scope, "structure.municipalities") == [0]
    assert school.short_name not in str([row.cells for row in rows])


@pytest.mark.parametrize("code", [rule.code for rule in figures if rule.needs] + ["event.people:1"])
def test_list_stays_shut_for_whoever_may_not_read_it(
    code: str, scope: Scope, stranger: Person, association: Association
) -> None:
    for reader in (Guest(), stranger, PersonFactory.create()):
        assert not can_open_figure(reader, code, association)
        with pytest.raises(PermissionRefused):
            figure_list(scope, code, reader=reader)


def test_member_reads_numbers_and_no_list_of_people(
    scope: Scope, member: Person, head: Person, region_head: Person, association: Association
) -> None:
    came(held(association), person=member)

    assert values(scope, "people.total") == [1]
    for code in [rule.code for rule in figures if rule.shows_people] + ["event.people:1", "event.attendances:1"]:
        assert shows_people(code)
        assert can_open_figure(head, code, association)
        assert can_open_figure(region_head, code, association)
    # Of her own association she reads the list of members as it is; nothing of who was where.
    allowed = {rule.code for rule in figures if rule.shows_people and can_open_figure(member, rule.code, association)}
    assert allowed == {"structure.people"}


def test_list_of_those_below_needs_the_right_below(association: Association) -> None:
    secretary = PersonFactory.create()
    GrantFactory(person=secretary, role="secretary", association=association)

    assert can_open_figure(secretary, "attendances.total", association)
    refusal = can_open_figure(secretary, "attendances.total.below", association)
    assert refusal.reason == "Этот список открыт тем, кто отвечает и за нижестоящие объединения."


def test_list_of_what_is_not_counted(scope: Scope, head: Person) -> None:
    for code in ("nothing", "event.nothing:4", "event.people:x"):
        with pytest.raises(NoSuchFigure):
            figure_list(scope, code, reader=head)


def test_list_names_nobody_of_another_association(scope: Scope, association: Association, head: Person) -> None:
    other: Any = EventFactory(held=True)
    came(other, name="Чужая Ольга")
    EnrolmentFactory(event=other, name="Чужая Ольга")
    DecisionFactory(binding=True, text="Чужая Ольга")
    came(held(association), name="Своя Ольга")

    told = [row for rule in figures for row in figure_list(scope, rule.code, reader=head).rows[:50]]

    assert "Чужая Ольга" not in str(told)
    assert "Своя Ольга" in str(told)


def test_rows_are_fetched_by_the_page(scope: Scope, association: Association) -> None:
    event = held(association)
    for _ in range(3):
        came(event)
    rows = figure_list(scope, "attendances.total", reader=ANYBODY).rows

    assert [len(Paginator(rows, 2).page(number).object_list) for number in (1, 2)] == [2, 1]
    assert rows[-1] == rows[2]
    with pytest.raises(IndexError):
        rows[3]
