"""Whatever is typed into a form or put into it: nothing breaks, and values come out as they went in."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.office.plain_text import printable_lines
from stellazh.office.word_forms.marks import Finder
from tests.office.word_forms.making import VOCABULARY, form, texts, told

PIECES = st.sampled_from(["{{", "}}", "{", "}", "{%", "%}", "{#", "номер", "решения.текст", ".", " ", "\n", "7*7", "ё"])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_brackets_are_fields_or_faults(text: str) -> None:
    found = Finder(VOCABULARY).find(text, "В тексте")

    places = [(mark.start, mark.end) for mark in found.marks]
    assert places == sorted(places)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(places))
    assert all(text[start:end].startswith("{{") and text[start:end].endswith("}}") for start, end in places)
    assert found.faults or text.count("{{") == len(places)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_value_is_read_back_as_it_would_be_printed(value: str) -> None:
    report, paper = told(form("Тема: {{ тема }}!"), {"тема": value})

    assert report.is_fit
    assert texts(paper) == [f"Тема: {printable_lines(value)}!"]
