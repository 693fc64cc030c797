"""A letter on the wire."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stellazh.mail.delivery import deliver_due
from stellazh.mail.messages import wrap_text
from stellazh.mail.models import OutgoingMail
from tests.mail.conftest import Clock, Smtp

Queue = Callable[..., OutgoingMail]


def test_letter_arrives_as_it_was_written(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    mail = queue(
        to='"Ольхова, Вера" <olhova@example.org>', subject="Приглашение в объединение «Родник»", text="Здравствуйте!"
    )

    deliver_due(now=clock)

    letter = smtp.office.parsed()[0]
    assert smtp.office.envelopes == [("shelf@example.org", ["olhova@example.org"])]
    assert {
        name: str(letter[name]).strip() for name in ("From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted")
    } == {
        "From": "Стеллаж <shelf@example.org>",
        "To": '"Ольхова, Вера" <olhova@example.org>',
        "Subject": "Приглашение в объединение «Родник»",
        "Message-ID": mail.message_id,
        "Date": "Tue, 10 Sep 2024 12:00:00 +0300",
        "Auto-Submitted": "auto-generated",
    }
    assert mail.message_id.endswith("@example.org>")
    assert (letter.get_content_type(), letter.get_content()) == ("text/plain", "Здравствуйте!\n")


def test_letter_with_html_has_plain_text_first(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    queue(text="Просто", html="<p>Нарядно</p>")

    deliver_due(now=clock)

    parts = [(part.get_content_type(), part.get_content().strip()) for part in smtp.office.parsed()[0].iter_parts()]
    assert parts == [("text/plain", "Просто"), ("text/html", "<p>Нарядно</p>")]


def test_letter_to_cyrillic_domain_is_addressed_in_punycode(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    queue(to="olhova@школа.рф")

    deliver_due(now=clock)

    assert smtp.office.envelopes == [("shelf@example.org", ["olhova@xn--80atdl2c.xn--p1ai"])]


def test_text_line_of_a_single_dot_does_not_end_the_letter(queue: Queue, smtp: Smtp, clock: Clock) -> None:
    queue(text="Первая\n.\nПоследняя")

    deliver_due(now=clock)

    assert smtp.office.parsed()[0].get_content() == "Первая\n.\nПоследняя\n"


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("коротко", "коротко\n"),
        ("первая\n\nтретья", "первая\n\nтретья\n"),
        ("слово " * 20, "слово " * 11 + "слово\n" + "слово " * 7 + "слово\n"),
        ("    " + "слово " * 14, "    " + "слово " * 11 + "слово\n    слово слово\n"),
        ("https://example.org/" + "a-b" * 40, "https://example.org/" + "a-b" * 40 + "\n"),
        (
            "Откройте ссылку, чтобы принять приглашение: https://example.org/" + "a" * 43,
            "Откройте ссылку, чтобы принять приглашение:\nhttps://example.org/" + "a" * 43 + "\n",
        ),
        ("первая\r\nвторая", "первая\nвторая\n"),
    ],
    ids=["short", "paragraphs", "long", "indented", "address only", "address at the end", "line breaks of windows"],
)
def test_text_is_wrapped(text: str, wrapped: str) -> None:
    assert wrap_text(text) == wrapped
