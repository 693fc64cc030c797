"""Whose name it is: sure only when one person fits, in doubt otherwise, and never a guess."""

from __future__ import annotations

import pytest

from stellazh.events.enums import RowVerdict
from stellazh.events.rooms.matching import MOST_CANDIDATES, Known, RoomIndex, part_claims
from stellazh.events.rooms.names import read_room_name, skeleton

MARINA = Known(
    "enrolment:1", "ольхова", "марина", "викторовна", frozenset({"o@example.org"}), "МБОУ школа № 5", is_registered=True
)
ANNA = Known("enrolment:2", "липина", "анна", "петровна", school="МБОУ СОШ № 7", is_registered=True)
INITIALS = Known("enrolment:3", "рябинина", "н", "б", is_registered=True)
OTHER_MARINA = Known("enrolment:4", "тополева", "марина", is_registered=True)
MARIA = Known("person:5", "ольхова", "мария", "ивановна", school="школа № 9")
VERA = Known("person:6", "берестова", "вера", "ильинична")
DOUBLE = Known("person:7", "лесникова-кленова", "инна", "олеговна")
INDEX = RoomIndex.of((MARINA, ANNA, INITIALS, OTHER_MARINA, MARIA, VERA, DOUBLE))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ольхова Марина", MARINA), ("Ольхова Марина Викторовна", MARINA), ("марина ольхова", MARINA),
        ("Марина О.", MARINA), ("ольхова м в школа 5", MARINA), ("Ольхова М.В.", MARINA), ("М.В. Ольхова", MARINA),
        ("Ольхова МВ", MARINA), ("Marina Olkhova", MARINA), ("OLHOVA MARINA", MARINA), ("Марина Викторовна", MARINA),
        ("iPhone (Ольхова Марина)", MARINA), ("Марина школа 5", MARINA), ("Ольхoва Марина", MARINA),
        ("Ольхова Марина, библиотекарь школы № 5", MARINA), ("Липина Аня", ANNA), ("Анна (Липина Анна)", ANNA),
        ("Рябинина Надежда Борисовна", INITIALS), ("Рябинина Н.Б.", INITIALS), ("Берестова Вера", VERA),
        ("Vera Berestova", VERA), ("Ольхова Мария Ивановна", MARIA), ("Лесникова-Кленова Инна", DOUBLE),
    ],
)  # fmt: skip
def test_one_who_fits_is_matched(name: str, key: Known) -> None:
    found = INDEX.find(name)

    assert (found.verdict, found.key) == (RowVerdict.MATCHED, key.key)


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("iPhone Марина", (MARINA, OTHER_MARINA)), ("Ольхова", (MARINA, MARIA)), ("Ольхова М.", (MARINA, MARIA)),
        ("Липена Анна", (ANNA,)), ("Берестова В.И.", (VERA,)), ("Ольхова Марина школа 9", (MARINA,)),
        ("Лесникова Инна", (DOUBLE,)),
    ],
)  # fmt: skip
def test_what_may_be_somebody_else_is_in_doubt(name: str, candidates: tuple[Known, ...]) -> None:
    found = INDEX.find(name)

    assert (found.verdict, found.candidates) == (RowVerdict.DOUBTFUL, tuple(one.key for one in candidates))


@pytest.mark.parametrize(
    "name",
    [
        "Galaxy A51",
        "Школьная библиотека",
        "Ольхова Анна",
        "Марина Вербина",
        "Липина Анна Ивановна",
        "гость",
        "12",
        "😀",
    ],
)
def test_somebody_else_is_nobody_of_ours(name: str) -> None:
    assert INDEX.find(name).verdict == RowVerdict.UNKNOWN


def test_address_decides_when_the_name_says_nothing() -> None:
    assert INDEX.find("Android", "o@example.org").key == MARINA.key


def test_address_of_one_and_name_of_another_is_in_doubt() -> None:
    found = INDEX.find("Анна Липина", "o@example.org")

    assert (found.verdict, found.candidates) == (RowVerdict.DOUBTFUL, (MARINA.key, ANNA.key))


def test_namesakes_are_told_apart_by_school_then_by_registration() -> None:
    here = Known("enrolment:1", "озерова", "нина", school="школа № 4", is_registered=True)
    there = Known("person:2", "озерова", "нина", school="школа № 9")

    index = RoomIndex.of((here, there))

    assert index.find("Озерова Нина").key == here.key
    assert index.find("Озерова Нина школа 9").key == there.key


def test_two_registered_namesakes_are_in_doubt() -> None:
    index = RoomIndex.of(Known(f"enrolment:{n}", "озерова", "нина", is_registered=True) for n in (1, 2))

    assert index.find("Озерова Нина").candidates == ("enrolment:1", "enrolment:2")


def test_unregistered_namesake_does_not_win_over_a_registered_likeness() -> None:
    registered = Known("enrolment:1", "озерова", "нина", is_registered=True)
    whole = Known("person:2", "озерова", "нина", "львовна")

    found = RoomIndex.of((registered, whole)).find("Озерова Нина Львовна")

    assert (found.verdict, found.candidates) == (RowVerdict.DOUBTFUL, (whole.key, registered.key))


def test_no_more_than_five_candidates() -> None:
    index = RoomIndex.of(Known(f"enrolment:{n}", f"озерова{n}", "нина", is_registered=True) for n in range(9))

    assert len(index.find("Нина").candidates) == MOST_CANDIDATES


def test_two_rows_that_claim_one_person_are_both_in_doubt() -> None:
    matches = part_claims([INDEX.find(name) for name in ("Ольхова Марина", "Липина Анна", "Марина О.")])

    assert [(one.verdict, one.key, one.candidates) for one in matches] == [
        (RowVerdict.DOUBTFUL, "", (MARINA.key,)),
        (RowVerdict.MATCHED, ANNA.key, ()),
        (RowVerdict.DOUBTFUL, "", (MARINA.key,)),
    ]


@pytest.mark.parametrize(
    ("russian", "latin"),
    [
        ("юлия", "yulia"), ("юлия", "iuliia"), ("щербакова", "shcherbakova"), ("евгения", "yevgeniya"),
        ("наталья", "natalya"), ("ксения", "xenia"), ("цветкова", "tsvetkova"), ("мария", "mariya"),
        ("сергеевна", "sergeyevna"), ("федорова", "fyodorova"), ("жанна", "zhanna"),
    ],
)  # fmt: skip
def test_usual_spellings_in_latin_letters_have_one_skeleton(russian: str, latin: str) -> None:
    assert skeleton(russian) == skeleton(latin)


def test_devices_posts_and_schools_are_no_names() -> None:
    name = read_room_name("Redmi Note 9 Pro Ольхова М. В., педагог-библиотекарь МБОУ «СОШ № 05»")

    assert (name.words, name.letters, name.school_numbers) == (
        ("ольхова",), ("м", "в"), frozenset({"5"}),
    )  # fmt: skip
