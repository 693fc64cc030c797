"""What the matrix names of documents given out: kinds, sheets, pictures, runs in each state, documents, a key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stellazh.associations.models import Association
from stellazh.certificates import wording
from stellazh.certificates.enums import CertificateStatus, NameState, PictureKind, RunStatus
from stellazh.certificates.forms.sheets import SheetForms
from stellazh.certificates.models import (
    Certificate,
    CertificateCopy,
    CertificateKind,
    CertificatePicture,
    CertificateTemplate,
    IssueRun,
    RunRow,
    Signatory,
    SigningKey,
)
from stellazh.certificates.services.keys import ensure_key
from stellazh.certificates.services.pictures import add_picture, archive_picture, ready_picture
from stellazh.certificates.services.print_files import PRINT_FILE
from stellazh.certificates.services.sheet_files import SHEET_FILE
from stellazh.certificates.services.template_files import export_template
from stellazh.certificates.services.templates import archive_template, take_shipped
from stellazh.common import clock
from stellazh.events.models import Event
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.certificates.templates import samples
from tests.factories.certificates import (
    CertificateCopyFactory,
    CertificateFactory,
    CertificateKindFactory,
    IssueRunFactory,
    RunRowFactory,
    SignatoryFactory,
)

SHEET = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_DRAWN = {
    PictureKind.EMBLEM: samples.emblem,
    PictureKind.BACKGROUND: samples.background,
    PictureKind.SIGNATURE: samples.scanned_signature,
    PictureKind.SEAL: samples.seal,
}


class Certificates:
    """The part of the world that is about documents given out."""

    if TYPE_CHECKING:
        association: Association
        neighbour: Association
        people: dict[str, Person]

        @cached_property
        def newcomer(self) -> Person: ...

        @cached_property
        def past_event(self) -> Event: ...

    # Kinds and sheets

    @cached_property
    def sheet_template(self) -> CertificateTemplate:
        """With an emblem and a seal on it, used by a kind."""
        made = take_shipped(
            self.association.pk, "participant_shelf", submission_key=None, by=self.people["head"], at=clock.now()
        )
        made.emblem, made.seal = self.emblem, self.seal_picture
        made.save(update_fields=["emblem", "seal"])
        return made

    def _template(self, association: Association, head: str = "head") -> CertificateTemplate:
        return take_shipped(association.pk, "speaker_book", submission_key=None, by=self.people[head], at=clock.now())

    @cached_property
    def spare_template(self) -> CertificateTemplate:
        """Nothing needs it."""
        return self._template(self.association)

    @cached_property
    def changed_template(self) -> CertificateTemplate:
        """The spare one, another text in it than in the ready one."""
        made = self.spare_template
        made.layout["blocks"][0]["text"] = "Спасибо"
        made.save(update_fields=["layout"])
        return made

    @cached_property
    def archived_template(self) -> CertificateTemplate:
        return archive_template(self._template(self.association).pk, by=self.people["head"], at=clock.now())

    @cached_property
    def neighbours_template(self) -> CertificateTemplate:
        return self._template(self.neighbour, "head_of_neighbour")

    @cached_property
    def template_file(self) -> bytes:
        """A template as another association gives it."""
        return export_template(self.neighbours_template, by=self.people["head_of_neighbour"])

    @property
    def arranged_sheet(self) -> Mapping[str, Any]:
        """The form of the sheet as it was drawn, with another text in its last block that has one."""
        template = CertificateTemplate.objects.get(pk=self.sheet_template.pk)
        pictures = CertificatePicture.objects.filter(association=template.association)
        shown = SheetForms(None, template, pictures, may_seal=True)
        forms = [shown.form, shown.blocks.management_form, *shown.blocks.forms]
        typed = {field.html_name: field.value() for form in forms for field in form}
        worded = [one["text"].html_name for one in shown.blocks.forms if one.has_words]
        return {
            **{name: value for name, value in typed.items() if value not in (None, False)},
            worded[0]: "{{ заголовок }}!",
            "do": "save",
        }

    @cached_property
    def kind(self) -> CertificateKind:
        """Certificates of participants, printed on the sheet."""
        return CertificateKindFactory.create(
            association=self.association, name="Сертификат участника", template=self.sheet_template
        )

    @cached_property
    def spare_kind(self) -> CertificateKind:
        """Nothing was given out under it."""
        return CertificateKindFactory.create(association=self.association, name="Грамота", pattern="№ {n}/{год}-Г")

    @cached_property
    def archived_kind(self) -> CertificateKind:
        return CertificateKindFactory.create(
            association=self.association, name="Почётная грамота", pattern="№ {n}/{год}-П", archived_at=clock.now()
        )

    # Pictures and those who sign

    def _picture(self, kind: PictureKind, association: Association, head: str = "head") -> CertificatePicture:
        ready = ready_picture(kind, _DRAWN[kind]())
        return add_picture(
            association.pk,
            ready,
            name=kind.label.capitalize(),
            submission_key=None,
            by=self.people[head],
            at=clock.now(),
        )

    @cached_property
    def emblem(self) -> CertificatePicture:
        """On the sheet."""
        return self._picture(PictureKind.EMBLEM, self.association)

    @cached_property
    def background(self) -> CertificatePicture:
        """Brought, needed nowhere."""
        return self._picture(PictureKind.BACKGROUND, self.association)

    @cached_property
    def archived_emblem(self) -> CertificatePicture:
        made = self._picture(PictureKind.EMBLEM, self.association)
        return archive_picture(made.pk, by=self.people["head"], at=clock.now())

    @cached_property
    def signature_picture(self) -> CertificatePicture:
        """Of the one who signs."""
        return self._picture(PictureKind.SIGNATURE, self.association)

    @cached_property
    def spare_signature(self) -> CertificatePicture:
        """Nobody's yet."""
        return self._picture(PictureKind.SIGNATURE, self.association)

    @cached_property
    def seal_picture(self) -> CertificatePicture:
        """On the sheet."""
        return self._picture(PictureKind.SEAL, self.association)

    @cached_property
    def spare_seal(self) -> CertificatePicture:
        return self._picture(PictureKind.SEAL, self.association)

    @cached_property
    def neighbours_emblem(self) -> CertificatePicture:
        return self._picture(PictureKind.EMBLEM, self.neighbour, "head_of_neighbour")

    @cached_property
    def signatory(self) -> Signatory:
        """With a signature as a picture; before the other one."""
        made = SignatoryFactory.create(association=self.association, position=1, signature=self.signature_picture)
        SignatoryFactory.create(association=self.association, position=2, name="О. И. Рябинина", post="методист")
        return made

    @cached_property
    def plain_signatory(self) -> Signatory:
        """Signs by hand."""
        return SignatoryFactory.create(association=self.association, position=5, name="Т. С. Озерова", post="методист")

    @cached_property
    def neighbours_signatory(self) -> Signatory:
        return SignatoryFactory.create(association=self.neighbour, name="А. П. Кленова")

    # Runs

    def _run(self, status: RunStatus, preparer: str = "head", **changes: Any) -> IssueRun:
        return IssueRunFactory.create(
            **{
                "association": self.association,
                "kind": self.kind,
                "title": f"Участникам форума: {status.label}",
                "status": status,
                "prepared_by": self.people[preparer],
                "with_letters": False,
                **changes,
            }
        )

    def _row(self, run: IssueRun, **changes: Any) -> RunRow:
        return RunRowFactory.create(run=run, **{"person": None, **changes})

    @cached_property
    def draft_run(self) -> IssueRun:
        """Prepared by the head, one clear name in it."""
        made = self._run(RunStatus.DRAFT)
        self._row(made)
        return made

    @cached_property
    def run_row(self) -> RunRow:
        return self.draft_run.rows.get()

    @cached_property
    def empty_run(self) -> IssueRun:
        return self._run(RunStatus.DRAFT)

    @cached_property
    def doubted_row(self) -> RunRow:
        """A name somebody must look at, in a run of its own."""
        return self._row(self._run(RunStatus.DRAFT), name_state=NameState.DOUBTFUL, doubts=["Проверьте склонение."])

    @property
    def looked_at(self) -> Mapping[str, Any]:
        """The form of doubtful names: all are right."""
        row = self.doubted_row
        return {
            f"dative_{row.pk}": row.dative,
            f"genitive_{row.pk}": row.genitive,
            f"version_{row.pk}": row.version,
            "all": "1",
        }

    def _awaiting(self, preparer: str) -> IssueRun:
        made = self._run(RunStatus.AWAITING, preparer, submitted_at=clock.now(), layout=self.sheet_template.layout)
        self._row(made)
        return made

    @cached_property
    def awaiting_run(self) -> IssueRun:
        """The head prepared it: somebody else approves."""
        return self._awaiting("head")

    @cached_property
    def methodists_run(self) -> IssueRun:
        """The methodist prepared it."""
        return self._awaiting("methodist")

    @cached_property
    def issuing_run(self) -> IssueRun:
        made = self._run(RunStatus.ISSUING, submitted_at=clock.now(), layout=self.sheet_template.layout)
        self._row(made)
        return made

    @cached_property
    def stopped_run(self) -> IssueRun:
        made = self._run(RunStatus.STOPPED, submitted_at=clock.now(), layout=self.sheet_template.layout)
        self._row(made)
        return made

    @cached_property
    def cancelled_run(self) -> IssueRun:
        return self._run(RunStatus.CANCELLED)

    @cached_property
    def issued_run(self) -> IssueRun:
        """Everything is out: the member's document, and one file of all sheets."""
        assert self.certificate
        made = self.certificate.run
        made.print_file = self._file(PRINT_FILE, "листы.pdf")
        made.save(update_fields=["print_file"])
        return made

    @cached_property
    def neighbours_run(self) -> IssueRun:
        """The stranger's own draft."""
        kind = CertificateKindFactory.create(association=self.neighbour)
        made = IssueRunFactory.create(
            association=self.neighbour, kind=kind, prepared_by=self.people["head_of_neighbour"], with_letters=False
        )
        self._row(made)
        return made

    # Documents

    def _file(self, purpose: str, name: str) -> StoredFile:
        """Another content for each name: equal ones would share a file."""
        return store_file(
            SHEET + f"% {purpose} {name}\n".encode(),
            name=name,
            purpose=purpose,
            scope=self.association.path,
            by=self.people["head"],
            at=clock.now(),
        )

    def _certificate(
        self, *, whose: str = "member", has_file: bool = True, association: Association | None = None, **changes: Any
    ) -> Certificate:
        home = association or self.association
        kind = self.kind if association is None else CertificateKindFactory.create(association=association)
        person = self.people[whose]
        run = IssueRunFactory.create(
            association=home,
            kind=kind,
            issued=True,
            prepared_by=self.people["head"],
            layout=self.sheet_template.layout,
            with_letters=False,
        )
        row = self._row(run, person=person, name=person.full_name)
        made = CertificateFactory.create(row=row, **changes)
        values = {
            wording.NAME: made.name,
            wording.NAME_DATIVE: row.dative,
            wording.NAME_GENITIVE: row.genitive,
            wording.SCHOOL: made.school,
            wording.NUMBER: made.number_words,
        }
        copy = CertificateCopyFactory.create(certificate=made, values=values)
        if has_file:
            copy.file = self._file(SHEET_FILE, f"лист {made.pk}.pdf")
            copy.save(update_fields=["file"])
        return made

    @cached_property
    def certificate(self) -> Certificate:
        """The member's, with its sheet."""
        return self._certificate()

    @cached_property
    def withdrawn_certificate(self) -> Certificate:
        """The member's too."""
        return self._certificate(withdrawn=True)

    @cached_property
    def spoiled_certificate(self) -> Certificate:
        return self._certificate(status=CertificateStatus.SPOILED, status_reason="Лист испорчен")

    @cached_property
    def sheetless_certificate(self) -> Certificate:
        """Its sheet is not printed yet."""
        return self._certificate(has_file=False)

    @cached_property
    def neighbours_certificate(self) -> Certificate:
        """The stranger's own, of her association."""
        return self._certificate(whose="head_of_neighbour", association=self.neighbour)

    @cached_property
    def sheet_copy(self) -> CertificateCopy:
        """The member's sheet, its code."""
        return self.certificate.copies.get()

    @cached_property
    def withdrawn_copy(self) -> CertificateCopy:
        return self.withdrawn_certificate.copies.get()

    @cached_property
    def signing_key(self) -> SigningKey:
        """The key that signs badges."""
        return ensure_key(at=clock.now())
