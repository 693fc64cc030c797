"""The pages behind a personal link: a GET changes nothing, nobody is signed in, nothing lets the secret out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.requests import SecretTailFilter
from stellazh.members.enums import AnswerState
from stellazh.members.models import CampaignAnswer, Card
from stellazh.members.services.campaigns import close_campaign
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.members import CampaignAnswerFactory, CampaignFactory, CardFactory
from tests.members.campaign_stories import joined, token_for

ClientFor = Callable[..., Client]
PAGES = ("confirm", "confirm_correct", "confirm_gone", "confirm_training", "confirm_award", "confirm_thanks")


@pytest.fixture
def now() -> datetime:
    from stellazh.common import clock

    return clock.now()


@pytest.fixture
def answer(association: Association, now: datetime) -> CampaignAnswer:
    """Somebody is waited for, in a campaign that runs today."""
    person = joined(association, family_name="Озерова", email="ozerova@example.org")
    CardFactory(person=person, phone="+7 921 000-11-22", contact_email="contact@example.org")
    campaign = CampaignFactory(association=association, closes_on=(now + timedelta(days=20)).date())
    made: Any = CampaignAnswerFactory(campaign=campaign, person=person)
    return made


@pytest.fixture
def token(answer: CampaignAnswer, now: datetime) -> str:
    return token_for(answer, at=now)


def address(page: str, token: str) -> str:
    return reverse(f"members:{page}", args=[token])


def stored(answer: CampaignAnswer) -> CampaignAnswer:
    return CampaignAnswer.objects.get(pk=answer.pk)


def test_mail_scanner_changes_nothing(answer: CampaignAnswer, token: str) -> None:
    before, client = fingerprint(), Client()

    for page in PAGES:
        for ask in (client.head, client.get, client.get, client.get):
            assert ask(address(page, token), headers={"user-agent": "Mail-Scanner/1.0"}).status_code in (200, 302)

    assert fingerprint() == before
    assert stored(answer).state == AnswerState.WAITING


def test_pages_of_a_link_are_kept_by_nobody(token: str) -> None:
    client = Client()

    for page in PAGES:
        for key in (token, "x" * 43):
            answer = client.get(address(page, key))
            assert answer["Referrer-Policy"] == "strict-origin"
            assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert "no-store" in answer["Cache-Control"]
            assert "sessionid" not in answer.cookies


def test_page_shows_the_card_and_not_the_address_for_signing_in(answer: CampaignAnswer, token: str) -> None:
    text = Client().get(address("confirm", token)).content.decode()

    assert "Вера Ильинична, проверьте свою карточку" in text
    assert "+7 921 000-11-22" in text
    assert "ozerova@example.org" not in text
    assert "Выйти" not in text


def test_confirmed_with_one_button(answer: CampaignAnswer, token: str) -> None:
    client = Client()

    sent = client.post(address("confirm", token), {"note": "Школа теперь № 7"})

    assert (sent.status_code, sent["Location"]) == (302, address("confirm_thanks", token))
    assert (stored(answer).state, stored(answer).note) == (AnswerState.CONFIRMED, "Школа теперь № 7")
    thanks = client.get(sent["Location"]).content.decode()
    assert "Карточка подтверждена." in thanks
    assert "Школа теперь № 7" in thanks
    assert "_auth_user_id" not in client.session


def test_double_click_is_no_error(answer: CampaignAnswer, token: str) -> None:
    statuses = [Client().post(address("confirm", token)).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert stored(answer).state == AnswerState.CONFIRMED


def test_corrected_and_confirmed_in_one(answer: CampaignAnswer, token: str) -> None:
    client = Client()
    version = Card.objects.get(person=answer.person).version
    form = client.get(address("confirm_correct", token)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}

    wrong = client.post(address("confirm_correct", token), {**data, "experience_total": "-4"})
    right = client.post(address("confirm_correct", token), {**data, "experience_total": "21"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    card = Card.objects.get(person=answer.person)
    assert (card.experience_total, card.version, card.phone) == (21, version + 1, "+7 921 000-11-22")
    assert stored(answer).state == AnswerState.CORRECTED


def test_somebody_else_saved_meanwhile_shows_both(answer: CampaignAnswer, token: str) -> None:
    client = Client()
    form = client.get(address("confirm_correct", token)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    Card.objects.filter(person=answer.person).update(phone="+7 900 111-22-33", version=9)

    answered = client.post(address("confirm_correct", token), {**data, "phone": "+7 900 444-55-66"})

    text = answered.content.decode()
    assert answered.status_code == 422
    assert "+7 900 111-22-33" in text
    assert "+7 900 444-55-66" in text


def test_gone_course_and_award(answer: CampaignAnswer, token: str) -> None:
    client = Client()

    course = client.post(address("confirm_training", token), {"kind": "course", "title": "Чтение", "version": 0})
    award = client.post(address("confirm_award", token), {"title": "Грамота", "version": 0})
    empty = client.post(address("confirm_award", token), {"title": "", "version": 0})
    gone = client.post(address("confirm_gone", token), {"note": "с сентября"})

    home = f"{address('confirm', token)}#confirm"
    assert (course["Location"], award["Location"], empty.status_code) == (home, home, 422)
    assert gone["Location"] == address("confirm_thanks", token)
    assert stored(answer).state == AnswerState.GONE
    assert "больше не работаете" in client.get(gone["Location"]).content.decode()


def test_dead_link_says_what_to_do(answer: CampaignAnswer, token: str, head: Person, now: datetime) -> None:
    close_campaign(answer.campaign_id, by=head, at=now)
    before = fingerprint()

    for key in (token, "x" * 43, "short", "ы" * 43):
        for page in PAGES:
            for ask in (Client().get, Client().post):
                answered = ask(address(page, key))
                assert answered.status_code == 410
                assert "Ссылка больше не действует" in answered.content.decode()

    assert fingerprint() == before


def test_link_of_another_purpose_opens_nothing(answer: CampaignAnswer, now: datetime) -> None:
    from stellazh.links.services import create_link
    from stellazh.people.links import INVITATION

    foreign = create_link(
        INVITATION, thing=answer.person, owner_id=str(answer.person_id), label="", expires_at=None,
        by=answer.person, at=now,
    )  # fmt: skip

    assert Client().get(address("confirm", foreign.token)).status_code == 410


def test_link_acts_as_its_own_person_whoever_is_signed_in(
    answer: CampaignAnswer, token: str, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)

    client.post(address("confirm", token))

    said = stored(answer)
    assert (said.state, said.answered_by_name) == (AnswerState.CONFIRMED, "Озерова В.И.")
    assert client.session["_auth_user_id"] == str(head.pk)


@pytest.mark.parametrize("page", PAGES)
def test_secret_stays_out_of_the_log(page: str) -> None:
    secret = "Ab-_" * 10 + "xyz"
    path = address(page, secret)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (path,), None)

    SecretTailFilter().filter(record)

    assert secret not in record.getMessage()
    assert "/confirm/…" in record.getMessage()


def test_own_answer_at_the_desk(answer: CampaignAnswer, member: Person, client_for: ClientFor) -> None:
    own: Any = CampaignAnswerFactory(campaign=answer.campaign, person=member)
    client = client_for(member)
    page = reverse("members:own_answer", args=[own.pk])

    assert client.get(reverse("members:own_answers"))["Location"] == page
    assert client.get(page).status_code == 200
    assert client.post(page)["Location"] == reverse("members:own_answer_thanks", args=[own.pk])
    assert stored(own).state == AnswerState.CONFIRMED
    assert client.get(reverse("members:own_answer", args=[answer.pk])).status_code == 404


def test_own_answer_after_the_end_is_shown_without_buttons(
    answer: CampaignAnswer, member: Person, head: Person, client_for: ClientFor, now: datetime
) -> None:
    own: Any = CampaignAnswerFactory(campaign=answer.campaign, person=member)
    close_campaign(own.campaign_id, by=head, at=now)
    client = client_for(member)
    page = reverse("members:own_answer", args=[own.pk])

    shown, sent = client.get(page), client.post(page)

    assert "Уточнение окончено" in shown.content.decode()
    assert "подтверждаю" not in shown.content.decode()
    assert sent.status_code == 422
    assert "Уточнение окончено" in sent.content.decode()
    assert client.get(reverse("members:own_answers"))["Location"] == reverse("members:campaigns")
