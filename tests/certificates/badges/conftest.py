"""Keys cost a second each, so all tests of badges share two."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stellazh.certificates.badges import KeyPair, new_key


@pytest.fixture(scope="package")
def key() -> KeyPair:
    return new_key(datetime(2026, 1, 10, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="package")
def other_key() -> KeyPair:
    return new_key(datetime(2026, 1, 10, 9, 0, tzinfo=UTC))
