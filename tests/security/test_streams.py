"""Live streams are asked with whatever a program likes to send."""

from __future__ import annotations

from typing import Any

import pytest

from stellazh.live.stream import _session_key


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        ("sessionid=abcd1234efgh", "abcd1234efgh"),
        (r'sessionid="abcd1234\000"', ""),
        ("sessionid=../../etc", ""),
        ("sessionid=", ""),
        ("other=1", ""),
    ],
)
def test_key_of_a_session_is_letters_and_digits(cookie: str, key: str) -> None:
    found: Any = _session_key([cookie])

    assert found == key
