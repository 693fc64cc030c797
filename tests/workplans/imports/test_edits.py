import json
from datetime import date, time

import pytest

from stellazh.common.errors import ChangedMeanwhile
from stellazh.workplans.drafts import edits
from stellazh.workplans.drafts.model import (
    Draft,
    DraftAnswer,
    DraftNote,
    DraftOwner,
    DraftRow,
    DraftTerm,
    Passport,
    SourceCell,
)


def read_term(raw: str) -> tuple[DraftTerm, tuple[DraftNote, ...]]:
    return DraftTerm(raw, "unknown"), (DraftNote("unknown", f"Не понят срок «{raw}».", "term"),)


def a_row(key: str = "r1", **values: object) -> DraftRow:
    return DraftRow(**{"key": key, "title": f"Семинар {key}", "section": "Методическое", **values})  # type: ignore[arg-type]


def a_draft(*rows: DraftRow) -> Draft:
    return Draft(rows=rows, sections=("Методическое", "Организационное"))


FULL = Draft(
    form="matrix",
    passport=Passport(title="План", tasks="одна\nдругая"),
    passport_revision=3,
    sections=("Методическое",),
    rows=(
        DraftRow(
            key="r1",
            title="Круглый стол",
            place="строка 4",
            source=(SourceCell("Дата", "08.10.2024\nшкола № 5"),),
            number="1",
            section="Методическое",
            description="О чтении",
            form="round_table",
            term=DraftTerm(
                "08.10.2024", "date", date(2024, 10, 8), date(2024, 10, 8), time(14, 0), (date(2024, 10, 1),)
            ),
            place_name="школа № 5",
            format="onsite",
            audience="библиотекари",
            outcome_document="протокол",
            note="взять флешку",
            owners=(DraftOwner("Ольхова В.И.", "методист", "person"),),
            notes=(DraftNote("broken", "Слово разорвано.", "title", "столбец 3", "круг лый", "круглый"),),
            is_left_out=True,
            is_edited=True,
            revision=7,
        ),
    ),
    notes=(DraftNote("year", "Год в заголовке другой."),),
    answers={"ольхова в и": DraftAnswer("person", "12")},
    next_key=4,
)


def test_draft_comes_back_equal_from_json() -> None:
    assert Draft.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_draft_of_nothing_is_empty() -> None:
    assert Draft.from_json({}) == Draft()


def test_draft_counts_notes_of_taken_rows_only() -> None:
    note = DraftNote("x", "Взгляните.")

    draft = Draft(rows=(a_row("r1", notes=(note, note)), a_row("r2", notes=(note,), is_left_out=True)), notes=(note,))

    assert draft.note_count == 3


def test_update_row_keeps_what_was_not_typed_and_drops_notes_of_typed_fields() -> None:
    row = a_row(
        description="Подробности",
        term=DraftTerm("октябрь", "month"),
        notes=(DraftNote("a", "О заголовке.", "title"), DraftNote("b", "Об ответственных.", "owners")),
    )

    changed = edits.update_row(
        a_draft(row),
        "r1",
        expected=1,
        text=edits.RowText(" Практикум ", "2", "Организационное", "октябрь", ()),
        read_term=read_term,
    ).rows[0]

    assert (changed.title, changed.number, changed.section) == ("Практикум", "2", "Организационное")
    assert changed.description == "Подробности"
    assert changed.term == DraftTerm("октябрь", "month")
    assert changed.notes == (DraftNote("b", "Об ответственных.", "owners"),)
    assert (changed.revision, changed.is_edited) == (2, True)


def test_update_row_reads_a_new_term_and_takes_its_warnings() -> None:
    draft = a_draft(a_row(term=DraftTerm("октябрь", "month")))

    changed = edits.update_row(
        draft,
        "r1",
        expected=1,
        text=edits.RowText("Семинар r1", "", "Методическое", "когда-нибудь"),
        read_term=read_term,
    ).rows[0]

    assert changed.term == DraftTerm("когда-нибудь", "unknown")
    assert changed.notes == (DraftNote("unknown", "Не понят срок «когда-нибудь».", "term"),)


