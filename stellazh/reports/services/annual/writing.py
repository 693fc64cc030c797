"""Reports begun, their headings and blocks written, figures entered by hand, appendices laid beside."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.live.bus import publish
from stellazh.reports.access import can_archive_report, can_create_report, can_edit_report
from stellazh.reports.enums import BlockKind, ReportForm, ReportStatus
from stellazh.reports.figures import Scope, counted
from stellazh.reports.models import AnnualReport, ReportBlock
from stellazh.reports.reads.annual.content_model import ReportContent
from stellazh.reports.services.annual.first_text import FIRST_TEXTS, TITLES, FirstBlock
from stellazh.reports.services.annual.refusals import (
    NothingToSeal,
    ReportIsThere,
    ReportTextMissing,
    RowIsGone,
    WrongDay,
    YearNotOurs,
)

LONGEST_TEXT: Final = 20_000
MOST_BLOCKS: Final = 60
_FIRST_YEAR: Final = 2000
_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class ReportFields:
    """The heading of a report. `counted_on` None is today, every day anew."""

    title: str
    counted_on: date | None = None
    signer_name: str = ""
    signer_post: str = ""

    @classmethod
    def of(cls, report: AnnualReport) -> ReportFields:
        return cls(report.title, report.counted_on, report.signer_name, report.signer_post)

    def texts(self) -> dict[str, str]:
        """As the journal and a clash show them."""
        return {
            "Заголовок": self.title,
            "Данные на": f"{self.counted_on:%d.%m.%Y}" if self.counted_on else "сегодня",
            "Кто подписывает": self.signer_name,
            "Должность": self.signer_post,
        }


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


def locked_report(report_id: int) -> AnnualReport:
    """The report with its association, held until the transaction ends. Everything in it is written under it.

    Raises:
        AnnualReport.DoesNotExist: there is no such report.
    """
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=report_id)


def editable_report(report_id: int, by: Actor) -> AnnualReport:
    """The report, held until the transaction ends, for somebody who may change its text.

    Raises:
        PermissionRefused: she writes no reports there, or it is sealed or put away.
    """
    report = locked_report(report_id)
    require(can_edit_report(by, report))
    return report


@transaction.atomic
def create_report(
    association_id: int, *, school_year: int, form: str, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> AnnualReport:
    """Begin a draft with the first text of its form. After a sealed one it is the next edition, begun from its text.

    The same `submission_key` gives the report it made before.

    Raises:
        PermissionRefused: `by` writes no reports there, or the association is closed.
        YearNotOurs: no such school year, or one that has not begun.
        ReportIsThere: a draft of this year and form is there; it is named in the sentence.
    """
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_create_report(by, association))
    rows = AnnualReport.objects.filter(association=association)
    if made := made_before(rows, submission_key):
        return made
    if form not in ReportForm.values:
        raise ReportTextMissing("Выберите, какой это отчёт.")
    if not _FIRST_YEAR <= school_year <= SchoolYear.of(clock.day_of(at, association.time_zone)).start:
        raise YearNotOurs("Отчёт пишут за учебный год, который уже начался.")
    same = rows.filter(school_year=school_year, form=form)
    if same.filter(status=ReportStatus.DRAFT, archived_at=None).exists():
        raise ReportIsThere("Этот отчёт уже начат: откройте его в списке и продолжайте.")
    last = same.filter(status=ReportStatus.SEALED).order_by("-edition").first()
    report = AnnualReport(
        association=association,
        school_year=school_year,
        form=form,
        edition=(same.aggregate(last=Max("edition"))["last"] or 0) + 1,
        title=TITLES[ReportForm(form)].format(год=SchoolYear(school_year).label),
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
    )
    if last is not None:
        _begin_from(report, last)
    else:
        report.save()
        _write_first_text(report, at=at)
    record("report_created", report, by=by, at=at, scope=association.path, note=report.title[:_SHOWN])
    return report


@transaction.atomic
def update_report(
    report_id: int, *, expected_version: int, fields: ReportFields, by: Actor, at: datetime
) -> AnnualReport:
    """Change the heading; equal fields change nothing.

    Raises:
        PermissionRefused: `by` may not change the report.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        ReportTextMissing: no title. WrongDay: figures of a day outside the year or still to come.
    """
    report = editable_report(report_id, by)
    stored, wanted = ReportFields.of(report), _checked_heading(report, fields, at)
    require_version(report.version, expected_version, theirs=stored.texts(), mine=wanted.texts())
    if wanted == stored:
        return report
    report.title, report.counted_on = wanted.title, wanted.counted_on
    report.signer_name, report.signer_post = wanted.signer_name, wanted.signer_post
    report.version += 1
    report.save(update_fields=["title", "counted_on", "signer_name", "signer_post", "version"])
    _keep(report, report, "report_updated", stored.texts(), wanted.texts(), by=by, at=at)
    return report


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
        report=report, kind=kind, heading=wanted.heading, text=wanted.text, position=0, submission_key=submission_key
    )
    _put_in_order([*blocks[:place], block, *blocks[place:]])
    _keep(report, block, "report_block_added", {}, wanted.texts(), by=by, at=at)
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
    _keep(report, block, "report_block_updated", stored.texts(), wanted.texts(), by=by, at=at)
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
    _keep(report, block, "report_block_moved", {}, {}, by=by, at=at)
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
        _keep(report, block, "report_block_archived", {}, {}, by=by, at=at)
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
        _keep(report, block, "report_block_restored", {}, {}, by=by, at=at)
    return block


@transaction.atomic
def archive_report(report_id: int, *, by: Actor, at: datetime) -> AnnualReport:
    """Put a draft away. One put away already stays so.

    Raises:
        PermissionRefused: `by` writes no reports there, or it is sealed.
    """
    report = locked_report(report_id)
    require(can_archive_report(by, report))
    if report.archived_at is None:
        report.archived_at = at
        report.save(update_fields=["archived_at"])
        record("report_archived", report, by=by, at=at, scope=report.association.path)
    return report


@transaction.atomic
def restore_report(report_id: int, *, by: Actor, at: datetime) -> AnnualReport:
    """Bring a draft back.

    Raises:
        PermissionRefused: `by` writes no reports there.
        ReportIsThere: another draft of the year was begun meanwhile.
    """
    report = locked_report(report_id)
    require(can_archive_report(by, report))
    if report.archived_at is None:
        return report
    same = AnnualReport.objects.present().filter(
        association=report.association, school_year=report.school_year, form=report.form, status=ReportStatus.DRAFT
    )
    if same.exists():
        raise ReportIsThere("Пока этот отчёт лежал в архиве, за тот же год начали другой. Сначала уберите тот.")
    report.archived_at = None
    report.save(update_fields=["archived_at"])
    record("report_restored", report, by=by, at=at, scope=report.association.path)
    return report


def require_whole(report: AnnualReport, content: ReportContent) -> None:
    """Pass when there is a text and somebody to sign it.

    Raises:
        NothingToSeal: says what is missing.
    """
    if all(block.is_empty for block in content.blocks):
        raise NothingToSeal("В отчёте нет текста: запечатывать нечего.")
    if not report.signer_name.strip():
        raise NothingToSeal("Укажите, кто подписывает отчёт.")


def touch(report: AnnualReport, *, at: datetime, block: str = "") -> None:
    """Note when the report was last changed, and tell the pages that are open on it."""
    report.updated_at = at
    AnnualReport.objects.filter(pk=report.pk).update(updated_at=at)
    publish(f"report:{report.pk}", {"block": block})


def _keep(
    report: AnnualReport,
    thing: AnnualReport | ReportBlock,
    action: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    changes = {name: (_cut(old), _cut(new)) for name, (old, new) in compare(dict(before), dict(after)).items()}
    record(action, thing, by=by, at=at, scope=report.association.path, changes=changes, note=report.title[:_SHOWN])
    touch(report, at=at, block=f"block-{thing.pk}" if isinstance(thing, ReportBlock) else "report")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _write_first_text(report: AnnualReport, *, at: datetime) -> None:
    first = FIRST_TEXTS[report.form]
    figures = counted(
        Scope(report.association, report.school_year, at), {code for block in first for code in block.needs}
    )
    wanted = [block for block in first if _is_needed(block, {code for code, f in figures.items() if f.value})]
    year = SchoolYear(report.school_year).label
    ReportBlock.objects.bulk_create(
        ReportBlock(
            report=report,
            code=block.code,
            kind=block.kind,
            heading=block.heading,
            text=block.text.replace("{год}", year),
            position=place,
        )
        for place, block in enumerate(wanted)
    )


def _is_needed(block: FirstBlock, known: set[str]) -> bool:
    return not block.needs or bool(known.intersection(block.needs))


def _begin_from(report: AnnualReport, last: AnnualReport) -> None:
    """The next edition has the text, the figures by hand and the appendices of the one before."""
    report.title, report.counted_on = last.title, last.counted_on
    report.signer_name, report.signer_post = last.signer_name, last.signer_post
    report.save()
    for rows in (last.blocks, last.hand_figures, last.appendices):
        kept = list(rows.filter(archived_at=None))
        for row in kept:
            row.pk, row.report, row.submission_key = None, report, None
            if hasattr(row, "version"):
                row.version = 1
        type(kept[0]).objects.bulk_create(kept) if kept else None


def _put_in_order(blocks: list[ReportBlock]) -> None:
    for place, block in enumerate(blocks):
        if block.pk is None:
            block.position = place
            block.save()
        elif block.position != place:
            block.position = place
            block.save(update_fields=["position"])


def _editable_block(block_id: int, by: Actor, *, also_archived: bool = False) -> tuple[AnnualReport, ReportBlock]:
    report = editable_report(ReportBlock.objects.values_list("report_id", flat=True).get(pk=block_id), by)
    block = report.blocks.get(pk=block_id)
    if block.archived_at is not None and not also_archived:
        raise RowIsGone("Эту часть убрали из отчёта. Верните её, чтобы править.")
    return report, block


def _checked_heading(report: AnnualReport, given: ReportFields, at: datetime) -> ReportFields:
    title, name, post = (" ".join(text.split()) for text in (given.title, given.signer_name, given.signer_post))
    if not title:
        raise ReportTextMissing("Напишите заголовок отчёта.")
    limits = {field.name: field.max_length for field in AnnualReport._meta.fields if field.max_length}  # noqa: SLF001
    for text, field, label in (
        (title, "title", "Заголовок"),
        (name, "signer_name", "Имя"),
        (post, "signer_post", "Должность"),
    ):
        if len(text) > limits[field]:
            raise ReportTextMissing(f"{label}: не длиннее {limits[field]} знаков.")
    if given.counted_on is not None:
        today = clock.day_of(at, report.association.time_zone)
        if given.counted_on > today:
            raise WrongDay("Данные не могут быть на будущий день.")
        if given.counted_on < report.year.first_day:
            raise WrongDay(
                f"Данные за {report.year.label} учебный год не бывают раньше {report.year.first_day:%d.%m.%Y}."
            )
    return ReportFields(title, given.counted_on, name, post)


def _checked_block(given: BlockFields) -> BlockFields:
    heading = " ".join(given.heading.split())
    text = "\n".join(line.rstrip() for line in given.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if len(heading) > 300:
        raise ReportTextMissing("Заголовок части: не длиннее 300 знаков.")
    if len(text) > LONGEST_TEXT:
        raise ReportTextMissing(f"Часть отчёта: не длиннее {LONGEST_TEXT} знаков. Разделите её на две.")
    return BlockFields(heading, text)
