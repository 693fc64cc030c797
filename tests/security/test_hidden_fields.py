"""What somebody keeps to herself stays hidden wherever two cards are compared, listed or written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.members.models import Post
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.people.models import Person
from tests.factories.associations import OrganisationFactory
from tests.factories.members import (
    CampaignAnswerFactory,
    CampaignFactory,
    CardFactory,
    MembershipFactory,
    PostFactory,
    RegistrationFactory,
)
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
SCHOOL = "Тайная гимназия № 77"


@pytest.fixture
def shy(association: Association) -> Person:
    """A member who keeps where she works to herself."""
    person = PersonFactory(family_name="Берестова", given_name="Анна", patronymic="Петровна", without_account=True)
    MembershipFactory(person=person, association=association)
    CardFactory(person=person, visibility={"posts": "self"})
    school = OrganisationFactory(short_name=SCHOOL, name=SCHOOL, territory=association.territory)
    PostFactory(person=person, organisation=school)
    return person


def text(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"members:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_merge_side_by_side_does_not_tell(head: Person, member: Person, shy: Person, client_for: ClientFor) -> None:
    page = text(client_for(head), "merge_create", member.pk, shy.pk)

    assert "Берестова" in page
    assert SCHOOL not in page


def test_look_alikes_of_a_card_do_not_tell(head: Person, member: Person, shy: Person, client_for: ClientFor) -> None:
    page = text(client_for(head), "merge_find", member.pk, q="Берестова")

    assert "Берестова" in page
    assert SCHOOL not in page


def test_look_alikes_of_a_newcomer_do_not_tell(
    association: Association, head: Person, shy: Person, client_for: ClientFor
) -> None:
    other = OrganisationFactory(short_name="МБОУ СОШ № 5", territory=association.territory)
    registration = RegistrationFactory(association=association, organisation=other)

    page = text(client_for(head), "registration_detail", registration.pk)

    assert "Берестова Анна Петровна" in page
    # The list of schools to choose from names every school, beside nobody.
    assert f"Берестова Анна Петровна, {SCHOOL}" not in page


def test_newcomer_who_names_the_school_does_not_learn_who_works_there(
    association: Association, head: Person, shy: Person, client_for: ClientFor
) -> None:
    school = Post.objects.get(person=shy).organisation
    registration = RegistrationFactory(association=association, organisation=school)

    page = text(client_for(head), "registration_detail", registration.pk)

    assert "школа та же" not in page


def test_composition_does_not_tell_fellow_members(
    association: Association, member: Person, shy: Person, client_for: ClientFor
) -> None:
    page = text(client_for(member), "composition_on", association.code)

    assert "Берестова" in page
    assert SCHOOL not in page


def test_list_of_a_campaign_does_not_tell(
    association: Association, head: Person, shy: Person, client_for: ClientFor
) -> None:
    campaign = CampaignFactory(association=association)
    CampaignAnswerFactory(campaign=campaign, person=shy)

    page = text(client_for(head), "campaign_people", campaign.pk)

    assert "Берестова" in page
    assert SCHOOL not in page


def test_namesake_offered_for_a_plan_does_not_tell(shy: Person) -> None:
    assert seen_posts(Post.objects.all(), actor=None) == []


@pytest.mark.parametrize(("level", "seen"), [("self", False), ("head", True), ("region", True)])
def test_post_is_seen_by_the_head_as_the_card_says(head: Person, shy: Person, level: str, *, seen: bool) -> None:
    shy.card.visibility = {"posts": level}
    shy.card.save()

    assert bool(seen_posts(Post.objects.all(), actor=head)) is seen


def test_open_posts_cost_one_query(head: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    PostFactory(person=head)
    PostFactory()

    with django_assert_num_queries(1):
        found = seen_posts(Post.objects.all(), actor=head)

    assert len(found) == 2
