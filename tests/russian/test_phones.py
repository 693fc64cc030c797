"""Telephone numbers as people type them."""

import pytest

from stellazh.russian.phones import phone_number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("89210001122", "+7 921 000-11-22"),
        ("8 (921) 000-11-22", "+7 921 000-11-22"),
        ("+7(921)000 11 22", "+7 921 000-11-22"),
        ("7-921-000-11-22", "+7 921 000-11-22"),
        ("921 000 11 22", "+7 921 000-11-22"),
        ("8 813 72 2-11-22", "+7 813 722-11-22"),
        ("+7 921 000-11-22", "+7 921 000-11-22"),
        # No Russian number of ten digits: kept as typed.
        ("2-11-22", "2-11-22"),
        ("+375 29 000-11-22", "+375 29 000-11-22"),
        ("+8 921 000 11 22", "+8 921 000 11 22"),
        ("8 921 000-11-22 доб. 5", "8 921 000-11-22 доб. 5"),
        ("8 921 000-11-22, 2-11-22", "8 921 000-11-22, 2-11-22"),
        ("112 000 11 22", "112 000 11 22"),
        ("  спросить   в школе ", "спросить в школе"),
        ("", ""),
    ],
)
def test_phone_number(typed: str, expected: str) -> None:
    assert phone_number(typed) == expected
    assert phone_number(expected) == expected
