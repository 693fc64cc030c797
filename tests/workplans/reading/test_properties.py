"""Any grid of anything is read or refused with a sentence; a plan of five hundred rows is read at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents import Cell, DocumentKind, DocumentPart, OfficeDocument, Paragraph, Table
from stellazh.office.intake import open_paper, open_pasted
from stellazh.workplans.reading import PlanReading, read_plan, reading_to_json
from tests.fixtures.plans.papers import tabs, word

_TEXTS = st.sampled_from(
    [
        "", "", "1", "2.", "№ п/п", "Мероприятие", "Сроки", "Ответственный", "Дата",
        "Аналитическое направление", "Месяц",
        "Организационное направление", "сентябрь", "СЕНТЯБРЬ", "12.10.2024", "до 10 мая", "2024/2025",
        "I. Раздел", "III",
        "Семинар «Фонд» – Ольхова В.И.", "Ольхова В.И., Липина Н.Б.", "школьные библиотекари", "Заседание №1",
        "Вопросы",
        "в перечень»", "- один\n- два", "1. Один\n2. Два", "профессиональ ным", "онлайн", "УТВЕРЖДАЮ", "Цель: рост",
        "и",
        "Тема заседания", "Октябрь", "Ноябрь", "–", "(", "«",
    ]
) | st.text(max_size=25)  # fmt: skip


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    """Grids with cells merged anyhow, overlaps and gaps included."""
    rows, columns = draw(st.integers(0, 7)), draw(st.integers(1, 6))
    cells = [
        Cell(
            row,
            column,
            tuple(Paragraph(line) for line in draw(_TEXTS).split("\n")),
            row_span=min(draw(st.integers(1, 3)), rows - row),
            column_span=min(draw(st.integers(1, 3)), columns - column),
        )
        for row in range(rows)
        for column in range(columns)
        if draw(st.integers(0, 9))
    ]
    return Table(tuple(cells), rows, columns)


_BLOCKS = st.lists(_TEXTS.map(Paragraph) | _tables(), max_size=6)


def _checked(reading: PlanReading) -> None:
    shown = reading_to_json(reading)
    assert shown["items"]
    assert all(item["title"] or item["owners"] for item in shown["items"])
    for item in reading.items:
        assert item.term.start is None or isinstance(item.term.start, date)
        assert all(owner.name for owner in item.owners)


@settings(max_examples=250, deadline=None)
@given(_BLOCKS)
def test_any_blocks_are_read_or_refused(blocks: list[Paragraph | Table]) -> None:
    document = OfficeDocument(DocumentKind.WORD, "план.docx", (DocumentPart("", tuple(blocks)),))

    with suppress(UnreadablePaper):
        _checked(read_plan(document, 2024))


# A row of headings inside a table begins a table of its own: that is read too, but by other rules than these.
_HEADINGS = {"№ п/п", "Мероприятие", "Сроки", "Ответственный", "Дата", "Месяц", "Вопросы", "Тема заседания"}
_CELLS = _TEXTS.filter(lambda text: text.strip() not in _HEADINGS and "направление" not in text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=4, max_size=4), max_size=6))
def test_any_rows_under_known_headings_are_read_without_losing_words(rows: list[list[str]]) -> None:
    grid = [["№ п/п", "Мероприятие", "Сроки", "Ответственный"], ["1", "Первое дело", "май", "Ольхова В.И."], *rows]

    reading = read_plan(open_pasted(text=tabs(grid)), 2024)

    assert reading.items[0].title.startswith("Первое дело")
    _checked(reading)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    for content in (data, b"PK\x03\x04" + data, b"<html><table><tr><td>" + data):
        with suppress(UnreadablePaper):
            read_plan(open_paper(content, "план"), 2024)


def test_five_hundred_rows_are_read_completely() -> None:
    head = ["№", "Мероприятие", "Сроки", "Ответственные"]
    rows = [[str(number), f"Семинар «Фонд» {number}", "12.11.2024", "Ольхова В.И."] for number in range(1, 501)]

    reading = read_plan(open_paper(word("План работы на 2024/2025 учебный год", [head, *rows]), "план.docx"))

    assert [item.number for item in reading.items] == [str(number) for number in range(1, 501)]
    assert reading.warnings == ()
