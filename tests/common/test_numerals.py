import pytest

from stellazh.common.numerals import agree


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "дел"), (1, "дело"), (2, "дела"), (4, "дела"), (5, "дел"), (11, "дел"), (12, "дел"), (14, "дел"),
        (20, "дел"),
        (21, "дело"), (22, "дела"), (25, "дел"), (100, "дел"), (101, "дело"), (111, "дел"), (112, "дел"),
        (1_002, "дела"),
        (-1, "дело"), (-11, "дел"),
    ],
)  # fmt: skip
def test_agree_gives_the_form_of_the_noun(count: int, expected: str) -> None:
    assert agree(count, "дело", "дела", "дел") == expected
