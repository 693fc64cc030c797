"""Codes of sheets: hard to guess, easy to type."""

from __future__ import annotations

import re

import pytest

from stellazh.certificates.models import CertificateCopy
from stellazh.certificates.services.codes import ALPHABET, SIGN_COUNT, new_code, read_code


def test_code_has_eighty_bits_and_fits_its_column() -> None:
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert len(ALPHABET) ** SIGN_COUNT == 2**80
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", code) for code in codes)
    assert len(new_code()) <= (CertificateCopy._meta.get_field("code").max_length or 0)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3F-9QXM-2PZT-AB5D",
        "7k3f9qxm2pztab5d",
        " 7K3F 9QXM 2PZT AB5D ",
        "7K3F – 9QXM – 2PZT – AB5D",
        "7К3F-9QХМ-2РZТ-АВ5D",
        "7k3f_9qxm.2pzt.ab5d",
    ],
)
def test_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == "7K3F-9QXM-2PZT-AB5D"


def test_letters_that_look_like_figures_are_figures() -> None:
    assert read_code("OIL0-OOOO-IIII-LLLL") == "0110-0000-1111-1111"


@pytest.mark.parametrize(
    "typed", ["", "7K3F", "7K3F-9QXM-2PZT-AB5DD", "7K3F-9QXM-2PZT-AB5U", "Щ" * 16, "7" * 5000, "%"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_every_code_is_read_as_itself() -> None:
    codes = [new_code() for _ in range(200)]

    assert [read_code(code.lower()) for code in codes] == codes
