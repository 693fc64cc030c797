"""A resolution on paper: the draft, the adopted text and what became of it a year later. Word and PDF alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Final

from stellazh.protocols.enums import DoneState
from stellazh.protocols.papers.lettering import sentence, typed
from stellazh.protocols.papers.parts import DRAFT_MARK, fact, text_lines
from stellazh.protocols.papers.pdf import sheet_pdf
from stellazh.protocols.papers.sheet import Block, Line, LineKind, ListLines, Sheet
from stellazh.protocols.papers.word import sheet_docx
from stellazh.protocols.reads.resolutions.content import PointContent, ResolutionContent, SectionContent
from stellazh.protocols.reads.text_blocks import text_blocks
from stellazh.russian.calendar_words import short_date
from stellazh.russian.numerals import counted

PROBLEMS: Final = "Проблемное поле:"
_ENDINGS: Final = ".;,: "
_STATES: Final = {
    DoneState.DONE: "исполнено",
    DoneState.PARTLY: "исполнено частично",
    DoneState.NOT_DONE: "не исполнено",
    DoneState.WITHDRAWN: "снято с контроля",
    DoneState.OPEN: "ещё в работе",
}


def text_docx(content: ResolutionContent, *, made_on: date) -> bytes:
    """The draft, marked «ПРОЕКТ», or the adopted text as .docx. The same content and day give the same bytes."""
    return sheet_docx(text_sheet(content), made_on=made_on)


def closing_docx(content: ResolutionContent, *, made_on: date) -> bytes:
    """«О выполнении резолюции …»: point by point, as .docx."""
    return sheet_docx(closing_sheet(content), made_on=made_on)


def text_pdf(content: ResolutionContent, *, made_on: date) -> bytes:
    """The draft or the adopted text as PDF."""
    return sheet_pdf(text_sheet(content), made_at=datetime.combine(made_on, time(12), UTC))


def closing_pdf(content: ResolutionContent, *, made_on: date) -> bytes:
    """The closing as PDF."""
    return sheet_pdf(closing_sheet(content), made_at=datetime.combine(made_on, time(12), UTC))


def text_sheet(content: ResolutionContent) -> Sheet:
    """The lines of the draft or of the adopted text."""
    resolution = content.resolution
    return Sheet(
        title=typed(resolution.title),
        author=typed(resolution.association.short_name),
        subject="Резолюция" if resolution.is_binding else "Проект резолюции",
        blocks=tuple(_text(content)),
        mark="" if resolution.is_binding else DRAFT_MARK,
    )


def closing_sheet(content: ResolutionContent) -> Sheet:
    """The lines of the closing."""
    resolution = content.resolution
    return Sheet(
        title=typed(f"О выполнении резолюции: {resolution.title}"),
        author=typed(resolution.association.short_name),
        subject="Выполнение резолюции",
        blocks=tuple(_closing(content)),
        mark="" if resolution.closed_on else DRAFT_MARK,
    )


def _text(content: ResolutionContent) -> Iterator[Block]:
    resolution = content.resolution
    yield Line(LineKind.CENTRED, typed(resolution.association.name), with_next=True)
    if content.problems:
        yield Line(LineKind.CAPTION, PROBLEMS, with_next=True)
        lines = [
            _listed(text, is_last=place == len(content.problems)) for place, text in enumerate(content.problems, 1)
        ]
        yield ListLines("bullets", lines)
    yield Line(LineKind.TITLE, "РЕЗОЛЮЦИЯ" if resolution.is_binding else "ПРОЕКТ РЕЗОЛЮЦИИ", with_next=True)
    yield Line(LineKind.CENTRED, typed(resolution.title))
    yield from _adoption(content)
    yield from text_lines(text_blocks(resolution.preamble))
    for section in content.sections:
        yield from _section(section, is_numbered=resolution.is_binding)


def _adoption(content: ResolutionContent) -> Iterator[Line]:
    resolution = content.resolution
    if resolution.adopted_on is None:
        yield from fact("Кем принимается", resolution.meeting_words)
        yield from fact("На учебный год", resolution.year.label)
        return
    protocol = resolution.protocol
    basis = f", протокол № {protocol.number} от {short_date(protocol.held_on)}" if protocol else ""
    whose = f", {resolution.meeting_words}" if resolution.meeting_words else ""
    yield from fact("Принята", f"{short_date(resolution.adopted_on)}{whose}{basis}")
    yield from fact("На учебный год", resolution.year.label)


def _section(section: SectionContent, *, is_numbered: bool) -> Iterator[Block]:
    heading = f"{section.number}. {section.section.heading}" if is_numbered else section.section.heading
    yield Line(LineKind.HEADING, typed(f"{heading}:"), with_next=True)
    last = len(section.points)
    texts = [point_line(point, is_last=place == last) for place, point in enumerate(section.points, 1)]
    if not is_numbered:
        yield ListLines("bullets", texts)
        return
    for point, text in zip(section.points, texts, strict=True):
        yield Line(LineKind.BODY, f"{point.number}. {text}")


def point_line(point: PointContent, *, is_last: bool) -> str:
    """«обновить страницу библиотеки (до 1 декабря);»: from a small letter, as points of a list are."""
    row = point.point
    term = row.term_raw.strip(_ENDINGS)
    text = " ".join(row.text.split())
    return _listed(f"{text.rstrip(_ENDINGS)} ({term})" if term else text, is_last)


def _listed(text: str, is_last: bool) -> str:
    words = text.strip().rstrip(_ENDINGS)
    # «РИБЦ» and «ФПУ» stay as they are, «С музеем» does not.
    if len(words) > 1 and words[0].isupper() and not words[1].isupper():
        words = words[0].lower() + words[1:]
    return typed(f"{words}{'.' if is_last else ';'}")


def _closing(content: ResolutionContent) -> Iterator[Block]:
    resolution = content.resolution
    yield Line(LineKind.CENTRED, typed(resolution.association.name), with_next=True)
    yield Line(LineKind.TITLE, "О ВЫПОЛНЕНИИ РЕЗОЛЮЦИИ", with_next=True)
    yield Line(LineKind.CENTRED, typed(resolution.title))
    yield from _adoption(content)
    if resolution.closed_on:
        yield from fact("Итог подведён", short_date(resolution.closed_on))
    yield from fact("Итог", _outcome_words(content))
    yield from text_lines(text_blocks(resolution.closing_words))
    for section in content.sections:
        yield Line(LineKind.HEADING, typed(f"{section.number}. {section.section.heading}:"), with_next=True)
        for point in section.points:
            yield from _closed_point(point)


def _outcome_words(content: ResolutionContent) -> str:
    count = len(content.points)
    told = ", ".join(f"{_STATES[state]} — {content.count(state)}" for state in DoneState if content.count(state))
    return f"из {counted(count, 'пункта', 'пунктов', 'пунктов')}: {told}" if count else ""


def _closed_point(point: PointContent) -> Iterator[Block]:
    row = point.point
    yield Line(LineKind.BODY, f"{point.number}. {sentence(' '.join(row.text.split()))}", with_next=True)
    words = _STATES[DoneState(row.state)]
    counted_marks = point.done_words if row.state != DoneState.WITHDRAWN else ""
    told = f"{words}, {counted_marks}" if counted_marks else words
    blocks = text_blocks(row.closing_words)
    first = blocks[0] if blocks and blocks[0].kind == "paragraph" else None
    opening = f"{told[0].upper()}{told[1:]}."
    text = f"{opening} {sentence(first.lines[0])}" if first else opening
    yield Line(LineKind.NOTE, typed(text), label="Выполнение:", with_next=bool(point.evidence))
    yield from text_lines(blocks[1:] if first else blocks)
    if point.evidence:
        labels = [f"{one.label} ({one.url})" if one.url.startswith("http") else one.label for one in point.evidence]
        yield Line(LineKind.NOTE, sentence("; ".join(labels)), label="Подтверждение:")
