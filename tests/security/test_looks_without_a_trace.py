"""Whoever reads somebody's telephone leaves a trace that its owner can read, on whatever page it stood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.people.models import CardLook, Person
from tests.factories.members import CampaignAnswerFactory, CampaignFactory, CardFactory

ClientFor = Callable[..., Client]
PHONE = "+7 921 000-11-22"


def looks(person: Person) -> list[tuple[str, str]]:
    return list(CardLook.objects.filter(person=person).values_list("viewer_name", "what"))


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"members:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def called(member: Person) -> Person:
    """A member with a telephone and no address to write to."""
    CardFactory(person=member, phone=PHONE)
    Person.objects.filter(pk=member.pk).update(email=None, password="!")
    member.refresh_from_db()
    return member


def test_answer_by_telephone(association: Association, head: Person, called: Person, client_for: ClientFor) -> None:
    answer = CampaignAnswerFactory(campaign=CampaignFactory(association=association), person=called)

    assert PHONE in read(client_for(head), "answer_record", answer.pk)

    assert looks(called) == [("Ольхова В.И.", "ответ со слов")]


def test_list_of_letters_on_paper(
    association: Association, head: Person, called: Person, client_for: ClientFor
) -> None:
    answer = CampaignAnswerFactory(campaign=CampaignFactory(association=association), person=called)

    assert PHONE in read(client_for(head), "campaign_papers", answer.campaign_id)

    assert looks(called) == [("Ольхова В.И.", "список уточнения")]


def test_form_of_the_card(head: Person, called: Person, client_for: ClientFor) -> None:
    assert PHONE in read(client_for(head), "card_edit", called.pk)

    assert looks(called) == [("Ольхова В.И.", "карточка")]


def test_page_of_white_spots(region_head: Person, head: Person, client_for: ClientFor) -> None:
    CardFactory(person=head, phone=PHONE)

    assert PHONE in read(client_for(region_head), "white_spots")

    assert looks(head) == [("Сосновская В.И.", "список телефонов")]
