"""Filling a form that was found fit."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.word.names import MAIN
from stellazh.office.plain_text import printable_lines
from stellazh.office.word_forms import limits
from stellazh.office.word_forms.checking import layout_of
from stellazh.office.word_forms.marks import Finder, Mark
from stellazh.office.word_forms.model import FormVocabulary, fold_name
from stellazh.office.word_forms.paragraphs import (
    PARAGRAPH,
    ROW,
    fill_paragraph,
    pieces_of,
    repeat,
    stands_alone,
    text_of,
)
from stellazh.office.word_forms.parts import Form

TOO_MANY_ROWS: Final = "Строк для списка «{name}» больше {most}: столько в одну бумагу не поместить."
_TABLE: Final = f"{MAIN}tbl"
Row = Mapping[str, str]


class Filler:
    """Puts values into the parts of one form. Every value is cleaned once and never looked through for fields."""

    def __init__(
        self, vocabulary: FormVocabulary, values: Mapping[str, str], rows: Mapping[str, Sequence[Row]]
    ) -> None:
        self._finder = Finder(vocabulary)
        self._values = _cleaned(values)
        self._rows = {fold_name(name): [_cleaned(row) for row in some] for name, some in rows.items()}
        # Far above the numbers that Word gives to pictures by itself.
        self._ids = itertools.count(100_000)
        for name, some in rows.items():
            if len(some) > limits.ROWS:
                raise UnreadablePaper(TOO_MANY_ROWS.format(name=name, most=limits.ROWS))

    def fill(self, form: Form) -> None:
        """Fill every part of the form that is filled."""
        for part in form.parts.values():
            if part.is_filled:
                self._fill_part(part.root, part.place)

    def _fill_part(self, root: etree._Element, place: str) -> None:
        layout = layout_of(root, self._finder, [], place)
        for loop in layout.loops:
            self._fill_loop(loop.element, self._rows.get(fold_name(loop.rows), []))
        for paragraph in layout.plain:
            self._fill_paragraph(paragraph, {}, may_split=True)

    def _fill_loop(self, element: etree._Element, rows: Sequence[Row]) -> None:
        if not rows:
            _remove_row(element) if element.tag == ROW else _remove_paragraph(element)
            return
        copies = repeat(element, len(rows), self._fresh_id)
        for one, row in zip(copies, rows, strict=True):
            if one.tag == PARAGRAPH:
                # A paragraph of a numbered list is one number; its lines stay within it.
                self._fill_paragraph(one, row, may_split=False)
                continue
            for paragraph in list(one.iter(PARAGRAPH)):
                self._fill_paragraph(paragraph, row, may_split=True)

    def _fill_paragraph(self, paragraph: etree._Element, row: Row, *, may_split: bool) -> None:
        text = text_of(pieces_of(paragraph))
        marks = self._finder.find(text, "").marks if "{{" in text else ()
        if not marks:
            return
        value_of = self._value_of(row)
        if may_split and len(marks) == 1 and stands_alone(paragraph, text, marks[0]):
            lines = value_of(marks[0]).split("\n")
            for one, line in zip(repeat(paragraph, len(lines), self._fresh_id), lines, strict=True):
                fill_paragraph(one, marks, _always(line))
            return
        fill_paragraph(paragraph, marks, value_of)

    def _value_of(self, row: Row) -> Callable[[Mark], str]:
        def value(mark: Mark) -> str:
            return (row if mark.rows else self._values).get(fold_name(mark.field), "")

        return value

    def _fresh_id(self) -> int:
        return next(self._ids)


def _always(line: str) -> Callable[[Mark], str]:
    return lambda _: line


def _cleaned(values: Row) -> dict[str, str]:
    return {fold_name(name): printable_lines(value) for name, value in values.items()}


def _remove_row(row: etree._Element) -> None:
    table = next(row.iterancestors(_TABLE))
    _drop(row)
    if next(table.iter(ROW), None) is not None:
        return
    # A table without rows is a damaged file; two tables that came together would become one.
    parent = table.getparent()
    if parent is not None and (parent.tag != f"{MAIN}body" or _is_between_tables(table)):
        table.addnext(etree.Element(PARAGRAPH))
    _drop(table)


def _remove_paragraph(paragraph: etree._Element) -> None:
    """Take the paragraph away; where something has to stand, or a section ends, an empty one stays."""
    parent = paragraph.getparent()
    in_body = parent is not None and parent.tag == f"{MAIN}body"
    ends_section = paragraph.find(f"{MAIN}pPr/{MAIN}sectPr") is not None
    if in_body and not ends_section and not _is_between_tables(paragraph):
        _drop(paragraph)
        return
    following = paragraph.getnext()
    if not in_body and not ends_section and following is not None and following.tag == PARAGRAPH:
        _drop(paragraph)
        return
    for child in list(paragraph):
        if child.tag != f"{MAIN}pPr":
            paragraph.remove(child)


def _is_between_tables(element: etree._Element) -> bool:
    before, after = element.getprevious(), element.getnext()
    return before is not None and after is not None and before.tag == after.tag == _TABLE


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
