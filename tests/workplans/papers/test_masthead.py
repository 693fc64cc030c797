import pytest

from stellazh.workplans.papers.content import Grif
from stellazh.workplans.papers.masthead import PassportEntry, association_line, grif_rows, passport, title_lines
from tests.workplans.papers.sample import APPROVE, linear_paper


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("План работы ММО на 2024/2025 учебный год", ("План работы ММО", "на 2024/2025 учебный год")),
        ("План работы ММО на 2024 – 2025 уч. год", ("План работы ММО", "на 2024 – 2025 уч. год")),
        ("План на 2025 год", ("План", "на 2025 год")),
        ("План работы на май", ("План работы на май",)),
    ],
)
def test_title_puts_the_year_on_a_line_of_its_own(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(linear_paper(title=title), 17) == lines


def test_long_title_is_cut_into_lines_of_like_length() -> None:
    title = "План работы муниципального методического объединения школьных библиотекарей"

    assert title_lines(linear_paper(title=title), 17) == (
        "План работы муниципального методического",
        "объединения школьных библиотекарей",
    )
    assert title_lines(linear_paper(title=title), 26) == (title,)


def test_title_of_one_endless_word_is_one_line() -> None:
    assert title_lines(linear_paper(title="ж" * 300), 17) == ("ж" * 300,)


def test_plan_without_a_title_is_called_a_plan() -> None:
    assert title_lines(linear_paper(title=""), 17) == ("План работы методического объединения",)


@pytest.mark.parametrize(
    ("name", "title", "line"),
    [
        ("Муниципальное объединение библиотекарей", "План муниципального объединения библиотекарей", ""),
        ("Городское объединение библиотекарей", "План работы на год", "Городское объединение библиотекарей"),
        ("", "План работы", ""),
    ],
)
def test_association_is_named_unless_the_title_does(name: str, title: str, line: str) -> None:
    assert association_line(linear_paper(association_name=name, title=title)) == line


def test_passport_leaves_out_what_is_empty_and_drops_typed_numbers() -> None:
    paper = linear_paper(unified_theme="", methodical_theme="", tasks=("1. Раз", "2) Два"), expected_results=())

    assert passport(paper) == (
        PassportEntry("Цель", "Помочь библиотекарям округа работать вместе."),
        PassportEntry("Задачи", points=("Раз", "Два")),
    )


def test_passport_keeps_numbers_that_are_not_the_order_of_the_list() -> None:
    tasks = ("2024. год семьи", "Второе")

    assert passport(linear_paper(tasks=tasks))[3] == PassportEntry("Задачи", points=tasks)


def test_grifs_stand_three_abreast_with_their_words() -> None:
    kinds = ("reviewed", "agreed", "approve", "approved")

    rows = grif_rows(linear_paper(grifs=tuple(Grif(kind, ()) for kind in kinds)))

    assert [[block.word for block in row] for row in rows] == [
        ["РАССМОТРЕНО", "СОГЛАСОВАНО", "УТВЕРЖДАЮ"],
        ["УТВЕРЖДЕНО"],
    ]


def test_grif_lines_do_not_break_inside_a_name() -> None:
    rows = grif_rows(linear_paper(grifs=(APPROVE,)))

    assert rows[0][0].lines == ("Начальник управления образования", "____________ Кленова\u00a0Т.П.")
