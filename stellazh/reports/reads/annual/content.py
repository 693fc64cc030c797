"""The text of a report with its figures written out: live from rows, or as it was sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from stellazh.reports.enums import BlockKind
from stellazh.reports.figures import Figure, Piece, Scope, codes_in, counted, fill_figures
from stellazh.reports.models import AnnualReport, HandFigure, ReportBlock, ReportSeal
from stellazh.reports.reads.annual.content_model import (
    AppendixContent,
    ContentBlock,
    ContentLine,
    KeptFigure,
    ReportContent,
    Said,
    from_record,
)
from stellazh.reports.reads.annual.tables import tables_of

# Kept with every report, whatever its text says: the next year compares them, the report above adds them up.
ALWAYS_KEPT: Final = (
    "events.held", "attendances.total", "people.total", "municipalities.covered", "schools.covered",
    "structure.people", "structure.municipalities", "members.all", "territory.municipalities", "recordings.year",
    "protocols.signed", "decisions.made", "decisions.done", "points.total", "points.done", "plan.total", "plan.held",
    "plan.postponed", "plan.cancelled", "certificates.issued",
)  # fmt: skip
_ITEM: Final = re.compile(r"^\s*[-–—•]\s+")


def scope_of(report: AnnualReport, *, at: datetime) -> Scope:
    """What the report counts: its year, as known at the end of its day; `at` when no day is set."""
    if report.counted_on is None:
        return Scope(report.association, report.school_year, at)
    noon = datetime.combine(report.counted_on, time(12), ZoneInfo(report.association.time_zone))
    return Scope(report.association, report.school_year, noon)


def hand_figures(report: AnnualReport) -> Mapping[str, Figure]:
    """Figures entered by hand, by the name they bear in the text. One query."""
    rows = report.hand_figures.filter(archived_at=None)
    return {row.name: as_figure(row) for row in rows}


def as_figure(row: HandFigure) -> Figure:
    """A row of `HandFigure` as the figures of the text are."""
    return Figure(
        f"hand.{row.pk}",
        row.value,
        (row.one, row.few, row.many),
        row.counted_on,
        row.label,
        is_by_hand=True,
        source=row.source,
        href=row.url,
    )


def report_content(report: AnnualReport, *, at: datetime) -> ReportContent:
    """Everything the report says: a draft counted now, a sealed one as it was sealed (one query).

    A draft costs the figures its text names and the tables of its blocks; see `figures.counted`.
    """
    if report.is_sealed:
        return sealed_content(ReportSeal.objects.get(report=report))
    scope = scope_of(report, at=at)
    blocks = list(report.blocks.filter(archived_at=None))
    hand = hand_figures(report)
    codes = {code for block in blocks for code in codes_in(block.text)} | set(ALWAYS_KEPT)
    figures = counted(scope, codes)
    return ReportContent(
        title=report.title,
        association=report.association.name,
        association_short=report.association.short_name,
        school_year=report.school_year,
        form=report.form,
        edition=report.edition,
        counted_on=scope.day,
        blocks=tuple(block_content(block, scope, figures, hand) for block in blocks),
        appendices=_appendices(report),
        figures=tuple(_kept(figure) for figure in (*figures.values(), *hand.values())),
        signer_name=report.signer_name,
        signer_post=report.signer_post,
    )


def sealed_content(seal: ReportSeal) -> ReportContent:
    """The report as its seal keeps it."""
    return from_record(seal.content)


def block_content(
    block: ReportBlock, scope: Scope, figures: Mapping[str, Figure], hand: Mapping[str, Figure]
) -> ContentBlock:
    """One block written out: its lines, and the tables of its kind."""
    return ContentBlock(
        block_id=block.pk,
        code=block.code,
        kind=block.kind,
        heading=block.heading,
        lines=lines_of(block.text, figures, hand),
        tables=tuple(tables_of(BlockKind(block.kind), scope)),
    )


def lines_of(text: str, figures: Mapping[str, Figure], hand: Mapping[str, Figure]) -> tuple[ContentLine, ...]:
    """The lines of a text: each not empty one a paragraph, those that begin with a dash items of a list."""
    lines = []
    for line in text.splitlines():
        if line.strip():
            item = _ITEM.match(line)
            words = line[item.end() :] if item else line
            lines.append(ContentLine(_said(fill_figures(words.strip(), figures, hand)), is_item=item is not None))
    return tuple(lines)


def _said(pieces: Sequence[Piece]) -> tuple[Said, ...]:
    return tuple(
        Said(
            piece.text,
            code="" if piece.figure is None or piece.figure.is_by_hand else piece.figure.code,
            as_of="" if piece.figure is None else piece.figure.as_of.isoformat(),
            source="" if piece.figure is None else piece.figure.source,
            href="" if piece.figure is None else piece.figure.href,
            is_unknown=piece.is_unknown,
        )
        for piece in pieces
    )


def _kept(figure: Figure) -> KeptFigure:
    return KeptFigure(
        figure.code,
        figure.label,
        figure.value,
        figure.words,
        figure.as_of.isoformat(),
        figure.decimals,
        figure.source,
    )


def _appendices(report: AnnualReport) -> tuple[AppendixContent, ...]:
    rows = report.appendices.filter(archived_at=None).select_related("file")
    return tuple(
        AppendixContent(
            number,
            row.title,
            row.file.name if row.file else "",
            row.url,
            str(row.file.public_id) if row.file else "",
        )
        for number, row in enumerate(rows, start=1)
    )
