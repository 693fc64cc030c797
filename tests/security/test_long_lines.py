"""A pasted text of a hundred thousand signs is read in a moment, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from stellazh.members.reads.invitations import match_addresses

LENGTH = 100_000


@pytest.mark.parametrize("sample", ["a@", "x", ".", "a@.", "a, ", "<", "\u00a0", "Ольхова "])
def test_hostile_line_takes_no_time(sample: str) -> None:
    text = sample * (LENGTH // len(sample)) + "!("
    began = time.perf_counter()

    found = match_addresses(text, [])

    assert time.perf_counter() - began < 1
    assert found.emails == {}