def test_update_row_with_the_same_text_changes_nothing() -> None:
    draft = a_draft(a_row())

    assert edits.update_row(draft, "r1", expected=1, text=edits.text_of(draft.rows[0]), read_term=read_term) is draft


def test_update_row_refuses_an_empty_title() -> None:
    with pytest.raises(edits.TitleIsEmpty, match="Впишите"):
        edits.update_row(a_draft(a_row()), "r1", expected=1, text=edits.RowText("  "), read_term=read_term)


def test_update_row_refuses_when_somebody_was_first_and_shows_both_texts() -> None:
    draft = a_draft(a_row(revision=2))

    with pytest.raises(ChangedMeanwhile) as refusal:
        edits.update_row(
            draft, "r1", expected=1, text=edits.RowText("Мой текст", "", "Методическое"), read_term=read_term
        )

    assert refusal.value.theirs == {"Мероприятие": "Семинар r1"}
    assert refusal.value.mine == {"Мероприятие": "Мой текст"}


def test_update_row_refuses_a_row_that_is_gone() -> None:
    with pytest.raises(edits.RowIsGone):
        edits.update_row(a_draft(a_row()), "r9", expected=1, text=edits.RowText("Текст"), read_term=read_term)


def test_split_row_makes_two_with_the_same_term_section_and_owners() -> None:
    row = a_row(
        number="5",
        term=DraftTerm("май", "month"),
        owners=(DraftOwner("Липина А.П."),),
        notes=(DraftNote("two", "Похоже, два дела.", "title"), DraftNote("t", "Срок.", "term")),
    )

    upper, lower, last = edits.split_row(
        a_draft(row, a_row("r2")), "r1", expected=1, first="Выставка", second="Беседа"
    ).rows

    assert (upper.title, upper.number, lower.title, lower.number) == ("Выставка", "5", "Беседа", "")
    assert (lower.key, lower.section, lower.term, lower.owners) == ("s1", row.section, row.term, row.owners)
    assert upper.notes == lower.notes == (DraftNote("t", "Срок.", "term"),)
    assert last.key == "r2"


def test_split_row_twice_gives_different_keys() -> None:
    draft = edits.split_row(a_draft(a_row()), "r1", expected=1, first="а", second="б")

    draft = edits.split_row(draft, "r1", expected=2, first="а", second="в")

    assert [row.key for row in draft.rows] == ["r1", "s2", "s1"]


@pytest.mark.parametrize(("first", "second"), [("", "Беседа"), ("Выставка", "  ")])
def test_split_row_refuses_an_empty_part(first: str, second: str) -> None:
    with pytest.raises(edits.NothingToSplit):
        edits.split_row(a_draft(a_row()), "r1", expected=1, first=first, second=second)


def test_merge_up_loses_nothing_of_either_row() -> None:
    above = a_row("r1", title="Анализ муниципальног", owners=(DraftOwner("Липина А.П."),), place="строка 4")
    below = a_row(
        "r3",
        title="о заказа",
        term=DraftTerm("февраль", "month"),
        owners=(DraftOwner("Кленова М.С."),),
        place="строка 6",
    )

    draft = edits.merge_up(a_draft(above, a_row("r2", is_left_out=True), below), "r3", expected=1)

    assert [row.key for row in draft.rows] == ["r1", "r2"]
    joined = draft.rows[0]
    assert joined.title == "Анализ муниципальног о заказа"
    assert joined.term == DraftTerm("февраль", "month")
    assert joined.owners == (DraftOwner("Липина А.П."), DraftOwner("Кленова М.С."))
    assert joined.place == "строка 4, строка 6"


def test_merge_up_refuses_the_first_row() -> None:
    with pytest.raises(edits.NothingAbove):
        edits.merge_up(a_draft(a_row()), "r1", expected=1)


