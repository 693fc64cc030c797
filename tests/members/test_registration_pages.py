"""Joining and deciding in the browser: the form, the letter, the list, the look-alikes, the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.jobs.worker import run_queued
from stellazh.members.enums import RegistrationState
from stellazh.members.models import Registration
from stellazh.members.reads import registrations as reads
from stellazh.people.models import ConsentText, Person
from tests.checks import fingerprint
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory
from tests.factories.members import MembershipFactory, PostFactory, RegistrationFactory, text_in_force
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"members:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def typed(**how: Any) -> dict[str, Any]:
    return {
        "family_name": "Берестова",
        "given_name": "Анна",
        "patronymic": "Петровна",
        "email": "anna@example.org",
        "organisation_text": "школа № 5",
        "consent": "on",
        "consent_text": text_in_force().pk,
        "submission_key": "6f6ed1c4-6bd3-4b8f-9d13-0a8f0f0c5f11",
        **how,
    }


# Joining


def test_join_lists_open_associations_by_territory(
    association: Association, neighbour: Association, client_for: ClientFor, at: Any
) -> None:
    neighbour.archived_at = at
    neighbour.save()

    text = page(client_for(), "join")

    assert re.findall(r'href="/o/(\w+)/join/"', text) == ["luga", "omo"]
    assert "Лужский округ" in text
    assert "Береговой округ" not in text


def test_join_is_searched_by_a_part_of_a_name(
    association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    assert re.findall(r'href="/o/(\w+)/join/"', page(client_for(), "join", q="БЕРЕГ")) == ["bereg"]
    assert "Такого объединения не нашлось" in page(client_for(), "join", q="нет такого")


@pytest.mark.parametrize("count", [1, 3])
def test_join_costs_the_same_for_one_and_three(
    region: Association, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        AssociationFactory(parent=region)

    with django_assert_num_queries(1):
        text = page(client_for(), "join")

    assert len(re.findall(r'href="/o/[\w-]+/join/"', text)) == count + 1


def test_join_form_offers_the_schools_of_that_territory(
    association: Association, neighbour: Association, client_for: ClientFor, at: Any
) -> None:
    text_in_force()
    OrganisationFactory(territory=association.territory, short_name="МБОУ СОШ № 5")
    OrganisationFactory(territory=association.territory, short_name="Закрытая школа", archived_at=at)
    OrganisationFactory(territory=association.territory, short_name="Отдел", kind=OrganisationKind.AUTHORITY)
    OrganisationFactory(territory=neighbour.territory, short_name="Соседняя школа")

    text = page(client_for(), "join_association", "luga")

    assert "МБОУ СОШ № 5" in text
    assert not any(name in text for name in ("Закрытая школа", "Отдел", "Соседняя школа"))


def test_long_list_of_schools_is_left_out(
    association: Association, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "MOST_SCHOOLS", 1)
    text_in_force()
    for _ in range(2):
        OrganisationFactory(territory=association.territory)

    assert 'name="organisation"' not in page(client_for(), "join_association", "luga")


def test_newcomer_registers_confirms_and_waits(association: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for()

    sent = client.post(reverse("members:join_association", args=["luga"]), typed(), follow=True)
    run_queued()
    link = re.search(r"(/join/confirm/[\w-]+/)", str(mail.outbox[0].body))
    assert link is not None
    before = fingerprint()
    asked = client.get(link[1])
    assert fingerprint() == before
    done = client.post(link[1], follow=True)
    spent = client.get(link[1])

    assert "Осталось подтвердить адрес" in sent.content.decode()
    assert "Это ваша заявка?" in asked.content.decode()
    assert "Адрес подтверждён" in done.content.decode()
    assert spent.status_code == 410
    made = Registration.objects.get()
    assert (made.state, made.place, made.consent_text) == (RegistrationState.WAITING, "127.0.0.1", text_in_force())
    assert "1 заявка" in client_for(head).get(reverse("pages:desk")).content.decode()


def test_consent_is_a_box_of_its_own_and_wanted(association: Association, client_for: ClientFor) -> None:
    sent = typed()
    del sent["consent"]
    client = client_for()

    answer = client.post(reverse("members:join_association", args=["luga"]), sent)

    assert answer.status_code == 422
    assert "Без согласия на обработку" in answer.content.decode()
    assert not Registration.objects.exists()
    assert text_in_force().text in page(client, "join_consent")


def test_new_edition_of_the_consent_must_be_agreed_to_anew(
    association: Association, client_for: ClientFor, at: Any
) -> None:
    sent = typed()
    new = ConsentText.objects.create(
        purpose="processing", number=99, title="Согласие", text="Новый текст", published_at=at
    )

    answer = client_for().post(reverse("members:join_association", args=["luga"]), sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "текст согласия обновился" in text
    assert f'name="consent_text" value="{new.pk}"' in text
    assert not re.search(r'name="consent"[^>]*checked', text)


def test_robot_that_fills_the_trap_is_thanked_and_forgotten(association: Association, client_for: ClientFor) -> None:
    answer = client_for().post(reverse("members:join_association", args=["luga"]), typed(pages="https://spam.example"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("members:join_sent"))
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "how",
    [
        {"family_name": "http://spam.example"},
        {"given_name": "<b>"},
        {"email": "нет"},
        {"organisation_text": ""},
        {"consent_text": "x"},
    ],
)
def test_join_form_refuses_what_is_no_name_no_address_or_no_place(
    association: Association, client_for: ClientFor, how: dict[str, str]
) -> None:
    answer = client_for().post(reverse("members:join_association", args=["luga"]), typed(**how))

    assert answer.status_code == 422
    assert not Registration.objects.exists()


def test_answer_is_the_same_for_known_and_unknown_addresses(
    association: Association, member: Person, client_for: ClientFor
) -> None:
    answers = [
        client_for().post(
            reverse("members:join_association", args=["luga"]), typed(email=email, submission_key=""), follow=True
        )
        for email in ("anna@example.org", member.email)
    ]

    assert answers[0].redirect_chain == answers[1].redirect_chain
    pages = [re.sub(r'"X-CSRFToken":"\w+"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]


def test_without_a_published_text_nobody_is_asked(association: Association, client_for: ClientFor) -> None:
    ConsentText.objects.all().delete()

    assert "Заявки пока не принимаются" in page(client_for(), "join_association", "luga", status=503)


def test_closed_association_has_no_form(association: Association, client_for: ClientFor, at: Any) -> None:
    association.archived_at = at
    association.save()
    text_in_force()

    page(client_for(), "join_association", "luga", status=404)


def test_sign_in_page_and_home_lead_to_joining(association: Association, head: Person, client_for: ClientFor) -> None:
    join = reverse("members:join_association", args=["luga"])
    home = reverse("pages:association_home", args=["luga"])

    assert f'href="{reverse("members:join")}"' in client_for().get(reverse("people:sign_in")).content.decode()
    assert [join in client_for(one).get(home).content.decode() for one in (None, head)] == [True, False]


# Deciding


@pytest.mark.parametrize("count", [1, 3])
def test_registration_list_costs_the_same_for_one_and_three(
    association: Association,
    head: Person,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        RegistrationFactory(association=association, organisation=OrganisationFactory(territory=association.territory))
    client = client_for(head)
    page(client, "registration_list", "luga")

    # The session's person and grants, the association, the count, the rows; the rail's notices.
    with django_assert_num_queries(6):
        text = page(client, "registration_list", "luga")

    assert text.count('<td data-label="Кто">') == count


def test_registration_list_shows_each_state_apart_and_nothing_else(
    association: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    RegistrationFactory(association=association, family_name="Ждущая")
    RegistrationFactory(association=association, family_name="Отклонённая", declined=True)
    RegistrationFactory(association=association, family_name="Неизвестная", unconfirmed=True)
    RegistrationFactory(association=neighbour, family_name="Соседняя")
    client = client_for(head)

    def found(**query: str) -> list[str]:
        return re.findall(r"<b>(\w+) Анна", page(client, "registration_list", "luga", **query))

    assert found() == ["Ждущая"]
    assert found(state="declined") == ["Отклонённая"]
    assert found(state="approved") == []
    assert found(state="unconfirmed") == ["Ждущая"]


def test_look_alikes_are_named_with_why(
    association: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    school: Any = OrganisationFactory(territory=association.territory, short_name="МБОУ СОШ № 5")
    waiting: Any = RegistrationFactory(association=association, organisation=school)

    def known(family_name: str, given: str = "Анна", patronymic: str = "Петровна", **how: Any) -> Person:
        place = how.pop("place", association)
        person: Any = PersonFactory(
            family_name=family_name, given_name=given, patronymic=patronymic, **{"without_account": True, **how}
        )
        if place is not None:
            MembershipFactory(person=person, association=place)
        return person

    same, letter, married = known("Берестова"), known("Берёзтова"), known("Кленова")
    PostFactory(person=married, organisation=school)
    signs_in = known("Берестова", without_account=False)
    loose = known("Берестова", "А", "П", place=None)
    known("Берестова", "Ольга")
    known("Берестова", place=neighbour)
    known("Кленова")

    found = reads.alike(waiting, head)

    assert {(one.person, one.why) for one in found} == {
        (same, "имя то же"),
        (signs_in, "имя то же"),
        (loose, "имя не противоречит"),
        (letter, "в фамилии отличается одна буква"),
        (married, "имя, отчество и школа те же, фамилия другая"),
    }
    assert {one.person for one in found if not one.may_choose} == {signs_in}
    text = page(client_for(head), "registration_detail", waiting.pk)
    assert "Похоже, она уже есть" in text
    assert f'value="{married.pk}"' in text
    assert f'value="{signs_in.pk}"' not in text
    assert "У этого человека уже есть вход" in text


def test_somebody_new_is_approved_with_one_button(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    waiting: Any = RegistrationFactory(association=association)
    client = client_for(head)

    assert "Похожих людей среди известных вам нет" in page(client, "registration_detail", waiting.pk)
    answer = client.post(waiting.get_absolute_url(), {"who": "new", "organisation": ""}, follow=True)

    assert "Приглашение ушло на" in answer.content.decode()
    assert Registration.objects.get().state == RegistrationState.APPROVED


def test_known_card_is_chosen_by_who_decides(association: Association, head: Person, client_for: ClientFor) -> None:
    waiting: Any = RegistrationFactory(association=association)
    known: Any = PersonFactory(without_account=True, family_name="Берестова", given_name="Анна", patronymic="Петровна")
    MembershipFactory(person=known, association=association)

    client_for(head).post(waiting.get_absolute_url(), {"who": known.pk, "organisation": ""})

    assert Registration.objects.get().person == known


def test_nobody_beyond_the_look_alikes_can_be_chosen(
    association: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    waiting: Any = RegistrationFactory(association=association)
    hidden: Any = PersonFactory(without_account=True, family_name="Берестова")
    MembershipFactory(person=hidden, association=neighbour)
    client = client_for(head)

    answers = [client.post(waiting.get_absolute_url(), {"who": who}) for who in (hidden.pk, "", "999999")]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert Registration.objects.get().state == RegistrationState.WAITING


def test_second_head_is_told_who_was_faster(
    association: Association, head: Person, methodist: Person, client_for: ClientFor
) -> None:
    waiting: Any = RegistrationFactory(association=association)
    for person in (methodist, head):
        answer = client_for(person).post(waiting.get_absolute_url(), {"who": "new"}, follow=True)

    assert "Заявку уже приняли: Рябинина В.И." in answer.content.decode()
    assert Person.objects.filter(email=waiting.email).count() == 1


def test_decline_and_taking_it_back(association: Association, head: Person, client_for: ClientFor) -> None:
    waiting: Any = RegistrationFactory(association=association)
    client = client_for(head)
    decline = reverse("members:registration_decline", args=[waiting.pk])

    empty = client.post(decline, {"reason": " "})
    client.post(decline, {"reason": "Другой округ."})
    after = page(client, "registration_detail", waiting.pk)
    again = client.post(decline, {"reason": "Ещё раз."})
    client.post(reverse("members:registration_reopen", args=[waiting.pk]))

    assert (empty.status_code, again.status_code) == (422, 422)
    assert "Заявку уже отклонили: Ольхова В.И." in again.content.decode()
    assert "Другой округ." in after
    assert Registration.objects.get().state == RegistrationState.WAITING


def test_redirect_to_another_association(
    association: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    waiting: Any = RegistrationFactory(association=association)
    client = client_for(head)
    address = reverse("members:registration_redirect", args=[waiting.pk])

    nowhere = client.post(address, {"association": association.pk})
    client.post(address, {"association": neighbour.pk})

    assert nowhere.status_code == 422
    assert Registration.objects.get().association == neighbour
    page(client, "registration_detail", waiting.pk, status=404)


def test_requests_are_closed_to_others(
    association: Association, member: Person, stranger: Person, region_head: Person, client_for: ClientFor
) -> None:
    secretary: Any = PersonFactory()
    GrantFactory(person=secretary, role=Role.SECRETARY, association=association)
    waiting: Any = RegistrationFactory(association=association)
    unseen: Any = RegistrationFactory(association=association, unconfirmed=True)

    for person in (member, stranger, region_head, secretary):
        client = client_for(person)
        page(client, "registration_list", "luga", status=404)
        for name in ("detail", "decline", "redirect", "reopen"):
            page(client, f"registration_{name}", waiting.pk, status=404)
    head: Any = PersonFactory()
    GrantFactory(person=head, role=Role.HEAD, association=association)
    page(client_for(head), "registration_detail", unseen.pk, status=404)


def test_desk_calls_those_who_decide_and_nobody_else(
    association: Association, head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    RegistrationFactory(association=association)
    RegistrationFactory(association=association)
    RegistrationFactory(association=association, unconfirmed=True)

    found = [
        "2 заявки" in client_for(one).get(reverse("pages:desk")).content.decode() for one in (head, member, stranger)
    ]

    assert found == [True, False, False]
