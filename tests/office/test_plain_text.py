import pytest

from stellazh.office.plain_text import printable_line, printable_lines, unbroken


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("План\x00 работы\x1f", "План работы"),
        ("половинка\ud83d", "половинка"),
        ("не знак\ufffe\U0001ffff", "не знак"),
        ("\u202eтеревёрп\u202c \u200fметка", "теревёрп метка"),
        ("\ufeffначало", "начало"),
        ("значок \uf0b7Word", "значок Word"),
        ("  блуждающие края\t", "блуждающие края"),
        ("два  пробела", "два  пробела"),
        ("улыбка 😀", "улыбка 😀"),
    ],
)
def test_printable_line_keeps_only_what_a_paper_can_hold(typed: str, printed: str) -> None:
    assert printable_line(typed) == printed


def test_printable_line_turns_every_line_end_into_a_blank() -> None:
    assert printable_line("а\nб\r\nв\rг\x0bд\x0cе\u2028ж\u2029з\x85и") == "а б в г д е ж з и"


def test_printable_lines_keeps_lines_and_drops_empty_ones() -> None:
    assert printable_lines("первая \r\n\n  вторая\u2028третья") == "первая\nвторая\nтретья"


def test_unbroken_binds_initials_and_numbers() -> None:
    assert unbroken("Ольхова А.Б., школа № 5, Т.П. Кленова") == "Ольхова\u00a0А.Б., школа №\u00a05, Т.П.\u00a0Кленова"


def test_unbroken_leaves_other_blanks() -> None:
    assert unbroken("школьные библиотекари города") == "школьные библиотекари города"
