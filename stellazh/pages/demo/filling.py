"""Filling the demonstration through the services themselves, so that every rule and the journal hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.associations.services import (
    AssociationFields,
    OrganisationFields,
    TerritoryFields,
    TilePlace,
    arrange_tiles,
    create_association,
    create_organisation,
    create_territory,
    grant_role,
)
from stellazh.common.actor import Actor, System
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.common.school_year import SchoolYear
from stellazh.members.services import MemberFields, PostFields, add_post, enter_member
from stellazh.pages.demo.acquaintance import AcquaintanceFiller
from stellazh.pages.demo.board import BoardFiller
from stellazh.pages.demo.cards import fill_campaign, fill_cards, fill_doubles_and_newcomers, fill_responsible
from stellazh.pages.demo.certificates import CertificatesFiller
from stellazh.pages.demo.documents import DocumentsFiller
from stellazh.pages.demo.events import EventsFiller
from stellazh.pages.demo.names import invented_people
from stellazh.pages.demo.places import KIND_WORDS, MUNICIPALITIES, REGION_CODE, REGION_NAME, TILES
from stellazh.pages.demo.protocols import ProtocolsFiller
from stellazh.pages.demo.resolutions import ResolutionsFiller
from stellazh.pages.demo.sites import SitesFiller
from stellazh.pages.demo.years import (
    BRANCH_DIRECTIONS,
    BRANCH_SECTIONS,
    BRANCH_YEAR,
    REGION_DIRECTIONS,
    REGION_YEAR,
    VARIANTS,
    Work,
)
from stellazh.pages.installation import FirstOperator, Root, start_installation
from stellazh.people.enums import PUBLISHED_NAME, PUBLISHED_POSTS, ConsentPurpose, ConsentWay
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, open_account
from stellazh.people.services.consents import current_text, record_consent
from stellazh.workplans.enums import PlanForm
from stellazh.workplans.models import Plan
from stellazh.workplans.services import (
    Basis,
    ItemFields,
    OwnerFields,
    PlanFields,
    add_item,
    add_section,
    approve_plan,
    close_plan,
    consider_plan,
    create_plan,
    publish_plan,
    record_outcome,
)

PASSWORD = "полка-книга-лампа"  # noqa: S105 (the demo's own, printed at its start)
DOMAIN = "demo.example"
MEMBERS_PER_MUNICIPALITY = 11
SPECIALISTS = 9
# So many municipalities have published this year's plan; the others are still at it.
PUBLISHED = 18
SATURDAY = 5
_EXACT_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")


class NotADemo(DomainError):
    """These settings are not the demonstration's."""


