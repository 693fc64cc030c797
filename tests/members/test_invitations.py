"""Inviting a whole list: who may be, who was, who was passed over and why; nobody twice within a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Guest
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.worker import run_queued
from stellazh.mail.models import OutgoingMail
from stellazh.members import services
from stellazh.members.access.invitations import may_invite_each
from stellazh.members.models import Membership
from stellazh.members.reads.invitations import invitees, match_addresses
from stellazh.members.services import Invitee
from stellazh.people import access as people_access
from stellazh.people.models import Person
from stellazh.people.services import TooManyInvitations, accounts, invite_person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


def card(association: Association, family_name: str = "Озерова", email: str | None = None, **how: Any) -> Person:
    """A member without an account."""
    person: Person = PersonFactory(without_account=True, family_name=family_name, email=email, **how)
    MembershipFactory(person=person, association=association)
    return person


def invite(association: Association, invitee: Invitee, by: Any, at: datetime, **how: Any) -> bool:
    how = {"since": at - timedelta(days=1), "asked_at": at, **how}
    return services.invite_listed(association.pk, invitee, by=by, at=at, **how)


def letters() -> list[str]:
    mail = OutgoingMail.objects.filter(kind="people.invitation")
    return list(mail.order_by("to_address").values_list("to_address", flat=True))


# Who may be invited


def test_answers_for_many_agree_with_those_for_one(
    head: Person, association: Association, region: Association, neighbour: Association
) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.DEPUTY, association=association)
    people = [card(association, name) for name in ("Озерова", "Берестова", "Кленова", "Лесникова")]
    GrantFactory(person=people[1], role=Role.EDITOR, association=association)
    GrantFactory(person=people[2], role=Role.HEAD, association=neighbour)
    MembershipFactory(person=people[3], association=neighbour)
    today = clock.today(association.time_zone)

    for actor in (head, deputy):
        found = may_invite_each(actor, association, people, on=today)

        for person in people:
            assert bool(found[person.pk].invite) == bool(people_access.can_invite_person(actor, person))
            assert bool(found[person.pk].set_address) == bool(people_access.can_set_address(actor, person))


def test_list_of_invitees_leaves_out_accounts_archived_and_others(
    head: Person, member: Person, association: Association, neighbour: Association, at: datetime
) -> None:
    here = card(association, "Озерова")
    card(association, "Убранная", archived_at=at)
    card(neighbour, "Соседняя")
    today = clock.today(association.time_zone)
    former: Any = PersonFactory(without_account=True, family_name="Бывшая")
    MembershipFactory(person=former, association=association, to_on=today - timedelta(days=1))

    assert [row.person for row in invitees(association, head, on=today, at=at)] == [here]


# A pasted list


def test_pasted_addresses_find_their_people(association: Association) -> None:
    full = card(association, "Озерова", given_name="Тамара", patronymic="Львовна")
    initials = card(association, "Берестова", given_name="А", patronymic="П")
    typed = """
    Озерова Тамара Львовна <Tamara@Example.org>
    Берестова А. П.; anna@example.org
    """

    found = match_addresses(typed, [full, initials])

    assert (found.emails, found.unmatched) == (
        {full.pk: "tamara@example.org", initials.pk: "anna@example.org"},
        (),
    )


@pytest.mark.parametrize(
    "line",
    [
        "Озерова Т.Л. tamara@example.org",
        "озерова  тамара львовна, tamara@example.org",
        "Озерова Тамара Львовна (tamara@example.org)",
        "«Озерова Тамара Львовна» <tamara@example.org>;",
        "Озерова Тамара Львовна\ttamara@example.org",
    ],
)
def test_pasted_line_may_be_written_in_many_ways(association: Association, line: str) -> None:
    person = card(association, "Озерова", given_name="Тамара", patronymic="Львовна")

    assert match_addresses(line, [person]).emails == {person.pk: "tamara@example.org"}


def test_pasted_lines_that_fit_nobody_or_two_say_so(association: Association) -> None:
    people = [card(association, "Озерова"), card(association, "Озерова")]

    found = match_addresses("Озерова В.И. a@example.org\nЧужая А.А. b@example.org\nбез адреса", people)

    assert found.emails == {}
    assert [why for _, why in found.unmatched] == [
        "подходит нескольким: впишите адрес сами",
        "такого имени нет среди тех, кто ещё не входит",
        "в строке нет адреса",
    ]


# The services


def test_request_of_invitations_queues_one_job(head: Person, association: Association, at: datetime) -> None:
    people = [card(association, email=f"p{number}@example.org") for number in range(2)]

    services.request_invitations(
        association.pk, invitees=[Invitee(person.pk) for person in people], again=False, by=head, at=at
    )

    job = Job.objects.get(name="members.invite_people")
    assert (job.actor_id, job.label) == (str(head.pk), "Приглашения: ММО Лужского округа")
    assert deeds(association) == [("list_invited", str(head.pk), {"Приглашения": ["", "поручено: 2"]})]
    assert letters() == []


def test_request_of_invitations_refusals(
    head: Person, member: Person, stranger: Person, region_head: Person, association: Association, at: datetime
) -> None:
    person = card(association)

    def ask(by: Any, people: Sequence[Invitee]) -> None:
        services.request_invitations(association.pk, invitees=people, again=False, by=by, at=at)

    for actor in (member, stranger, region_head, Guest()):
        nothing_changes(lambda actor=actor: ask(actor, [Invitee(person.pk)]), PermissionRefused)
    nothing_changes(lambda: ask(head, []), services.NobodyChosen)
    association.archived_at = at
    association.save()
    nothing_changes(lambda: ask(head, [Invitee(person.pk)]), PermissionRefused)


def test_invite_listed_writes_the_address_and_the_letter(head: Person, association: Association, at: datetime) -> None:
    person = card(association)

    assert invite(association, Invitee(person.pk, " New@Example.org "), head, at)

    person.refresh_from_db()
    assert (person.email, letters()) == ("new@example.org", ["new@example.org"])


def test_invite_listed_passes_over_and_says_why(
    head: Person, member: Person, association: Association, neighbour: Association, at: datetime
) -> None:
    elsewhere = card(neighbour, email="a@example.org")
    without = card(association)
    leads = card(association, email="leads@example.org")
    GrantFactory(person=leads, role=Role.HEAD, association=neighbour)

    for person, refusal, words in (
        (elsewhere, services.NotInvited, "уже не в этом списке"),
        (member, services.NotInvited, "уже входит"),
        (without, DomainError, "нет адреса"),
        (leads, PermissionRefused, "Приглашает руководитель"),
    ):
        nothing_changes(lambda person=person: invite(association, Invitee(person.pk), head, at), refusal, words)
    nothing_changes(lambda: invite(association, Invitee(leads.pk, "mine@example.org"), head, at), PermissionRefused)


def test_nobody_is_invited_twice_within_a_day_unless_asked(
    head: Person, association: Association, at: datetime
) -> None:
    person = card(association, email="p@example.org")
    invite(association, Invitee(person.pk), head, at)
    soon = at + timedelta(hours=23)

    nothing_changes(lambda: invite(association, Invitee(person.pk), head, soon), services.NotInvited, "меньше суток")
    assert invite(association, Invitee(person.pk), head, soon, since=soon)
    assert invite(association, Invitee(person.pk), head, soon + timedelta(days=1, minutes=1))

    assert letters() == ["p@example.org"] * 3


def test_work_begun_anew_sends_nobody_a_second_letter(head: Person, association: Association, at: datetime) -> None:
    person = card(association, email="p@example.org")
    later = at + timedelta(minutes=1)
    invite(association, Invitee(person.pk), head, at, since=at, asked_at=at)

    assert not invite(association, Invitee(person.pk), head, later, since=at, asked_at=at)
    assert letters() == ["p@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_send_one_letter(head: Person, association: Association, at: datetime) -> None:
    person = card(association, email="p@example.org")
    before = at - timedelta(minutes=1)

    found = at_once(lambda: str(invite(association, Invitee(person.pk), head, at, since=before, asked_at=before)))

    assert sorted(found) == ["False", "True"]
    assert letters() == ["p@example.org"]


def test_an_inviter_sends_so_many_a_day_and_no_more(
    head: Person, methodist: Person, association: Association, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "INVITATIONS_A_DAY", 2)
    people = [card(association, email=f"p{number}@example.org") for number in range(4)]
    for person in people[:2]:
        invite_person(person.pk, by=head, at=at)

    nothing_changes(lambda: invite_person(people[2].pk, by=head, at=at), TooManyInvitations, "это предел")
    invite_person(people[2].pk, by=methodist, at=at)
    invite_person(people[3].pk, by=head, at=at + timedelta(days=1, seconds=1))

    assert len(letters()) == 4


@pytest.mark.django_db(transaction=True)
def test_work_invites_each_and_reports(head: Person, association: Association, client_for: ClientFor) -> None:
    ready, without = card(association, "Озерова", "ready@example.org"), card(association, "Берестова")
    job = services.request_invitations(
        association.pk,
        invitees=[Invitee(without.pk), Invitee(ready.pk)],
        again=False,
        by=Person.objects.get(pk=head.pk),
        at=clock.now(),
    )

    run_queued()

    job.refresh_from_db()
    assert (job.state, letters()) == (JobState.DONE, ["ready@example.org"])
    text = client_for(head).get(job.result_url).content.decode()
    assert "письмо отправлено" in text
    assert re.findall(r'data-label="Кто">([^<]+)', text) == ["Берестова Вера Ильинична"]
    assert "нет адреса" in text


# The pages


def page(client: Client, **query: str) -> str:
    answer = client.get(reverse("members:member_invite_many", args=["luga"]), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_invite_page_costs_the_same_for_one_and_three(
    head: Person,
    association: Association,
    neighbour: Association,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        person = card(association, email=f"p{number}@example.org")
        MembershipFactory(person=person, association=neighbour)
        GrantFactory(person=person, association=association)
    client = client_for(head)
    page(client)

    # The session's person and grants, the association; members, their places, their roles, letters; the rail's notices.
    with django_assert_num_queries(8):
        text = page(client)

    assert text.count('type="checkbox" name="invite_') == count


def test_invite_page_sends_the_ticked_ones(head: Person, association: Association, client_for: ClientFor) -> None:
    one, other = card(association, "Озерова"), card(association, "Берестова", "b@example.org")
    address = reverse("members:member_invite_many", args=["luga"])

    answer = client_for(head).post(
        address,
        {f"invite_{one.pk}": "on", f"email_{one.pk}": "o@example.org", f"email_{other.pk}": "b@example.org"},
    )

    job = Job.objects.get(name="members.invite_people")
    assert (answer.status_code, answer["Location"]) == (302, job.get_absolute_url())
    assert job.arguments["people"] == [[one.pk, "o@example.org"]]


def test_invite_page_asks_for_missing_and_repeated_addresses(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    one, other = card(association, "Озерова"), card(association, "Берестова")
    address = reverse("members:member_invite_many", args=["luga"])
    ticked = {f"invite_{one.pk}": "on", f"invite_{other.pk}": "on"}
    client = client_for(head)

    empty = client.post(address, {**ticked, f"email_{one.pk}": "", f"email_{other.pk}": ""})
    twice = client.post(address, {**ticked, f"email_{one.pk}": "a@example.org", f"email_{other.pk}": "A@example.org"})
    nobody = client.post(address, {f"email_{one.pk}": "a@example.org"})

    assert [answer.status_code for answer in (empty, twice, nobody)] == [422] * 3
    assert "Впишите адрес или снимите отметку" in empty.content.decode()
    assert "Этот адрес уже стоит у другого человека" in twice.content.decode()
    assert "Отметьте хотя бы одного человека" in nobody.content.decode()
    assert not Job.objects.exists()


def test_pasted_list_fills_the_table_and_stores_nothing(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    person = card(association, "Озерова")
    card(association, "Берестова")

    answer = client_for(head).post(
        reverse("members:member_invite_many", args=["luga"]),
        {"match": "1", "addresses": "Озерова В.И. <o@example.org>\nЧужая А.А. <c@example.org>"},
    )

    text = answer.content.decode()
    assert f'name="email_{person.pk}" value="o@example.org"' in text
    assert "такого имени нет" in text
    person.refresh_from_db()
    assert (person.email, Job.objects.count()) == (None, 0)


def test_whole_list_is_invited_beyond_the_page(head: Person, association: Association, client_for: ClientFor) -> None:
    for number in range(51):
        card(association, email=f"p{number}@example.org")
    client = client_for(head)

    text = page(client)
    client.post(reverse("members:member_invite_many", args=["luga"]), {"everybody": "1"})

    assert "Пригласить всех с адресом: 51" in text
    assert len(Job.objects.get(name="members.invite_people").arguments["people"]) == 51


def test_those_who_cannot_be_invited_are_named_with_why(
    head: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    leads = card(association, "Озерова")
    GrantFactory(person=leads, role=Role.HEAD, association=neighbour)
    stands = card(association, "Берестова")
    MembershipFactory(person=stands, association=neighbour)

    text = page(client_for(head))

    assert f"invite_{leads.pk}" not in text
    assert "роль в другом объединении" in text
    assert re.search(rf'name="email_{stands.pk}"[^>]*disabled', text)


def test_invite_page_and_report_are_closed_to_others(
    head: Person, member: Person, stranger: Person, methodist: Person, association: Association, client_for: ClientFor
) -> None:
    person = card(association, email="p@example.org")
    job = services.request_invitations(
        association.pk, invitees=[Invitee(person.pk)], again=False, by=head, at=clock.now()
    )
    form = reverse("members:member_invite_many", args=["luga"])
    report = reverse("members:member_invite_report", args=["luga", job.public_id])

    forms = [client_for(one).get(form).status_code for one in (head, methodist, member, stranger)]
    reports = [client_for(one).get(report).status_code for one in (head, methodist, member)]
    assert (forms, reports) == ([200, 200, 404, 404], [200, 404, 404])


def test_empty_list_says_so(head: Person, client_for: ClientFor) -> None:
    assert Membership.objects.filter(person=head).exists()

    assert "Все уже входят" in page(client_for(head))
