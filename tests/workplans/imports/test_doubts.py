from __future__ import annotations

import pytest

from stellazh.workplans.drafts.model import Draft, DraftAnswer, DraftOwner, DraftRow
from stellazh.workplans.drafts.spellings import Spelling
from stellazh.workplans.enums import OwnerKind
from stellazh.workplans.services.imports.doubts import KnownPerson, Resolution, sort_owners

OLKHOVA = KnownPerson(1, "Ольхова Вера Ильинична", Spelling("ольхова", "вера", "ильинична"))
OTHER_OLKHOVA = KnownPerson(2, "Ольхова Виктория Игоревна", Spelling("ольхова", "виктория", "игоревна"))
LIPINA = KnownPerson(3, "Липина А.П.", Spelling("липина", "а", "п"))


def draft(*names: str, kind: str = "person", answers: dict[str, DraftAnswer] | None = None) -> Draft:
    rows = tuple(
        DraftRow(key=f"r{place}", title="Дело", owners=(DraftOwner(name, "", kind),))
        for place, name in enumerate(names)
    )
    return Draft(rows=rows, answers=answers or {})


def test_sort_owners_links_a_name_that_fits_exactly_one_card() -> None:
    book = sort_owners(draft("Ольхова В.И."), [OLKHOVA, LIPINA], {})

    assert book.doubts == ()
    assert book.resolution("ольхова в. и") == Resolution(OwnerKind.PERSON, 1)


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Ольхова В.И.", [(1, "две похожие карточки"), (2, "две похожие карточки")]),
        ("Ольхова В.П.", [(1, "та же фамилия, другие инициалы"), (2, "та же фамилия, другие инициалы")]),
        ("Олхова В.И.", [(1, "фамилия отличается одной буквой"), (2, "фамилия отличается одной буквой")]),
        ("Лпиина А.П.", [(3, "в фамилии переставлены буквы")]),
        ("Липина А.", [(3, "совпадает фамилия, инициалы неполны")]),
        ("Берестова М.С.", []),
    ],
)
def test_sort_owners_asks_about_everything_near(written: str, offered: list[tuple[int, str]]) -> None:
    book = sort_owners(draft(written), [OLKHOVA, OTHER_OLKHOVA, LIPINA], {})

    assert [(one.person.id, one.why) for one in book.doubts[0].candidates] == offered
    assert book.resolution(written) == Resolution(OwnerKind.TEXT)


def test_sort_owners_points_out_two_spellings_of_one_paper_that_look_alike() -> None:
    book = sort_owners(
        draft("Лесникова В.О.", "Лескинова В.О.", "Озерова Т.Ю.", "Озерова Т.П.", "Кленова М.С."), [], {}
    )

    assert {doubt.written: [other.written for other in doubt.lookalikes] for doubt in book.doubts} == {
        "Лесникова В.О.": ["Лескинова В.О."],
        "Лескинова В.О.": ["Лесникова В.О."],
        "Озерова Т.Ю.": ["Озерова Т.П."],
        "Озерова Т.П.": ["Озерова Т.Ю."],
        "Кленова М.С.": [],
    }


def test_sort_owners_counts_the_rows_of_a_spelling() -> None:
    book = sort_owners(draft("Берестова М.С.", "Берестова М. С", "Кленова А.А."), [], {})

    assert [(doubt.written, doubt.row_count) for doubt in book.doubts] == [("Берестова М.С.", 2), ("Кленова А.А.", 1)]


@pytest.mark.parametrize("kind", ["group", "organisation"])
def test_sort_owners_does_not_ask_about_groups(kind: str) -> None:
    book = sort_owners(draft("ММО библиотекарей", kind=kind), [OLKHOVA], {})

    assert (book.doubts, book.resolution("ММО библиотекарей")) == ((), Resolution(OwnerKind(kind)))


def test_sort_owners_uses_a_remembered_person_and_says_so() -> None:
    book = sort_owners(draft("Олхова В.И."), [OLKHOVA], {"олхова в и": 1})

    assert [(entry.person, entry.how) for entry in book.settled] == [(OLKHOVA, "по прошлому ответу")]


def test_sort_owners_asks_again_when_the_remembered_person_is_not_the_one_who_fits() -> None:
    book = sort_owners(draft("Липина А.П."), [OLKHOVA, LIPINA], {"липина а п": 1})

    assert [(doubt.written, doubt.earlier) for doubt in book.doubts] == [
        ("Липина А.П.", "в прошлый раз: Ольхова Вера Ильинична")
    ]


def test_sort_owners_asks_again_when_the_remembered_card_is_gone() -> None:
    book = sort_owners(draft("Олхова В.И."), [OLKHOVA], {"олхова в и": 99})

    assert [doubt.written for doubt in book.doubts] == ["Олхова В.И."]


def test_sort_owners_keeps_words_as_remembered() -> None:
    book = sort_owners(draft("Берестова М.С."), [OLKHOVA], {"берестова м с": None})

    assert [(entry.kind, entry.how) for entry in book.settled] == [(OwnerKind.TEXT, "по прошлому ответу")]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DraftAnswer("person", "3"), Resolution(OwnerKind.PERSON, 3)),
        (DraftAnswer("new"), Resolution(OwnerKind.PERSON, is_new=True, new_key="берестова м с")),
        (DraftAnswer("words"), Resolution(OwnerKind.TEXT)),
        (DraftAnswer("group"), Resolution(OwnerKind.GROUP)),
        (DraftAnswer("person", "99"), Resolution(OwnerKind.TEXT)),
        (DraftAnswer("same", "нет такого"), Resolution(OwnerKind.TEXT)),
    ],
)
def test_sort_owners_follows_the_answer(answer: DraftAnswer, expected: Resolution) -> None:
    asked = draft("Берестова М.С.", answers={"берестова м с": answer})

    assert sort_owners(asked, [LIPINA], {}).resolution("Берестова М.С.") == expected


def test_sort_owners_gives_both_spellings_of_one_new_person_one_card() -> None:
    answers = {"лесникова в о": DraftAnswer("new"), "лескинова в о": DraftAnswer("same", "лесникова в о")}
    book = sort_owners(draft("Лесникова В.О.", "Лескинова В.О.", answers=answers), [], {})

    assert {book.resolution(name).new_key for name in ("Лесникова В.О.", "Лескинова В.О.")} == {"лесникова в о"}


def test_sort_owners_stops_at_answers_that_point_at_each_other() -> None:
    answers = {
        "лесникова в о": DraftAnswer("same", "лескинова в о"),
        "лескинова в о": DraftAnswer("same", "лесникова в о"),
    }
    book = sort_owners(draft("Лесникова В.О.", "Лескинова В.О.", answers=answers), [], {})

    assert book.resolution("Лесникова В.О.") == Resolution(OwnerKind.TEXT)
