"""What papers say of themselves."""

from __future__ import annotations

from datetime import date

import pytest

from stellazh.documents.enums import DocumentKind
from stellazh.documents.recognising import Proposed, proposed_by_name, proposed_by_text

DAY = date(2024, 8, 26)
ORDER, LETTER, REGULATION = DocumentKind.ORDER, DocumentKind.LETTER, DocumentKind.REGULATION


@pytest.mark.parametrize(
    "words",
    [
        "от 26.08.2024 № 145-о",
        "от 26 августа 2024 г. № 145-о",
        "от «26» августа 2024 года №145-о",
        "26.08.2024\n\n№ 145-о",
        "26.08.2024\t\t№ 145 - о",
        "№ 145-о от 26.08.2024",
        "26.08.2024 N 145-о",
        "26 августа 2024 г.\nг. Сосногорск\n№ 145-о",
    ],
)
def test_day_and_number_of_an_order(words: str) -> None:
    found = proposed_by_text(f"ПРИКАЗ\n{words}\nО неделе книги\nПРИКАЗЫВАЮ:")

    assert found == Proposed("О неделе книги", ORDER, "145-о", DAY)


def test_name_goes_on_over_lines_and_ends_before_the_text() -> None:
    found = proposed_by_text(
        "ПРИКАЗ\nот 26.08.2024 № 1\nОб утверждении положения\nо конкурсе «Библиотекарь года»\nв 2024/2025 учебном "
        "году\nВ соответствии с планом работы приказываю:"
    )

    assert found.title == "Об утверждении положения о конкурсе «Библиотекарь года» в 2024/2025 учебном году"


@pytest.mark.parametrize(
    "another",
    [
        "На № 78 от 01.09.2024",
        "В соответствии с приказом управления от 01.09.2023 № 7 приказываю:",
        "Во исполнение приказа от 01.09.2023 № 7",
        "Внести изменения в приказ от 01.09.2023 № 7",
        "Признать утратившим силу приказ от 01.09.2023 № 7",
    ],
)
def test_requisites_of_another_paper_are_not_taken(another: str) -> None:
    found = proposed_by_text(f"Уважаемые коллеги!\n{another}\nНаправляем формы.")

    assert (found.number, found.dated_on) == ("", None)


def test_letter_has_its_own_number_beside_that_of_the_letter_it_answers() -> None:
    found = proposed_by_text(
        "МИНИСТЕРСТВО ОБРАЗОВАНИЯ\n26.08.2024 № 01-23/456\nНа № 78 от 01.08.2024\nРуководителям управлений\n"
        "О формах отчётности\nУважаемые коллеги!"
    )

    assert found == Proposed("О формах отчётности", LETTER, "01-23/456", DAY)


def test_regulation_is_called_by_its_word_and_what_follows() -> None:
    found = proposed_by_text(
        "УТВЕРЖДЕНО\nприказом управления образования\nот 26.08.2024 № 145\nПОЛОЖЕНИЕ\nо конкурсе «Лучшая\n"
        "библиотека»\n1. Общие положения"
    )

    assert found == Proposed("Положение о конкурсе «Лучшая библиотека»", REGULATION, "145", DAY)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Приказ от 26.08.2024 № 145 О конкурсе.pdf", Proposed("О конкурсе", ORDER, "145", DAY)),
        ("Положение_о_конкурсе (1).docx", Proposed("Положение о конкурсе", REGULATION)),
        ("Письмо о формах.docx", Proposed("Письмо о формах", LETTER)),
        ("scan0001.pdf", Proposed("scan0001")),
        ("Памятка", Proposed("Памятка", DocumentKind.INSTRUCTION)),
    ],
)
def test_name_of_a_file_proposes(name: str, proposed: Proposed) -> None:
    assert proposed_by_name(name) == proposed


@pytest.mark.parametrize("text", ["", "№", "от 31.02.2024 № 5", "от ____ № ____", "ПРИКАЗ", "О", "«» 2024", "х" * 9000])
def test_nothing_to_recognise_is_no_failure(text: str) -> None:
    found = proposed_by_text(text)

    assert (found.number, found.dated_on) == ("", None)
