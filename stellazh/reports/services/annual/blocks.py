"""Blocks of a report: added, changed, put in order, taken out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.reports.enums import BlockKind
from stellazh.reports.models import AnnualReport, ReportBlock
from stellazh.reports.services.annual.refusals import ReportTextMissing, RowIsGone
from stellazh.reports.services.annual.touching import editable_report, keep_deed

LONGEST_TEXT: Final = 20_000
LONGEST_HEADING: Final = 300
MOST_BLOCKS: Final = 60


@dataclass(frozen=True, slots=True)
class BlockFields:
    """A block: its heading and its lines with marks of figures."""

    heading: str = ""
    text: str = ""

    @classmethod
    def of(cls, block: ReportBlock) -> BlockFields:
        return cls(block.heading, block.text)

    def texts(self) -> dict[str, str]:
        """As the journal and a clash show them."""
        return {"Заголовок": self.heading, "Текст": self.text}


@transaction.atomic
def add_block(
    report_id: int,
    *,
    after: int | None,
    kind: str = BlockKind.PROSE,
    fields: BlockFields = BlockFields(),
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> ReportBlock:
    """Add a block after that one, at the end when `after` is None. The same `submission_key` gives the block it made.

    Raises:
        PermissionRefused: `by` may not change the report.
        RowIsGone: the block before is not there. ReportTextMissing: too long a text, too many blocks.
    """
    report = editable_report(report_id, by)
    if made := made_before(report.blocks.all(), submission_key):
        return made
    blocks = list(report.blocks.filter(archived_at=None))
    if len(blocks) >= MOST_BLOCKS:
        raise ReportTextMissing(f"В отчёте уже {MOST_BLOCKS} частей: больше не бывает.")
    if kind not in BlockKind.values:
        raise ReportTextMissing("Выберите, какую часть добавить.")
    place = len(blocks)
    if after is not None:
        place = next((number for number, block in enumerate(blocks, start=1) if block.pk == after), 0)
        if not place:
            raise RowIsGone("Части, после которой добавляли, уже нет. Откройте отчёт заново.")
    wanted = _checked_block(fields)
    block = ReportBlock(
        report=report,
        kind=kind,
        heading=wanted.heading,
        text=wanted.text,
        position=len(blocks),
        submission_key=submission_key,
    )
    block.save()
    _put_in_order([*blocks[:place], block, *blocks[place:]])
    keep_deed(report, block, "report_block_added", {}, wanted.texts(), by=by, at=at)
    return block


@transaction.atomic
def update_block(block_id: int, *, expected_version: int, fields: BlockFields, by: Actor, at: datetime) -> ReportBlock:
    """Change a block; equal fields change nothing.

    Raises:
        PermissionRefused: `by` may not change the report.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        RowIsGone: it was taken out. ReportTextMissing: too long a text.
    """
    report, block = _editable_block(block_id, by)
    stored, wanted = BlockFields.of(block), _checked_block(fields)
    require_version(block.version, expected_version, theirs=stored.texts(), mine=wanted.texts())
    if wanted == stored:
        return block
    block.heading, block.text = wanted.heading, wanted.text
    block.version += 1
    block.save(update_fields=["heading", "text", "version"])
    keep_deed(report, block, "report_block_updated", stored.texts(), wanted.texts(), by=by, at=at)
    return block


@transaction.atomic
def move_block(block_id: int, *, up: bool, by: Actor, at: datetime) -> bool:
    """Change places with the block before or after. Gives whether it moved; at the end it stays.

    Raises:
        PermissionRefused: `by` may not change the report. RowIsGone: it was taken out.
    """
    report, block = _editable_block(block_id, by)
    blocks = list(report.blocks.filter(archived_at=None))
    place = blocks.index(block)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(blocks):
        return False
    blocks[place], blocks[other] = blocks[other], blocks[place]
    _put_in_order(blocks)
    keep_deed(report, block, "report_block_moved", {}, {}, by=by, at=at)
    return True


@transaction.atomic
def archive_block(block_id: int, *, by: Actor, at: datetime) -> ReportBlock:
    """Take a block out; `restore_block` brings it back. One that is out already stays so.

    Raises:
        PermissionRefused: `by` may not change the report.
    """
    report, block = _editable_block(block_id, by, also_archived=True)
    if block.archived_at is None:
        block.archived_at = at
        block.save(update_fields=["archived_at"])
        keep_deed(report, block, "report_block_archived", {}, {}, by=by, at=at)
    return block


@transaction.atomic
def restore_block(block_id: int, *, by: Actor, at: datetime) -> ReportBlock:
    """Bring a block back to its place. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` may not change the report.
    """
    report, block = _editable_block(block_id, by, also_archived=True)
    if block.archived_at is not None:
        block.archived_at = None
        block.save(update_fields=["archived_at"])
        keep_deed(report, block, "report_block_restored", {}, {}, by=by, at=at)
    return block


def _put_in_order(blocks: list[ReportBlock]) -> None:
    for place, block in enumerate(blocks):
        if block.position != place:
            block.position = place
            block.save(update_fields=["position"])


def _editable_block(block_id: int, by: Actor, *, also_archived: bool = False) -> tuple[AnnualReport, ReportBlock]:
    report = editable_report(ReportBlock.objects.values_list("report_id", flat=True).get(pk=block_id), by)
    block = report.blocks.get(pk=block_id)
    if block.archived_at is not None and not also_archived:
        raise RowIsGone("Эту часть убрали из отчёта. Верните её, чтобы править.")
    return report, block


def _checked_block(given: BlockFields) -> BlockFields:
    heading = " ".join(given.heading.split())
    text = "\n".join(line.rstrip() for line in given.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if len(heading) > LONGEST_HEADING:
        raise ReportTextMissing("Заголовок части: не длиннее 300 знаков.")
    if len(text) > LONGEST_TEXT:
        raise ReportTextMissing(f"Часть отчёта: не длиннее {LONGEST_TEXT} знаков. Разделите её на две.")
    return BlockFields(heading, text)
