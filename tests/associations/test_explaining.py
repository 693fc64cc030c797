"""Why may she do that here: the explanation never disagrees with the check, and tells whom to turn to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations import access
from stellazh.associations.explaining import explain, explain_all
from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.capabilities import Role, capabilities
from stellazh.people.models import Person
from tests.factories.associations import AssociationFactory, GrantFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
PAGE = "associations:capability_explain"


@pytest.fixture
def branch(association: Association) -> Association:
    """An association below `association`."""
    made: Association = AssociationFactory(code="ozero", short_name="РМО Озёрного района", parent=association)
    return made


@pytest.mark.parametrize("role", Role)
def test_explanation_agrees_with_the_check_for_every_role_right_and_place(
    role: Role, region: Association, association: Association, neighbour: Association, branch: Association
) -> None:
    person: Any = PersonFactory()
    GrantFactory(person=person, role=role, association=association)

    for entry in capabilities:
        for place in (region, association, branch, neighbour):
            told = explain(person, entry.code, place)
            is_allowed = bool(access.can(person, entry.code, place))

            assert told.is_allowed == is_allowed, (entry.code, place.code)
            assert bool(access.grants_that_allow(person, entry.code, place)) == is_allowed
            assert (told.who_may == ()) == is_allowed
            assert told.steps != ()


@pytest.mark.parametrize("role", Role)
def test_all_rights_of_a_place_agree_with_the_check(role: Role, association: Association, branch: Association) -> None:
    person: Any = PersonFactory()
    GrantFactory(person=person, role=role, association=association)

    for place in (association, branch):
        found = {line.capability.code: line.is_allowed for line in explain_all(person, place)}

        assert found == {
            entry.code: bool(access.can(Person.objects.get(pk=person.pk), entry.code, place)) for entry in capabilities
        }


def test_a_grant_over_a_territory_is_explained(region: Association, association: Association) -> None:
    person: Any = PersonFactory()
    GrantFactory(person=person, role=Role.MEMBER, association=None, territory=region.territory)

    told = explain(person, "members.read_members", association)

    assert told.is_allowed
    assert "территория «Заречная область»" in told.steps[0]


def test_yes_tells_the_role_its_giver_and_the_right(association: Association, region_head: Person) -> None:
    person: Any = PersonFactory(family_name="Ольхова")
    GrantFactory(
        person=person,
        role=Role.HEAD,
        association=association,
        from_on=date(2023, 9, 1),
        granted_by=region_head,
        granted_at=datetime(2023, 8, 30, 9, 0, tzinfo=UTC),
    )

    told = explain(person, "members.edit_members", association)

    assert told.steps == (
        "Ольхова В.И. — руководитель, «ММО Лужского округа», с 01.09.2023 (назначила Сосновская В.И. 30.08.2023).",
        "Роль «Руководитель» даёт право «вести список участников» там, где она дана.",
    )
    assert told.verdict == "Поэтому: может вести список участников."


def test_yes_from_above_names_the_ladder(region_head: Person, association: Association) -> None:
    told = explain(region_head, "members.read_members", association)

    assert told.is_allowed
    assert told.steps[-1] == "«ММО Лужского округа» стоит ниже: «ОМО библиотекарей»."


def test_no_tells_what_is_missing_who_may_and_who_gives_it(
    head: Person, member: Person, region_head: Person, association: Association
) -> None:
    told = explain(member, "members.edit_members", association)

    assert told.steps == ("Участник здесь с 01.01.2020: эта роль права «вести список участников» не даёт.",)
    assert told.verdict == "Поэтому: не может вести список участников."
    assert "Руководитель: Ольхова В.И. (ММО Лужского округа)" in told.who_may
    assert "Секретарь: сейчас никого" in told.who_may
    assert "Роль «Секретарь» здесь назначает: Ольхова В.И." in told.who_gives
    assert "Роль «Руководитель» здесь назначает: Сосновская В.И." in told.who_gives


def test_no_tells_of_roles_above_that_do_not_reach_and_of_roles_that_ended(
    region_head: Person, association: Association
) -> None:
    former: Any = PersonFactory()
    yesterday = clock.today() - timedelta(days=1)
    GrantFactory(person=former, role=Role.HEAD, association=association, to_on=yesterday)

    from_above = explain(region_head, "members.edit_members", association)
    ended = explain(former, "members.edit_members", association)

    assert "только там, а в объединениях ниже — нет" in from_above.steps[0]
    assert ended.steps == (f"Роль «Руководитель» была по {yesterday:%d.%m.%Y} и окончилась.",)


# The page


def page(client: Client, **query: object) -> str:
    answer = client.get(reverse(PAGE), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_may_ask_about_herself(member: Person, client_for: ClientFor) -> None:
    text = page(client_for(member))

    assert "Почему можно или нельзя: вам" in text
    assert len(re.findall(r'<td data-label="Право">', text)) == len(capabilities)
    assert "О другом человеке" not in text


def test_page_explains_one_right(member: Person, head: Person, association: Association, client_for: ClientFor) -> None:
    query = {"person": member.pk, "association": association.pk, "capability": "members.edit_members"}

    text = page(client_for(head), **query)

    assert "Почему можно или нельзя: Липина В.И." in text
    assert "Поэтому: не может вести список участников." in text
    assert "Кто может дать это право" in text


def test_heads_ask_about_their_reach_and_nobody_else(
    head: Person, member: Person, stranger: Person, region_head: Person, client_for: ClientFor
) -> None:
    def status(asker: Person, about: Person) -> int:
        return client_for(asker).get(reverse(PAGE), {"person": about.pk}).status_code

    assert [status(head, one) for one in (member, head)] == [200, 200]
    assert [status(head, one) for one in (stranger, region_head)] == [404, 404]
    assert [status(region_head, one) for one in (member, stranger, head)] == [200, 200, 200]
    assert [status(member, one) for one in (head, stranger)] == [404, 404]


def test_people_are_found_within_reach_only(
    head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    for person in (member, stranger):
        person.name_key = "липина в.и."
        person.save()

    text = page(client_for(head), q="Липина")

    assert f"?person={member.pk}" in text
    assert f"?person={stranger.pk}" not in text


def test_operator_asks_about_everybody(member: Person, association: Association, client_for: ClientFor) -> None:
    operator: Any = PersonFactory()
    GrantFactory(person=operator, role=Role.OPERATOR, association=association)
    nobody: Any = PersonFactory(without_account=True)
    assert not Grant.objects.filter(person=nobody).exists()

    assert "Почему можно или нельзя" in page(client_for(operator), person=nobody.pk)


def test_strange_questions_are_met_calmly(member: Person, client_for: ClientFor) -> None:
    for query in ({"person": "x"}, {"association": "0"}, {"capability": "nothing"}, {"person": "9" * 30}):
        assert "Почему можно или нельзя: вам" in page(client_for(member), **query)
