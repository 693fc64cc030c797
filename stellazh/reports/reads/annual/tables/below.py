"""Reports of the associations below: who has one, what it says, and the figures entered by hand added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Q

from stellazh.associations.models import Association
from stellazh.common.clock import day_of
from stellazh.events.reads.figure_scopes import attendances_in, events_in, identity
from stellazh.protocols.models import Protocol
from stellazh.reports.enums import BlockKind, ReportForm
from stellazh.reports.figures import Scope
from stellazh.reports.figures.scopes import there
from stellazh.reports.models import AnnualReport, HandFigure, ReportSeal
from stellazh.reports.reads.annual.content_model import ContentCell, ContentTable
from stellazh.reports.reads.annual.tables.cells import DASH, Row, number, words
from stellazh.russian.calendar_words import short_date
from stellazh.russian.collation import fold

CAPTION: Final = "Отчёты объединений"
HEADINGS: Final = ("Объединение", "Отчёт", "Мероприятий", "Участий", "Людей", "Протоколов")
ASSESSED: Final = "Самооценка объединений"
ASSESSED_HEADINGS: Final = ("Объединение", "Самооценка")
BY_HAND: Final = "Числа из отчётов объединений"
BY_HAND_HEADINGS: Final = ("Показатель", "Сумма", "Из каких отчётов")
# The codes of the columns; events, attendances and protocols of several associations add up, people do not.
_COLUMNS: Final = ("events.held", "attendances.total", "people.total", "protocols.signed")
_ADD_UP: Final = ("events.held", "attendances.total", "protocols.signed")


@dataclass(slots=True)
class Below:
    """An association below with the numbers of its year: of its sealed report, else counted now."""

    association: Association
    draft: AnnualReport | None = None
    seal: ReportSeal | None = None
    counts: dict[str, int | None] = field(default_factory=dict)

    @property
    def has_report(self) -> bool:
        """Whether there is a report, be it a draft."""
        return self.seal is not None or self.draft is not None

    @property
    def standing(self) -> ContentCell:
        """«запечатан 10.06.2025», «готовится», «нет»."""
        if self.seal is not None:
            day = day_of(self.seal.sealed_at, self.association.time_zone)
            return words(f"запечатан {short_date(day)}", self.seal.report.get_absolute_url())
        return words("готовится", self.draft.get_absolute_url()) if self.draft is not None else words("нет")

    @property
    def assessment(self) -> str:
        """The first sentence of its self-assessment, as sealed."""
        blocks: Sequence[Any] = self.seal.content["blocks"] if self.seal is not None else ()
        lines = (line for block in blocks if block["kind"] == BlockKind.ASSESSMENT for line in block["lines"])
        return next(("".join(piece["text"] for piece in line["pieces"]) for line in lines), "")


def below_tables(scope: Scope) -> Sequence[ContentTable]:
    """Every association below in order, its numbers, their sums; then what sealed reports say of themselves, and what
    was entered by hand in them.

    Six queries, however many associations and reports.
    """
    found = _below(scope)
    if not found:
        return ()
    rows = tuple(_row(one) for one in found)
    sealed = [one.seal for one in found if one.seal is not None]
    total = (
        words("Всего"),
        words(f"запечатано {len(sealed)} из {len(found)}"),
        *(number(_sum(found, code)) if code in _ADD_UP else words("") for code in _COLUMNS),
    )
    note = (
        "Числа запечатанных отчётов — из них самих, остальные посчитаны на день этого отчёта. Люди не складываются: "
        "один человек бывает на мероприятиях нескольких объединений."
    )
    if any(not one.has_report for one in found):
        note = f"{note} Прочерк — отчёта нет, и на сайте за этот год ничего не записано."
    return (ContentTable(CAPTION, HEADINGS, rows, total, note), *_assessed(found), *_by_hand(sealed))


def _below(scope: Scope) -> list[Below]:
    own = scope.association
    rows = Association.objects.filter(there(scope), path__startswith=own.path).exclude(pk=own.pk)
    found = {one.pk: Below(one) for one in rows.select_related("territory").in_order()}
    if found:
        _find_reports(scope, found)
        live = _live(scope)
        for pk, one in found.items():
            kept = _kept(one.seal) if one.seal is not None else {}
            one.counts = {code: kept.get(code, live[code].get(pk, 0)) for code in _COLUMNS}
    return list(found.values())


def _find_reports(scope: Scope, found: Mapping[int, Below]) -> None:
    """The last sealed edition of each, sealed by that day, and the draft of those who have none."""
    reports = AnnualReport.objects.present().filter(
        association__in=found, school_year=scope.school_year, form=ReportForm.REPORT, created_at__lt=scope.cut
    )
    for report in reports.select_related("seal").order_by("edition"):
        seal = getattr(report, "seal", None)
        if seal is not None and seal.sealed_at < scope.cut:
            seal.report = report
            report.association = found[report.association_id].association
            found[report.association_id].seal = seal
        else:
            found[report.association_id].draft = report


def _live(scope: Scope) -> Mapping[str, Mapping[int, int]]:
    """The numbers of all of them as the count of attendances has them. Three queries."""
    asked = scope.attendances(with_below=True)
    events = events_in(asked).order_by().values_list("association_id").annotate(count=Count("pk"))
    attended = (
        attendances_in(asked)
        .order_by()
        .annotate(identity=identity())
        .values_list("event__association_id")
        .annotate(count=Count("pk"), people=Count("identity", distinct=True))
    )
    seen = list(attended)
    signed = Protocol.objects.signed().filter(
        there(scope),
        association__path__startswith=scope.association.path,
        school_year=scope.school_year,
        signed_at__lt=scope.cut,
    )
    return {
        "events.held": dict(events),
        "attendances.total": {pk: count for pk, count, _ in seen},
        "people.total": {pk: people for pk, _, people in seen},
        "protocols.signed": dict(signed.order_by().values_list("association_id").annotate(count=Count("pk"))),
    }


def _kept(seal: ReportSeal) -> dict[str, int | None]:
    return {figure["code"]: figure["value"] for figure in seal.content["figures"]}


def _row(one: Below) -> Row:
    return (
        words(one.association.short_name),
        one.standing,
        *(_counted(one, code) for code in _COLUMNS),
    )


def _counted(one: Below, code: str) -> ContentCell:
    """A zero of an association without a report says only that nothing is known of its year."""
    count = one.counts[code]
    return number(count) if count or one.has_report else DASH


def _assessed(found: Sequence[Below]) -> tuple[ContentTable, ...]:
    rows = tuple((words(one.association.short_name), words(one.assessment)) for one in found if one.assessment)
    return (ContentTable(ASSESSED, ASSESSED_HEADINGS, rows),) if rows else ()


def _sum(found: Iterable[Below], code: str) -> int:
    return sum(one.counts[code] or 0 for one in found)


def _by_hand(seals: Sequence[ReportSeal]) -> tuple[ContentTable, ...]:
    """Figures of one name added up, with the reports they come from. A sealed report keeps its rows as they were."""
    names = {seal.report_id: seal.report.association.short_name for seal in seals}
    labels: dict[str, str] = {}
    parts: dict[str, list[tuple[str, int]]] = {}
    for row in HandFigure.objects.filter(Q(report__in=list(names)), archived_at=None).order_by("label", "pk"):
        key = fold(row.name)
        labels.setdefault(key, row.label)
        parts.setdefault(key, []).append((names[row.report_id], row.value))
    rows = tuple(
        (
            words(labels[key]),
            number(sum(value for _, value in told)),
            words(", ".join(f"{name} — {number(value).text}" for name, value in told)),
        )
        for key, told in parts.items()
    )
    return (ContentTable(BY_HAND, BY_HAND_HEADINGS, rows),) if rows else ()
