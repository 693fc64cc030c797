"""Protocols of the invented region: signed ones, a decision carried from meeting to meeting, and one left to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from stellazh.associations.models import Association, Organisation
from stellazh.associations.services import OrganisationFields, create_organisation
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import AttendanceState, EventLevel
from stellazh.events.models import Event
from stellazh.events.services import EventFields, announce_event, create_event, finish_event
from stellazh.events.services.attendances import HandMark, mark_by_hand
from stellazh.events.services.enrolments import enrol_others
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, BodyForm, DoneState, PartRole, UnfoldTo
from stellazh.protocols.models import AgendaItem, Decision, Protocol
from stellazh.protocols.services import (
    DecisionFields,
    ItemFields,
    OwnerFields,
    PersonFields,
    ProtocolFields,
    SpeechFields,
    VoteFields,
    add_decision,
    add_item,
    add_person,
    add_speech,
    create_from_event,
    create_protocol,
    publish_protocol,
    put_vote,
    update_heading,
    update_item,
)
from stellazh.protocols.services.marks import report_assignment
from stellazh.protocols.services.signing import sign_protocol
from stellazh.workplans.enums import EventForm, ItemFormat

# How many of the municipalities have signed the protocol of their first meeting; the board shows the others as late.
SIGNED_BRANCHES = 16
PRESENT = 13
PARTNERS = ("Областная детская библиотека", "Краеведческий музей Заречной области")


@dataclass(frozen=True, slots=True)
class Said:
    """One question: who spoke about what, and what was decided."""

    title: str
    speech: str
    decision: str
    term: str
    sign: str


class ProtocolsFiller:
    """Writes protocols through their services, at the times when people would have done it."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.branches, self.by, self.at = region, branches, by, at
        self.today: date = at.date()

    def fill(self) -> None:
        """The first municipality's three meetings, the others' first one, the region's first hot line."""
        self._region_protocol()
        self._first_branch()
        for number, branch in enumerate(self.branches[1 : SIGNED_BRANCHES + 1], start=1):
            self._branch_protocol(branch, number)

    def fill_outside(self) -> None:
        """Those who answer for a resolution beside schools: authorities of municipalities, partners of the region."""
        for branch in self.branches:
            name = f"Управление образования, {branch.territory.name}"
            self._organisation("authority", name, branch.territory_id)
        for name in PARTNERS:
            self._organisation("partner", name, self.region.territory_id)

    def _organisation(self, kind: str, name: str, territory_id: int) -> Organisation:
        fields = OrganisationFields(kind, name, name, territory_id)
        return create_organisation(fields=fields, by=self.by, at=self.at)

    def _first_branch(self) -> None:
        branch = self.branches[0]
        people = [row.person for row in _members(branch, self.today)]
        days = [_workday(self.today - timedelta(days=back)) for back in (70, 40, 6)]
        for number, (day, title) in enumerate(zip(days, _FIRST_TITLES, strict=True)):
            event = self._meeting(branch, people, title, day)
            # The last meeting's protocol is left to whoever tries the demonstration.
            if number < len(_FIRST_QUESTIONS):
                self._written(event, people, _FIRST_QUESTIONS[number])

    def _meeting(self, branch: Association, people: Sequence[Person], title: str, day: date) -> Event:
        """A meeting that has been held: the branch's own people, and two of the neighbours' online."""
        begins = datetime.combine(day, time(11, 0), tzinfo=self.at.tzinfo)
        told_at = begins - timedelta(days=14)
        guests = [row.person for row in _members(self.branches[1], self.today)]
        there = [*people, *guests][: PRESENT + 1]
        fields = EventFields(
            title=title,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            form=EventForm.MEETING,
            level=EventLevel.MUNICIPAL,
            format=ItemFormat.MIXED,
            place="Школа № 1, библиотека",
            room_url="https://room.example.org/sosnogorsk",
            audience="школьные библиотекари города",
        )
        event = create_event(branch.pk, fields=fields, submission_key=None, by=self.by, at=told_at)
        announce_event(event.pk, by=self.by, at=told_at)
        onsite, online = there[:10], there[10:]
        for group, coming_as in ((onsite, "onsite"), (online, "online")):
            keys = [person.pk for person in group]
            enrol_others(event.pk, person_ids=keys, coming_as=coming_as, by=self.by, at=told_at)
        marks = []
        for row in event.enrolments.filter(person__in=there):
            if row.person_id == there[9].pk:
                marks.append(HandMark(f"e{row.pk}", AttendanceState.EXCUSED, "на курсах повышения квалификации"))
                continue
            state = AttendanceState.ONLINE if row.coming_as == "online" else AttendanceState.PRESENT
            marks.append(HandMark(f"e{row.pk}", state))
        ends_at = begins + timedelta(hours=2)
        mark_by_hand(event.pk, marks=marks, by=self.by, at=ends_at)
        finish_event(event.pk, by=self.by, at=ends_at + timedelta(minutes=10))
        return event

    def _written(self, event: Event, people: Sequence[Person], questions: Sequence[Said]) -> Protocol:
        at = event.ends_at + timedelta(minutes=20)
        protocol = create_from_event(event.pk, submission_key=None, by=self.by, at=at)
        protocol.refresh_from_db()
        self._head(protocol, people[0], at)
        for number, said in enumerate(questions):
            self._question(protocol, said, people[number + 1], at=at, everybody=number == 1)
        for row in protocol.agenda.filter(archived_at=None, outcome="open"):
            update_item(
                row.pk,
                expected_version=row.version,
                fields=ItemFields(row.title, row.reporters, row.kind, "discussed"),
                by=self.by,
                at=at,
            )
        sign_protocol(protocol.pk, by=self.by, at=at + timedelta(hours=2))
        self._answered(protocol, at + timedelta(days=12))
        return protocol

    def _head(self, protocol: Protocol, head: Person, at: datetime) -> None:
        if not protocol.people.filter(role=PartRole.CHAIR).exists():
            self._add(protocol, PartRole.CHAIR, head, at)
        fields = ProtocolFields.of(protocol)
        if not fields.place:
            town = protocol.association.territory.name
            update_heading(
                protocol.pk,
                expected_version=protocol.version,
                fields=replace(fields, place=f"г. {town}"),
                by=self.by,
                at=at,
            )

    def _add(self, protocol: Protocol, role: str, person: Person, at: datetime) -> None:
        fields = PersonFields(person.full_name, role, person_id=person.pk)
        add_person(protocol.pk, fields=fields, submission_key=None, by=self.by, at=at)

    def _question(
        self, protocol: Protocol, said: Said, speaker: Person, *, at: datetime, everybody: bool = False
    ) -> AgendaItem:
        name = speaker.short_name
        item = add_item(
            protocol.pk,
            fields=ItemFields(said.title, name, outcome="discussed"),
            submission_key=None,
            by=self.by,
            at=at,
        )
        speech = SpeechFields(name=name, text=said.speech)
        add_speech(protocol.pk, item_id=item.pk, kind="heard", fields=speech, submission_key=None, by=self.by, at=at)
        if everybody:
            owner = OwnerFields(
                AddresseeKind.CLASS,
                "все школьные библиотекари",
                AddresseeClass.LIBRARIANS,
                UnfoldTo.SCHOOL,
            )
        else:
            owner = OwnerFields(AddresseeKind.PERSON, speaker.full_name, person_id=speaker.pk)
        decision = DecisionFields(said.decision, said.term, said.sign, owners=(owner,))
        add_decision(protocol.pk, item_id=item.pk, fields=decision, submission_key=None, by=self.by, at=at)
        if protocol.body_form == BodyForm.FULL:
            put_vote(
                protocol.pk,
                item_id=item.pk,
                decision_id=None,
                fields=VoteFields(),
                expected_version=None,
                by=self.by,
                at=at,
            )
        return item

    def _answered(self, protocol: Protocol, at: datetime) -> None:
        """Some of the marks are answered: the first decision is done, of the others every second school."""
        for number, decision in enumerate(Decision.objects.filter(protocol=protocol).order_by("item__position")):
            for place, mark in enumerate(decision.assignments.all()):
                if at > self.at or (number and place % 2):
                    continue
                report_assignment(
                    mark.pk,
                    state=DoneState.DONE,
                    words="Сделано, отчёт выложен на странице школьной библиотеки.",
                    expected_version=mark.version,
                    by=self.by,
                    at=at,
                )

    def _branch_protocol(self, branch: Association, number: int) -> None:
        people = [row.person for row in _members(branch, self.today)]
        day = _workday(self.today - timedelta(days=45 + number % 7))
        at = datetime.combine(day, time(16, 0), tzinfo=self.at.tzinfo)
        protocol = create_protocol(
            branch.pk,
            fields=ProtocolFields(
                title="План работы на учебный год и обмен учебниками",
                held_on=day,
                starts_at=time(14, 0),
                place=branch.territory.name,
                body_form=BodyForm.SHORT if number % 2 else BodyForm.FULL,
            ),
            submission_key=None,
            by=self.by,
            at=at,
        )
        for person in people:
            self._add(protocol, PartRole.PRESENT, person, at)
        self._add(protocol, PartRole.CHAIR, people[0], at)
        said = _BRANCH_QUESTIONS[number % len(_BRANCH_QUESTIONS)]
        self._question(protocol, said, people[1], at=at)
        if number <= SIGNED_BRANCHES - 2:
            # Some sign weeks later: the board says so.
            signed_at = at + timedelta(days=35 if number % 5 == 0 else 2)
            sign_protocol(protocol.pk, by=self.by, at=min(signed_at, self.at))

    def _region_protocol(self) -> None:
        last = SchoolYear.of(self.today).start - 1
        lines = Event.objects.filter(association=self.region, form=EventForm.HOTLINE, school_year=last)
        event = lines.select_related("association").in_order().first()
        if event is None:
            return
        heads = Person.objects.filter(grants__association=self.region, grants__role=Role.HEAD)
        at = event.ends_at + timedelta(hours=1)
        protocol = create_from_event(event.pk, submission_key=None, by=self.by, at=at)
        protocol.refresh_from_db()
        head = heads.first()
        if head is not None:
            self._head(protocol, head, at)
        speakers = [row.person for row in _members(self.branches[2], self.today)]
        self._question(protocol, _REGION_QUESTION, speakers[0], at=at)
        sign_protocol(protocol.pk, by=self.by, at=at + timedelta(days=1))
        protocol.refresh_from_db()
        publish_protocol(protocol.pk, expected_version=protocol.version, by=self.by, at=at + timedelta(days=2))


