import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.russian.collation import fold, sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлка", "елка"),
        ("  Школа\u00a0 № 5 ", "школа № 5"),
        ("«Книга»", '"книга"'),
        ("„Книга“", '"Книга"'),
        ("сентябрь – май", "сентябрь — май"),
        ("сен\u00adтябрь", "сентябрь"),
        ("за́мок", "замок"),
        ("й", "и\u0306"),
    ],
)
def test_fold_makes_the_same_text_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("5 А", "5А"), ("Школа №5", "Школа №6"), ("й", "и")])
def test_fold_keeps_different_texts_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_sort_key_lets_yo_decide_only_between_equals() -> None:
    words = ["ящик", "медаль", "мёд", "мед мой", "мед", "ель", "ёё", "ёе", "её", "ее"]

    ordered = sorted(words, key=sort_key)

    assert ordered == ["ее", "её", "ёе", "ёё", "ель", "мед", "мёд", "мед мой", "медаль", "ящик"]


def test_sort_key_puts_yo_beside_e() -> None:
    names = ["Жукова", "Ёлкина", "Еремеев", "Дубов", "Ёршов", "Ельцов"]

    ordered = sorted(names, key=sort_key)

    assert ordered == ["Дубов", "Ёлкина", "Ельцов", "Еремеев", "Ёршов", "Жукова"]


def test_sort_key_puts_numbers_by_value() -> None:
    ordered = sorted(["Школа № 10", "Школа № 2", "Школа № 101", "«Школа» № 3"], key=sort_key)

    assert ordered == ["Школа № 2", "«Школа» № 3", "Школа № 10", "Школа № 101"]


@given(st.lists(st.text(alphabet="абвеёжя Ё«»-19\u00a0z", max_size=8), max_size=12))
def test_sort_key_orders_a_stored_column_as_python_does(texts: list[str]) -> None:
    keys = [sort_key(text) for text in texts]

    with sqlite3.connect(":memory:") as base:
        base.execute("create table shelf (key text)")
        base.executemany("insert into shelf values (?)", [(key,) for key in keys])
        stored = [key for (key,) in base.execute("select key from shelf order by key")]

    assert stored == sorted(keys) == sorted(keys, key=lambda key: key.encode())
