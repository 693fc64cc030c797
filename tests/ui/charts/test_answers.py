"""Bars of answers by their exact picture, their words and their table."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template

from stellazh.ui.charts import Bar, bar_chart


def drawn(*bars: Bar) -> str:
    return Template('{% load charts %}{% bar_chart bars "Как прошло?" %}').render(Context({"bars": bars}))


def widths(html: str) -> list[str]:
    return re.findall(r'class="graph__bar" y="[^"]+" width="([^"]+)"', html)


def test_bar_chart_draws_the_longest_bar_over_the_whole_width() -> None:
    html = drawn(Bar("плохо", 1), Bar("хорошо", 4), Bar("никак", 0))

    assert widths(html) == ["25%", "100%", "0%"]
    assert 'height="7.5em"' in html
    assert "graph__track" not in html


def test_bar_chart_with_shares_draws_parts_of_the_whole() -> None:
    html = drawn(Bar("хорошо", 4, 50), Bar("плохо", 2, 25))

    assert widths(html) == ["50%", "25%"]
    assert html.count("graph__track") == 2


def test_bar_chart_may_keep_its_caption_for_those_who_listen() -> None:
    assert '<figcaption class="visually-hidden"><b>Как?</b></figcaption>' in bar_chart(
        [Bar("хорошо", 4)], "Как?", shows_caption=False
    )


def test_bar_chart_tells_in_words_what_it_shows() -> None:
    html = drawn(Bar("хорошо", 1250, 80), Bar("плохо", 1, 20))

    assert re.search(r'<svg class="graph__picture graph__picture--bars" role="img"', html)
    assert "<title>Как прошло?</title><desc>хорошо: 1\xa0250 (80\xa0%); плохо: 1 (20\xa0%)</desc>" in html


def test_bar_chart_has_a_table_with_shares_when_there_are_any() -> None:
    with_shares, without = drawn(Bar("хорошо", 4, 80)), drawn(Bar("хорошо", 4))

    assert '<th scope="row">хорошо</th><td class="num">4</td><td>80\xa0%</td>' in with_shares
    assert "Доля" not in without


def test_bar_chart_escapes_and_shortens_in_the_picture_alone() -> None:
    html = drawn(Bar("<b>" + "очень " * 30, 1))

    assert "<b>очень" not in html
    assert '<th scope="row">&lt;b&gt;' + ("очень " * 30)[:-1] in html
    assert html.count("<text y=") == 2
    assert "…</text>" in html


def test_bar_chart_of_nothing_is_nothing() -> None:
    assert bar_chart([], "Как прошло?") == ""


@pytest.mark.parametrize("word", ["style=", "<script", "onclick"])
def test_bar_chart_has_nothing_the_policy_switches_off(word: str) -> None:
    assert word not in drawn(Bar("хорошо", 4, 80))
