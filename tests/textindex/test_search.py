"""What is found by which words, on either database; nothing that anybody types is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from stellazh.textindex.matching import LONGEST_QUERY
from stellazh.textindex.models import IndexedText, WordForm
from stellazh.textindex.reads import matching_keys
from stellazh.textindex.services import drop_texts, forget_unused_words, put_text, put_texts

pytestmark = pytest.mark.django_db

PEOPLE = {
    1: "Ольхова Вера Ильинична. Педагог-библиотекарь, МБОУ СОШ № 5, Лужский округ",
    2: "Лесникова Анна Львовна. Заведующий библиотекой, гимназия № 15 «Берёзка», Береговой округ",
    3: "Сосновская-Тополева Нина Васильевна. Библиотекарь, школа № 55",
}


@pytest.fixture
def people() -> None:
    put_texts("people", PEOPLE)


def found(query: str, kind: str = "people") -> list[int]:
    return sorted(matching_keys(kind, query))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("ольхова", [1]),
        ("ОЛЬХОВОЙ", [1]),
        ("ольх", [1]),
        ("ол", []),
        ("Ольхова Вера", [1]),
        ("вера ольхова", [1]),
        ("Ольхова Анна", []),
        ("лесниковой", [2]),
        ("тополевой", [3]),
        ("сосновской-тополевой", [3]),
        ("берёзка", [2]),
        ("березки", [2]),
        ("библиотекари", [1, 3]),
        ("библиотек", [1, 2, 3]),
        ("школе", [3]),
        ("округа", [1, 2]),
        ("5", [1]),
        ("№ 5", [1]),
        ("55", [3]),
        ("15 гимназии", [2]),
        ("лужского округа ольхова", [1]),
    ],
)
def test_search_finds_by_form_beginning_and_number(query: str, keys: list[int]) -> None:
    assert found(query) == keys


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "***",
        '"',
        "«»",
        "\x00",
        "'); DROP TABLE textindex_indexedtext; --",
        '") OR ("',
        "NEAR(ольхова вера)",
        "ольхова AND",
        "NOT ольхова",
        "words:ольхова ^ольхова",
        "!ольхова & | <-> :*",
        "-ольхова +вера ~5",
        "\\",
        "\ud800",
        "😀 ольх😀ова",
        "а" * 10_000,
        "ольхова " * 10_000,
        "%_[]",
    ],
)
def test_search_takes_any_text(query: str) -> None:
    assert set(found(query)) <= set(PEOPLE)


@pytest.mark.usefixtures("people")
def test_search_reads_operators_as_words() -> None:
    put_text("people", 4, "not or near and")

    assert found("NOT OR") == [4]
    assert found("ольхова OR лесникова") == []
    assert found("***") == []


@pytest.mark.usefixtures("people")
def test_search_reads_the_beginning_of_an_endless_query() -> None:
    assert found("ольхова " + " " * LONGEST_QUERY + "нетакогослова") == [1]


@pytest.mark.usefixtures("people")
def test_search_is_a_part_of_another_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        keys = list(IndexedText.objects.filter(key__in=matching_keys("people", "вера ольхова")).values_list("key"))

    assert keys == [(1,)]


@pytest.mark.usefixtures("people")
def test_kinds_are_apart() -> None:
    put_text("schools", 1, "Гимназия № 15")

    assert found("гимназия", "schools") == [1]
    assert found("гимназия") == [2]
    assert found("гимназия", "plans") == []


@pytest.mark.usefixtures("people")
def test_a_changed_text_is_found_by_its_new_words_only() -> None:
    put_text("people", 1, "Кленова Вера Ильинична")

    assert found("ольхова") == []
    assert found("кленовой") == [1]


@pytest.mark.usefixtures("people")
def test_a_dropped_text_is_not_found_and_its_words_are_forgotten() -> None:
    drop_texts("people", [1, 99])

    forgotten = forget_unused_words("people")

    assert found("ольхова") == []
    assert found("лесникова") == [2]
    assert forgotten > 0
    assert not WordForm.objects.filter(word="ольхова").exists()
    assert WordForm.objects.filter(word="лесникова").exists()
    assert forget_unused_words("people") == 0


def test_every_letter_is_one_letter_to_both_databases() -> None:
    letters = [
        chr(code) for code in (*range(0xDF, 0x250), *range(0x430, 0x482), *range(0x48A, 0x528)) if chr(code).isalpha()
    ]
    words = {number: f"щ{letter}щ" for number, letter in enumerate(letters, start=1) if letter == letter.lower()}

    put_texts("letters", words)

    wrong = [word for number, word in words.items() if number not in found(word, "letters")]
    assert len(words) > 200
    assert wrong == []


def test_putting_many_texts_takes_a_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(12):
        put_texts("people", {number: f"Ольхова-{number} Вера, школа № {number}" for number in range(400)})

    assert len(found("ольховой")) == 400


@pytest.mark.usefixtures("people")
def test_an_unchanged_text_is_left_alone(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    savepoints = 2

    with django_assert_num_queries(1 + savepoints):
        put_texts("people", PEOPLE)


def test_the_index_is_there_with_what_keeps_it() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE tbl_name = 'textindex_indexedtext' AND type = 'trigger'"
            )
            expected = {"textindex_insert", "textindex_delete", "textindex_update"}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = 'textindex_words'")
            expected = {"textindex_words"}
        names = {name for (name,) in cursor.fetchall()}

    assert names == expected
