import pytest

from stellazh.workplans.drafts.spellings import Likeness, Spelling, likeness, look_alike, take_apart, written_key


@pytest.mark.parametrize(
    "written",
    ["Ольхова В.И.", "Ольхова В. И.", "ольхова  в.и", "Ольхова В.И,", "ОЛЬХОВА В И", "Ольхова B.И."],
)
def test_written_key_forgives_dots_blanks_case_and_latin_letters(written: str) -> None:
    assert written_key(written) == "ольхова в и"


def test_written_key_keeps_figures() -> None:
    assert written_key("СОШ № 5") != written_key("СОШ № 6")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Ольхова В.И.", Spelling("ольхова", "в", "и")),
        ("В.И. Ольхова", Spelling("ольхова", "в", "и")),
        ("Ольхова ВИ", Spelling("ольхова", "в", "и")),
        ("Ольхова Вера Ильинична", Spelling("ольхова", "вера", "ильинична")),
        ("Ольхова-Берестова В.", Spelling("ольхова-берестова", "в")),
        ("Ольхова", Spelling("ольхова")),
    ],
)
def test_take_apart_finds_the_parts_of_a_name(written: str, parts: Spelling) -> None:
    assert take_apart(written) == parts


@pytest.mark.parametrize(
    "written", ["", "  ", "библиотекари школ города и района", "СОШ №5", "И.", "педагог 2 категории"]
)
def test_take_apart_refuses_what_is_no_name(written: str) -> None:
    assert take_apart(written) is None


@pytest.mark.parametrize(
    ("written", "card", "expected"),
    [
        ("Ольхова В.И.", "Ольхова Вера Ильинична", Likeness.SAME),
        ("Ольхова В.И.", "Ольхова В.И.", Likeness.SAME),
        ("Ольхова Вера Ильинична", "Ольхова В.И.", Likeness.SAME),
        ("Ольхова В.", "Ольхова Вера Ильинична", Likeness.NO_INITIALS),
        ("Ольхова", "Ольхова Вера Ильинична", Likeness.NO_INITIALS),
        ("Олхова В.И.", "Ольхова Вера Ильинична", Likeness.LETTER),
        ("Берестава В.И.", "Берестова В.И.", Likeness.LETTER),
        ("Рябининва В.И.", "Рябнинина В.И.", Likeness.TWO_LETTERS),
        ("Лесникова В.И.", "Лескинова В.И.", Likeness.SWAPPED),
        ("Ольхова В.И.", "Ольхова Вера Петровна", Likeness.INITIALS),
        ("Ольхова Вера Ильинична", "Ольхова Варвара Ильинична", Likeness.INITIALS),
        ("Ольхова В.И.", "Кленова В.И.", Likeness.NONE),
        ("Олхова В.И.", "Ольхова Мария Петровна", Likeness.NONE),
        ("Лим В.И.", "Лин В.И.", Likeness.NONE),
    ],
)
def test_likeness_says_how_near_two_names_are(written: str, card: str, expected: Likeness) -> None:
    one, other = take_apart(written), take_apart(card)

    assert one is not None
    assert other is not None
    assert likeness(one, other) == expected
    assert likeness(other, one) == expected


def test_look_alike_finds_nothing_between_equal_spellings() -> None:
    name = Spelling("ольхова", "в", "и")

    assert look_alike(name, name) == Likeness.NONE
