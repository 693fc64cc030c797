"""What the matrix names of protocols: a draft, one out for remarks, signed ones with what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from stellazh.associations.models import Association, Organisation
from stellazh.common import clock
from stellazh.events.models import Event
from stellazh.files.models import StoredFile
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, FormKind, PaperKind, UnfoldTo
from stellazh.protocols.models import (
    AgendaItem,
    Assignment,
    CarryOver,
    Decision,
    PaperForm,
    Protocol,
    ProtocolPaper,
    ProtocolPerson,
    ProtocolSeal,
    Remark,
    Speech,
    TextRevision,
    Vote,
)
from stellazh.protocols.papers.example import example_form
from stellazh.protocols.services import create_from_event, put_vote, update_speech
from stellazh.protocols.services.beside import add_paper, ready_paper, retire_paper
from stellazh.protocols.services.carrying import carry_over_into
from stellazh.protocols.services.decision_fields import VoteFields
from stellazh.protocols.services.fields import SpeechFields
from stellazh.protocols.services.life import make_remark, send_for_remarks
from stellazh.protocols.services.paper_forms import bring_form, put_form
from stellazh.protocols.services.signing import sign_protocol, undo_signing
from stellazh.workplans.models import Plan
from tests.factories.events import AttendanceFactory
from tests.factories.members import PostFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    AssignmentFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    SpeechFactory,
)

PDF = b"%PDF-1.7 not a real scan"
# How every detached signature begins: signed data inside.
SIGNED_DATA = bytes.fromhex("308006092a864886f70d010702a080") + bytes(40)


class Protocols:
    """The part of the world that is about protocols and what follows from their decisions."""

    if TYPE_CHECKING:
        region: Association
        association: Association
        neighbour: Association
        people: dict[str, Person]
        year: int

        @cached_property
        def organisation(self) -> Organisation: ...

        @cached_property
        def past_event(self) -> Event: ...

        @cached_property
        def held_event(self) -> Event: ...

        @cached_property
        def considered(self) -> Plan: ...

    # Protocols

    def _protocol(self, days_ago: int, *, people: dict[str, str] | None = None, **fields: Any) -> Protocol:
        """What a signature asks for: who led and wrote, a question, a word, a decision of the member's."""
        made = ProtocolFactory.create(
            **{
                "association": self.association,
                "held_on": clock.today() - timedelta(days=days_ago),
                "school_year": self.year,
                **fields,
            }
        )
        head, member = self.people["head"], self.people["member"]
        named = {"chair": head, "secretary": self.people["secretary"]}
        for role, person in named.items():
            ProtocolPersonFactory.create(protocol=made, person=person, role=role)
            ProtocolPersonFactory.create(protocol=made, person=person, role="present")
        ProtocolPersonFactory.create(protocol=made, person=member, role="present")
        for name, role in (people or {}).items():
            ProtocolPersonFactory.create(protocol=made, person=self.people[name], role=role)
        item = AgendaItemFactory.create(protocol=made, title="О неделе книги")
        SpeechFactory.create(protocol=made, item=item)
        self._decision(made, "Провести неделю книги", {"kind": AddresseeKind.PERSON, "person": member})
        return made

    def _decision(self, protocol: Protocol, text: str, *owners: dict[str, Any]) -> Decision:
        item = protocol.agenda.order_by("pk")[0]
        made = DecisionFactory.create(protocol=protocol, item=item, text=text, position=protocol.decisions.count())
        for owner in owners:
            person = owner.get("person")
            named = {"person": None, "name": str(person or "ответственный"), **owner}
            DecisionOwnerFactory.create(decision=made, **named)
        self._kept[protocol.pk, text] = made.pk
        return made

    @cached_property
    def _kept(self) -> dict[tuple[int, str], int]:
        """Decisions by their first texts: tests put other words there."""
        return {}

    def _of(self, protocol: Protocol, text: str) -> Decision:
        return Decision.objects.select_related("association").get(pk=self._kept[protocol.pk, text])

    def _sign(self, protocol: Protocol) -> Protocol:
        # The things of the world come in the order in which a test asks for them, not by days.
        sign_protocol(protocol.pk, accept_order=True, order_reason="порядок", by=self.people["head"], at=clock.now())
        protocol.refresh_from_db()
        return protocol

    @cached_property
    def draft_protocol(self) -> Protocol:
        """Of today, with two questions; the editor is excused."""
        made = self._protocol(0, people={"editor": "excused"})
        second = AgendaItemFactory.create(protocol=made, title="О летнем чтении", position=9000)
        SpeechFactory.create(protocol=made, item=second, name="Рябинина О. И.", position=9000)
        return made

    @cached_property
    def remarks_protocol(self) -> Protocol:
        """Out for remarks: the member was there, the editor was excused."""
        made = self._protocol(2, people={"editor": "excused"})
        return send_for_remarks(
            made.pk, until=clock.today(), expected_version=made.version, by=self.people["head"], at=clock.now()
        )

    @cached_property
    def signed_protocol(self) -> Protocol:
        """Signed and sealed; its marks are of a person, a school, a group, the association, a class."""
        made = self._protocol(9)
        assert self.editors_post
        self._decision(made, "Обновить уголок", {"kind": AddresseeKind.ORGANISATION, "organisation": self.school})
        self._decision(made, "Собрать сборник", {"kind": AddresseeKind.GROUP, "name": "творческая группа"})
        self._decision(made, "Провести форум", {"kind": AddresseeKind.ASSOCIATION, "association": self.association})
        owner = {
            "kind": AddresseeKind.CLASS,
            "addressee_class": AddresseeClass.LIBRARIANS,
            "unfold_to": UnfoldTo.SCHOOL,
            "name": "все школьные библиотекари",
        }
        self._decision(made, "Прочесть памятку", owner)
        return self._sign(made)

    @cached_property
    def joint_protocol(self) -> Protocol:
        """Out for remarks: the neighbour's head was there as a guest."""
        made = self._protocol(3, people={"head_of_neighbour": "invited"})
        return send_for_remarks(
            made.pk, until=clock.today(), expected_version=made.version, by=self.people["head"], at=clock.now()
        )

    @cached_property
    def signed_joint_protocol(self) -> Protocol:
        """Signed: the neighbour's head was there, and her municipality answers for a decision."""
        made = self._protocol(8, people={"head_of_neighbour": "invited"})
        territory = self.neighbour.territory
        self._decision(made, "Принять гостей", {"kind": AddresseeKind.TERRITORY, "territory": territory})
        return self._sign(made)

    @cached_property
    def archived_protocol(self) -> Protocol:
        return self._protocol(4, archived_at=clock.now())

    @cached_property
    def opened_protocol(self) -> Protocol:
        """Signed, with a scan, and opened again."""
        made = self._sign(self._protocol(7))
        self._paper(made, PaperKind.SCAN, "скан.pdf", PDF)
        return undo_signing(made.pk, reason="Ошибка в дате", by=self.people["head"], at=clock.now())

    @cached_property
    def published_protocol(self) -> Protocol:
        """Of the region, which shows nothing else: the list of our association stays shut."""
        made = self._protocol(9, association=self.region, signed=True)
        made.published_at, made.published_by_name = clock.now(), "Озерова"
        made.save(update_fields=["published_at", "published_by_name"])
        return made

    @cached_property
    def neighbours_protocol(self) -> Protocol:
        """The stranger's own draft."""
        made = ProtocolFactory.create(association=self.neighbour, held_on=clock.today(), school_year=self.year)
        stranger = self.people["head_of_neighbour"]
        ProtocolPersonFactory.create(protocol=made, person=stranger, role="chair")
        ProtocolPersonFactory.create(protocol=made, person=stranger, role="present")
        AgendaItemFactory.create(protocol=made)
        return made

    @cached_property
    def neighbours_signed_protocol(self) -> Protocol:
        """The stranger's own, with a decision that is in force."""
        made = ProtocolFactory.create(association=self.neighbour, school_year=self.year, signed=True)
        decision = DecisionFactory.create(protocol=made, binding_at=made.signed_at, number_text="1")
        AssignmentFactory.create(decision=decision, person=self.people["head_of_neighbour"])
        return made

    @cached_property
    def neighbours_own_mark(self) -> Assignment:
        return Assignment.objects.get(decision__protocol=self.neighbours_signed_protocol)

    @cached_property
    def protocol_of_event(self) -> Protocol:
        """A draft of the event of yesterday, to which somebody came since."""
        made = create_from_event(self.past_event.pk, submission_key=None, by=self.people["head"], at=clock.now())
        AttendanceFactory(event=self.past_event)
        return made

    @cached_property
    def event_with_signed_protocol(self) -> Event:
        made = self._protocol(1, event=self.held_event)
        self._sign(made)
        return self.held_event

    @cached_property
    def plan_to_approve(self) -> Plan:
        """Considered; the signed protocol may be its basis."""
        assert self.signed_protocol
        return self.considered

    # What stands in the draft

    @cached_property
    def agenda_item(self) -> AgendaItem:
        return self.draft_protocol.agenda.order_by("pk")[1]

    @cached_property
    def archived_agenda_item(self) -> AgendaItem:
        return AgendaItemFactory.create(protocol=self.draft_protocol, archived_at=clock.now(), position=9001)

    @cached_property
    def speech(self) -> Speech:
        """The second of its question, so that it may go up."""
        assert self.agenda_item
        return SpeechFactory.create(protocol=self.draft_protocol, item=self.agenda_item, position=9002)

    @cached_property
    def archived_speech(self) -> Speech:
        return SpeechFactory.create(protocol=self.draft_protocol, item=self.agenda_item, archived_at=clock.now())

    @cached_property
    def draft_decision(self) -> Decision:
        return self._of(self.draft_protocol, "Провести неделю книги")

    @cached_property
    def archived_decision(self) -> Decision:
        made = self._decision(self.draft_protocol, "Отложить")
        Decision.objects.filter(pk=made.pk).update(archived_at=clock.now())
        return Decision.objects.get(pk=made.pk)

    @cached_property
    def protocol_person(self) -> ProtocolPerson:
        """The member among those present."""
        return self.draft_protocol.people.get(person=self.people["member"])

    @cached_property
    def vote(self) -> Vote:
        return put_vote(
            self.draft_protocol.pk,
            item_id=None,
            decision_id=self.draft_decision.pk,
            fields=VoteFields(),
            expected_version=None,
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def revision(self) -> TextRevision:
        """What a speech was before it was written anew."""
        speech = self.speech
        for text in ("Сказала о книгах.", "Сказала о книгах и чтении."):
            speech.refresh_from_db()
            update_speech(
                speech.pk,
                expected_version=speech.version,
                fields=SpeechFields(speech.name, text=text),
                by=self.people["head"] if "чтении" in text else self.people["deputy"],
                at=clock.now(),
            )
        rows = TextRevision.objects.filter(protocol=self.draft_protocol, block=f"speech-{speech.pk}")
        return rows.get(fields__text="Сказала о книгах.")

    @cached_property
    def carry(self) -> CarryOver:
        """A decision of the signed protocol in the agenda of the draft."""
        assert self.signed_protocol
        carry_over_into(self.draft_protocol, by=self.people["head"], at=clock.now())
        row = self.draft_protocol.carried.order_by("position", "pk").first()
        assert row is not None
        return row

    @cached_property
    def remark(self) -> Remark:
        """The member's."""
        return make_remark(
            self.remarks_protocol.pk,
            text="Нас было больше.",
            item_id=None,
            submission_key=None,
            by=self.people["member"],
            at=clock.now(),
        )

    # Files beside protocols

    def _paper(self, protocol: Protocol, kind: PaperKind, name: str, content: bytes) -> ProtocolPaper:
        ready = ready_paper(kind, name=name, content=BytesIO(content))
        return add_paper(protocol.pk, ready, submission_key=None, by=self.people["head"], at=clock.now())

    @cached_property
    def attachment(self) -> ProtocolPaper:
        return self._paper(self.draft_protocol, PaperKind.ATTACHMENT, "отчёт.pdf", PDF)

    @cached_property
    def remarks_attachment(self) -> ProtocolPaper:
        """Laid to the protocol that is out for remarks."""
        return self._paper(self.remarks_protocol, PaperKind.ATTACHMENT, "таблица.pdf", PDF)

    @cached_property
    def retired_attachment(self) -> ProtocolPaper:
        made = self._paper(self.remarks_protocol, PaperKind.ATTACHMENT, "прежняя таблица.pdf", PDF)
        return retire_paper(made.pk, by=self.people["head"], at=clock.now())

    @cached_property
    def scan(self) -> ProtocolPaper:
        return self._paper(self.signed_protocol, PaperKind.SCAN, "скан.pdf", PDF)

    @cached_property
    def signature(self) -> ProtocolPaper:
        return self._paper(self.signed_protocol, PaperKind.SIGNATURE, "протокол.pdf.sig", SIGNED_DATA)

    @cached_property
    def seal(self) -> ProtocolSeal:
        return self.signed_protocol.seals.get()

    @cached_property
    def withdrawn_seal(self) -> ProtocolSeal:
        return self.opened_protocol.seals.get()

    @cached_property
    def brought_form(self) -> StoredFile:
        """A Word form that is not in use yet."""
        return bring_form(
            self.association.pk,
            BytesIO(example_form(FormKind.PROTOCOL)),
            name="форма.docx",
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def form_in_use(self) -> PaperForm:
        return put_form(
            self.association.pk, FormKind.PROTOCOL, self.brought_form, by=self.people["head"], at=clock.now()
        )

    # Where people work

    @cached_property
    def school(self) -> Organisation:
        return self.organisation

    @cached_property
    def editors_post(self) -> object:
        """The editor works at the school."""
        return PostFactory(person=self.people["editor"], organisation=self.school)


def file_of(thing: str, name: str = "file") -> Callable[[Any], StoredFile]:
    """The stored file of one of the world's things."""

    def stored(world: Any) -> StoredFile:
        found = getattr(getattr(world, thing), name)
        assert isinstance(found, StoredFile)
        return found

    return stored
