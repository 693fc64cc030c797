"""Sheets of acquaintance of the invented region: one all have signed, one most have, one that has just been sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.documents.enums import DocumentAudience, DocumentStatus
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_people import Addressees, Below
from stellazh.documents.services.acquaintance import ask_acquaintance, close_sheet
from stellazh.documents.services.acquaintance_marks import acknowledge, note_for_others, note_opened
from stellazh.people.models import Person

# Of ten people on the open sheet so many have read, and one more has opened the document.
READ_OF_TEN = 7


class AcquaintanceFiller:
    """Asks the people of the region to read its documents; goes after the filling of documents."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.branches, self.at = region, branches, at
        # A person asks and notes: her name stands on the sheet.
        methodist = Person.objects.filter(grants__association=region, grants__role=Role.METHODIST).first()
        self.by: Actor = methodist or by

    def fill(self) -> None:
        """Three sheets, as far as there were documents to read on those days."""
        asked: list[int] = []
        for days_ago, ask in ((50, self._signed_by_all), (12, self._signed_by_most), (0, self._just_asked)):
            document = self._latest(self._ago(days_ago), besides=asked)
            if document is not None:
                asked.append(document.pk)
                ask(document)

    def _latest(self, at: datetime, *, besides: Sequence[int]) -> Document | None:
        """The newest document in force with a file that was published by then."""
        rows = Document.objects.present().filter(
            association=self.region, status=DocumentStatus.IN_FORCE, published_at__lte=at, version_count__gte=1
        )
        # Asking below for a paper meant for the region's own members alone would be odd.
        rows = rows.exclude(audience=DocumentAudience.ASSOCIATION)
        return rows.exclude(pk__in=besides).order_by("-published_at", "-pk").first()

    def _signed_by_all(self, document: Document) -> None:
        """The heads of all municipalities have read, some on paper; the sheet is closed."""
        heads = Addressees(own_members=True, below=Below.HEADS)
        sheet = self._asked(document, heads, "Прочтите, пожалуйста, до совещания руководителей.", days_ago=50, term=14)
        self._read(sheet, list(sheet.rows.select_related("person")), days_ago=44)
        close_sheet(sheet.pk, by=self.by, at=self._ago(30))

    def _signed_by_most(self, document: Document) -> None:
        """Everybody in the region is asked; most have read, the day to read by is near."""
        everybody = Addressees(below=Below.MEMBERS)
        words = "Это касается каждой школьной библиотеки: прочтите и обсудите с коллегами."
        sheet = self._asked(document, everybody, words, days_ago=12, term=14)
        rows = list(sheet.rows.select_related("person").order_by("pk"))
        # Not alike everywhere: the municipalities differ in how many have read.
        read = [row for number, row in enumerate(rows) if (number * 7 + row.association_id) % 10 < READ_OF_TEN]
        self._read(sheet, read, days_ago=6)
        known = {row.pk for row in read}
        for row in [row for row in rows if row.pk not in known and row.person and row.person.email][:8]:
            if row.person is not None:
                note_opened(row.pk, by=row.person, at=self._ago(3))

    def _just_asked(self, document: Document) -> None:
        """The first municipality was asked today: the member who signs in has it on her desk."""
        first = Addressees(below=Below.MEMBERS, association_ids=(self.branches[0].pk,))
        self._asked(document, first, "Прочтите и скажите, что непонятно.", days_ago=0, term=10)

    def _asked(
        self, document: Document, whom: Addressees, words: str, *, days_ago: int, term: int
    ) -> AcquaintanceSheet:
        at = self._ago(days_ago)
        return ask_acquaintance(
            document.pk,
            addressees=whom,
            request=words,
            due_on=(at + timedelta(days=term)).date(),
            by=self.by,
            at=at,
        )

    def _read(self, sheet: AcquaintanceSheet, rows: Sequence[AcquaintanceRow], *, days_ago: int) -> None:
        """Whoever has an address said so on the site, the others signed on paper."""
        at, version = self._ago(days_ago), sheet.document_version.number
        on_paper = []
        for row in rows:
            if row.person is not None and row.person.email:
                acknowledge(row.pk, seen_version=version, by=row.person, at=at)
            else:
                on_paper.append(row.pk)
        note_for_others(on_paper, way="on_paper", by=self.by, at=at)

    def _ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days)
