"""A form to begin with, and an invented report by which any form can be looked at before it is put in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from stellazh.associations.models import Association
from stellazh.office.word_forms import FormVocabulary
from stellazh.reports.enums import BlockKind, ReportForm
from stellazh.reports.figures import Figure, grouped
from stellazh.reports.papers.own_form import own_report_docx, part_names
from stellazh.reports.papers.report_sheet import signature_lines
from stellazh.reports.papers.sheet import Block, Body, Centred, Grid, Heading, ReportSheet, Signature, Title
from stellazh.reports.papers.word import sheet_docx
from stellazh.reports.reads.annual.content_model import (
    AppendixContent,
    ContentBlock,
    ContentCell,
    ContentLine,
    ContentTable,
    ReportContent,
    Said,
)
from stellazh.reports.services.annual.first_text import FIRST_TEXTS, TITLES

_MADE_ON: Final = date(2024, 9, 1)
_COUNTED_ON: Final = date(2025, 6, 24)
_LINES: Final[Mapping[BlockKind, tuple[str, ...]]] = {
    BlockKind.EVENTS: ("номер", "дата", "мероприятие", "форма", "участий"),
    BlockKind.PLAN_FACT: ("номер", "мероприятие", "срок", "итог", "когда"),
}
_LIST_OF: Final[Mapping[BlockKind, str]] = {BlockKind.EVENTS: "мероприятия", BlockKind.PLAN_FACT: "план"}
_HEADS: Final = {
    "номер": "№", "дата": "Дата", "мероприятие": "Мероприятие", "форма": "Форма", "участий": "Участий",
    "срок": "Срок по плану", "итог": "Итог", "когда": "Когда",
}  # fmt: skip
_WIDTHS: Final = (1.2, 2.8, 6.5, 3.5, 2.5)


def example_form(form: ReportForm) -> bytes:
    """A correct form of ours as .docx, to be changed in Word. The same bytes every time."""
    title = f"Форма: {form.label}"
    return sheet_docx(ReportSheet(title, "", title, tuple(_example(form))), made_on=_MADE_ON)


def sample_report(form: ReportForm, file: bytes, association: Association, vocabulary: FormVocabulary) -> bytes:
    """The form filled with an invented report of that association.

    Raises:
        FormUnfit: it cannot be filled.
    """
    content = sample_content(form, association)
    return own_report_docx(file, content, sample_figures(), is_draft=False, vocabulary=vocabulary)


def sample_figures() -> dict[str, Figure]:
    """Every figure is eleven."""
    rules = [rule for rules in grouped().values() for rule in rules]
    return {
        rule.name: Figure(rule.code, 11, rule.forms, _COUNTED_ON, rule.label, rule.genitive, rule.decimals)
        for rule in rules
    }


def sample_content(form: ReportForm, association: Association) -> ReportContent:
    """An invented report with something in every field."""
    blocks = tuple(
        ContentBlock(
            place,
            first.code,
            first.kind,
            first.heading,
            (ContentLine((Said(f"Здесь стоит текст части «{first.heading}»."),)),),
            _sample_tables(BlockKind(first.kind)),
        )
        for place, first in enumerate(FIRST_TEXTS[form], start=1)
    )
    return ReportContent(
        title=TITLES[form].format(год="2024/2025"),
        association=association.name,
        association_short=association.short_name,
        school_year=2024,
        form=form,
        edition=1,
        counted_on=_COUNTED_ON,
        blocks=blocks,
        appendices=(AppendixContent(1, "Снимки страницы объединения", "снимки.pdf"),),
        figures=(),
        signer_name="В. И. Ольхова",
        signer_post="Руководитель объединения",
    )


def _sample_tables(kind: BlockKind) -> tuple[ContentTable, ...]:
    if kind == BlockKind.EVENTS:
        cells = ("1", "08.10.2024", "Заседание № 1. План на год", "заседание", "24", "7")
        headings = ("№", "Дата", "Мероприятие", "Форма", "Участий", "Муниципалитетов")
    elif kind == BlockKind.PLAN_FACT:
        cells = ("1", "Заседание № 1", "октябрь", "проведено", "08.10.2024", "24")
        headings = ("№", "Мероприятие", "Срок по плану", "Итог", "Когда", "Участий")
    else:
        return ()
    return (ContentTable("", headings, (tuple(map(ContentCell, cells)),)),)


def _example(form: ReportForm) -> Iterator[Block]:
    yield Title(("{{ заголовок }}", "{{ объединение }}"))
    yield Centred("(данные на {{ данные на }})")
    names = part_names(form)
    for block in FIRST_TEXTS[form]:
        yield Heading(block.heading)
        yield Body(f"{{{{ {names[block.code]} }}}}")
        kind = BlockKind(block.kind)
        if kind in _LINES:
            columns = _LINES[kind]
            row = tuple(f"{{{{ {_LIST_OF[kind]}.{name} }}}}" for name in columns)
            yield Grid("", tuple(_HEADS[name] for name in columns), _WIDTHS, (row,), frozenset())
    yield Heading("Приложения")
    yield Body("{{ список приложений }}")
    yield Signature(signature_lines("{{ должность }}"), "{{ подпись }}")
