"""Figures entered by hand, and appendices."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.versions import require_version
from stellazh.files.services import store_file
from stellazh.reports.figures import figures
from stellazh.reports.models import AnnualReport, HandFigure, ReportAppendix
from stellazh.reports.services.annual.refusals import NameTaken, NotAnAddress, ReportTextMissing, RowIsGone, WrongDay
from stellazh.reports.services.annual.touching import editable_report, keep_deed
from stellazh.russian.collation import fold

APPENDIX_FILE: Final = "report_appendix"
MOST_APPENDICES: Final = 30
GREATEST_VALUE: Final = 10_000_000
_NAMES: Final = ("name", "label", "one", "few", "many", "source", "url")


@dataclass(frozen=True, slots=True)
class HandFields:
    """A figure entered by hand: its name in the text, what it is, how many, from where, on which day."""

    name: str
    label: str
    value: int
    source: str
    counted_on: date
    one: str = ""
    few: str = ""
    many: str = ""
    url: str = ""

    @classmethod
    def of(cls, row: HandFigure) -> HandFields:
        return cls(row.name, row.label, row.value, row.source, row.counted_on, row.one, row.few, row.many, row.url)

    def texts(self) -> dict[str, str]:
        """As the journal and a clash show them."""
        return {
            "Имя для текста": self.name,
            "Что это за число": self.label,
            "Число": str(self.value),
            "Слова после числа": ", ".join(word for word in (self.one, self.few, self.many) if word),
            "Откуда число": self.source,
            "Ссылка": self.url,
            "На какой день": f"{self.counted_on:%d.%m.%Y}",
        }


@transaction.atomic
def add_hand_figure(
    report_id: int, *, fields: HandFields, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> HandFigure:
    """Enter a figure the platform does not hold. The same `submission_key` gives the figure it made before.

    Raises:
        PermissionRefused: `by` may not change the report.
        ReportTextMissing, NameTaken, NotAnAddress, WrongDay: a field is not acceptable.
    """
    report = editable_report(report_id, by)
    if made := made_before(report.hand_figures.all(), submission_key):
        return made
    row = HandFigure(report=report, entered_at=at, entered_by=by.actor_name[:200], submission_key=submission_key)
    wanted = _checked(report, fields, None, at)
    _put(row, wanted)
    with unique_or(NameTaken(f"Число с именем «{wanted.name}» уже есть.")):
        row.save()
    keep_deed(report, row, "report_figure_added", {}, wanted.texts(), by=by, at=at)
    return row


@transaction.atomic
def update_hand_figure(
    figure_id: int, *, expected_version: int, fields: HandFields, by: Actor, at: datetime
) -> HandFigure:
    """Change a figure; equal fields change nothing.

    Raises:
        PermissionRefused: `by` may not change the report. RowIsGone: it was taken out.
        ChangedMeanwhile: somebody saved first.
        ReportTextMissing, NameTaken, NotAnAddress, WrongDay: a field is not acceptable.
    """
    report, row = _editable(figure_id, by)
    if row.archived_at is not None:
        raise RowIsGone("Это число убрали из отчёта.")
    stored, wanted = HandFields.of(row), _checked(report, fields, row.pk, at)
    require_version(row.version, expected_version, theirs=stored.texts(), mine=wanted.texts())
    if wanted == stored:
        return row
    _put(row, wanted)
    row.version += 1
    row.entered_at, row.entered_by = at, by.actor_name[:200]
    with unique_or(NameTaken(f"Число с именем «{wanted.name}» уже есть.")):
        row.save()
    keep_deed(report, row, "report_figure_updated", stored.texts(), wanted.texts(), by=by, at=at)
    return row


@transaction.atomic
def archive_hand_figure(figure_id: int, *, by: Actor, at: datetime) -> HandFigure:
    """Take a figure out; its marks in the text are shown as unknown. One that is out already stays so.

    Raises:
        PermissionRefused: `by` may not change the report.
    """
    report, row = _editable(figure_id, by)
    if row.archived_at is None:
        row.archived_at = at
        row.save(update_fields=["archived_at"])
        keep_deed(report, row, "report_figure_archived", {}, {}, by=by, at=at)
    return row


@transaction.atomic
def restore_hand_figure(figure_id: int, *, by: Actor, at: datetime) -> HandFigure:
    """Bring a figure back.

    Raises:
        PermissionRefused: `by` may not change the report. NameTaken: another has the name now.
    """
    report, row = _editable(figure_id, by)
    if row.archived_at is not None:
        row.archived_at = None
        with unique_or(NameTaken(f"Число с именем «{row.name}» уже есть.")):
            row.save(update_fields=["archived_at"])
        keep_deed(report, row, "report_figure_restored", {}, {}, by=by, at=at)
    return row


@transaction.atomic
def add_appendix(
    report_id: int,
    *,
    title: str,
    content: bytes | None = None,
    filename: str = "",
    url: str = "",
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> ReportAppendix:
    """Lay a file or a link beside the report, as its last appendix.

    Raises:
        PermissionRefused: `by` may not change the report.
        ReportTextMissing: no title, neither file nor link, too many. NotAnAddress: the link.
        FileTooLarge, FileIsEmpty, FileTypeNotAccepted: the file.
    """
    report = editable_report(report_id, by)
    if made := made_before(report.appendices.all(), submission_key):
        return made
    words = " ".join(title.split())
    if not words or len(words) > 300:
        raise ReportTextMissing("Назовите приложение: не длиннее 300 знаков.")
    if content is None and not url.strip():
        raise ReportTextMissing("Приложите файл или укажите ссылку.")
    if report.appendices.filter(archived_at=None).count() >= MOST_APPENDICES:
        raise ReportTextMissing(f"Приложений уже {MOST_APPENDICES}: больше не бывает.")
    last = report.appendices.aggregate(last=Max("position"))["last"]
    appendix = ReportAppendix(
        report=report,
        title=words,
        url=checked_address(url),
        position=0 if last is None else last + 1,
        added_at=at,
        added_by=by.actor_name[:200],
        submission_key=submission_key,
    )
    if content is not None:
        appendix.file = store_file(
            content, name=filename, purpose=APPENDIX_FILE, scope=report.association.path, by=by, at=at
        )
    appendix.save()
    keep_deed(report, appendix, "report_appendix_added", {}, {"Приложение": words}, by=by, at=at)
    return appendix


@transaction.atomic
def archive_appendix(appendix_id: int, *, by: Actor, at: datetime) -> ReportAppendix:
    """Take an appendix out. One that is out already stays so.

    Raises:
        PermissionRefused: `by` may not change the report.
    """
    report = editable_report(ReportAppendix.objects.values_list("report_id", flat=True).get(pk=appendix_id), by)
    appendix = report.appendices.get(pk=appendix_id)
    if appendix.archived_at is None:
        appendix.archived_at = at
        appendix.save(update_fields=["archived_at"])
        keep_deed(report, appendix, "report_appendix_archived", {}, {}, by=by, at=at)
    return appendix


def checked_address(url: str) -> str:
    """The address of a page, or nothing.

    Raises:
        NotAnAddress: it is no http address, or too long.
    """
    address = url.strip()
    if not address:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise NotAnAddress("Ссылка должна начинаться с https:// или http:// и вести на страницу.") from None
    if len(address) > 500:
        raise NotAnAddress("Ссылка слишком длинная: не больше 500 знаков.")
    return address


def _checked(report: AnnualReport, given: HandFields, own: int | None, at: datetime) -> HandFields:
    name, label, source = (" ".join(text.split()) for text in (given.name, given.label, given.source))
    words = [" ".join(text.split()) for text in (given.one, given.few, given.many)]
    for text, most, sentence in (
        (name, 80, "Дайте числу имя: по нему оно встанет в текст."),
        (label, 200, "Напишите, что это за число."),
        (source, 300, "Напишите, откуда взято число: без источника ему не поверят."),
    ):
        if not text:
            raise ReportTextMissing(sentence)
        if len(text) > most:
            raise ReportTextMissing(f"Слишком длинно: не больше {most} знаков.")
    if any(sign in name for sign in "{}:"):
        raise ReportTextMissing("В имени числа не должно быть скобок и двоеточия.")
    if any(len(word) > 60 for word in words):
        raise ReportTextMissing("Слово после числа: не длиннее 60 знаков.")
    if any(words) and not all(words):
        raise ReportTextMissing("Напишите все три слова: «1 участник», «2 участника», «5 участников» — или ни одного.")
    if not 0 <= given.value <= GREATEST_VALUE:
        raise ReportTextMissing("Число должно быть целым, от нуля.")
    if any(fold(rule.name) == fold(name) for rule in figures):
        raise NameTaken(f"«{name}» считает сама платформа. Назовите своё число иначе.")
    same = report.hand_figures.filter(archived_at=None)
    if own is not None:
        same = same.exclude(pk=own)
    if any(fold(row) == fold(name) for row in same.values_list("name", flat=True)):
        raise NameTaken(f"Число с именем «{name}» уже есть.")
    if given.counted_on > clock.day_of(at, report.association.time_zone):
        raise WrongDay("Число не может быть на будущий день.")
    one, few, many = words
    address = checked_address(given.url)
    return HandFields(name, label, given.value, source, given.counted_on, one, few, many, address)


def _put(row: HandFigure, wanted: HandFields) -> None:
    for field in (*_NAMES, "value", "counted_on"):
        setattr(row, field, getattr(wanted, field))


def _editable(figure_id: int, by: Actor) -> tuple[AnnualReport, HandFigure]:
    report = editable_report(HandFigure.objects.values_list("report_id", flat=True).get(pk=figure_id), by)
    return report, report.hand_figures.get(pk=figure_id)
