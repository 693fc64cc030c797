"""What the matrix names of what follows from protocols: decisions in force, marks, evidence; old papers from Word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from stellazh.associations.models import Organisation
from stellazh.common import clock
from stellazh.events.services.materials.bringing import Brought, ready_file
from stellazh.files.services import store_file
from stellazh.protocols.drafts.apart import read_apart
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.enums import IntakeStatus
from stellazh.protocols.forms.intake import FactsForm, RowSets
from stellazh.protocols.models import Assignment, Decision, Evidence, Protocol, ProtocolIntake
from stellazh.protocols.reads.intake_people import names_of
from stellazh.protocols.reads.people import name_key
from stellazh.protocols.services.closing import close_decision
from stellazh.protocols.services.evidence import FILE, EvidenceFields
from stellazh.protocols.services.intake import confirm_intake
from stellazh.protocols.services.intake.bringing import SOURCE_FILE
from stellazh.protocols.services.marks import report_assignment
from tests.matrix.world_protocols import PDF, Protocols
from tests.protocols.intake.conftest import word_file


@cache
def read_paper() -> ProtocolDraft:
    """An old protocol from Word, read once; to be taken in signed, under its own number, all names left as words."""
    read = read_apart(word_file(), "Протокол 2.docx", seconds=20)
    words = {name_key(name): 0 for name in names_of(read)}
    return read.with_choices(follows=False, as_draft=False, links=words)


class Following(Protocols):
    """The part of the world that is about decisions in force and about old protocols."""

    # What follows from decisions

    def _mark(self, protocol: Protocol, text: str) -> Assignment:
        return self._of(protocol, text).assignments.order_by("pk")[0]

    @cached_property
    def followed_decision(self) -> Decision:
        """In force, of the member."""
        return self._of(self.signed_protocol, "Провести неделю книги")

    @cached_property
    def closed_decision(self) -> Decision:
        decision = self._of(self.signed_protocol, "Собрать сборник")
        return close_decision(
            decision.pk, state="done", words="Собрали.", submission_key=None, by=self.people["head"], at=clock.now()
        )

    @cached_property
    def unfolded_decision(self) -> Decision:
        """A mark for each school; a school has appeared since."""
        decision = self._of(self.signed_protocol, "Прочесть памятку")
        self._new_school()
        return decision

    def _new_school(self) -> Organisation:
        made: Any = type(self.school).objects.get(pk=self.school.pk)
        made.pk, made.short_name = None, "МБОУ школа № 99"
        made.name = "Школа № 99"
        made.save(force_insert=True)
        return made

    @cached_property
    def mark(self) -> Assignment:
        """The member's own."""
        return self._mark(self.signed_protocol, "Провести неделю книги")

    @cached_property
    def schools_mark(self) -> Assignment:
        """Of the school where the editor works."""
        return self._mark(self.signed_protocol, "Обновить уголок")

    @cached_property
    def groups_mark(self) -> Assignment:
        """Nobody's own: those who follow answer it."""
        return self._mark(self.signed_protocol, "Собрать сборник")

    @cached_property
    def associations_mark(self) -> Assignment:
        return self._mark(self.signed_protocol, "Провести форум")

    @cached_property
    def neighbours_mark(self) -> Assignment:
        """Of the municipality whose association the stranger leads."""
        return self._mark(self.signed_joint_protocol, "Принять гостей")

    @cached_property
    def draft_mark(self) -> Assignment:
        """Of a decision whose protocol was opened again: kept as a row, in force no more."""
        owner = self.draft_decision.owners.get()
        return Assignment.objects.create(
            decision=self.draft_decision,
            owner=owner,
            key="person:0",
            name=owner.name,
            person=self.people["member"],
            made_at=clock.now(),
        )

    @cached_property
    def evidence(self) -> Evidence:
        """A file that the member laid beside her answer."""
        ready = ready_file(Brought("снимок.pdf", BytesIO(PDF)))
        report_assignment(
            self.mark.pk,
            state="done",
            words="Провели.",
            evidence=[EvidenceFields(FILE, file=ready)],
            expected_version=self.mark.version,
            by=self.people["member"],
            at=clock.now(),
        )
        return Evidence.objects.get(entry__assignment=self.mark)

    # Old protocols from Word

    def _intake(self, status: IntakeStatus) -> ProtocolIntake:
        stored = store_file(
            word_file(),
            name="Протокол 2.docx",
            purpose=SOURCE_FILE,
            scope=self.association.path,
            by=self.people["head"],
            at=clock.now(),
        )
        return ProtocolIntake.objects.create(
            association=self.association,
            file=stored,
            status=status,
            reading=read_paper().to_json(),
            brought_at=clock.now(),
            brought_by="Ольхова В. И.",
        )

    @cached_property
    def intake(self) -> ProtocolIntake:
        """Waits to be looked over."""
        return self._intake(IntakeStatus.PREVIEW)

    @cached_property
    def abandoned_intake(self) -> ProtocolIntake:
        return self._intake(IntakeStatus.ABANDONED)

    @cached_property
    def confirmed_intake(self) -> ProtocolIntake:
        """Taken in: a signed protocol was made of it."""
        made = self._intake(IntakeStatus.PREVIEW)
        return confirm_intake(made.pk, expected_version=made.version, by=self.people["head"], at=clock.now())

    @property
    def corrected_intake(self) -> Mapping[str, Any]:
        """The form of the preview as it was drawn, with another theme."""
        draft = ProtocolDraft.from_json(self.intake.reading)
        facts = FactsForm(draft=draft, version=self.intake.version, events=(), names=())
        sets = RowSets(draft)
        forms = [facts]
        for rows in (sets.agenda, sets.speeches, sets.decisions, sets.votes):
            forms += [rows.management_form, *rows]
        typed = {field.html_name: field.value() for form in forms for field in form}
        shown = {name: value for name, value in typed.items() if value not in (None, False)}
        return {**shown, "title": "Чтение и семья"}
