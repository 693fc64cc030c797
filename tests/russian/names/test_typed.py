"""What was typed is kept: order, capitals, blanks, hyphens, initials; what cannot be read comes back with a reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stellazh.russian.names import Declined, NameParts, decline, find_gender, split_name, wording


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ольхова Мария Петровна", "Ольховой Марии Петровне"),
        ("Мария Петровна Ольхова", "Марии Петровне Ольховой"),
        ("ОЛЬХОВА Мария Петровна", "ОЛЬХОВОЙ Марии Петровне"),
        ("ольхова мария петровна", "ольховой марии петровне"),
        ("  Ольхова   Мария\u00a0Петровна ", "  Ольховой   Марии\u00a0Петровне "),
        ("Ольхова М. П.", "Ольховой М. П."),
        ("Ольхова М.П.", "Ольховой М.П."),
        ("Ольхова М П", "Ольховой М П"),
        ("М.П.Ольхова", "М.П.Ольховой"),
        ("М. П. Ольхова", "М. П. Ольховой"),
        ("Ольхова–Липина Мария", "Ольховой–Липиной Марии"),
        ("Ольхова - Липина Мария", "Ольховой - Липиной Марии"),
        ("Тополёв Пётр Фёдорович", "Тополёву Петру Фёдоровичу"),
        ("Тополев Петр Федорович", "Тополеву Петру Федоровичу"),
        ("Гусейнов Эльчин Рафик оглы", "Гусейнову Эльчину Рафик оглы"),
        ("Гусейнова Лейла Рафик Кызы", "Гусейновой Лейле Рафик Кызы"),
        ("О’Коннор Десмонд", "О’Коннору Десмонду"),
        ("де Кастро Мигель", "де Кастро Мигелю"),
        # The letter й in two signs, as some computers write it, comes back as one.
        ("Кочубеи\u0306 Матвеи\u0306 Ильич", "Кочубею Матвею Ильичу"),
    ],
)
def test_what_was_typed_is_kept(typed: str, expected: str) -> None:
    answer = decline(typed, "dative")

    assert answer == Declined(expected, is_certain=True, doubt="", gender=answer.gender)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("", wording.EMPTY),
        (" \n", wording.EMPTY),
        ("Olkhova Maria", wording.FOREIGN_LETTERS),
        ("Ольхова Maria", wording.FOREIGN_LETTERS),
        ("Їжак Марія", wording.FOREIGN_LETTERS),
        ("Ольхова 2", wording.STRANGE_SIGNS),
        ("Ольхова (Липина) Мария", wording.STRANGE_SIGNS),
        ("Ольхова, Мария", wording.STRANGE_SIGNS),
        ("Ольхова -", wording.STRANGE_SIGNS),
        ("???", wording.STRANGE_SIGNS),
        ("Ольхов Пётр Петрович мл.", wording.TITLE),
        ("Ольхова Мария Петровна Липина Вера Ивановна", wording.MANY_WORDS),
        ("А" * 300, wording.MANY_WORDS),
        ("А. В.", wording.ORDER),
    ],
)
def test_what_cannot_be_read_comes_back_unchanged_with_a_reason(typed: str, doubt: str) -> None:
    answer = decline(typed, "genitive")

    assert answer == Declined(typed, is_certain=False, doubt=doubt)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("Ольхов Мария Петровна", "Ольхов"),
        ("Ольхова Пётр Петрович", "Ольхова"),
        ("Ольхов Пётр Петровна", "Пётр"),
        ("Ольховой Марии Петровне", "фамилия"),
        ("Иванову Петру", "Иванову"),
    ],
)
def test_slips_of_the_pen_are_asked_about(typed: str, part: str) -> None:
    answer = decline(typed, "dative")

    assert not answer.is_certain
    assert part in answer.doubt


def test_a_gender_that_the_patronymic_denies_is_asked_about() -> None:
    answer = decline("Ольхова Мария Петровна", "dative", "m")

    assert not answer.is_certain
    assert "Петровна" in answer.doubt


def test_a_gender_tells_what_the_name_does_not() -> None:
    assert not decline("Ткач А. В.", "dative").is_certain
    assert decline("Ткач А. В.", "dative", "m") == Declined("Ткачу А. В.", is_certain=True, gender="m")
    assert decline("Ткач А. В.", "dative", "f") == Declined("Ткач А. В.", is_certain=True, gender="f")


def test_a_gender_that_changes_nothing_is_not_asked_about() -> None:
    assert decline("Шевченко А. В.", "dative") == Declined("Шевченко А. В.", is_certain=True)


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(ValueError, match="vocative"):
        decline("Ольхова Мария", "vocative")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "gender"),
    [("Ольхова М. П.", "f"), ("Рощин И. И.", "m"), ("Женя Шевченко", None), ("Ольхов Мария", None), ("", None)],
)
def test_gender_is_found_or_not_told(typed: str, gender: str | None) -> None:
    assert find_gender(typed) == gender


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Ольхова Мария Петровна", NameParts("Ольхова", "Мария", "Петровна")),
        ("Мария Петровна Ольхова", NameParts("Ольхова", "Мария", "Петровна")),
        ("Мария Ольхова", NameParts("Ольхова", "Мария", "")),
        ("М. П. Ольхова", NameParts("Ольхова", "М. П.", "")),
        ("Гусейнов Эльчин Рафик оглы", NameParts("Гусейнов", "Эльчин", "Рафик оглы")),
        ("Абрамович Илья Петрович", NameParts("Абрамович", "Илья", "Петрович")),
        ("Илья Петрович Абрамович", NameParts("Абрамович", "Илья", "Петрович")),
    ],
)
def test_parts_are_found_in_any_order(typed: str, parts: NameParts) -> None:
    assert split_name(typed) == parts


def test_what_cannot_be_read_has_no_parts() -> None:
    assert split_name("Olkhova") is None


def test_names_need_no_django() -> None:
    code = "import sys; import stellazh.russian.names; sys.exit('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0
