"""Events of the invented region: last year's eleven with 327 attendances, and this year's so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import AttendanceState, EnrolmentMode, EventLevel, LetterKind, ListShown
from stellazh.events.models import Event
from stellazh.events.services import (
    EventFields,
    announce_event,
    create_event,
    create_event_from_item,
    finish_event,
    propose_from_item,
)
from stellazh.events.services.attendances import (
    HandMark,
    PaperTicks,
    check_in_by_code,
    mark_by_hand,
    mark_paper_list,
    open_check_in,
)
from stellazh.events.services.enrolments import enrol, enrol_others, invite_people
from stellazh.events.services.letters import proposed_letter, write_letter
from stellazh.events.services.room_lists import bring_room_list, take_room_list
from stellazh.members.models import Membership
from stellazh.pages.demo.event_contents import (
    BRANCH_PROGRAMME,
    FORUM_PROGRAMME,
    ask_at_enrolment,
    enrolment_answers,
    gather_feedback,
    lay_materials,
    lay_programme,
    show_recording,
)
from stellazh.people.models import Person
from stellazh.workplans.enums import EventForm, ItemFormat
from stellazh.workplans.models import Plan

# Whom the forum gathers from each municipality before it fills up from the first ones.
FORUM_FROM_EACH = 3
FORUM_SIZE = 96
# How many of the year's other attendances are of people who came before: 327 attendances, 303 people.
COMING_AGAIN = 24
ROOM = "https://room.example.org/stellazh"
NEAR = timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Gathering:
    """One event of the year: the number of the plan's item and who takes part."""

    number: int
    people: tuple[Person, ...]


