from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.workplans.services.imports.differences import Comparable, FieldChange, compare_plans

ROWS = (
    Comparable("1", "Заседание № 1: план работы", "1", "I. Организационная", "сентябрь", ("Ольхова В.И.",)),
    Comparable("2", "Заседание № 2: обменный фонд", "2", "I. Организационная", "декабрь", ("Ольхова В.И.",)),
    Comparable("3", "Неделя детской книги", "3", "II. Работа с учащимися", "март", ("Липина А.П.",)),
    Comparable("4", "Консультации", "4", "III. Методическая", "ежемесячно", ()),
)


def paper(*rows: Comparable) -> list[Comparable]:
    return [replace(row, key=f"r{row.key}") for row in rows]


def test_compare_plans_finds_nothing_in_the_same_paper() -> None:
    differences = compare_plans(paper(*ROWS), ROWS)

    assert differences.nothing_differs
    assert [(match.row, match.item) for match in differences.same] == [
        ("r1", "1"),
        ("r2", "2"),
        ("r3", "3"),
        ("r4", "4"),
    ]


def test_compare_plans_names_new_changed_and_gone() -> None:
    reworded = replace(ROWS[2], title="Неделя детской и юношеской книги", term="апрель")
    added = Comparable("9", "Конкурс юных чтецов", "5", "II. Работа с учащимися", "май")

    differences = compare_plans(paper(ROWS[0], ROWS[1], reworded, added), ROWS)

    assert differences.new == ("r9",)
    assert differences.gone == ("4",)
    assert [(match.item, match.changes) for match in differences.changed] == [
        (
            "3",
            (
                FieldChange("title", "Мероприятие", "Неделя детской книги", "Неделя детской и юношеской книги"),
                FieldChange("term", "Срок", "март", "апрель"),
            ),
        )
    ]


def test_compare_plans_keeps_items_apart_that_differ_by_a_figure() -> None:
    third = Comparable("7", "Заседание № 3: план работы", "3", "I. Организационная", "май")

    differences = compare_plans(paper(third), ROWS[:1])

    assert (differences.new, differences.gone) == (("r7",), ("1",))


def test_compare_plans_follows_an_item_whose_number_moved() -> None:
    moved = replace(ROWS[1], number="3")

    differences = compare_plans(paper(moved), ROWS[1:2])

    assert differences.changed[0].changes == (FieldChange("number", "№", "2", "3"),)


def test_compare_plans_tells_equal_titles_apart_by_their_terms() -> None:
    plan = [Comparable("1", "Консультации", term="октябрь"), Comparable("2", "Консультации", term="май")]

    differences = compare_plans([Comparable("a", "Консультации", term="май")], plan)

    assert [(match.row, match.item) for match in differences.same] == [("a", "2")]
    assert differences.gone == ("1",)


def test_compare_plans_pairs_rows_equal_in_everything_one_to_one() -> None:
    twin = Comparable("1", "Консультации", term="май")

    differences = compare_plans(
        [replace(twin, key="a"), replace(twin, key="b"), replace(twin, key="c")], [twin, replace(twin, key="2")]
    )

    assert [(match.row, match.item) for match in differences.same] == [("a", "1"), ("b", "2")]
    assert differences.new == ("c",)


def test_compare_plans_does_not_erase_by_an_empty_cell() -> None:
    bare = Comparable("3", "Неделя детской книги", section="II. Работа с учащимися")

    assert compare_plans([replace(bare, key="r3")], ROWS[2:3]).nothing_differs


def test_compare_plans_takes_a_field_the_paper_has_and_the_plan_has_not() -> None:
    row = replace(ROWS[2], key="r3", extras=(("place", "школа № 5"), ("format", "")))

    assert compare_plans([row], ROWS[2:3]).changed[0].changes == (FieldChange("place", "Место", "", "школа № 5"),)


@pytest.mark.parametrize("written", ["Липина А. П.", "липина А.П"])
def test_compare_plans_forgives_the_dots_of_an_owner(written: str) -> None:
    assert compare_plans([replace(ROWS[2], key="r3", owners=(written,))], ROWS[2:3]).nothing_differs


def test_compare_plans_takes_an_owner_linked_to_a_card_as_the_same_person() -> None:
    ours = replace(ROWS[2], owners=("Липина А.П.",), owner_people=frozenset({7}))
    theirs = replace(ROWS[2], key="r3", owners=("Липина Анна Петровна",), owner_people=frozenset({7}))

    assert compare_plans([theirs], [ours]).nothing_differs


def test_compare_plans_shows_another_owner() -> None:
    row = replace(ROWS[2], key="r3", owners=("Кленова М.С.",))

    assert compare_plans([row], ROWS[2:3]).changed[0].changes == (
        FieldChange("owners", "Ответственные", "Липина А.П.", "Кленова М.С."),
    )


titles = st.text(alphabet="абвгд 12", min_size=1, max_size=12)
rows = st.builds(Comparable, st.just(""), titles, st.sampled_from(["", "1", "2"]), st.sampled_from(["", "I"]), titles)


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=8), st.lists(rows, max_size=8))
def test_compare_plans_uses_each_row_and_each_item_exactly_once(one: list[Comparable], other: list[Comparable]) -> None:
    read = [replace(row, key=f"r{place}") for place, row in enumerate(one)]
    plan = [replace(row, key=f"i{place}") for place, row in enumerate(other)]

    found = compare_plans(read, plan)

    matches = (*found.changed, *found.same)
    assert sorted([*found.new, *(match.row for match in matches)]) == sorted(row.key for row in read)
    assert sorted([*found.gone, *(match.item for match in matches)]) == sorted(item.key for item in plan)


@settings(max_examples=100, deadline=None)
@given(st.lists(rows, max_size=8))
def test_compare_plans_of_a_plan_with_itself_finds_nothing(one: list[Comparable]) -> None:
    plan = [replace(row, key=f"i{place}") for place, row in enumerate(one)]
    read = [replace(row, key=f"r{place}") for place, row in enumerate(one)]

    assert compare_plans(read, plan).nothing_differs
