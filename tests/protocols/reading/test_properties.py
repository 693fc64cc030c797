"""Nothing is lost: every word of any paper stands in a fact, in the remarks or among the unread lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.office.documents import Cell, DocumentKind, DocumentPart, OfficeDocument, Paragraph, Table
from stellazh.office.documents.model import lines_of
from stellazh.protocols.reading import Part, ProtocolReading, ReadingKind, read_protocol
from tests.fixtures.protocols import papers

# Words that only say what follows; each fact they open has a place of its own in the reading.
_LABELS = """
    протокол из выписка тема тематика заседания заседание заседании дата день и время место проведения начало окончание
    формат форма город адрес на всего количество число общее присутствующих присутствовали присутствовало
    присутствуют присутствует участники участников состав приглашённые приглашенные отсутствовали председатель
    председателем избрана i ii
    секретарь ведущий ведущая вела вёл повестка дня докладчик выступления ход слушали заслушали выступили
    выступила решили решено постановили решение голосовали срок сроки исполнения отв ответственный ответственные
    исполнитель по вопросу вопрос первому второму третьему от г года год n no в м п человек чел
"""
_LABEL_WORDS = frozenset(_LABELS.split())
_WORD = re.compile(r"\d+|[^\W\d_]+")


def _texts(value: object) -> Iterator[str]:
    """Every text of a reading but the doubts and the copy of the paper."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("doubts", "lines", "kind", "body_form"):
                yield from _texts(getattr(value, field.name))


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if word not in _LABEL_WORDS}


def _lost(document: OfficeDocument, reading: ProtocolReading) -> set[str]:
    kept = set().union(*(_words(text) for text in _texts(reading)))
    # Numbers of questions, which the reading holds as numbers; words of our own are numbered from 100.
    counted = {str(number) for number in range(1, 32)}
    return {word for line in lines_of(document.blocks) for word in _words(line)} - kept - counted


_NAMES = st.sampled_from(
    ["Ольхова В.И.", "Н.Б. Липина", "Рябинина Ольга Кирилловна", "Кленова Т.С., методист ЦРО",
     "педагог-библиотекарь Тополева И.П.", "Сосновскую Н.В.", "Вербина М.О. (МБОУ СОШ № 3)"]
)  # fmt: skip
_OPENINGS = st.sampled_from(
    [
        "Протокол № 2", "ПРОТОКОЛ", "Протокол заседания", "Тема:", "Дата проведения: 13.10. 2021г.",
        "13 октября 2021 г. Кедровск", "Время проведения: 14-00 (онлайн)", "Место проведения:", "Формат: очно",
        "Присутствовало: 13 человек.", "Присутствовали:", "Присутствовали 12 чел.", "Участники:", "Приглашённые:",
        "Отсутствовали:", "Председатель –", "Секретарь:", "Ведущий заседания:", "Повестка дня:", "Докладчик:",
        "Выступления:", "1. СЛУШАЛИ:", "СЛУШАЛИ", "Выступили:", "ВЫСТУПИЛА", "РЕШИЛИ:", "Решено:",
        "В ходе обсуждения решили:", "ПОСТАНОВИЛИ", "По первому вопросу", "По второму вопросу выступила",
        "По первому вопросу решили:", "Вопрос 1.", "Голосовали: «за» – 13, «против» – нет", "Единогласно.",
        "воздержались – 0", "Срок: до 15 ноября", "Отв.:", "Срок:", "Приложение 1.", "Список присутствующих",
        "Заседание закрыто", "Кворум имеется", "Председатель ________", "________", "1.", "2.", "1.1.", "1.2)", "-",
        "3)", "II.", "Всего:", "М.П.", "№", "от", "г. Кедровск", "План работы", "В ходе обсуждения вопросов", "", "",
        "", "",
    ]
)  # fmt: skip
_JOINTS = st.sampled_from([" ", " ", ", ", " – ", ": ", ". ", "; ", " (", "\t"])


@st.composite
def _lines(draw: st.DrawFn, numbers: Iterator[int]) -> str:
    """A label, a name, words that occur nowhere else, and another label, put together anyhow."""
    pieces = [draw(_OPENINGS)]
    for _ in range(draw(st.integers(0, 3))):
        own = f"слово{next(numbers)}ъ"
        pieces.append(
            draw(st.sampled_from([own, own.capitalize(), f"о {own}", f"рассказала {own}."]) | _NAMES | _OPENINGS)
        )
    return "".join(piece + draw(_JOINTS) for piece in pieces).strip()


@st.composite
def _papers(draw: st.DrawFn) -> OfficeDocument:
    numbers = count(100)
    blocks: list[Paragraph | Table] = [Paragraph("Протокол № 1")] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.integers(0, 5)):
            blocks.append(Paragraph(draw(_lines(numbers)), marker=draw(st.sampled_from(["", "", "", "1.", "2.", "-"]))))
        else:
            blocks.append(draw(_tables(numbers)))
    return OfficeDocument(DocumentKind.WORD, "протокол.docx", (DocumentPart("", tuple(blocks)),))


@st.composite
def _tables(draw: st.DrawFn, numbers: Iterator[int]) -> Table:
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    headings = st.sampled_from(["№", "ФИО", "ОО", "Должность", "Подпись", "Дата", "Председатель"])
    cells = tuple(
        Cell(row, column, tuple(Paragraph(line) for line in draw(st.lists(_lines(numbers) | headings, max_size=2))))
        for row in range(rows)
        for column in range(columns)
    )
    return Table(cells, rows, columns)


@settings(max_examples=600, deadline=None)
@given(_papers())
def test_every_word_of_any_paper_stands_somewhere(document: OfficeDocument) -> None:
    reading = read_protocol(document, school_year_hint=2021)

    assert _lost(document, reading) == set()


@settings(max_examples=200, deadline=None)
@given(_papers())
def test_every_line_of_any_paper_is_accounted_for_once(document: OfficeDocument) -> None:
    reading = read_protocol(document)

    shown = " ".join(line.text for line in reading.lines)
    assert all(_words(line) <= _words(shown) for line in lines_of(document.blocks))
    unread = [line for line in reading.lines if line.part is Part.UNREAD]
    assert len(reading.unread) >= len(unread)
    if reading.kind is ReadingKind.UNKNOWN:
        assert reading.unread == tuple(line.text for line in reading.lines)
        assert len(reading.doubts) == 1
    assert all(-1 <= doubt.line < max(len(reading.lines), 1) for doubt in reading.doubts)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_text_is_read(texts: list[str]) -> None:
    blocks = tuple(Paragraph(text) for text in ["Протокол № 1", "Повестка дня:", *texts])
    document = OfficeDocument(DocumentKind.TEXT, "протокол.txt", (DocumentPart("", blocks),))

    reading = read_protocol(document)

    assert reading.kind is ReadingKind.PROTOCOL


@pytest.mark.parametrize(
    "build",
    [
        papers.short_form,
        papers.numbered_by_word,
        papers.flat_lines,
        papers.wrong_figures,
        papers.label_table,
        papers.roman_turns,
    ],
)
def test_no_word_of_our_own_papers_is_lost(build: Callable[[], OfficeDocument]) -> None:
    document = build()

    assert _lost(document, read_protocol(document)) == set()


def test_spaced_heading_is_the_only_thing_not_repeated_of_the_full_form() -> None:
    document = papers.full_form()

    assert _lost(document, read_protocol(document)) <= set("протокол")