class EventsFiller:
    """Makes events through their services, at the times when people would have done it."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.by, self.at = region, by, at
        self.today: date = at.date()
        self._circles = [_people_of(branch, before=self.today) for branch in branches]
        # The first two work in the centre, which lies in no municipality.
        self._specialists = _people_of(region, before=self.today)[2:]

    def fill_year(self, plan: Plan, sizes: Sequence[tuple[int, int]]) -> None:
        """Hold or announce the plan's events. `sizes` are (number of the item, attendances), in order."""
        for gathering in self._gatherings(sizes):
            item = plan.items.present().get(number=str(gathering.number))
            if item.start is None or item.start > self.today + NEAR:
                continue
            proposed = propose_from_item(item, at=self.at).fields
            fields = replace(
                proposed,
                level=EventLevel.REGIONAL,
                place=proposed.place or ("" if proposed.format == ItemFormat.ONLINE else "Областная библиотека"),
                room_url=ROOM if proposed.format != ItemFormat.ONSITE else "",
                audience="школьные библиотекари и педагоги-библиотекари",
                organisers="Региональный информационно-библиотечный центр",
                age_mark="0+" if proposed.form == EventForm.CONTEST else "",
                summary=_SUMMARIES.get(proposed.form, ""),
                list_shown=ListShown.PARTICIPANTS,
                takes_guests=proposed.form in {EventForm.WEB_FORUM, EventForm.WEBINAR},
                capacity=12 if proposed.form == EventForm.MASTER_CLASS and item.start > self.today else None,
            )
            told_at = self._earlier(datetime.combine(item.start, self.at.timetz()) - timedelta(days=21))
            event = create_event_from_item(item.pk, submission_key=None, fields=fields, by=self.by, at=told_at)
            announce_event(event.pk, by=self.by, at=told_at)
            self._hold(event, gathering.people, told_at)

    def fill_contents(self) -> None:
        """The forums get their programme, last year's first hot line its recording, the round table its feedback."""
        ours = Event.objects.select_related("association").filter(association=self.region).in_order()
        last = ours.filter(school_year=SchoolYear.of(self.today).start - 1)
        first_of_each = [circle[0] for circle in self._circles]
        for forum in ours.filter(form=EventForm.WEB_FORUM):
            lay_programme(forum, FORUM_PROGRAMME, first_of_each, by=self.by, at=self.at)
        everybody = [person for circle in self._circles for person in circle]
        for hotline in last.filter(form=EventForm.HOTLINE)[:1]:
            show_recording(hotline, everybody, by=self.by, at=self.at)
        for table in last.filter(form=EventForm.ROUND_TABLE):
            gather_feedback(table, by=self.by, at=self.at)

    def fill_branch(self, branch: Association) -> None:
        """The municipality's next meeting: registration open, the others invited, a draft after it."""
        people = _people_of(branch, before=self.today)
        begins = datetime.combine(_workday(self.today + timedelta(days=12)), self.at.timetz()).replace(
            hour=11, minute=0, second=0, microsecond=0
        )
        fields = EventFields(
            title="Читатель-подросток: чем он живёт и что читает",
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            form=EventForm.MEETING,
            number=2,
            level=EventLevel.MUNICIPAL,
            format=ItemFormat.MIXED,
            place="Школа № 1, библиотека",
            room_url=ROOM,
            audience="школьные библиотекари города",
            summary="Делимся приёмами, которые вернули в библиотеку семиклассников.",
            capacity=10,
            capacity_online=30,
            list_shown=ListShown.PARTICIPANTS,
        )
        event = create_event(branch.pk, fields=fields, submission_key=None, by=self.by, at=self.at)
        asked = ask_at_enrolment(event, by=self.by, at=self.at)
        announce_event(event.pk, by=self.by, at=self.at)
        for number, person in enumerate(people[2:8]):
            enrol(
                event.pk,
                person_id=person.pk,
                coming_as="online" if number % 3 == 0 else "onsite",
                answers=enrolment_answers(asked, number),
                is_name_shown=True,
                by=self.by,
                at=self.at,
            )
        lay_programme(event, BRANCH_PROGRAMME, people[2:], by=self.by, at=self.at)
        lay_materials(event, by=self.by, at=self.at)
        invite_people(event.pk, person_ids=[person.pk for person in people[:2]], by=self.by, at=self.at)
        reminder = proposed_letter(LetterKind.REMINDER)
        write_letter(event.pk, fields=reminder, submission_key=None, by=self.by, at=self.at)
        later = replace(
            fields,
            title="Сверка фонда без паники",
            form=EventForm.SEMINAR,
            number=None,
            starts_at=begins + timedelta(days=21),
            ends_at=begins + timedelta(days=21, hours=2),
            capacity=None,
            capacity_online=None,
            enrolment_mode=EnrolmentMode.MODERATED,
            summary="",
        )
        create_event(branch.pk, fields=later, submission_key=None, by=self.by, at=self.at)

    def _gatherings(self, sizes: Sequence[tuple[int, int]]) -> Iterable[Gathering]:
        """Who takes part in what: the forum from every municipality, the others by turns, some of them again."""
        forum = [person for circle in self._circles for person in circle[:FORUM_FROM_EACH]]
        rest = [person for circle in self._circles for person in circle[FORUM_FROM_EACH:]] + self._specialists
        forum += rest[: FORUM_SIZE - len(forum)]
        rest = rest[FORUM_SIZE - FORUM_FROM_EACH * len(self._circles) :]
        again = list(forum)
        asked = sum(size for _, size in sizes if size != FORUM_SIZE)
        fresh = max(asked - COMING_AGAIN, 0)
        queue = rest[:fresh] + again[:COMING_AGAIN]
        taken = 0
        for number, size in sizes:
            if size == FORUM_SIZE:
                yield Gathering(number, tuple(forum))
                continue
            people = queue[taken : taken + size]
            taken += size
            yield Gathering(number, tuple(people))

    def _hold(self, event: Event, people: Sequence[Person], told_at: datetime) -> None:
        ends_at = event.ends_at
        if event.starts_at > self.at:
            people = people[:15]
        enrolled_at = min(told_at + timedelta(days=5), self.at)
        ids = [person.pk for person in people]
        is_online = event.format == ItemFormat.ONLINE
        if event.format == ItemFormat.MIXED:
            half = len(ids) // 2
            enrol_others(event.pk, person_ids=ids[:half], coming_as="onsite", by=self.by, at=enrolled_at)
            enrol_others(event.pk, person_ids=ids[half:], coming_as="online", by=self.by, at=enrolled_at)
        else:
            enrol_others(event.pk, person_ids=ids, by=self.by, at=enrolled_at)
        if event.starts_at > self.at:
            return
        present = event.enrolments.filter(person_id__in=ids)
        if is_online and event.form != EventForm.WEB_FORUM:
            self._by_room(people, event)
        elif event.form == EventForm.CONTEST:
            marks = [HandMark(f"e{pk}", AttendanceState.PRESENT) for pk in present.values_list("pk", flat=True)]
            mark_by_hand(event.pk, marks=marks, by=self.by, at=min(ends_at, self.at))
        else:
            onsite = [] if is_online else [f"e{row.pk}" for row in present if row.coming_as != "online"]
            if onsite:
                ticks = PaperTicks(before=frozenset(), now=frozenset(onsite))
                mark_paper_list(event.pk, on=event.first_day, ticks=ticks, by=self.by, at=event.starts_at)
            self._by_code(event, [row.person for row in present.select_related("person") if f"e{row.pk}" not in onsite])
        if ends_at < self.at:
            finish_event(event.pk, by=self.by, at=ends_at + timedelta(minutes=30))

    def _by_code(self, event: Event, people: Sequence[Person | None]) -> None:
        """Those on air type the code that was read out."""
        if not people:
            return
        opens_at = event.starts_at + timedelta(minutes=20)
        code = open_check_in(
            event.pk,
            label="Код, названный в эфире",
            coming_as="online",
            opens_at=opens_at,
            closes_at=opens_at + timedelta(hours=3),
            by=self.by,
            at=event.starts_at,
        )
        # Of an event that still goes on, part of them have been there.
        seen = people if event.ends_at < self.at else people[: len(people) // 2]
        for number, person in enumerate(seen):
            if person is not None:
                at = min(opens_at + timedelta(minutes=number % 30), self.at)
                check_in_by_code(event.pk, code=code.code, place=f"10.0.{number}.1", by=person, at=at)

    def _by_room(self, people: Sequence[Person], event: Event) -> None:
        """The list that a video room gives out, as a file."""
        begins = event.starts_at.astimezone(event.zone)
        lines = ["Имя;Время входа;Время выхода"]
        for number, person in enumerate(people):
            came = begins + timedelta(minutes=number % 7)
            left = begins + timedelta(minutes=70 + number % 20)
            lines.append(f"{person.full_name};{came:%d.%m.%Y %H:%M};{left:%d.%m.%Y %H:%M}")
        at = min(event.ends_at + timedelta(minutes=10), self.at)
        room_list = bring_room_list(
            event.pk,
            content="\n".join(lines).encode("utf-8-sig"),
            name="список участников.csv",
            on=event.first_day,
            least_minutes=15,
            by=self.by,
            at=at,
        )
        take_room_list(room_list.pk, expected_version=room_list.version, by=self.by, at=at)

    def _earlier(self, moment: datetime) -> datetime:
        return min(moment, self.at)


def _people_of(association: Association, *, before: date) -> list[Person]:
    """Those of the list who joined before that day: others could not have come to last year's events."""
    rows = Membership.objects.filter(association=association, to_on=None, from_on__lt=before)
    memberships = rows.select_related("person")
    return [one.person for one in memberships.order_by("weight", "pk")]


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


_SUMMARIES: dict[str, str] = {
    EventForm.WEB_FORUM: "Неделя обмена опытом: секции, тесты для самопроверки и вопросы ведущим в удобное время.",
    EventForm.HOTLINE: "Прямой эфир с ответами на вопросы библиотекарей. Запись останется на этой странице.",
    EventForm.WEBINAR: "Показываем по шагам и отвечаем на вопросы.",
    EventForm.MASTER_CLASS: "Собираем выставку вместе: приёмы, расстановка, подписи.",
    EventForm.ROUND_TABLE: "Школьные и публичные библиотеки договариваются об общем читателе.",
}
