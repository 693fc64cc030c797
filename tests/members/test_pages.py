"""The list of members in the browser: reading, entering, inviting, giving roles, letting go."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.mail.models import OutgoingMail
from stellazh.members.models import Membership, Post
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.notices import BouncedAddressFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
STRONG = "лампа-над-столом-5"


def address(name: str, *args: object) -> str:
    return reverse(f"members:{name}", args=["luga", *args])


def page(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(text: str) -> list[str]:
    """The full names of the rows, in order."""
    return re.findall(r'<td data-label="Имя"><b><a href="[^"]+">([^<]+)</a></b>', text)


@pytest.mark.parametrize("count", [1, 3])
def test_member_list_costs_the_same_for_one_and_three(
    head: Person,
    association: Association,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        person: Any = PersonFactory()
        MembershipFactory(person=person, association=association)
        GrantFactory(person=person, role=Role.EDITOR, association=association)
        PostFactory(person=person)
    client = client_for(head)
    client.get(address("member_list"))

    # The session's person and grants, the association, the count, the rows, their posts, their roles, the addresses
    # that letters do not reach; the bell.
    with django_assert_num_queries(9):
        text = page(client, address("member_list"))

    assert len(names(text)) == count + 1


def test_member_list_says_whom_letters_do_not_reach(
    head: Person, member: Person, association: Association, client_for: ClientFor
) -> None:
    card: Any = PersonFactory(family_name="Вербина", password="!")
    MembershipFactory(person=card, association=association)
    for email in (member.email, card.email, "elsewhere@example.org"):
        BouncedAddressFactory(address=email)
    BouncedAddressFactory(address=head.email, cleared_at=clock.now())

    text = page(client_for(head), address("member_list"))

    rows = re.findall(r"<b><a[^>]*>(\w+)[^<]*</a></b>.*?</tr>", text, re.DOTALL)
    marked = [row[0] for row in re.findall(r"<b><a[^>]*>(\w+)((?:(?!</tr>).)*?)почта не доходит", text, re.DOTALL)]
    assert rows == ["Вербина", "Липина", "Ольхова"]
    assert marked == ["Вербина", "Липина"]


def test_member_list_of_fifty_stays_light(head: Person, association: Association, client_for: ClientFor) -> None:
    for _ in range(60):
        person: Any = PersonFactory()
        MembershipFactory(person=person, association=association)
        GrantFactory(person=person, association=association)

    answer = client_for(head).get(address("member_list"))

    assert len(names(answer.content.decode())) == 50
    assert len(answer.content) <= 80 * 1024


def test_member_list_shows_those_of_today_and_of_here(
    head: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    today = clock.today(association.time_zone)
    for family_name, place, begins, ends in (
        ("Липина", association, -10, None),
        ("Озерова", association, -10, 0),
        ("Лесникова", association, 0, 10),
        ("Бывшая", association, -10, -1),
        ("Будущая", association, 1, None),
        ("Соседняя", neighbour, -10, None),
    ):
        MembershipFactory(
            person=PersonFactory(family_name=family_name),
            association=place,
            from_on=today + timedelta(days=begins),
            to_on=None if ends is None else today + timedelta(days=ends),
        )

    found = names(page(client_for(head), address("member_list")))

    assert [name.split()[0] for name in found] == ["Лесникова", "Липина", "Озерова", "Ольхова"]


def test_member_list_leaves_out_those_put_away_today(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    card: Any = PersonFactory(family_name="Вербина", archived_at=clock.now())
    MembershipFactory(person=card, association=association, to_on=clock.today())

    found = names(page(client_for(head), address("member_list")))

    assert [name.split()[0] for name in found] == ["Ольхова"]


def test_member_list_is_narrowed_by_name_and_role(
    head: Person, methodist: Person, member: Person, client_for: ClientFor
) -> None:
    for person in (head, methodist, member):
        person.name_key = person.family_name.casefold()
        person.save()
    client = client_for(head)

    assert names(page(client, address("member_list"), q="ЛИП")) == ["Липина Вера Ильинична"]
    assert names(page(client, address("member_list"), role="methodist")) == ["Рябинина Вера Ильинична"]
    assert names(page(client, address("member_list"), role="nobody")) == names(page(client, address("member_list")))
    assert names(page(client, address("member_list"), q="нет такой")) == []


def test_member_list_shows_no_buttons_to_those_who_only_read(
    member: Person, region_head: Person, client_for: ClientFor
) -> None:
    for person in (member, region_head):
        text = page(client_for(person), address("member_list"))

        assert "Окончить участие" not in text
        assert "Внести человека" not in text
        assert names(text) == ["Липина Вера Ильинична"]


def test_member_create_enters_a_person_with_a_post(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    school: Any = OrganisationFactory(territory=association.territory, short_name="МБОУ СОШ № 5")
    client = client_for(head)
    sent = {
        "family_name": "Озерова",
        "given_name": "Тамара",
        "from_on": "2024-09-01",
        "organisation": school.pk,
        "post_title": "библиотекарь",
        "submission_key": "6f6ed1c4-6bd3-4b8f-9d13-0a8f0f0c5f11",
    }

    answers = [client.post(address("member_create"), sent) for _ in "ab"]

    person = Person.objects.get(family_name="Озерова")
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, address("member_list"))] * 2
    assert Membership.objects.get(person=person).association == association
    assert [(post.title, post.organisation) for post in Post.objects.all()] == [("библиотекарь", school)]


@pytest.mark.parametrize(
    "changes",
    [
        {"family_name": " "},
        {"from_on": "завтра"},
        {"email": "не адрес"},
        {"email": "person-taken@example.org"},
        {"post_title": "библиотекарь"},
        {"organisation": "999"},
    ],
    ids=str,
)
def test_member_create_keeps_what_was_typed_and_changes_nothing(
    head: Person, client_for: ClientFor, changes: dict[str, str]
) -> None:
    PersonFactory(email="person-taken@example.org")
    client = client_for(head)
    before = fingerprint()

    answer = client.post(
        address("member_create"), {"family_name": "Озерова", "given_name": "Тамара", "from_on": "2024-09-01", **changes}
    )

    assert answer.status_code == 422
    assert 'value="Тамара"' in answer.content.decode()
    assert fingerprint() == before


def test_member_create_offers_schools_of_the_own_territory_only(
    head: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    OrganisationFactory(territory=association.territory, short_name="Своя школа")
    OrganisationFactory(territory=neighbour.territory, short_name="Соседская школа")

    text = page(client_for(head), address("member_create"))

    assert ("Своя школа" in text, "Соседская школа" in text) == (True, False)


def test_member_find_lets_in_somebody_known(head: Person, association: Association, client_for: ClientFor) -> None:
    known: Any = PersonFactory(family_name="Лесникова", name_key="лесникова в.и.")
    client = client_for(head)

    offered = page(client, address("member_find"), q="лесн")
    answer = client.post(address("member_find"), {"person": known.pk, "from_on": "2024-09-01"})
    again = client.post(address("member_find"), {"person": known.pk, "from_on": "2024-09-01"})

    assert f'value="{known.pk}"' in offered
    assert answer["Location"] == address("member_list")
    assert again.status_code == 422
    assert Membership.objects.filter(person=known, association=association).count() == 1


def test_member_find_does_not_offer_members_nor_archived(head: Person, member: Person, client_for: ClientFor) -> None:
    Person.objects.filter(pk=member.pk).update(name_key="липина в.и.")
    archived: Any = PersonFactory(family_name="Липкина", name_key="липкина в.и.", archived_at=clock.now())

    text = page(client_for(head), address("member_find"), q="лип")

    assert f'name="person" value="{member.pk}"' not in text
    assert f'name="person" value="{archived.pk}"' not in text


def test_member_edit_after_a_conflict_shows_both_and_saves_the_second_time(
    head: Person, member: Person, client_for: ClientFor
) -> None:
    membership = Membership.objects.get(person=member)
    url = address("member_edit", membership.pk)
    client = client_for(head)
    client.post(url, {"position": "секретарь", "weight": 10, "version": 1})

    clash = client.post(url, {"position": "казначей", "weight": 10, "version": 1})
    text = clash.content.decode()
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version is not None
    saved = client.post(url, {"position": "казначей", "weight": 10, "version": version[1]})

    membership.refresh_from_db()
    assert (clash.status_code, saved.status_code) == (422, 302)
    assert "Сейчас сохранено" in text
    assert (membership.position, membership.version) == ("казначей", 3)


def test_member_end_asks_and_ends(head: Person, member: Person, client_for: ClientFor) -> None:
    membership = Membership.objects.get(person=member)
    url = address("member_end", membership.pk)
    client = client_for(head)

    question = page(client, url)
    answer = client.post(url, {"last_day": clock.today().isoformat()})
    gone = client.get(url)

    membership.refresh_from_db()
    assert "окончить участие?" in question
    assert (answer.status_code, gone.status_code) == (302, 404)
    assert membership.to_on == clock.today()
    assert Grant.objects.get(person=member).to_on == clock.today()


def test_member_end_of_the_head_by_the_secretary_says_why_not(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    secretary: Any = PersonFactory()
    GrantFactory(person=secretary, role=Role.SECRETARY, association=association)
    before_end = Membership.objects.get(person=head)

    answer = client_for(secretary).post(address("member_end", before_end.pk), {"last_day": clock.today().isoformat()})

    assert answer.status_code == 422
    assert "Руководителя назначает" in answer.content.decode()
    assert Grant.objects.get(person=head).to_on is None


def test_invitation_from_the_list_to_the_desk(head: Person, association: Association, client_for: ClientFor) -> None:
    person: Any = PersonFactory(without_account=True, family_name="Берестова")
    membership: Any = MembershipFactory(person=person, association=association)
    client = client_for(head)

    invited = client.post(address("member_invite", membership.pk), {"email": "Berestova@Example.org"})
    letter = OutgoingMail.objects.get()
    link = re.search(r"https?://[^/]+(/account/invitation/\S+)", letter.text)
    assert link is not None
    guest = client_for()
    opened = guest.get(link[1])
    accepted = guest.post(link[1], {"password": STRONG, "again": STRONG})

    person.refresh_from_db()
    assert (invited.status_code, letter.to_address) == (302, "berestova@example.org")
    assert "приглашает вас" in letter.text
    assert (opened.status_code, accepted["Location"]) == (200, reverse("pages:desk"))
    assert guest.get(reverse("pages:desk")).status_code == 200
    assert guest.get(link[1]).status_code == 410
    assert client.get(address("member_invite", membership.pk)).status_code == 404
    assert person.has_account


def test_invitation_to_an_address_of_another_is_refused(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    PersonFactory(email="taken@example.org")
    person: Any = PersonFactory(without_account=True)
    membership: Any = MembershipFactory(person=person, association=association)

    answer = client_for(head).post(address("member_invite", membership.pk), {"email": "taken@example.org"})

    assert answer.status_code == 422
    assert OutgoingMail.objects.count() == 0


def test_role_is_given_and_taken_back_from_the_list(head: Person, member: Person, client_for: ClientFor) -> None:
    membership = Membership.objects.get(person=member)
    client = client_for(head)
    today = clock.today().isoformat()

    given = client.post(address("role_grant", membership.pk), {"role": "editor", "from_on": today})
    twice = client.post(address("role_grant", membership.pk), {"role": "editor", "from_on": today})
    backwards = client.post(
        address("role_grant", membership.pk), {"role": "secretary", "from_on": today, "to_on": "2020-01-01"}
    )
    grant = Grant.objects.get(person=member, role=Role.EDITOR)
    ended = client.post(address("role_end", grant.pk), {"last_day": today})

    grant.refresh_from_db()
    assert [answer.status_code for answer in (given, twice, backwards, ended)] == [302, 422, 422, 302]
    assert grant.to_on == clock.today()


def test_role_form_offers_what_one_may_give(
    head: Person, region_head: Person, member: Person, client_for: ClientFor
) -> None:
    url = address("role_grant", Membership.objects.get(person=member).pk)

    offered = [re.findall(r'<option value="(\w+)"', page(client_for(person), url)) for person in (head, region_head)]

    assert offered == [["deputy", "secretary", "methodist", "editor", "member"], ["head"]]


def test_role_for_an_archived_card_is_refused_with_a_sentence(
    head: Person, member: Person, client_for: ClientFor
) -> None:
    Person.objects.filter(pk=member.pk).update(archived_at=clock.now())
    url = address("role_grant", Membership.objects.get(person=member).pk)

    answer = client_for(head).post(url, {"role": "editor", "from_on": clock.today().isoformat()})

    assert answer.status_code == 422
    assert "карточка в архиве" in answer.content.decode()


def test_my_lists_leads_straight_to_the_only_one(member: Person, client_for: ClientFor) -> None:
    answer = client_for(member).get(reverse("members:my_lists"))

    assert (answer.status_code, answer["Location"]) == (302, address("member_list"))


def test_my_lists_names_own_and_below_only(
    region_head: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    text = page(client_for(region_head), reverse("members:my_lists"))

    assert re.findall(r'href="/o/(\w+)/members/"', text) == ["omo", "bereg", "luga"]
