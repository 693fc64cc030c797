"""Whom a letter goes to."""

from __future__ import annotations

from email.utils import formataddr, getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.mail.recipients import LetterIsMalformed, Recipient, parse_recipient


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("olhova@example.org", Recipient("", "olhova@example.org")),
        ("Вера Ольхова <olhova@example.org>", Recipient("Вера Ольхова", "olhova@example.org")),
        ('"Ольхова, Вера" <olhova@example.org>', Recipient("Ольхова, Вера", "olhova@example.org")),
        (formataddr(("Вера Ольхова", "olhova@example.org")), Recipient("Вера Ольхова", "olhova@example.org")),
        ("olhova@школа.рф", Recipient("", "olhova@школа.рф")),
    ],
    ids=["address", "name", "name with a comma", "encoded name", "cyrillic domain"],
)
def test_recipient_is_read(to: str, expected: Recipient) -> None:
    assert parse_recipient(to) == expected


@pytest.mark.parametrize(
    "to",
    [
        "",
        "Вера Ольхова",
        "olhova@",
        "ольхова@example.org",
        "a@example.org, b@example.org",
        "Ольхова, Вера <olhova@example.org>",
        "olhova@example.org\nBcc: all@example.org",
        "olhova@example.org\r\n",
        "Вера\u2028Ольхова <olhova@example.org>",
        "=?utf-8?q?=0ABcc=3A_all=40example=2Eorg?= <olhova@example.org>",
        "=?no-such-charset?q?x?= <olhova@example.org>",
    ],
)
def test_unfit_recipient_is_refused(to: str) -> None:
    with pytest.raises(LetterIsMalformed):
        parse_recipient(to)


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=60))
def test_recipient_survives_its_own_header(name: str) -> None:
    header = Recipient(name, "olhova@example.org").header

    assert getaddresses([header]) == [(name, "olhova@example.org")]
