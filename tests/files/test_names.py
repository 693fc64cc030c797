"""Names that files are offered under."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.files.names import clean_name


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("План работы 2024–2025.docx", "План работы 2024–2025.docx"),
        ("C:\\Users\\Вера\\Документы\\отчёт.xlsx", "отчёт.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("/var/tmp/", "файл"),
        ("отчет\r\nContent-Type: text_html.docx", "отчет Content-Type_ text_html.docx"),
        ("фото\u202egpj.exe", "фотоgpj.exe"),
        ("имя\x00\x07.pdf", "имя.pdf"),
        ('«План» "новый" <1>|?*.docx', "«План» _новый_ _1____.docx"),
        ("  ...  ", "файл"),
        ("", "файл"),
        (".htaccess", "htaccess"),
        ("план.docx. ", "план.docx"),
        ("план\t  работы.docx", "план работы.docx"),
        ("и\u0306.txt", "й.txt"),
    ],
)
def test_name_is_cleaned(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


def test_long_name_keeps_its_suffix() -> None:
    assert clean_name("я" * 300 + ".docx") == "я" * 115 + ".docx"


def test_long_name_without_suffix_is_cut() -> None:
    assert clean_name("я" * 300) == "я" * 120


def test_long_name_of_wide_letters_fits_a_file_system() -> None:
    cleaned = clean_name("𝔸" * 120 + ".docx")

    assert cleaned == "𝔸" * 58 + ".docx"


@given(st.text(max_size=400))
def test_cleaned_name_is_safe_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_name(text)

    assert clean_name(cleaned) == cleaned
    assert 1 <= len(cleaned) <= 120
    assert len(cleaned.encode()) <= 240
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not [sign for sign in cleaned if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
