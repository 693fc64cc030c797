"""A pasted text of a hundred thousand signs is read in a moment, whatever stands in it."""

from __future__ import annotations

import time
from datetime import date

import pytest

from stellazh.members.reads.invitations import match_addresses
from stellazh.members.rosters.names import shortenings
from stellazh.members.rosters.values import read_email

LENGTH = 100_000


@pytest.mark.parametrize("sample", ["a@", "x", ".", "a@.", "a, ", "<", "\u00a0", "Ольхова "])
def test_hostile_line_takes_no_time(sample: str) -> None:
    text = sample * (LENGTH // len(sample)) + "!("
    began = time.perf_counter()

    found = match_addresses(text, [])

    assert time.perf_counter() - began < 1
    assert found.emails == {}


@pytest.mark.parametrize("sample", ["a", "—", "@", "a@", "1.", "(("])
def test_hostile_cell_of_an_address_takes_no_time(sample: str) -> None:
    began = time.perf_counter()

    read_email(sample * LENGTH, date(2024, 9, 10))

    assert time.perf_counter() - began < 1


def test_hostile_family_name_takes_no_memory() -> None:
    assert shortenings("я" * LENGTH) == {"я" * LENGTH}
    assert len(shortenings("ольхова")) == 8
