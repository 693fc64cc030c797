import pytest

from stellazh.workplans.papers.measure import cell_height_cm, line_count, longest_word_cm, text_width_cm


def test_wider_signs_take_more_room() -> None:
    assert text_width_cm("iiii", 10) == text_width_cm("ииии", 10)
    assert (
        text_width_cm("....", 10)
        < text_width_cm("ииии", 10)
        < text_width_cm("ИИИИ", 10)
        < text_width_cm("文文文文", 10)
    )


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("слово", 1), ("слово " * 10, 5), ("ж" * 100, 10), ("слово " + "ж" * 100, 10)]
)
def test_line_count_wraps_words_and_breaks_endless_ones(text: str, lines: int) -> None:
    two_words_cm = text_width_cm("слово слово", 10)

    assert line_count(text, two_words_cm, 10) == pytest.approx(lines, abs=1)


def test_hyphen_parts_words() -> None:
    assert longest_word_cm(["научно-методическое дело"], 10) == text_width_cm("методическое", 10)
    assert longest_word_cm([], 10) == 0


def test_cell_height_grows_with_paragraphs() -> None:
    one, three = (cell_height_cm(["строка"] * count, 5, 10) for count in (1, 3))

    assert three == pytest.approx(3 * one)
    assert cell_height_cm([], 5, 10) == 0
