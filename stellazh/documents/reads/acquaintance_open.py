"""Who is still asked to read a document: what its keeper is told before it goes from the readers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from stellazh.common.numerals import agree
from stellazh.documents.models import AcquaintanceSheet, Document


@dataclass(frozen=True, slots=True)
class StillAsked:
    """Open sheets of a document that wait for somebody. Truthy exactly when there is one.

    `waiting` counts rows that have not been read, of `asked` on these sheets; erased people wait no longer.
    """

    sheets: tuple[int, ...]
    asked: int
    waiting: int

    def __bool__(self) -> bool:
        return bool(self.sheets)

    @property
    def words(self) -> str:
        """«ещё не прочли 3 человека из 12»."""
        verb = agree(self.waiting, "прочёл", "прочли", "прочли")
        return f"ещё не {verb} {self.waiting} {agree(self.waiting, 'человек', 'человека', 'человек')} из {self.asked}"


def still_asked(document: Document) -> StillAsked:
    """Everybody who is waited for on the document's open sheets. One query."""
    nobody_yet = Q(rows__read_at=None, rows__person__isnull=False)
    found = (
        AcquaintanceSheet.objects.open()
        .filter(document=document)
        .order_by("pk")
        .annotate(asked=Count("rows"), waiting=Count("rows", filter=nobody_yet))
        .values_list("pk", "asked", "waiting")
    )
    rows = [row for row in found if row[2]]
    return StillAsked(tuple(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows))
