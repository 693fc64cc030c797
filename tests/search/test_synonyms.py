"""Words that mean the same: who keeps them, what is refused, what the search makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from stellazh.search.services.synonyms import (
    SynonymsKnown,
    SynonymsTooLong,
    TooFewSynonyms,
    add_synonyms,
    switch_synonyms,
    update_synonyms,
)
from stellazh.textindex.entries.synonyms import load, meaning
from stellazh.textindex.models import SynonymSet
from tests.checks import nothing_changes

ClientFor = Callable[..., Client]


@pytest.fixture(autouse=True)
def none_shipped(db: None) -> None:
    SynonymSet.objects.all().delete()


def test_a_line_is_kept_tidy_and_works_at_once(region_head: Person, region: Association, at: datetime) -> None:
    added = add_synonyms("  МБА =межбиблиотечный   абонемент = ", by=region_head, at=at)

    assert added.words == "МБА = межбиблиотечный абонемент"
    assert load().instead_of(meaning("мба")) == (meaning("межбиблиотечный абонемент"),)
    assert AuditEntry.objects.get(action="synonyms_added").note == added.words


@pytest.mark.parametrize("words", ["", "=", "ФПУ", "ФПУ = фпу", "... = !!!", "ФПУ ="])
def test_a_line_of_one_word_is_refused(words: str, region_head: Person, region: Association, at: datetime) -> None:
    nothing_changes(lambda: add_synonyms(words, by=region_head, at=at), TooFewSynonyms)


def test_a_line_too_long_or_known_is_refused(region_head: Person, region: Association, at: datetime) -> None:
    add_synonyms("ЦОР = цифровой ресурс", by=region_head, at=at)

    nothing_changes(lambda: add_synonyms("а" * 260 + " = " + "б" * 260, by=region_head, at=at), SynonymsTooLong)
    nothing_changes(lambda: add_synonyms("ЦОР=цифровой ресурс", by=region_head, at=at), SynonymsKnown)


def test_a_line_is_changed_and_switched_off(region_head: Person, region: Association, at: datetime) -> None:
    line = add_synonyms("ЦОР = цифровой ресурс", by=region_head, at=at)

    update_synonyms(line.pk, "ЦОР = цифровой образовательный ресурс", by=region_head, at=at)
    switch_synonyms(line.pk, is_active=False, by=region_head, at=at)
    switch_synonyms(line.pk, is_active=False, by=region_head, at=at)

    line.refresh_from_db()
    assert (line.words, line.is_active) == ("ЦОР = цифровой образовательный ресурс", False)
    assert load().instead_of(meaning("цор")) == ()
    assert AuditEntry.objects.filter(action="synonyms_switched").count() == 1


def test_only_the_root_keeps_them(head: Person, region: Association, at: datetime, client_for: ClientFor) -> None:
    nothing_changes(lambda: add_synonyms("ЦОР = цифровой ресурс", by=head, at=at), PermissionRefused)
    assert client_for(head).get(reverse("search:synonym_list")).status_code == 404


def test_a_keeper_adds_a_line_on_the_page(region_head: Person, region: Association, client_for: ClientFor) -> None:
    client = client_for(region_head)

    wrong = client.post(reverse("search:synonym_list"), {"words": "одно"})
    good = client.post(reverse("search:synonym_list"), {"words": "ЦОР = цифровой ресурс"}, follow=True)

    assert wrong.status_code == 422
    assert "ЦОР = цифровой ресурс" in good.content.decode()
    assert "Синонимы поиска" in good.content.decode()
