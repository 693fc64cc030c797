"""The promise: of the names called certain at least 99 of 100 are right, in both cases, and most names are certain."""

from __future__ import annotations

import pytest

from stellazh.russian.names import Case, decline, find_gender
from tests.fixtures.names import SETS, Row, rows

CASES: tuple[Case, ...] = ("dative", "genitive")
OTHER_CASES: tuple[Case, ...] = ("accusative", "instrumental", "prepositional")
RIGHT_OF_CERTAIN = 0.99
CERTAIN_OF_ALL = 0.85

# Whom the rules rightly ask about, whatever set they stand in.
ASKED_ABOUT = (
    "Кравец Сергей Иванович",
    "Заяц Павел Иванович",
    "Калина Ирина Титовна",
    "Галиева Айгуль Маратовна",
    "Нгуен Ван Тхань",
    "Ткач А. В.",
    "Саша Ткач",
)


def _is_right(row: Row, cases: tuple[Case, ...]) -> bool:
    return all(decline(row.full_name, case).text in row.accepted[case] for case in cases)


def _is_certain(row: Row, cases: tuple[Case, ...]) -> bool:
    return all(decline(row.full_name, case).is_certain for case in cases)


@pytest.mark.parametrize(("name", "least"), [("development", 500), ("held_out", 500), ("fresh", 200)])
def test_names_called_certain_are_right(name: str, least: int) -> None:
    corpus = rows(name)
    certain = [row for row in corpus if _is_certain(row, CASES)]

    wrong = [row.full_name for row in certain if not _is_right(row, CASES)]

    assert len(corpus) >= least
    assert len(certain) >= CERTAIN_OF_ALL * len(corpus), [row.full_name for row in corpus if row not in certain]
    assert len(wrong) <= (1 - RIGHT_OF_CERTAIN) * len(certain), wrong


def test_names_called_certain_are_right_in_the_other_cases() -> None:
    corpus = rows("other_cases")
    certain = [row for row in corpus if _is_certain(row, OTHER_CASES)]

    wrong = [row.full_name for row in certain if not _is_right(row, OTHER_CASES)]

    assert len(certain) >= CERTAIN_OF_ALL * len(corpus)
    assert len(wrong) <= (1 - RIGHT_OF_CERTAIN) * len(certain), wrong


@pytest.mark.parametrize("name", SETS)
def test_uncertain_names_say_why_in_russian(name: str) -> None:
    doubts = [decline(row.full_name, case) for row in rows(name) for case in CASES]

    unsaid = [answer.text for answer in doubts if answer.is_certain == bool(answer.doubt)]

    assert unsaid == []
    assert all(answer.doubt[0].isupper() or answer.doubt[0] == "«" for answer in doubts if answer.doubt)


@pytest.mark.parametrize("full_name", ASKED_ABOUT)
def test_names_that_waver_are_asked_about(full_name: str) -> None:
    assert not decline(full_name, "dative").is_certain


@pytest.mark.parametrize("name", SETS)
def test_the_right_gender_makes_more_names_certain_and_none_wrong(name: str) -> None:
    corpus = [row for row in rows(name) if row.gender != "?"]

    told = [(row, decline(row.full_name, "dative", row.gender)) for row in corpus]  # type: ignore[arg-type]
    certain = [(row, answer) for row, answer in told if answer.is_certain]
    wrong = [answer.text for row, answer in certain if answer.text not in row.accepted["dative"]]

    assert len(certain) >= sum(decline(row.full_name, "dative").is_certain for row in corpus)
    assert len(wrong) <= (1 - RIGHT_OF_CERTAIN) * len(certain), wrong


@pytest.mark.parametrize("name", SETS)
def test_gender_is_right_or_not_told(name: str) -> None:
    told = [(row, find_gender(row.full_name)) for row in rows(name)]
    known = [(row, gender) for row, gender in told if gender is not None]

    wrong = [row.full_name for row, gender in known if gender != row.gender]

    assert len(known) >= CERTAIN_OF_ALL * len(told)
    assert len(wrong) <= (1 - RIGHT_OF_CERTAIN) * len(known), wrong
