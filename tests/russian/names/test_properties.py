"""Any text is answered, and nothing of it is lost but endings."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.russian.names import Case, decline, find_gender, split_name
from tests.fixtures.names import rows

_WORDS = sorted({word for row in rows("development") for word in row.full_name.split()})
_NAMES = st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join)
_TEXTS = _NAMES | st.text(max_size=60) | st.text(alphabet="АБЕИОЯабвегийоуьюяё.-– '\u00a0\u0301", max_size=40)
_CASES = st.sampled_from(get_args(Case))
_GENDERS = st.sampled_from((None, "m", "f"))


@settings(max_examples=300, deadline=None)
@given(_TEXTS, _CASES, _GENDERS)
def test_any_text_is_answered(text: str, case: Case, gender: str | None) -> None:
    answer = decline(text, case, gender)  # type: ignore[arg-type]

    assert answer.is_certain == (not answer.doubt)
    assert len(answer.text.split()) == len(text.split())
    assert find_gender(text) in (None, "m", "f")
    assert split_name(text) is None or text.strip()


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_the_nominative_is_what_was_typed(text: str) -> None:
    assert decline(text, "nominative").text == text


@settings(max_examples=200, deadline=None)
@given(_NAMES, _CASES)
def test_capitals_and_initials_stay(text: str, case: Case) -> None:
    answer = decline(text, case)

    for typed, declined in zip(text.split(), answer.text.split(), strict=True):
        assert declined[0] == typed[0]
        assert declined.isupper() == typed.isupper() or len(typed) == 1
        if typed.endswith("."):
            assert declined == typed


@settings(max_examples=100, deadline=None)
@given(_NAMES, _CASES)
def test_small_letters_give_the_same_in_small_letters(text: str, case: Case) -> None:
    small = decline(text.lower(), case).text

    assert small == small.lower()
