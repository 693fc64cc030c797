import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.russian.terms import TermKind, parse_term

PHRASES = [
    row["raw"] for row in json.loads((Path(__file__).resolve().parent / "data" / "terms.json").read_text("utf-8"))
]
WORDS = re.findall(
    r"\S+",
    """с по до к не позднее в на от и или 1 2 3 12 15 20 27 31 I II IV XII 2023 2024 24 03 09 . , - – / : ( ) « » № г.
    год года уч. сентябрь сентября мая май август неделя недели декада четверть квартал полугодие половина начало конец
    первая второй последняя среда пятница каждый раз раза ежемесячно месяца числа каникулы осенние весна день победы
    течение периода 14.00 10:30 ч. онлайн СОШ класс по плану графику мере необходимости ... ___ !""",
)

school_years = st.integers(min_value=2000, max_value=2100)
word_soup = st.lists(st.sampled_from(WORDS), max_size=14).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


def same_reading(one: str, other: str) -> bool:
    first, second = parse_term(one, 2023), parse_term(other, 2023)
    return (first.kind, first.start, first.end, first.time) == (second.kind, second.start, second.end, second.time)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(st.text(max_size=80), word_soup), school_year=school_years)
def test_parse_term_is_total_and_keeps_its_promises(text: str, school_year: int) -> None:
    term = parse_term(text, school_year)

    assert term.raw == text
    assert term.start is None or term.end is None or term.start <= term.end
    assert not (term.kind in {TermKind.UNKNOWN, TermKind.INVALID, TermKind.NONE} and (term.start or term.end))
    assert not (term.kind is TermKind.DEADLINE and (term.start is not None or term.end is None))
    assert list(term.months) == sorted(set(term.months))
    assert list(term.days) == sorted(set(term.days))


@settings(max_examples=150, deadline=None)
@given(phrase=st.sampled_from(PHRASES), blank=st.sampled_from(["\u00a0", "  ", "\n", "\t", " \u00ad"]))
def test_parse_term_does_not_mind_the_kind_of_blanks(phrase: str, blank: str) -> None:
    assert same_reading(phrase, f"{blank}{phrase.replace(' ', blank)}{blank}")


@settings(max_examples=150, deadline=None)
@given(phrase=st.sampled_from(PHRASES), dash=st.sampled_from("-‐‑–—−"))
def test_parse_term_does_not_mind_the_kind_of_dash(phrase: str, dash: str) -> None:
    other = phrase
    for sign in "-–—−":
        other = other.replace(sign, dash)

    assert same_reading(phrase, other)


@settings(max_examples=150, deadline=None)
@given(phrase=st.sampled_from(PHRASES))
def test_parse_term_takes_yo_for_e(phrase: str) -> None:
    assert same_reading(phrase, phrase.replace("ё", "е"))
    assert same_reading(phrase.replace("четверт", "чётверт"), phrase)


@settings(max_examples=150, deadline=None)
@given(phrase=st.sampled_from([phrase for phrase in PHRASES if phrase.isascii() is False and "г." not in phrase]))
def test_parse_term_does_not_mind_the_first_capital(phrase: str) -> None:
    assert same_reading(phrase, phrase[0].upper() + phrase[1:])


@pytest.mark.parametrize("end", [".", ";", ",", " "])
def test_parse_term_does_not_mind_a_closing_mark(end: str) -> None:
    phrases = [
        "сентябрь",
        "с 20 по 27 ноября",
        "25 октября 2023 г.",
        "до 1 июня",
        "2 раза в год",
        "I четверть",
        "15.03",
    ]

    readings = [same_reading(phrase, phrase + end) for phrase in phrases]

    assert readings == [True] * len(phrases)
