"""Typing errors: the nearest words that the reader may find, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from rapidfuzz.distance import OSA

from stellazh.textindex.models import IndexedText
from stellazh.textindex.neighbours import most_slips, spellings
from stellazh.textindex.reads import keys_answering, mended
from stellazh.textindex.services import put_texts

PEOPLE = {
    1: "Ольхова Вера Ильинична, школа № 5",
    2: "Лесникова Анна Львовна, гимназия № 15",
    3: "Альхина Нина Васильевна, школа № 55",
    4: "Лесничева Анна Павловна",
}
typed_words = st.text(alphabet="абвг", min_size=4, max_size=11)


@pytest.fixture
def people(db: None) -> None:
    """Four texts whose rows happen to stand for the people themselves: their numbers are the keys."""
    IndexedText.objects.bulk_create(IndexedText(pk=key, kind="people", key=key, words="") for key in PEOPLE)
    put_texts("people", PEOPLE)


def meant(query: str, within: tuple[int, ...] = (1, 2, 3, 4)) -> tuple[str, list[int]] | None:
    allowed = IndexedText.objects.filter(pk__in=within)
    answer = mended("people", query, within=allowed)
    return None if answer is None else (answer.shown, sorted(keys_answering("people", answer.question)))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "shown", "keys"),
    [
        ("Альхова", "Ольхова", [1]),
        ("альхова", "ольхова", [1]),
        ("Олхова", "Ольхова", [1]),
        ("Ольххова", "Ольхова", [1]),
        ("Ольховв", "Ольхова", [1]),
        ("Оьлхова", "Ольхова", [1]),
        ("Альховой", "Ольхова", [1]),
        ("Альхова Вера", "Ольхова Вера", [1]),
        ("Вера Альхова школа", "Вера Ольхова школа", [1]),
        ("Гемназия 15", "Гимназия 15", [2]),
        ("Лисникава", "Лесникова", [2]),
        ("Льесникова", "Лесникова", [2]),
        ("jkm[jdf", "ольхова", [1]),
        ("Fkm[jdf", "Ольхова", [1]),
        ("ktcybrjdf fyyf", "лесникова анна", [2]),
    ],
)
def test_mended_finds_what_was_meant(query: str, shown: str, keys: list[int]) -> None:
    assert meant(query) == (shown, keys)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("query", ["", "***", "\x00", "Дубравина", "Ольхова Анна", "66", "а" * 10_000, "xyz", "Втр"])
def test_mended_guesses_nothing_far(query: str) -> None:
    assert meant(query) is None


@pytest.mark.usefixtures("people")
def test_mended_tells_nothing_of_what_the_reader_may_not_find() -> None:
    assert meant("Альхова", within=(2, 3)) == ("Альхина", [3])
    assert meant("Ольхова", within=(2, 4)) is None
    assert meant("Лесничива", within=(2,)) == ("Лесникова", [2])


@pytest.mark.usefixtures("people")
def test_mended_words_stand_together() -> None:
    answer = meant("Лесничова Львовна")

    assert answer == ("Лесникова Львовна", [2])


@pytest.mark.usefixtures("people")
def test_mended_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        mended("people", "Альхова Вира", within=IndexedText.objects.filter(kind="people"))


@settings(max_examples=500)
@given(typed_words, typed_words)
def test_neighbours_share_a_spelling(typed: str, known: str) -> None:
    apart = OSA.distance(typed, known)

    if apart <= most_slips(typed):
        assert spellings(typed) & spellings(known)


def test_a_word_has_few_spellings() -> None:
    assert len(spellings("библиотекарьшколы")) <= 30
    assert spellings("школа") == {"школа", "кола", "шола", "шкла", "шкоа", "школ"}
    assert spellings("15") == {"15"}