def _members(association: Association, day: date) -> list[Membership]:
    rows = Membership.objects.filter(association=association, to_on=None, from_on__lt=day)
    return list(rows.select_related("person").order_by("weight", "pk"))


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


_FIRST_TITLES = (
    "План на год и обмен учебниками",
    "Месячник школьных библиотек: что получилось",
    "Комплектование: готовимся к заказу",
)
_FIRST_QUESTIONS = (
    (
        Said(
            "Об обмене учебниками между школами города",
            "Рассказала, каких учебников не хватает к началу года и у кого есть лишние.\n"
            "Предложила собрать сведения в одну таблицу:\n- чего не хватает;\n- что готовы отдать;\n- до какого дня.",
            "Составить таблицу обмена учебниками и разослать её школам",
            "в течение двух недель",
            "таблица у всех школ города",
        ),
        Said(
            "О страницах школьных библиотек",
            "Показала, как устроены страницы трёх библиотек, и назвала то, чего посетители не находят чаще всего.",
            "Обновить страницу библиотеки на сайте школы: часы работы, правила, новые книги",
            "до 1 мая",
            "страница каждой школьной библиотеки",
        ),
    ),
    (
        Said(
            "Об итогах месячника школьных библиотек",
            "Подвела итоги: прошло двадцать два занятия, больше всего читателей собрали квесты и громкие чтения.",
            "Собрать описания лучших занятий месячника в один сборник",
            "до 20 декабря",
            "сборник в методическом кабинете",
        ),
    ),
)
_BRANCH_QUESTIONS = (
    Said(
        "О плане работы объединения",
        "Познакомила с планом на год: три заседания, два практикума и чтения весной.",
        "Согласиться с планом работы и выслать в школы его сроки",
        "до конца октября",
        "письмо в школах",
    ),
    Said(
        "Об обменном фонде",
        "Рассказала, как школы района договорились об учебниках прошлой осенью.",
        "Прислать сведения о лишних учебниках",
        "до 1 декабря",
        "таблица обменного фонда",
    ),
)
_REGION_QUESTION = Said(
    "О вопросах, которые библиотекари задают чаще всего",
    "Разобрала десять вопросов, присланных в этом году, и назвала бумаги, на которые опираются ответы.",
    "Выложить запись разговора и памятку с ответами",
    "в течение недели",
    "запись и памятка на странице мероприятия",
)
