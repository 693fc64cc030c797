"""Consents: editions, giving, withdrawing, and what follows from each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stellazh.common.actor import System
from stellazh.common.capabilities import Role
from stellazh.common.verdict import PermissionRefused
from stellazh.members.enums import Level
from stellazh.people.consent_texts import default_text
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import Consent, ConsentText
from stellazh.people.services import consents
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory
from tests.factories.members import CardFactory
from tests.factories.people import ConsentFactory, ConsentTextFactory, PersonFactory

pytestmark = pytest.mark.django_db
PLACE = "192.0.2.9"


@pytest.fixture
def operator(region):
    person = PersonFactory(family_name="Тополева")
    GrantFactory(person=person, role=Role.OPERATOR, association=region)
    return person


def test_operator_publishes_an_edition_after_the_last_one(operator, at):
    ConsentTextFactory(number=1)

    edition = consents.publish_text(
        "processing", title=" Согласие  на обработку ", text="Новый текст.", by=operator, at=at
    )

    assert (edition.number, edition.title, edition.text, edition.published_at) == (
        2, "Согласие на обработку", "Новый текст.", at,
    )  # fmt: skip
    assert consents.current_text("processing") == edition
    assert deeds(edition) == [("consent_text_published", str(operator.pk), {})]


def test_the_same_words_make_no_edition(operator, at):
    known = ConsentTextFactory(title="Согласие", text="Текст.")

    assert consents.publish_text("processing", title="Согласие", text="Текст.\r\n", by=operator, at=at) == known
    assert ConsentText.objects.count() == 1


def test_only_who_keeps_the_installation_publishes(head, region_head, at):
    for person in (head, region_head):
        nothing_changes(
            lambda person=person: consents.publish_text("processing", title="А", text="Б", by=person, at=at),
            PermissionRefused,
        )


def test_an_empty_text_is_refused(operator, at):
    nothing_changes(
        lambda: consents.publish_text("processing", title="А", text=" ", by=operator, at=at), consents.TextIsEmpty
    )


def test_missing_texts_are_published_once(at):
    by = System("установка")

    made = consents.publish_missing_texts(by=by, at=at)

    assert [(text.purpose, text.number) for text in made] == [("processing", 1), ("distribution", 1)]
    assert consents.publish_missing_texts(by=by, at=at) == []


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_default_text_names_the_operator_of_the_settings(settings, purpose):
    settings.DATA_OPERATOR = "ГАУ «Центр & школа», г. Заречный, ул. Садовая, 1"

    text = default_text(purpose)

    assert "ГАУ «Центр & школа», г. Заречный, ул. Садовая, 1" in text.text
    assert "{{" not in text.text
    assert text.title.startswith("Согласие на ")


def test_consent_keeps_the_edition_the_time_and_the_address(member, at):
    text = ConsentTextFactory()

    (given,) = consents.give_consent(member.pk, text_id=text.pk, place=PLACE, by=member, at=at)

    assert (given.text, given.subject, given.given_at, given.place, given.way) == (text, "", at, PLACE, "self")
    assert deeds(member)[-1][:2] == ("consent_given", str(member.pk))


def test_nobody_consents_for_another(member, head, at):
    text = ConsentTextFactory()

    nothing_changes(
        lambda: consents.give_consent(member.pk, text_id=text.pk, place=PLACE, by=head, at=at), PermissionRefused
    )


def test_consent_to_a_replaced_edition_is_refused(member, at):
    old = ConsentTextFactory()
    ConsentTextFactory()

    nothing_changes(
        lambda: consents.give_consent(member.pk, text_id=old.pk, place=PLACE, by=member, at=at),
        consents.ConsentTextChanged,
    )


def test_a_new_edition_is_asked_for_and_the_old_consent_stays(member, django_assert_num_queries):
    ConsentFactory(person=member)
    assert consents.asks_for_consent(member) is None
    new = ConsentTextFactory()

    with django_assert_num_queries(1):
        asked = consents.asks_for_consent(member)

    assert asked == new
    assert Consent.objects.in_force().filter(person=member).count() == 1


def test_distribution_is_agreed_to_field_by_field(member, at):
    text = ConsentTextFactory(is_distribution=True)

    consents.give_consent(member.pk, text_id=text.pk, subjects=["name", "phone"], place=PLACE, by=member, at=at)

    assert consents.published_subjects([member.pk]) == {member.pk: frozenset({"name", "phone"})}


def test_withdrawing_one_field_keeps_the_others_and_closes_the_card(member, at):
    for subject in ("name", "phone", "awards"):
        ConsentFactory(person=member, publishes=subject)
    card = CardFactory(person=member, visibility={"phone": Level.PUBLIC, "awards": Level.PUBLIC})

    count = consents.withdraw_own_consents(
        member.pk, purpose="distribution", subjects=["phone"], place=PLACE, by=member, at=at
    )

    assert count == 1
    assert consents.published_subjects([member.pk])[member.pk] == {"name", "awards"}
    withdrawn = Consent.objects.get(subject="phone")
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_place) == (at, PLACE)
    before = card.version
    card.refresh_from_db()
    assert (card.visibility, card.version) == ({"awards": "public"}, before + 1)
    assert deeds(member)[-1][0] == "consent_withdrawn"


def test_withdrawing_processing_leaves_distribution_alone(member, at):
    ConsentFactory(person=member)
    ConsentFactory(person=member, publishes="name")

    assert consents.withdraw_own_consents(member.pk, purpose="processing", place=PLACE, by=member, at=at) == 1
    assert consents.published_subjects([member.pk])[member.pk] == {"name"}


def test_nobody_but_the_operator_withdraws_for_another(member, head, operator, at):
    ConsentFactory(person=member)

    nothing_changes(
        lambda: consents.withdraw_own_consents(member.pk, purpose="processing", place=PLACE, by=head, at=at),
        PermissionRefused,
    )
    assert consents.withdraw_own_consents(member.pk, purpose="processing", place="", by=operator, at=at) == 1


def test_a_field_closed_by_nobody_changes_no_card(member, at):
    ConsentFactory(person=member, publishes="phone")
    card = CardFactory(person=member, visibility={"phone": Level.HEAD})

    consents.withdraw_own_consents(member.pk, purpose="distribution", place=PLACE, by=member, at=at)

    before = (card.visibility, card.version)
    card.refresh_from_db()
    assert (card.visibility, card.version) == before


def test_old_withdrawn_consents_are_forgotten(member, at):
    ConsentFactory(person=member, withdrawn_at=at - timedelta(days=10))
    ConsentFactory(person=member, publishes="name", withdrawn_at=at)
    ConsentFactory(person=member, publishes="phone")

    assert consents.forget_old_consents(before=at - timedelta(days=5)) == 1
    assert set(Consent.objects.values_list("subject", flat=True)) == {"name", "phone"}


def test_one_edition_has_one_number():
    ConsentTextFactory(number=3)

    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentTextFactory(number=3)


def test_consent_in_force_stands_once(member):
    first = ConsentFactory(person=member)

    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentFactory(person=member, text=first.text)


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_make_two_editions(operator, at):
    ConsentTextFactory(number=1)

    def publish() -> str:
        import threading

        words = threading.current_thread().name
        return str(consents.publish_text("processing", title=words, text=words, by=operator, at=at).number)

    assert sorted(at_once(publish)) == ["2", "3"]
