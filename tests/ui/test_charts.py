"""Bars by their exact picture, their words and their table."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template

from stellazh.ui.components.charts import Bar, bar_chart


def drawn(*bars: Bar) -> str:
    return Template('{% bar_chart bars "Как прошло?" %}').render(Context({"bars": bars}))


def test_bar_chart_draws_the_longest_bar_over_the_whole_width() -> None:
    html = drawn(Bar("хорошо", 4), Bar("плохо", 1), Bar("никак", 0))

    assert re.findall(r'class="chart__bar" x="0" y="24" width="([^"]+)"', html) == ["320.0", "80.0", "0.0"]
    assert 'viewBox="0 0 320 132"' in html


def test_bar_chart_with_shares_draws_parts_of_the_whole() -> None:
    html = drawn(Bar("хорошо", 4, 50), Bar("плохо", 2, 25))

    assert re.findall(r'class="chart__bar" x="0" y="24" width="([^"]+)"', html) == ["160.0", "80.0"]


def test_bar_chart_may_keep_its_caption_for_those_who_listen() -> None:
    assert '<figcaption class="visually-hidden">Как?</figcaption>' in bar_chart(
        [Bar("хорошо", 4)], "Как?", shows_caption=False
    )


def test_bar_chart_tells_in_words_what_it_shows() -> None:
    html = drawn(Bar("хорошо", 1250, 80), Bar("плохо", 1, 20))

    assert re.search(r'<svg class="chart__picture"[^>]*role="img">', html)
    assert "<title>Как прошло?</title><desc>хорошо: 1\xa0250 (80\xa0%); плохо: 1 (20\xa0%)</desc>" in html


def test_bar_chart_has_a_table_with_shares_when_there_are_any() -> None:
    with_shares, without = drawn(Bar("хорошо", 4, 80)), drawn(Bar("хорошо", 4))

    assert '<th scope="row">хорошо</th><td class="num">4</td><td class="num">80\xa0%</td>' in with_shares
    assert "Доля" not in without


def test_bar_chart_escapes_and_shortens_in_the_picture_alone() -> None:
    html = drawn(Bar("<b>" + "я" * 60, 1))

    assert "<b>" not in html
    assert '<th scope="row">&lt;b&gt;' + "я" * 60 in html
    assert "&lt;b&gt;" + "я" * 24 + "…</text>" in html


def test_bar_chart_of_nothing_is_nothing() -> None:
    assert bar_chart([], "Как прошло?") == ""


@pytest.mark.parametrize("word", ["style=", "<script", "onclick"])
def test_bar_chart_has_nothing_the_policy_switches_off(word: str) -> None:
    assert word not in drawn(Bar("хорошо", 4, 80))
