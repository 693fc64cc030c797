"""Posts in the dative."""

from __future__ import annotations

import pytest

from stellazh.russian.posts import dative_of_post


@pytest.mark.parametrize(
    ("post", "dative"),
    [
        ("педагог-библиотекарь", "педагогу-библиотекарю"),
        ("Заведующая библиотекой", "заведующей библиотекой"),
        ("заведующий библиотекой", "заведующему библиотекой"),
        ("старший методист", "старшему методисту"),
        ("учитель русского языка и литературы", "учителю русского языка и литературы"),
        ("методист, педагог-библиотекарь", "методисту, педагогу-библиотекарю"),
        ("заместитель директора по УВР", "заместителю директора по УВР"),
        ("директор", "директору"),
        ("", ""),
        ("ГБУ", ""),
        ("зав. библиотекой", ""),
    ],
)
def test_the_post_stands_in_the_dative_as_far_as_it_is_known(post: str, dative: str) -> None:
    assert dative_of_post(post) == dative
