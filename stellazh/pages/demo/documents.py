"""Documents of the invented region and its first town: orders, letters, a draft, one that replaced another."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.documents.enums import DocumentKind
from stellazh.documents.models import Document
from stellazh.documents.services import (
    Brought,
    DocumentFields,
    Standing,
    add_version,
    create_document,
    publish_document,
    replace_documents,
)
from stellazh.office.typeset import typeset
from stellazh.office.word import styles
from stellazh.office.word.blocks import append, paragraph
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.pages.demo.document_texts import PDF, REGION, TOWN, Paper
from stellazh.russian.calendar_words import short_date

_TEMPLATE = Path(__file__).resolve().parent / "papers" / "typst" / "paper.typ"


class DocumentsFiller:
    """Brings the documents through their services, on the days when people would have done it."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.branches, self.by, self.at = region, branches, by, at

    def fill(self) -> None:
        """Eleven of the region, three of the first town."""
        for association, papers in ((self.region, REGION), (self.branches[0], TOWN)):
            made: dict[str, Document] = {}
            # The oldest first: that is how a shelf fills.
            for paper in sorted(papers, key=lambda one: -one.days_ago):
                made[paper.title] = self._bring(association, paper, made)

    def _bring(self, association: Association, paper: Paper, made: dict[str, Document]) -> Document:
        at = self.at - timedelta(days=paper.days_ago)
        document = create_document(
            association.pk,
            fields=DocumentFields(
                title=paper.title,
                kind=paper.kind,
                number=paper.number,
                dated_on=at.date(),
                source=paper.source,
                summary=paper.summary,
                audience=paper.audience,
            ),
            standing=Standing(paper.status, at.date() if paper.number else None),
            file=self._file(association, paper, paper.lines, at),
            by=self.by,
            at=at,
        )
        if paper.then:
            later = at + timedelta(days=300)
            file = self._file(association, paper, paper.then, at)
            add_version(document.pk, file=file, what_changed=paper.what_changed, after=1, by=self.by, at=later)
        if paper.is_published:
            publish_document(document.pk, by=self.by, at=at)
        if paper.replaces:
            older = made[paper.replaces]
            replace_documents(document.pk, [older.pk], is_repealing=True, by=self.by, at=at)
        return document

    def _file(self, association: Association, paper: Paper, lines: Sequence[str], at: datetime) -> Brought:
        issuer, kind = paper.source or association.short_name, str(DocumentKind(paper.kind).label)
        number = f" № {paper.number}" if paper.number else ""
        requisites = f"от {short_date(at.date())}{number}"
        # A long one has more than a page.
        body = [line for _ in range(paper.pages) for line in lines]
        if paper.form == PDF:
            data = {
                "title": paper.title,
                "issuer": issuer,
                "kind": kind,
                "requisites": requisites,
                "lines": body,
                "is_long": len(body) > 12,
                "signed": "Руководитель                                   Н. Б. Лесникова",
            }
            return Brought(f"{paper.title}.pdf", io.BytesIO(typeset(_TEMPLATE, data, made_at=at)))
        page = Page()
        word = new_document(page, Properties(paper.title, issuer, kind, at.date()))
        append(
            word,
            paragraph(issuer.upper(), styles.CENTRED),
            paragraph(kind.upper(), styles.CENTRED),
            paragraph(requisites, styles.REQUISITES),
            paragraph(paper.title, styles.TITLE),
        )
        for line in body:
            text = line.removeprefix("## ")
            append(word, paragraph(text, styles.BODY if text == line else styles.SECTION, with_next=text != line))
        return Brought(f"{paper.title}.docx", io.BytesIO(document_bytes(word, made_on=at.date())))
