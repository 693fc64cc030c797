# ruff: noqa: E501  (exact HTML reads best unbroken)
from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from stellazh.ui.shelf import Book, Shelf, ShelfMonth, book_size

MEETING = Book("/items/1/", "Заседание «Чтение»", 3, 7, "done", "Методическое", "8 октября")


def shelf_of(*books: Book) -> Shelf:
    return Shelf(
        "Полка года 2024/2025",
        (ShelfMonth("сен", "Сентябрь 2024", False, ()), ShelfMonth("окт", "Октябрь 2024", True, books)),
        ((3, "Методическое"),),
    )


def drawn(shelf: Shelf) -> str:
    return Template("{% year_shelf shelf %}").render(Context({"shelf": shelf}))


def test_year_shelf_is_an_ordered_list_of_months_with_lists_of_links() -> None:
    html = drawn(shelf_of(MEETING))

    assert html == (
        '<div class="year-shelf"><div class="shelf-scroll" role="region" tabindex="0" '
        'aria-label="Полка года 2024/2025: прокрутка по месяцам" data-shelf><ol class="shelf" role="list">'
        '<li class="shelf__month"><span class="shelf__label"><span aria-hidden="true">сен</span>'
        '<span class="visually-hidden">Сентябрь 2024, пусто</span></span></li>'
        '<li class="shelf__month shelf__month--now" aria-current="date"><span class="shelf__label">'
        '<span aria-hidden="true">окт</span><span class="visually-hidden">Октябрь 2024, 1 дело</span></span>'
        '<ul class="shelf__books" role="list"><li><a class="book book--done" data-spine="3" data-size="7" href="/items/1/">'
        '<span class="book__label"><b>Заседание «Чтение»</b> <span>8 октября · Методическое · проведено</span></span></a></li>'
        '</ul></li></ol></div><p class="shelf__caption">На полке 1 дело: проведено 1.</p>'
        '<ul class="legend" role="list" aria-label="Цвета направлений">'
        '<li><i data-spine="3" aria-hidden="true"></i>Методическое</li></ul></div>'
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [("done", "проведено"), ("planned", "запланировано"), ("late", "просрочено"), ("cancelled", "отменено")],
)
def test_year_shelf_says_each_state_in_words(state: str, words: str) -> None:
    html = drawn(shelf_of(replace(MEETING, state=state)))  # type: ignore[arg-type]

    assert re.findall(r'class="book (\S+)"|Методическое · (\w+)<', html) == [(f"book--{state}", ""), ("", words)]


def test_year_shelf_escapes_titles() -> None:
    html = drawn(shelf_of(replace(MEETING, title="<script>", href='/"x')))

    assert re.findall(r'href="[^>]*>|<b>.*?</b>', html) == ['href="/&quot;x">', "<b>&lt;script&gt;</b>"]


def test_shelf_sums_itself_up() -> None:
    late = replace(MEETING, state="late")

    assert shelf_of(MEETING, MEETING, late).summary == "На полке 3 дела: проведено 2, просрочено 1."
    assert shelf_of().summary == "Полка пока пуста: первая книга появится вместе с первым пунктом плана."


@pytest.mark.parametrize(
    ("field", "value"), [("spine", 0), ("spine", 9), ("size", -1), ("size", 21), ("state", "lost")]
)
def test_book_refuses_what_cannot_be_drawn(field: str, value: object) -> None:
    with pytest.raises(ValueError, match="no such book"):
        replace(MEETING, **{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("participants", "size"), [(None, 0), (0, 0), (1, 1), (12, 3), (100, 10), (400, 20), (9_000, 20)]
)
def test_book_size_grows_as_the_square_root(participants: int | None, size: int) -> None:
    assert book_size(participants) == size


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_book_size_never_falls_as_participants_grow(one: int, other: int) -> None:
    few, many = sorted((one, other))

    assert 0 <= book_size(few) <= book_size(many) <= 20
