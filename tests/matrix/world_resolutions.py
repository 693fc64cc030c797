"""What the matrix names of resolutions: one in each state, proposals, points, marks; papers handed in; a month."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stellazh.associations.models import Association, Organisation
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, UnfoldTo
from stellazh.protocols.models import Decision, Proposal, Resolution, ResolutionSection
from stellazh.protocols.services import resolutions as services
from stellazh.reports.enums import KeptPaper
from stellazh.reports.models import PaperHanded
from stellazh.reports.services import HandedFields, hand_in
from stellazh.workplans.models import Plan
from stellazh.workplans.services import confirm_month
from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
from tests.factories.people import PersonFactory


class Resolutions:
    """The part of the world that is about resolutions and about the papers that associations hand in."""

    if TYPE_CHECKING:
        region: Association
        association: Association
        neighbour: Association
        people: dict[str, Person]
        year: int

        @cached_property
        def organisation(self) -> Organisation: ...

        @cached_property
        def considered(self) -> Plan: ...

    # Resolutions

    def _resolution(self, title: str, association: Association | None = None, *, head: str = "head") -> Resolution:
        assert self.organisation
        fields = services.ResolutionFields(title=title, school_year=self.year)
        return services.create_resolution(
            (association or self.association).pk,
            fields=fields,
            submission_key=None,
            by=self.people[head],
            at=clock.now(),
        )

    def _written(self, title: str, association: Association | None = None, *, head: str = "head") -> Resolution:
        """A draft: two points for school libraries, a mark for each school."""
        made, by = self._resolution(title, association, head=head), self.people[head]
        services.close_collecting(made.pk, by=by, at=clock.now())
        fields = services.SectionFields("Школьным библиотекам", AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL)
        section = services.add_section(made.pk, fields=fields, by=by, at=clock.now())
        for text in ("Обновить страницу библиотеки", "Открыть уголок тихого чтения"):
            services.add_point(section.pk, fields=services.PointFields(text=text), by=by, at=clock.now())
        return Resolution.objects.get(pk=made.pk)

    def _adopted(self, title: str, association: Association | None = None, *, head: str = "head") -> Resolution:
        made = self._written(title, association, head=head)
        services.adopt_resolution(made.pk, adopted_on=clock.today(), by=self.people[head], at=clock.now())
        return Resolution.objects.get(pk=made.pk)

    @cached_property
    def collecting(self) -> Resolution:
        """Proposals are collected."""
        return self._resolution("О чтении летом")

    @cached_property
    def regions_collecting(self) -> Resolution:
        """Of the region: all below may propose."""
        return self._resolution("О чтении в области", self.region, head="head_above")

    @cached_property
    def draft_resolution(self) -> Resolution:
        return self._written("О школьной библиотеке")

    @cached_property
    def archived_resolution(self) -> Resolution:
        made = self._resolution("Отложенная")
        return services.archive_resolution(made.pk, by=self.people["head"], at=clock.now())

    @cached_property
    def neighbours_draft_resolution(self) -> Resolution:
        """The stranger's own."""
        return self._written("О чтении на берегу", self.neighbour, head="head_of_neighbour")

    @cached_property
    def adopted(self) -> Resolution:
        return self._adopted("О фондах школ")

    @cached_property
    def regions_adopted(self) -> Resolution:
        return self._adopted("О фондах области", self.region, head="head_above")

    @cached_property
    def published_resolution(self) -> Resolution:
        made, by = self._adopted("О чтении для всех", self.region, head="head_above"), self.people["head_above"]
        return services.publish_resolution(made.pk, expected_version=made.version, by=by, at=clock.now())

    @cached_property
    def closable(self) -> Resolution:
        """Every point has its outcome."""
        made = self._adopted("О книгах")
        for point in made.points.all():
            self._close(point)
        return made

    def _close(self, point: Decision) -> Decision:
        return services.close_point(point.pk, state="partly", words="Не везде.", by=self.people["head"], at=clock.now())

    @cached_property
    def closed(self) -> Resolution:
        made = self._adopted("О прошлом годе")
        for point in made.points.all():
            self._close(point)
        return services.close_resolution(made.pk, closed_on=clock.today(), by=self.people["head"], at=clock.now())

    @cached_property
    def following(self) -> Resolution:
        """The draft that comes after the closed one, whose points were done in part."""
        Resolution.objects.filter(pk=self.draft_resolution.pk).update(previous=self.closed)
        self.draft_resolution.refresh_from_db()
        return self.draft_resolution

    # Their parts

    @cached_property
    def resolution_section(self) -> ResolutionSection:
        return self.draft_resolution.sections.get()

    @cached_property
    def resolution_point(self) -> Decision:
        return self.draft_resolution.points.order_by("pk")[0]

    @cached_property
    def adopted_point(self) -> Decision:
        return self.adopted.points.order_by("pk")[0]

    @cached_property
    def closed_point(self) -> Decision:
        return self._close(self.adopted.points.order_by("pk")[1])

    def _proposal(self, resolution: Resolution, text: str, by: str = "member") -> Proposal:
        return services.propose(
            resolution.pk,
            addressee_class=AddresseeClass.LIBRARIES,
            text=text,
            by=self.people[by],
            at=clock.now(),
        )

    @cached_property
    def proposal(self) -> Proposal:
        """The member's."""
        return self._proposal(self.collecting, "Проводить выставки")

    @cached_property
    def other_proposal(self) -> Proposal:
        """The editor's."""
        return self._proposal(self.collecting, "Устраивать выставки", "editor")

    @cached_property
    def declined_proposal(self) -> Proposal:
        made = self._proposal(self.collecting, "Отменить чтение")
        return services.decline_proposal(made.pk, answer="Нет.", by=self.people["head"], at=clock.now())

    @cached_property
    def proposal_to_take(self) -> Proposal:
        """Proposed while it was collected; there is a section to take it into."""
        assert self.proposal
        fields = services.SectionFields("Школьным библиотекам", AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL)
        services.add_section(self.collecting.pk, fields=fields, by=self.people["head"], at=clock.now())
        return self.proposal

    # Papers handed in, months

    @cached_property
    def handed_paper(self) -> PaperHanded:
        """A scan of the report."""
        return hand_in(
            self.association.pk,
            fields=HandedFields(KeptPaper.REPORT, self.year),
            file=b"%PDF-1.7 not a real report",
            file_name="отчёт.pdf",
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def taken_back_paper(self) -> PaperHanded:
        paper: Any = hand_in(
            self.association.pk,
            fields=HandedFields(KeptPaper.PLAN, self.year),
            file=b"%PDF-1.7 not a real plan",
            file_name="план.pdf",
            by=self.people["head"],
            at=clock.now(),
        )
        PaperHanded.objects.filter(pk=paper.pk).update(archived_at=clock.now())
        return PaperHanded.objects.get(pk=paper.pk)

    def month_of(self, plan: Plan) -> str:
        """A month of its year, as addresses write it."""
        return f"{plan.school_year}-10"

    @cached_property
    def plan_with_month(self) -> Plan:
        """A considered plan with its October confirmed."""
        plan = self.considered
        month = date(plan.school_year, 10, 1)
        confirm_month(plan.pk, month=month, note="каникулы", by=self.people["head"], at=clock.now())
        return plan

    @cached_property
    def late_association(self) -> Association:
        """Below ours, with a head who can be written to and without a single paper."""
        territory = TerritoryFactory(code="luga-yug", parent=self.association.territory)
        made: Any = AssociationFactory(
            code="luga-yug", short_name="РМО юга", parent=self.association, territory=territory
        )
        GrantFactory(person=PersonFactory(), role=Role.HEAD, association=made)
        return made