def test_set_left_out_puts_aside_and_back_without_calling_it_an_edit() -> None:
    aside = edits.set_left_out(a_draft(a_row()), "r1", expected=1, left_out=True)
    back = edits.set_left_out(aside, "r1", expected=2, left_out=False)

    assert aside.taken == ()
    assert [row.key for row in back.taken] == ["r1"]
    assert back.rows[0].is_edited is False


def test_apply_fix_glues_a_torn_word_and_drops_the_note() -> None:
    note = DraftNote("torn", "Слово разорвано.", "title", "", "профессиональ ным", "профессиональным")
    row = a_row(title="По профессиональ ным дефицитам", notes=(note,))

    fixed = edits.apply_fix(a_draft(row), "r1", expected=1, number=0, read_term=read_term).rows[0]

    assert fixed.title == "По профессиональным дефицитам"
    assert fixed.notes == ()


def test_apply_fix_renames_an_owner() -> None:
    note = DraftNote("twin", "Похожи.", "owners", "", "Лесникава В.О.", "Лесникова В.О.")
    row = a_row(owners=(DraftOwner("Лесникава В.О.", "методист", "person"),), notes=(note,))

    fixed = edits.apply_fix(a_draft(row), "r1", expected=1, number=0, read_term=read_term).rows[0]

    assert fixed.owners == (DraftOwner("Лесникова В.О.", "методист", "person"),)


@pytest.mark.parametrize("number", [-1, 1, 0])
def test_apply_fix_refuses_what_is_no_longer_there(number: int) -> None:
    row = a_row(title="Уже исправлено", notes=(DraftNote("torn", "Слово.", "title", "", "уже исправ", "x"),))

    with pytest.raises(edits.FixIsStale):
        edits.apply_fix(a_draft(row), "r1", expected=1, number=number, read_term=read_term)


def test_dismiss_note_leaves_the_others() -> None:
    notes = (DraftNote("a", "Раз."), DraftNote("b", "Два."))

    draft = edits.dismiss_note(a_draft(a_row(notes=notes)), "r1", expected=1, number=0)

    assert draft.rows[0].notes == (DraftNote("b", "Два."),)


def test_set_passport_takes_rows_along_with_a_renamed_section() -> None:
    draft = a_draft(a_row("r1"), a_row("r2", section="Организационное"))

    changed = edits.set_passport(
        draft,
        expected=1,
        passport=Passport(goal="Цель"),
        form="matrix",
        sections=("Методическое и практическое", "Организационное"),
    )

    assert changed.sections == ("Методическое и практическое", "Организационное")
    assert [row.section for row in changed.rows] == ["Методическое и практическое", "Организационное"]
    assert (changed.passport.goal, changed.form, changed.passport_revision) == ("Цель", "matrix", 2)


def test_set_passport_in_another_order_renames_nothing() -> None:
    draft = a_draft(a_row("r1"))

    changed = edits.set_passport(
        draft, expected=1, passport=Passport(), form="sections", sections=("Организационное", "Методическое")
    )

    assert changed.rows == draft.rows


def test_set_passport_refuses_when_somebody_was_first() -> None:
    with pytest.raises(ChangedMeanwhile) as refusal:
        edits.set_passport(a_draft(), expected=7, passport=Passport(goal="Моя"), form="matrix", sections=())

    assert refusal.value.mine["Цель"] == "Моя"


def test_owners_of_text_reads_one_a_line_and_keeps_known_kinds() -> None:
    known = (DraftOwner("ММО библиотекарей", "", "group"),)

    owners = edits.owners_of_text("Ольхова В.И. — методист\n\nММО библиотекарей\nММО библиотекарей", known)

    assert owners == (DraftOwner("Ольхова В.И.", "методист"), DraftOwner("ММО библиотекарей", "", "group"))
    assert edits.owners_text(owners) == "Ольхова В.И. — методист\nММО библиотекарей"