class Filler:
    """One filling of an empty demonstration."""

    def __init__(self, at: datetime) -> None:
        if not settings.DEMO:
            raise NotADemo("Выдуманных людей заводят только в показе.")
        self.by: Actor = System("показ")
        self.at = at
        self.today: date = at.date()
        self.year = SchoolYear.of(self.today)
        self.since = self.year.first_day - timedelta(days=700)
        self.people = invented_people()
        self.accounts: list[tuple[str, Person, str]] = []

    def fill(self) -> Iterator[str]:
        """Make everything; gives the lines of who may sign in."""
        region = self._region()
        branches = [self._municipality(region, *row) for row in MUNICIPALITIES]
        self._arrange(region)
        self._region_people(region, branches)
        fill_cards(by=self.by, at=self.at)
        fill_responsible(branches, by=self.by, at=self.at)
        fill_campaign(region, by=self.by, at=self.at)
        fill_doubles_and_newcomers(branches[0], by=self.by, at=self.at)
        events = EventsFiller(region, branches, by=self.by, at=self.at)
        self._region_years(region, events)
        events.fill_contents()
        events.fill_branch(branches[0])
        for number, branch in enumerate(branches):
            self._branch_year(branch, number)
        protocols = ProtocolsFiller(region, branches, by=self.by, at=self.at)
        protocols.fill_outside()
        protocols.fill()
        ResolutionsFiller(region, branches, by=self.by, at=self.at).fill()
        CertificatesFiller(region, branches, by=self.by, at=self.at).fill()
        SitesFiller(region, branches, by=self.by, at=self.at).fill()
        DocumentsFiller(region, branches, by=self.by, at=self.at).fill()
        # After the documents themselves.
        AcquaintanceFiller(region, branches, by=self.by, at=self.at).fill()
        # Last: what other apps add tells of all that is there.
        BoardFiller(region, branches, by=self.by, at=self.at).fill()
        for role, person, email in self.accounts:
            yield f"{role}: {email} ({person.full_name})"
        yield f"Пароль у всех один: {PASSWORD}"

    def _arrange(self, region: Association) -> None:
        """The tiles of the map lie as the municipalities do."""
        keys = dict(Territory.objects.tiles_of(region.territory).values_list("code", "pk"))
        places: dict[int, TilePlace | None] = {keys[code]: TilePlace(*place) for code, place in TILES.items()}
        version = Territory.objects.get(pk=region.territory_id).version
        arrange_tiles(region.territory_id, expected_version=version, places=places, by=self.by, at=self.at)

    def _region(self) -> Association:
        region, operator = start_installation(
            Root(
                REGION_CODE,
                "region",
                REGION_NAME,
                "omo",
                f"Областное методическое объединение школьных библиотекарей: {REGION_NAME}",
                "ОМО Заречной области",
            ),
            FirstOperator(PersonFields("Серверова", "Инна", "Львовна"), f"operator@{DOMAIN}", PASSWORD),
            by=self.by,
            at=self.at,
        )
        self._consent(operator, is_published=False)
        self.accounts.append(("Оператор системы", operator, f"operator@{DOMAIN}"))
        self.centre = create_organisation(
            fields=OrganisationFields(
                "methodical_centre",
                "Институт развития образования Заречной области",
                "ИРО Заречной области",
                region.territory_id,
            ),
            by=self.by,
            at=self.at,
        )
        return region

    def _municipality(
        self, region: Association, code: str, place: str, short_name: str, kind: str, place_kind: str
    ) -> Association:
        territory = create_territory(
            code=code,
            parent_id=region.territory_id,
            fields=TerritoryFields(place_kind, place[0].upper() + place[1:]),
            by=self.by,
            at=self.at,
        )
        association = create_association(
            code=code,
            parent_id=region.pk,
            fields=AssociationFields(kind, f"{KIND_WORDS[kind]}: {place}", short_name, territory.pk),
            by=self.by,
            at=self.at,
        )
        schools = [self._school(territory, number) for number in range(1, 6)]
        for number in range(MEMBERS_PER_MUNICIPALITY):
            self._member(association, schools[number % len(schools)], number)
        return association

    def _school(self, territory: Territory, number: int) -> Organisation:
        return create_organisation(
            fields=OrganisationFields(
                "school",
                f"Муниципальное бюджетное общеобразовательное учреждение «Школа № {number}», {territory.name}",
                f"МБОУ СОШ № {number} ({territory.name})",
                territory.pk,
            ),
            by=self.by,
            at=self.at,
        )

    def _member(self, association: Association, school: Organisation, number: int) -> None:
        is_first = association.code == MUNICIPALITIES[0][0]
        roles = {0: ("head", "руководитель", Role.HEAD), 1: ("member", "участник", None)}
        email, position, role = None, "", None
        if number in roles:
            name, position, role = roles[number]
            email = f"{name}@{DOMAIN}" if is_first else f"{name}-{association.code}@{DOMAIN}"
        membership = enter_member(
            association.pk,
            person_fields=next(self.people),
            email=email,
            fields=MemberFields(position=position if role else "", weight=10 if role else 100),
            from_on=self.since,
            by=self.by,
            at=self.at,
        )
        person = membership.person
        add_post(
            person.pk,
            fields=PostFields(school.pk, "педагог-библиотекарь" if number % 3 else "заведующая библиотекой"),
            by=self.by,
            at=self.at,
        )
        if role is not None:
            self._grant(person, role, association)
        self._consent(person, is_published=role is not None)
        if email is not None and is_first:
            open_account(person.pk, password=PASSWORD, by=self.by, at=self.at)
            self.accounts.append((f"{'Руководитель' if role else 'Участник'}, {association.short_name}", person, email))

    def _region_people(self, region: Association, branches: list[Association]) -> None:
        jobs = [("head-region", Role.HEAD, "руководитель"), ("methodist", Role.METHODIST, "методист")]
        for place in range(SPECIALISTS):
            email = f"{jobs[place][0]}@{DOMAIN}" if place < len(jobs) else None
            membership = enter_member(
                region.pk,
                person_fields=next(self.people),
                email=email,
                fields=MemberFields(
                    position=jobs[place][2] if place < len(jobs) else "творческая группа", weight=place
                ),
                from_on=self.since,
                by=self.by,
                at=self.at,
            )
            person = membership.person
            if place < len(jobs):
                add_post(person.pk, fields=PostFields(self.centre.pk, "методист"), by=self.by, at=self.at)
                self._grant(person, jobs[place][1], region)
                self._consent(person, is_published=True)
                open_account(person.pk, password=PASSWORD, by=self.by, at=self.at)
                label = f"{jobs[place][1].label} региона"
                self.accounts.append((label, person, email or ""))
            else:
                school = Organisation.objects.filter(territory=branches[place - 2].territory_id).first()
                if school is not None:
                    fields = PostFields(school.pk, "педагог-библиотекарь")
                    add_post(person.pk, fields=fields, by=self.by, at=self.at)

    def _grant(self, person: Person, role: Role, association: Association) -> None:
        grant_role(
            person_id=person.pk,
            role=role,
            association_id=association.pk,
            from_on=self.since,
            by=self.by,
            at=self.at,
        )

    def _consent(self, person: Person, *, is_published: bool) -> None:
        """Everybody of the demonstration agreed, on paper; heads also to being named to guests, with the post."""
        wanted = [(ConsentPurpose.PROCESSING, "")]
        if is_published:
            wanted += [(ConsentPurpose.DISTRIBUTION, PUBLISHED_NAME), (ConsentPurpose.DISTRIBUTION, PUBLISHED_POSTS)]
        for purpose, subject in wanted:
            text = current_text(purpose)
            record_consent(person, text=text, subject=subject, way=ConsentWay.PAPER, place="", by=self.by, at=self.at)

    def _region_years(self, region: Association, events: EventsFiller) -> None:
        passport = PlanFields(
            methodical_theme="Школьная библиотека как место, где учатся читать и думать",
            goal="Помочь каждой школьной библиотеке области стать сильнее за год",
            tasks="Собрать и показать лучший опыт\nНаучить работать с новыми сервисами\nОтвечать на вопросы быстро",
            expected_results="Не меньше 300 участников из всех муниципалитетов\nСборник лучших работ",
            form=PlanForm.SECTIONS,
            signer_post="Руководитель ОМО",
        )
        for start in (self.year.start - 1, self.year.start):
            plan = self._plan(region, start, passport, REGION_DIRECTIONS, REGION_YEAR)
            self._approve(plan, start)
            publish_plan(plan.pk, by=self.by, at=self.at)
            gathered = [
                (number, work.participations) for number, work in enumerate(REGION_YEAR, start=1) if work.participations
            ]
            events.fill_year(plan, gathered)
            self._hold(plan, REGION_YEAR, told_by_events={str(number) for number, _ in gathered})
            if start < self.year.start:
                close_plan(plan.pk, by=self.by, at=self.at)

    def _branch_year(self, branch: Association, number: int) -> None:
        # The first municipality has none yet: its head is the one who brings a plan from Word.
        if number == 0 or number > PUBLISHED + 3:
            return
        is_matrix = number % 2 == 0
        passport = PlanFields(
            methodical_theme="Читающая школа начинается с библиотеки",
            goal="Поддержать школьных библиотекарей в работе с читателем и фондом",
            tasks="Провести три заседания\nПомочь с заказом и обменом учебников",
            form=PlanForm.MATRIX if is_matrix else PlanForm.SECTIONS,
            signer_post="Руководитель объединения",
        )
        sections = BRANCH_DIRECTIONS if is_matrix else BRANCH_SECTIONS
        plan = self._plan(branch, self.year.start, passport, sections, BRANCH_YEAR, shift=number)
        if number <= PUBLISHED:
            self._approve(plan, self.year.start)
            publish_plan(plan.pk, by=self.by, at=self.at)
            self._hold(plan, BRANCH_YEAR, share=number % 4 != 0)

    def _plan(
        self,
        association: Association,
        start: int,
        passport: PlanFields,
        sections: tuple[str, ...],
        works: tuple[Work, ...],
        shift: int = 0,
    ) -> Plan:
        plan = create_plan(
            association.pk, school_year=start, fields=passport, submission_key=None, by=self.by, at=self.at
        )
        made = [add_section(plan.pk, title=title, by=self.by, at=self.at) for title in sections]
        head = Person.objects.filter(grants__association=association, grants__role=Role.HEAD).first()
        owner = OwnerFields("person", head.short_name, person_id=head.pk) if head else OwnerFields("group", "все")
        for number, work in enumerate(works, start=1):
            group = OwnerFields("group", "школьные библиотекари")
            add_item(
                plan.pk,
                fields=ItemFields(
                    section_id=made[(work.section - 1 + shift % 2) % len(made)].pk,
                    number=str(number),
                    title=_said(work.title, shift),
                    form=work.form,
                    term_raw=_moved(work.term.format(start, start + 1), shift),
                    place=work.place,
                    format=work.format,
                    owners=(group,) if number % 4 == 0 else (owner,),
                ),
                submission_key=None,
                by=self.by,
                at=self.at,
            )
        return plan

    def _approve(self, plan: Plan, start: int) -> None:
        basis = Basis("на заседании объединения", date(start, 9, 3), number="1")
        consider_plan(plan.pk, basis=basis, by=self.by, at=self.at)
        approve_plan(plan.pk, basis=Basis("приказом", date(start, 9, 5), number="14"), by=self.by, at=self.at)

    def _hold(
        self, plan: Plan, works: tuple[Work, ...], *, share: bool = True, told_by_events: Collection[str] = ()
    ) -> None:
        counts = {int(number): work.participations for number, work in enumerate(works, start=1)}
        for item in plan.items.present().in_paper_order():
            if item.end is None or item.end >= self.today or item.number in told_by_events:
                continue
            # Somewhere somebody forgot: such items stand on the desk as overdue.
            if not share and item.position % 5 == 0:
                continue
            count = counts.get(int(item.number))
            record_outcome(
                item.pk,
                participation_count=count,
                evidence="список участников" if count else "отчёт в методическом кабинете",
                held_on=item.end,
                by=self.by,
                at=self.at,
            )


def _moved(term: str, shift: int) -> str:
    """The same term some days later, so that neighbours do not meet on one day; months stay months."""

    def later(found: re.Match[str]) -> str:
        day = date(int(found[3]), int(found[2]), int(found[1])) + timedelta(days=shift * 2 % 13)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        return f"{day:%d.%m.%Y}"

    return _EXACT_DAY.sub(later, term) if shift else term


def _said(title: str, shift: int) -> str:
    """The title in the words of this association."""
    variants = VARIANTS.get(title, ())
    return variants[shift % len(variants)] if shift and variants else title
