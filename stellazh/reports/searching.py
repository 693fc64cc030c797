"""Annual reports in the search of everything: found by whoever may read them, published ones by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import sealed_content
from stellazh.reports.showing import public_address
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables

REPORTS: Final = "reports_annualreport"
_MARK: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def register() -> None:
    """Let reports be found."""
    searchables.add(
        SearchableKind(
            code="report",
            label="отчёт",
            plural="Отчёты за год",
            entries=_entries,
            every_key=AnnualReport.objects.present,
            visible_to=_visible_to,
            shown=_shown,
            sources=(
                Source(REPORTS, columns=("association_id", "school_year", "title", "status", "archived_at")),
                Source(
                    "reports_reportblock",
                    "{row}.report_id",
                    ("report_id", "position", "heading", "text", "archived_at"),
                ),
                Source("reports_reportseal", "{row}.report_id"),
                placed(REPORTS),
            ),
            order=85,
            weight=1.05,
        )
    )


def _visible_to(actor: Actor) -> QuerySet[AnnualReport]:
    return AnnualReport.objects.filter(
        Q(pk__in=AnnualReport.objects.present().visible_to(actor).values("pk")) | Q(pk__in=_on_sites().values("pk"))
    )


def _on_sites() -> QuerySet[AnnualReport]:
    """Published reports that sites show: of each year and form the latest edition."""
    later = AnnualReport.objects.published().filter(
        association=OuterRef("association"),
        school_year=OuterRef("school_year"),
        form=OuterRef("form"),
        edition__gt=OuterRef("edition"),
    )
    return AnnualReport.objects.published().exclude(Exists(later))


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = AnnualReport.objects.present().filter(pk__in=keys)
    for row in rows.select_related("association", "seal").prefetch_related("blocks"):
        yield SearchEntry(
            row.pk,
            row.title,
            "\n".join([*filter(None, _words(row)), row.association.short_name]),
            on=row.year.last_day,
            year=row.school_year,
            **place_of(row.association),
        )


def _words(row: AnnualReport) -> Iterator[str]:
    """What is written, a sealed report's as it was sealed, a draft's without its figures."""
    if row.is_sealed:
        for block in sealed_content(row.seal).blocks:
            yield block.heading
            yield from (line.text for line in block.lines)
        return
    for one in row.blocks.all():
        if one.archived_at is None:
            yield from (one.heading, _MARK.sub(" ", one.text))


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    """The page for those who read reports there, that of the site for everybody else."""
    rows = _visible_to(actor).filter(pk__in=keys).select_related("association")
    read = set(AnnualReport.objects.present().visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        row.pk: Shown(
            row.get_absolute_url() if row.pk in read else public_address(row), row.title, row.association.short_name
        )
        for row in rows
    }
