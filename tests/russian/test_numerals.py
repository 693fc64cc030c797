import pytest

from stellazh.russian import numerals
from stellazh.russian.numerals import Noun, agree, counted


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 мероприятий"),
        (1, "1 мероприятие"),
        (2, "2 мероприятия"),
        (4, "4 мероприятия"),
        (5, "5 мероприятий"),
        (11, "11 мероприятий"),
        (14, "14 мероприятий"),
        (21, "21 мероприятие"),
        (22, "22 мероприятия"),
        (100, "100 мероприятий"),
        (111, "111 мероприятий"),
        (1001, "1001 мероприятие"),
        (12_500, "12\u00a0500 мероприятий"),
        (-3, "-3 мероприятия"),
    ],
)
def test_counted_agrees(count: int, expected: str) -> None:
    assert counted(count, "мероприятие", "мероприятия", "мероприятий") == expected


def test_agree_gives_the_noun_alone() -> None:
    forms = [agree(count, "день", "дня", "дней") for count in (1, 3, 12, 21)]

    assert forms == ["день", "дня", "дней", "день"]


def test_nouns_speak_for_themselves() -> None:
    spoken = [numerals.PEOPLE(2), numerals.PEOPLE(5), numerals.ATTENDANCES(327), numerals.MUNICIPALITIES(27)]

    assert spoken == ["2 человека", "5 человек", "327 участий", "27 муниципалитетов"]


def test_every_ready_noun_has_three_forms() -> None:
    nouns = [noun for name in numerals.__all__ if isinstance(noun := getattr(numerals, name), Noun)]

    assert len(nouns) == 23
    assert [noun for noun in nouns if not all(noun) or noun.one == noun.few] == []
