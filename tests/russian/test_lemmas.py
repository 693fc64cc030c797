"""Words to search by: folding, dictionary forms, surnames' endings, the wrong keyboard layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.russian.lemmas import LONGEST_WORD, forms_of, in_russian_layout, words_of


def every(text: str) -> list[tuple[str, ...]]:
    return [word.every for word in words_of(text)]


def test_words_are_folded_and_signs_between_them_do_not_count() -> None:
    found = every("  «Берёзовая»\u00a0роща — №5; 12-й кабинет ")

    assert found == [("березовая", "березовый"), ("роща",), ("5",), ("12",), ("й",), ("кабинет",)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("школы", "школе"),
        ("библиотекарем", "библиотекарю"),
        ("Лужский", "лужского"),
        ("озёрный", "Озерного"),
        ("Ольхова", "Ольховой"),
        ("Ольхова", "Ольхову"),
        ("Лесникова", "Лесниковой"),
        ("Лесникова", "Лесниковых"),
        ("Липина", "Липиной"),
        ("Тополева", "Тополеву"),
        ("Калинина", "Калинин"),
        ("Сосновская", "Сосновской"),
        ("Сосновская", "Сосновскому"),
    ],
)
def test_two_forms_of_one_word_meet(one: str, other: str) -> None:
    (first,), (second,) = every(one), every(other)

    assert set(first) & set(second)


def test_words_of_other_alphabets_keep_their_letters() -> None:
    assert every("Гөлнара Ҡояшева Müller") == [
        ("гөлнара",),
        ("ҡояшева",),
        ("müller",),
    ]


def test_long_words_are_cut_and_the_number_of_words_is_limited() -> None:
    found = words_of("а" * 10_000 + " б в г", limit=3)

    assert [word.surface for word in found] == ["а" * LONGEST_WORD, "б", "в"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jkm[jdf", "ольхова"),
        ("Jkm[jdf Dthf", "Ольхова Вера"),
        ("irjkf 5", "школа 5"),
        ("ольхова", ""),
        ("ольхова x", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_wrong_layout_is_understood(typed: str, meant: str) -> None:
    assert in_russian_layout(typed) == meant


@given(st.text())
def test_any_text_gives_plain_words(text: str) -> None:
    for word in words_of(text):
        assert word.surface.isalnum()
        assert all(form.isalnum() and form != word.surface for form in word.forms)
        assert forms_of(word.surface) == word.forms
