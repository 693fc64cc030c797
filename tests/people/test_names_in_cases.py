"""How a name is declined: settled by somebody, given by the rules, shown to the person herself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.people.enums import GrammaticalCase
from stellazh.people.holders import holders
from stellazh.people.models import NameInCase, Person
from stellazh.people.reads import forms_of, names_in_case
from stellazh.people.services import (
    NameFormUnfit,
    NameIsErased,
    PersonFields,
    forget_name_case,
    settle_name,
    settle_own_names,
    update_person,
)
from stellazh.people.services.erasure import ERASING, erase_person
from stellazh.people.services.merging import merge_people, undo_merge
from stellazh.russian.names import decline
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
SYSTEM = System("проверка")
DATIVE, GENITIVE = GrammaticalCase.DATIVE, GrammaticalCase.GENITIVE
# Nothing in it tells a woman from a man, so no rule can be certain.
UNSURE = {"family_name": "Шевель", "given_name": "Женя", "patronymic": ""}


@pytest.fixture
def lipina(db: None) -> Person:
    return PersonFactory(family_name="Липина")


def settle(person: Person, text: str, at: datetime, case: str = DATIVE, by: Any = SYSTEM) -> NameInCase:
    return settle_name(person.pk, case, text, scope="/region/", by=by, at=at)


def shown(person: Person, case: str = DATIVE) -> tuple[str, bool]:
    declined = names_in_case([Person.objects.get(pk=person.pk)], case)[person.pk]
    return declined.text, declined.is_certain


def rename(person: Person, family_name: str, at: datetime) -> None:
    person.refresh_from_db()
    fields = PersonFields(family_name, person.given_name, person.patronymic)
    update_person(person.pk, expected_version=person.version, fields=fields, by=person, at=at)


def test_rules_decline_a_name_nobody_has_settled(lipina: Person) -> None:
    assert shown(lipina) == ("Липиной Вере Ильиничне", True)
    assert shown(lipina, GENITIVE) == ("Липиной Веры Ильиничны", True)


def test_settled_name_is_kept_with_who_and_when(lipina: Person, at: datetime) -> None:
    head = PersonFactory(family_name="Ольхова")

    settle(lipina, "  Липине   Вере Ильиничне\n", at, by=head)

    kept = NameInCase.objects.get()
    assert (kept.person, kept.case, kept.full_name, kept.text, str(kept)) == (
        lipina, DATIVE, "Липина Вера Ильинична", "Липине Вере Ильиничне", "Липине Вере Ильиничне",
    )  # fmt: skip
    assert (kept.settled_at, kept.settled_by_kind, kept.settled_by_id, kept.settled_by_name) == (
        at, "person", str(head.pk), head.short_name,
    )  # fmt: skip
    assert shown(lipina) == ("Липине Вере Ильиничне", True)
    assert shown(lipina, GENITIVE) == ("Липиной Веры Ильиничны", True)
    assert deeds(lipina) == [
        ("name_case_settled", str(head.pk), {"Дательный падеж": ["", "Липине Вере Ильиничне"]}),
    ]  # fmt: skip


def test_settled_name_is_corrected_in_its_place(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине Вере", at)

    settle(lipina, "Липиной Вере", at)

    assert [row.text for row in NameInCase.objects.all()] == ["Липиной Вере"]
    assert [change for *_, change in deeds(lipina)][1:] == [{"Дательный падеж": ["Липине Вере", "Липиной Вере"]}]


def test_the_same_words_said_again_are_no_deed(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине Вере", at)
    before = fingerprint()

    settle(lipina, "Липине  Вере", at)

    assert fingerprint() == before


def test_uncertain_name_is_certain_once_settled(db: None, at: datetime) -> None:
    person = PersonFactory(**UNSURE)
    before = decline(person.full_name, DATIVE)

    settle(person, before.text, at)

    assert (before.is_certain, bool(before.doubt)) == (False, True)
    assert shown(person) == (before.text, True)


def test_settled_words_leave_the_gender_as_the_rules_see_it(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине", at)

    assert names_in_case([lipina], DATIVE)[lipina.pk].gender == "f"


def test_settled_case_ends_with_the_name_and_comes_back_with_it(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине Вере Ильиничне", at)

    rename(lipina, "Рябинина", at)
    renamed = shown(lipina)
    rename(lipina, "Липина", at)

    assert renamed == (decline("Рябинина Вера Ильинична", DATIVE).text, True)
    assert shown(lipina) == ("Липине Вере Ильиничне", True)


def test_case_settled_for_the_new_name_takes_the_place(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине Вере Ильиничне", at)
    rename(lipina, "Рябинина", at)

    settle(lipina, "Рябининой В. И.", at)

    assert (shown(lipina), NameInCase.objects.count()) == (("Рябининой В. И.", True), 1)


@pytest.mark.parametrize("count", [1, 3])
def test_names_of_many_cost_one_query(db: None, at: datetime, count: int, django_assert_num_queries: Any) -> None:
    people = [PersonFactory(family_name="Липина") for _ in range(count)]
    settle(people[0], "Липине", at)

    with django_assert_num_queries(1):
        found = names_in_case(people, DATIVE)

    assert [found[person.pk].text for person in people] == ["Липине", *["Липиной Вере Ильиничне"] * (count - 1)]


def test_forms_of_one_person_cost_one_query(lipina: Person, at: datetime, django_assert_num_queries: Any) -> None:
    settle(lipina, "Липине", at)
    settle(lipina, "о Липине", at, GrammaticalCase.PREPOSITIONAL)

    with django_assert_num_queries(1):
        forms = forms_of(lipina, (DATIVE, GENITIVE))

    assert [(form.case, form.declined.text, form.is_settled) for form in forms] == [
        (DATIVE, "Липине", True),
        (GENITIVE, "Липиной Веры Ильиничны", False),
    ]


@pytest.mark.parametrize("case", GrammaticalCase.values)
def test_rules_know_every_case(lipina: Person, case: str) -> None:
    assert shown(lipina, case)[0] not in ("", lipina.full_name)


@pytest.mark.parametrize(
    ("text", "match"), [("  \n", "Напишите, как"), ("\u202e", "Напишите, как"), ("а" * 401, "не больше 400 знаков")]
)
def test_unfit_names_are_refused(lipina: Person, at: datetime, text: str, match: str) -> None:
    nothing_changes(lambda: settle(lipina, text, at), NameFormUnfit, match)


def test_unknown_case_is_a_fault_of_the_caller(lipina: Person, at: datetime) -> None:
    with pytest.raises(ValueError, match="vocative"):
        settle(lipina, "Вера", at, "vocative")
    with pytest.raises(ValueError, match="vocative"):
        forget_name_case(lipina.pk, "vocative", by=SYSTEM, at=at)

    assert not NameInCase.objects.exists()


def test_forgotten_case_goes_back_to_the_rules(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине", at)

    answers = [forget_name_case(lipina.pk, DATIVE, scope="/region/", by=SYSTEM, at=at) for _ in range(2)]

    assert (answers, shown(lipina)) == ([True, False], ("Липиной Вере Ильиничне", True))
    assert [(action, change) for action, _, change in deeds(lipina)][1:] == [
        ("name_case_forgotten", {"Дательный падеж": ["Липине", ""]}),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_at_once_leave_one_row(lipina: Person, at: datetime) -> None:
    found = at_once(lambda: settle(lipina, "Липине", at).text)

    assert (found, NameInCase.objects.count(), len(deeds(lipina))) == (["Липине", "Липине"], 1, 1)


def test_own_names_are_written_by_whoever_may_correct_the_name(member: Person, stranger: Person, at: datetime) -> None:
    texts = {DATIVE: "Липине", GENITIVE: "Липины"}

    nothing_changes(
        lambda: settle_own_names(member.pk, texts, by=stranger, at=at), PermissionRefused, "меняет сам человек"
    )
    settle_own_names(member.pk, texts, by=member, at=at)

    assert {row.case: row.text for row in NameInCase.objects.all()} == {"dative": "Липине", "genitive": "Липины"}


def test_own_names_are_written_all_or_none(member: Person, at: datetime) -> None:
    texts = {DATIVE: "Липине", GENITIVE: "а" * 401}

    nothing_changes(lambda: settle_own_names(member.pk, texts, by=member, at=at), NameFormUnfit)


# Personal data


def test_own_data_tell_how_the_name_was_written(lipina: Person, at: datetime) -> None:
    settle(lipina, "Липине", at)

    assert holders["people.names"].export(lipina).value == [
        {
            "Падеж": "дательный",
            "Имя": "Липина Вера Ильинична",
            "В этом падеже": "Липине",
            "Записано": "10.09.2024 12:00",
            "Кто записал": SYSTEM.actor_name,
        }
    ]


def test_erased_person_is_declined_nowhere(lipina: Person, at: datetime) -> None:
    other = PersonFactory(family_name="Озерова")
    settle(lipina, "Липине", at)
    settle(other, "Озеровой", at, by=lipina)

    request = erase_person(lipina.pk, by=ERASING, at=at)

    assert [(row.person, row.settled_by_name) for row in NameInCase.objects.all()] == [
        (other, f"Удалённая карточка № {lipina.pk}")
    ]
    assert ("Как склоняется имя", 1) in [(line["label"], line["count"]) for line in request.report]
    nothing_changes(lambda: settle(lipina, "Липине", at), NameIsErased, "Данные этого человека удалены")


def test_merging_keeps_what_the_survivor_has_and_brings_the_rest(db: None, at: datetime) -> None:
    survivor, absorbed = (PersonFactory(family_name="Липина", without_account=is_card) for is_card in (False, True))
    settle(survivor, "Липиной (своё)", at)
    for case in (DATIVE, GENITIVE):
        settle(absorbed, f"Липиной ({case})", at, case)

    merge = merge_people(survivor.pk, absorbed.pk, by=SYSTEM, at=at)
    merged = sorted((row.person, row.text) for row in NameInCase.objects.filter(person=survivor).order_by("case"))
    undo_merge(merge.pk, by=SYSTEM, at=at)

    assert [text for _, text in merged] == ["Липиной (genitive)", "Липиной (своё)"]
    assert NameInCase.objects.filter(person=absorbed).count() == 2


def test_merging_leaves_cases_of_another_name_behind(db: None, at: datetime) -> None:
    survivor = PersonFactory(family_name="Липина")
    absorbed = PersonFactory(family_name="Рябинина", without_account=True)
    settle(absorbed, "Рябининой", at)

    merge_people(survivor.pk, absorbed.pk, by=SYSTEM, at=at)

    assert NameInCase.objects.get().person == absorbed


# Constraints


def test_a_case_is_settled_once(lipina: Person, at: datetime) -> None:
    row = settle(lipina, "Липине", at)
    row.pk = None

    with pytest.raises(IntegrityError, match=r"(?i)name_settled_once_in_a_case|unique"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [("case", "vocative", "name_case_is_known"), ("text", "", "name_in_case_is_not_empty")],
)
def test_rows_are_whole(lipina: Person, at: datetime, field: str, value: str, constraint: str) -> None:
    settle(lipina, "Липине", at)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        NameInCase.objects.update(**{field: value})


# The page


def values(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="text" name="(\w+)" value="([^"]*)"', html))


def test_page_shows_what_papers_will_say(member: Person, client_for: ClientFor) -> None:
    client = client_for(member)

    page = client.get(reverse("people:name_cases"))

    html = page.content.decode()
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    assert values(html) == {"dative": "Липиной Вере Ильиничне", "genitive": "Липиной Веры Ильиничны"}
    assert "сайт не уверен" not in html
    assert reverse("people:name_cases") in client.get(reverse("people:account")).content.decode()


def test_page_saves_what_was_changed_and_nothing_else(member: Person, client_for: ClientFor) -> None:
    client, url = client_for(member), reverse("people:name_cases")

    answer = client.post(url, {"dative": "Липине Вере", "genitive": "Липиной Веры Ильиничны"})

    assert (answer.status_code, answer["Location"]) == (302, reverse("people:account"))
    assert [(row.person, row.case, row.text) for row in NameInCase.objects.all()] == [(member, "dative", "Липине Вере")]
    assert "Записано вручную" in client.get(url).content.decode()


def test_emptied_field_goes_back_to_the_rules(member: Person, client_for: ClientFor, at: datetime) -> None:
    settle(member, "Липине", at)

    answer = client_for(member).post(reverse("people:name_cases"), {"dative": "", "genitive": "Липиной Веры Ильиничны"})

    assert (answer.status_code, NameInCase.objects.count()) == (302, 0)


def test_page_tells_when_the_rules_are_not_certain_until_she_has_looked(db: None, client_for: ClientFor) -> None:
    person = PersonFactory(**UNSURE)
    client, url = client_for(person), reverse("people:name_cases")

    before = client.get(url).content.decode()
    client.post(url, values(before))
    after = client.get(url).content.decode()

    assert (before.count("сайт не уверен"), after.count("сайт не уверен")) == (1, 0)
    assert decline(person.full_name, DATIVE).doubt in before
    assert NameInCase.objects.filter(person=person).count() == 2


def test_field_that_nobody_wrote_is_not_emptied(member: Person, client_for: ClientFor) -> None:
    answer = client_for(member).post(reverse("people:name_cases"), {"dative": "", "genitive": "Липиной Веры Ильиничны"})

    assert (answer.status_code, NameInCase.objects.count()) == (422, 0)


def test_too_long_name_is_answered_beside_its_field(member: Person, client_for: ClientFor) -> None:
    before = fingerprint()

    answer = client_for(member).post(reverse("people:name_cases"), {"dative": "а" * 401, "genitive": "Липины"})

    assert (answer.status_code, fingerprint()) == (422, before)


def test_page_is_for_those_who_signed_in(db: None, client: Client) -> None:
    answer = client.get(reverse("people:name_cases"))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("people:sign_in"))
