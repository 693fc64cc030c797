"""A submission key gives its own row and nobody else's; of two who want one name one gets a sentence, none an error."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from stellazh.associations.enums import AssociationKind, OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.associations.services import (
    AssociationFields,
    OrganisationFields,
    create_association,
    create_organisation,
)
from stellazh.common.actor import System
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import FormSentTwice
from stellazh.members.models import Membership
from stellazh.members.services import MemberFields, enter_member
from stellazh.people.models import Person
from stellazh.people.services import EmailIsTaken, PersonFields, create_person
from tests.factories.associations import AssociationFactory, TerritoryFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory

AT = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
BY = System("test")
TIMES = 6


def at_once(deed: Callable[[int], object]) -> list[str]:
    """What became of the deed begun by several at the same moment: names of refusals, «done» for none."""
    together = threading.Barrier(TIMES)

    def run(number: int) -> str:
        together.wait()
        try:
            deed(number)
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(TIMES) as threads:
        return sorted(threads.map(run, range(TIMES)))


def association_fields(territory_id: int) -> AssociationFields:
    return AssociationFields(AssociationKind.GTO, "Творческое объединение", "ГТО", territory_id)


@pytest.mark.django_db(transaction=True)
def test_one_form_of_a_member_enters_one_person() -> None:
    association, key = AssociationFactory(), uuid4()

    found = at_once(
        lambda _: enter_member(
            association.pk,
            person_fields=PersonFields("Озерова", "Тамара"),
            email="ozerova@example.org",
            fields=MemberFields(),
            from_on=date(2024, 9, 1),
            submission_key=key,
            by=BY,
            at=AT,
        )
    )

    assert found == ["done"] * TIMES
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_address_goes_to_one_of_those_who_want_it() -> None:
    found = at_once(
        lambda number: create_person(fields=PersonFields(f"Липина-{number}"), email="l@example.org", by=BY, at=AT)
    )

    assert found == [EmailIsTaken.__name__] * (TIMES - 1) + ["done"]
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_code_goes_to_one_of_those_who_want_it() -> None:
    parents = [AssociationFactory() for _ in range(TIMES)]

    found = at_once(
        lambda number: create_association(
            code="tvorchestvo",
            parent_id=parents[number].pk,
            fields=association_fields(parents[number].territory_id),
            by=BY,
            at=AT,
        )
    )

    assert found == ["CodeIsTaken"] * (TIMES - 1) + ["done"]
    assert Association.objects.filter(code="tvorchestvo").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_number_goes_to_one_of_the_organisations() -> None:
    territories = [TerritoryFactory() for _ in range(TIMES)]

    found = at_once(
        lambda number: create_organisation(
            fields=OrganisationFields(
                OrganisationKind.SCHOOL, "Школа", f"Школа {number}", territories[number].pk, inn="2460000000"
            ),
            by=BY,
            at=AT,
        )
    )

    assert found == ["InnIsTaken"] * (TIMES - 1) + ["done"]
    assert Organisation.objects.count() == 1


def test_key_of_another_list_gives_nobody_of_it(
    association: Association, neighbour: Association, stranger: Person, head: Person, at: datetime
) -> None:
    key = uuid4()

    def enter(place: Association, name: str, by: Person) -> Membership:
        return enter_member(
            place.pk,
            person_fields=PersonFields(name),
            email=None,
            fields=MemberFields(),
            from_on=date(2024, 9, 1),
            submission_key=key,
            by=by,
            at=at,
        )

    enter(association, "Озерова", head)

    with pytest.raises(FormSentTwice):
        enter(neighbour, "Лесникова", stranger)
    assert neighbour.memberships.filter(person__family_name="Озерова").count() == 0


def test_key_of_another_parent_gives_no_association_of_it(
    association: Association, neighbour: Association, at: datetime
) -> None:
    key = uuid4()

    def create(parent: Association, code: str) -> Association:
        fields = association_fields(parent.territory_id)
        return create_association(code=code, parent_id=parent.pk, fields=fields, submission_key=key, by=BY, at=at)

    made = create(association, "gto-odin")

    assert create(association, "gto-odin") == made
    with pytest.raises(FormSentTwice):
        create(neighbour, "gto-dva")


def test_outcome_sent_twice_is_one(
    head: Person, association: Association, client_for: Callable[[Person | None], Client]
) -> None:
    item: Any = PlanItemFactory(plan=PlanFactory(association=association, approved=True))
    address = reverse("workplans:item_outcome", args=[item.plan_id, item.pk])
    client, sent = client_for(head), {"evidence": "список участников", "submission_key": str(uuid4())}

    codes = [client.post(address, sent).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert item.outcomes.count() == 1
    client.post(address, {**sent, "submission_key": str(uuid4())})
    assert item.outcomes.count() == 2


def pressed(client: Client, address: str) -> dict[str, str]:
    """What the button of the page sends."""
    page = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(deed)" value="([^"]*)">', page))


def test_publishing_twice_publishes(
    head: Person, association: Association, client_for: Callable[[Person | None], Client]
) -> None:
    plan: Any = PlanFactory(association=association, approved=True)
    address, client = reverse("workplans:plan_publish", args=[plan.pk]), client_for(head)
    sent = pressed(client, address)

    codes = [client.post(address, sent).status_code for _ in range(2)]

    plan.refresh_from_db()
    assert (sent, codes, plan.is_public) == ({"deed": "Опубликовать"}, [302, 302], True)


def test_putting_away_twice_puts_away(
    head: Person, association: Association, client_for: Callable[[Person | None], Client]
) -> None:
    plan: Any = PlanFactory(association=association)
    address, client = reverse("workplans:plan_archive", args=[plan.pk]), client_for(head)
    sent = pressed(client, address)

    for _ in range(2):
        client.post(address, sent)

    plan.refresh_from_db()
    assert plan.archived_at is not None


def test_closing_twice_closes(
    head: Person, association: Association, client_for: Callable[[Person | None], Client]
) -> None:
    address, client = reverse("associations:association_close", args=[association.code]), client_for(head)
    sent = pressed(client, address)

    for _ in range(2):
        client.post(address, sent)

    association.refresh_from_db()
    assert association.archived_at is not None
