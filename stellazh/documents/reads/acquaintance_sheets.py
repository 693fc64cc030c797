"""What the pages of sheets show: shares by association, people with their marks, counts for lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from stellazh.common.actor import Actor
from stellazh.documents.models import AcquaintanceRow, AcquaintanceRowQuerySet, AcquaintanceSheet
from stellazh.members.models import Post
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.russian.collation import fold


class RowState(StrEnum):
    """What a list of people is narrowed to."""

    ALL = ""
    WAITING = "waiting"
    OPENED = "opened"
    READ = "read"
    OUTDATED = "outdated"
    SILENT = "silent"


STATES: Final[Mapping[RowState, str]] = {
    RowState.ALL: "все",
    RowState.WAITING: "ещё не прочли",
    RowState.OPENED: "открыли, но не отметили",
    RowState.READ: "прочли",
    RowState.OUTDATED: "прочли прежнюю версию",
    RowState.SILENT: "не прочли, нет почты",
}


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which people of a sheet are asked for."""

    state: RowState = RowState.ALL
    association_id: int | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of one association, or of all together (`association_id` 0), have read."""

    association_id: int
    label: str
    asked: int
    opened: int
    read: int
    outdated: int
    silent: int

    @property
    def waiting(self) -> int:
        return self.asked - self.read

    @property
    def is_whole(self) -> bool:
        return self.asked == self.read


def rows_of(sheet: AcquaintanceSheet, wanted: RowFilter, *, actor: Actor) -> AcquaintanceRowQuerySet:
    """People of the sheet whom the actor may see, by association and alphabet."""
    rows = AcquaintanceRow.objects.visible_to(actor).filter(sheet=sheet)
    match wanted.state:
        case RowState.WAITING:
            rows = rows.filter(read_at=None)
        case RowState.OPENED:
            rows = rows.filter(read_at=None, opened_at__isnull=False)
        case RowState.READ:
            rows = rows.exclude(read_at=None)
        case RowState.OUTDATED:
            rows = rows.outdated()
        case RowState.SILENT:
            rows = rows.filter(read_at=None).without_address()
    if wanted.association_id is not None:
        rows = rows.filter(association_id=wanted.association_id)
    if wanted.query.strip():
        rows = rows.filter(person__name_key__startswith=fold(wanted.query))
    return rows.order_by("association__depth", "association__sort_key", "person__sort_key", "person_name", "pk")


def shares_of(sheet: AcquaintanceSheet, *, actor: Actor) -> list[Share]:
    """The shares of the associations the actor may see, in their order. One query."""
    seen = AcquaintanceRow.objects.visible_to(actor).filter(sheet=sheet)
    silent = AcquaintanceRow.objects.filter(sheet=sheet, read_at=None).without_address().values("pk")
    found = (
        seen.order_by("association__depth", "association__sort_key", "association_id")
        .values("association_id", "association__short_name")
        .annotate(
            asked=Count("pk"),
            opened=Count("opened_at"),
            read=Count("read_at"),
            outdated=Count("pk", filter=Q(read_version__lt=F("sheet__document__version_count"))),
            silent=Count("pk", filter=Q(pk__in=silent)),
        )
        .values_list("association_id", "association__short_name", "asked", "opened", "read", "outdated", "silent")
    )
    return [Share(*row) for row in found]


def whole_of(shares: Sequence[Share]) -> Share:
    """All shares together."""
    sums = [sum(getattr(one, name) for one in shares) for name in ("asked", "opened", "read", "outdated", "silent")]
    return Share(0, "Всего", *sums)


def with_counts(sheets: QuerySet[AcquaintanceSheet], *, actor: Actor) -> QuerySet[AcquaintanceSheet]:
    """Add `asked_count` and `read_count`, of the rows the actor may see, so that a list costs one query."""
    seen = AcquaintanceRow.objects.visible_to(actor).filter(sheet=OuterRef("pk")).order_by().values("sheet")
    counts = {
        "asked_count": seen.annotate(n=Count("pk")).values("n"),
        "read_count": seen.annotate(n=Count("read_at")).values("n"),
    }
    zero = Value(0)
    return sheets.annotate(
        **{name: Coalesce(Subquery(one, output_field=IntegerField()), zero) for name, one in counts.items()},
        rank=Case(When(closed_at=None, then=0), default=1, output_field=IntegerField()),
    ).order_by("rank", "-asked_at", "-pk")


def posts_of(rows: Sequence[AcquaintanceRow], *, on: date, actor: Actor) -> dict[int, str]:
    """Post and place of work of each person, as far as the actor may know them."""
    people = [row.person_id for row in rows if row.person_id is not None]
    found: dict[int, list[str]] = defaultdict(list)
    posts = Post.objects.on(on).filter(person_id__in=people).select_related("organisation").order_by("pk")
    for post in seen_posts(posts, actor=actor):
        found[post.person_id].append(f"{post.title}, {post.organisation.short_name}")
    return {key: "; ".join(words) for key, words in found.items()}
