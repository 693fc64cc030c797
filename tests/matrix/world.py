"""The small world behind the matrix: one association with one of everything, people in every relation to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

from django.test import Client

from stellazh.associations.models import Association, Grant, Organisation, Territory
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.common.school_year import SchoolYear
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.jobs.models import Job
from stellazh.links.services import IssuedLink, create_link
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.workplans.drafts.apart import read_apart
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.enums import ImportSource, ImportStatus, VersionReason
from stellazh.workplans.models import ItemOutcome, Plan, PlanImport, PlanItem, PlanSection, PlanVersion
from stellazh.workplans.services import snapshot
from stellazh.workplans.services.imports.confirming import Choices, confirm_import
from stellazh.workplans.services.imports.doubts import owner_book
from stellazh.workplans.services.imports.reading import PLAN_SOURCE
from tests.factories.associations import GrantFactory, OrganisationFactory, TerritoryFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOutcomeFactory, PlanFactory, PlanItemFactory, PlanSectionFactory
from tests.matrix.columns import ARCHIVED, BEARERS, PEOPLE
from tests.matrix.world_annual import AnnualReports
from tests.matrix.world_certificates import Certificates
from tests.matrix.world_documents import Documents
from tests.matrix.world_events import Events
from tests.matrix.world_following import Following
from tests.matrix.world_members import Members
from tests.matrix.world_questions import Questions
from tests.matrix.world_resolutions import Resolutions
from tests.matrix.world_shelves import Shelves
from tests.matrix.world_sites import Sites

GUESSED = "n" * 43
PASTED = "№\tМероприятие\tСроки\tОтветственный\n1\tСеминар «Книга и время»\tсентябрь\tОзерова Т.С."
ROLES = {
    "member": Role.MEMBER,
    "editor": Role.EDITOR,
    "secretary": Role.SECRETARY,
    "methodist": Role.METHODIST,
    "deputy": Role.DEPUTY,
    "head": Role.HEAD,
    ARCHIVED: Role.HEAD,
}


@cache
def read_draft() -> Draft:
    """The preview of a pasted plan, read once."""
    return read_apart(Paper(text=PASTED), 2024, seconds=20)


@dataclass
class World(Members, Events, Shelves, Questions, Following, Resolutions, Certificates, AnnualReports, Documents, Sites):
    """Everything an address of the matrix can name, and the clients of those who come."""

    region: Association
    association: Association
    neighbour: Association
    people: dict[str, Person] = field(default_factory=dict)
    links: dict[str, IssuedLink] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.year = SchoolYear.of(clock.today()).start
        for name, role in ROLES.items():
            self._come(name, role, self.association)
        self._come("member_above", Role.MEMBER, self.region)
        self._come("head_above", Role.HEAD, self.region)
        self._come("head_of_neighbour", Role.HEAD, self.neighbour)
        self._come("operator", Role.OPERATOR, self.region)
        archived = self.people[ARCHIVED]
        # Signed in before being put away: the session is still in the browser.
        self._archived_client = Client()
        self._archived_client.force_login(archived)
        archived.archived_at, archived.is_active = clock.now(), False
        archived.save()

    def _come(self, name: str, role: Role, association: Association) -> None:
        person: Any = PersonFactory(email=f"{name}@example.org")
        GrantFactory(person=person, role=role, association=association)
        MembershipFactory(person=person, association=association)
        self.people[name] = person

    def client(self, column: str, *, is_confirmed: bool = False) -> Client:
        """A browser, or a program, of that column; `is_confirmed` when the person has just shown who it is."""
        if column == ARCHIVED:
            return self._archived_client
        if column == "bearer_of_key":
            return Client(headers={"Authorization": f"Bearer {self.link(column).token}"})
        client = Client()
        if column in PEOPLE and column != "guest":
            client.force_login(self.people[column])
            if is_confirmed:
                session = client.session
                session["confirmed_at"] = clock.now().isoformat()
                session.save()
        return client

    def link(self, column: str) -> IssuedLink:
        """The link that the column's bearer holds."""
        if column not in self.links:
            purpose, owner = BEARERS[column], self.people["head"]
            things: dict[str, Callable[[], Any]] = {
                "bearer_of_invitation": lambda: self.newcomer,
                "bearer_of_calendar": lambda: self.association,
                "bearer_of_reset": lambda: self.people["member"],
                "bearer_of_confirmation": lambda: self.answer,
                "bearer_of_registration": lambda: self.unconfirmed,
                "bearer_of_enrolment": lambda: self.guest_enrolment,
                "bearer_of_door": lambda: self.event,
                "bearer_of_subscription": lambda: self.association,
                "bearer_of_assignment": lambda: self.mark,
                "bearer_of_acknowledging": lambda: self.order_row,
            }
            thing = things[column]() if column in things else owner
            if column == "bearer_of_confirmation":
                owner = self.people["member"]
            self.links[column] = create_link(
                purpose,
                thing=thing,
                owner_id=str(owner.pk),
                # The label of a letter to a new address is that address.
                label="new@example.org" if column == "bearer_of_new_address" else "ссылка",
                expires_at=None,
                by=owner,
                at=clock.now(),
            )
        return self.links[column]

    def token(self, column: str) -> str:
        """What the column puts where an address has a token: its own, or a guessed one."""
        return self.link(column).token if column in BEARERS else GUESSED

    @cached_property
    def newcomer(self) -> Person:
        """A member without an account, with an address."""
        person: Any = PersonFactory(family_name="Берестова", password="!", email="newcomer@example.org")
        MembershipFactory(person=person, association=self.association)
        return person

    @cached_property
    def outsider(self) -> Person:
        """Somebody known who belongs nowhere yet."""
        person: Any = PersonFactory(without_account=True, family_name="Лесникова")
        return person

    @cached_property
    def membership(self) -> Membership:
        return Membership.objects.get(person=self.newcomer)

    @cached_property
    def grant(self) -> Grant:
        """The editor's role."""
        return Grant.objects.get(person=self.people["editor"])

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Any = OrganisationFactory(territory=self.association.territory)
        return organisation

    @cached_property
    def empty_territory(self) -> Territory:
        """A territory below the association's in which nothing stands."""
        territory: Any = TerritoryFactory(code="luga-sever", parent=self.association.territory)
        return territory

    def _plan(self, years_ago: int, **traits: Any) -> Plan:
        plan: Any = PlanFactory(association=self.association, school_year=self.year - years_ago, **traits)
        section = PlanSectionFactory(plan=plan, title="Методическая работа")
        PlanItemFactory(plan=plan, section=section, title="Семинар «Тихое чтение»")
        return plan

    @cached_property
    def draft(self) -> Plan:
        return self._plan(0)

    @cached_property
    def considered(self) -> Plan:
        return self._plan(1, considered=True)

    @cached_property
    def approved(self) -> Plan:
        return self._with_version(self._plan(2, approved=True))

    @cached_property
    def published(self) -> Plan:
        return self._with_version(self._plan(3, published=True))

    def _with_version(self, plan: Plan) -> Plan:
        PlanVersion.objects.create(
            plan=plan, number=1, reason=VersionReason.APPROVED, snapshot=snapshot(plan), made_at=clock.now()
        )
        return plan

    @cached_property
    def section(self) -> PlanSection:
        return self.draft.sections.get()

    @cached_property
    def spare_section(self) -> PlanSection:
        """A section without items."""
        section: Any = PlanSectionFactory(plan=self.draft, title="Работа с фондом")
        return section

    @cached_property
    def numberless(self) -> Plan:
        """The draft, with an item that has no number."""
        # The other item first: it is found as the only one.
        PlanItemFactory(plan=self.item.plan, number="")
        return self.draft

    @cached_property
    def item(self) -> PlanItem:
        return self.draft.items.present().get()

    @cached_property
    def archived_item(self) -> PlanItem:
        item: Any = PlanItemFactory(plan=self.draft, archived_at=clock.now())
        return item

    @cached_property
    def outcome(self) -> ItemOutcome:
        outcome: Any = ItemOutcomeFactory(item=self.item)
        return outcome

    @cached_property
    def file(self) -> StoredFile:
        """The paper that an import came from."""
        return store_file(
            b"%PDF-1.7 not a real paper",
            name="план.pdf",
            purpose=PLAN_SOURCE,
            scope=self.association.path,
            by=self.people["head"],
            at=clock.now(),
        )

    def _import(self, status: ImportStatus) -> PlanImport:
        return PlanImport.objects.create(
            association=self.association,
            school_year=self.year + 1,
            source=ImportSource.FILE,
            file=self.file,
            file_name="план.pdf",
            status=status,
            reading=read_draft().to_json(),
            made_by=self.people["head"],
            made_at=clock.now(),
        )

    @cached_property
    def preview(self) -> PlanImport:
        """An import that waits to be checked."""
        return self._import(ImportStatus.PREVIEW)

    @cached_property
    def abandoned(self) -> PlanImport:
        return self._import(ImportStatus.ABANDONED)

    @cached_property
    def confirmed(self) -> PlanImport:
        made = self._import(ImportStatus.PREVIEW)
        choices = Choices(takes_passport=False)
        return confirm_import(made.pk, choices=choices, expected_version=1, by=self.people["head"], at=clock.now())

    @property
    def answers(self) -> Mapping[str, str]:
        """The form of questions, every name left as words."""
        book = owner_book(read_draft(), self.association, on=clock.today())
        keys = {f"key-{place}": doubt.key for place, doubt in enumerate(book.doubts, start=1)}
        return {**keys, **{name.replace("key", "answer"): "words" for name in keys}}

    @property
    def confirmation(self) -> Mapping[str, Any]:
        """The form of the last step, the first row taken."""
        return {"version": 1, "seen": "", "take": self.row_key}

    @cached_property
    def row_key(self) -> str:
        return read_draft().rows[0].key

    @cached_property
    def job(self) -> Job:
        """Work that the head asked for, still in the queue."""
        return Job.objects.create(
            name="workplans.read_plan",
            label="Чтение плана",
            actor_kind="person",
            actor_id=str(self.people["head"].pk),
            created_at=clock.now(),
            due_at=clock.now() + timedelta(days=1),
        )


def new_key() -> str:
    """A key of a form that was drawn just now."""
    return str(uuid.uuid4())
