"""What the matrix names of documents: for each audience, put away, in two versions; sheets of acquaintance."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.documents.enums import AcquaintanceWay, DocumentAudience
from stellazh.documents.models import (
    AcquaintanceRow,
    AcquaintanceSheet,
    Document,
    DocumentPage,
    DocumentVersion,
    Replacement,
)
from stellazh.documents.services.bringing import PAGE_PICTURE, VERSION_FILE
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.certificates.templates import samples
from tests.factories.documents import AcquaintanceRowFactory, AcquaintanceSheetFactory, DocumentFactory


def paper(name: str) -> bytes:
    """A file that is a PDF by its content; another one for each name."""
    return f"%PDF-1.4\n% {name}\n%%EOF\n".encode()


def brought(name: str = "Новый приказ.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, paper(name), "application/pdf")


class Documents:
    """The part of the world that is about documents and who has read them."""

    if TYPE_CHECKING:
        region: Association
        association: Association
        neighbour: Association
        people: dict[str, Person]

    # Documents

    def _stored(self, content: bytes, name: str, purpose: str, association: Association) -> StoredFile:
        return store_file(
            content, name=name, purpose=purpose, scope=association.path, by=self.people["head"], at=clock.now()
        )

    def _version(self, document: Document) -> DocumentVersion:
        """The next version, as the service leaves it, with one page as a picture."""
        number = document.version_count + 1
        # Another content for each: equal ones would share a file.
        mark = f"{document.pk} {number}"
        stored = self._stored(paper(mark), f"Приказ {number}.pdf", VERSION_FILE, document.association)
        made = DocumentVersion.objects.create(
            document=document,
            number=number,
            file=stored,
            what_changed="Уточнены сроки" if number > 1 else "",
            added_at=clock.now(),
            added_by_name="Ольхова В.И.",
            page_count=1,
        )
        picture = self._stored(samples.emblem() + mark.encode(), f"{mark}.png", PAGE_PICTURE, document.association)
        DocumentPage.objects.create(version=made, number=1, picture=picture, width=60, height=80, text="Приказ")
        Document.objects.filter(pk=document.pk).update(version_count=number)
        document.version_count = number
        return made

    def _document(self, versions: int = 1, **fields: Any) -> Document:
        made = DocumentFactory.create(**{"association": self.association, **fields})
        for _ in range(versions):
            self._version(made)
        return made

    @cached_property
    def order(self) -> Document:
        """For members, in its second version."""
        return self._document(versions=2, title="О неделе школьной книги")

    @cached_property
    def public_order(self) -> Document:
        """For everybody."""
        return self._document(public=True)

    @cached_property
    def own_order(self) -> Document:
        """For those of the association alone, nobody below."""
        return self._document(audience=DocumentAudience.ASSOCIATION)

    @cached_property
    def regional_order(self) -> Document:
        """Of the region, for its members and everybody below."""
        return self._document(association=self.region)

    @cached_property
    def unpublished_order(self) -> Document:
        return self._document(published_at=None)

    @cached_property
    def archived_order(self) -> Document:
        return self._document(archived_at=clock.now())

    @cached_property
    def fileless_order(self) -> Document:
        """A card alone."""
        return self._document(versions=0)

    @cached_property
    def older_order(self) -> Document:
        """In force, replaced by nothing yet."""
        return self._document()

    @cached_property
    def replacement(self) -> Replacement:
        """By the order, of another one."""
        older = self._document()
        return Replacement.objects.create(newer=self.order, older=older, added_at=clock.now())

    @cached_property
    def neighbours_order(self) -> Document:
        """The stranger's own."""
        return self._document(association=self.neighbour)

    # Their files

    def version_file(self, document: Document, number: int = 1) -> StoredFile:
        """The file of that version."""
        return document.versions.get(number=number).file

    def page_picture(self, document: Document) -> StoredFile:
        """The first page of its first version."""
        return document.versions.get(number=1).pages.get().picture

    # Sheets

    def _sheet(self, document: Document, *people: str, read: dict[str, Any] | None = None, **fields: Any) -> Any:
        now = clock.now()
        number = fields.pop("number", document.version_count)
        sheet = AcquaintanceSheetFactory.create(
            document=document,
            document_version=document.versions.get(number=number),
            **{"due_on": clock.today() + timedelta(days=9), "asked_at": now - timedelta(days=1), **fields},
        )
        for name in people:
            # The stranger is asked through her own association, everybody else through ours.
            place = self.neighbour if name == "head_of_neighbour" else self.association
            AcquaintanceRowFactory.create(sheet=sheet, person=self.people[name], association=place, **(read or {}))
        return sheet

    @cached_property
    def order_sheet(self) -> AcquaintanceSheet:
        """Asks the member to read the order."""
        made: AcquaintanceSheet = self._sheet(self.order, "member")
        return made

    @cached_property
    def order_row(self) -> AcquaintanceRow:
        """The member, who has not read yet."""
        return self.order_sheet.rows.get()

    @cached_property
    def closed_sheet(self) -> AcquaintanceSheet:
        made: AcquaintanceSheet = self._sheet(self.order, "member", closed_at=clock.now())
        return made

    @cached_property
    def regional_sheet(self) -> AcquaintanceSheet:
        """Of the region's document: asks the member, and the head of the neighbour."""
        made: AcquaintanceSheet = self._sheet(self.regional_order, "member", "head_of_neighbour")
        return made

    @cached_property
    def regional_row(self) -> AcquaintanceRow:
        """The member on the region's sheet."""
        return self.regional_sheet.rows.get(person=self.people["member"])

    @cached_property
    def noted_row(self) -> AcquaintanceRow:
        """The editor, for whom it was written down that she has signed on paper."""
        read = {
            "read_at": clock.now(),
            "read_version": 2,
            "way": AcquaintanceWay.ON_PAPER,
            "noted_by_name": "Ольхова В.И.",
        }
        sheet: AcquaintanceSheet = self._sheet(self.order, "editor", read=read)
        return sheet.rows.get()

    @cached_property
    def outdated_sheet(self) -> AcquaintanceSheet:
        """The secretary has read the first version, there is a second one."""
        read = {"read_at": clock.now(), "read_version": 1, "way": AcquaintanceWay.HERSELF}
        made: AcquaintanceSheet = self._sheet(self.order, "secretary", read=read, number=1)
        return made

    @cached_property
    def neighbours_sheet(self) -> AcquaintanceSheet:
        """The stranger's own, of her document."""
        made: AcquaintanceSheet = self._sheet(self.neighbours_order, "head_of_neighbour")
        return made
