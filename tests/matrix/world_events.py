"""What the matrix names of events: events seen by whom, registrations, codes, doors, lists of rooms, letters."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.enums import EnrolmentState, EventVisibility, ListShown
from stellazh.events.models import (
    Attendance,
    CheckInCode,
    Enrolment,
    Event,
    EventLetter,
    EventSeries,
    RoomList,
    RoomListRow,
)
from stellazh.events.retention import FORGETTING, FORGOTTEN, FORGOTTEN_NAME
from stellazh.events.services import attendances, letters, room_lists
from stellazh.events.services.enrolments.exporting import keep_list_file
from stellazh.events.services.letters import LetterFields
from stellazh.events.services.outcomes import tell_plan_again
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.people.models import Person
from stellazh.workplans.models import PlanItem
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory

ROOM = "https://room.example/luga"
ROOM_LIST = "Имя;Почта;Вход;Выход\nПервый Прохожий;;14:00;15:05\nВторой Прохожий;;14:00;15:30\n"


class Events:
    """The part of the world that is about events."""

    if TYPE_CHECKING:
        region: Association
        association: Association
        neighbour: Association
        people: dict[str, Person]
        year: int

        @cached_property
        def newcomer(self) -> Person: ...

        @cached_property
        def item(self) -> PlanItem: ...

    # Events

    def _event(self, association: Association | None = None, **traits: Any) -> Event:
        """One that goes on now: people may register, check in, open the room; it may be finished."""
        begins = clock.now() - timedelta(minutes=5)
        usual = {
            "association": association or self.association,
            "school_year": self.year,
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=2),
            "room_url": ROOM,
            "created_at": begins,
            "updated_at": begins,
        }
        if not traits.get("draft"):
            usual["announced_at"] = begins
        event: Any = EventFactory(**{**usual, **traits})
        return event

    @cached_property
    def event(self) -> Event:
        """A public one of ours, that takes guests and shows those who come to each other."""
        return self._event(takes_guests=True, list_shown=ListShown.PARTICIPANTS)

    @cached_property
    def members_event(self) -> Event:
        """Open to members of ours."""
        return self._event(visibility=EventVisibility.MEMBERS)

    @cached_property
    def regions_members_event(self) -> Event:
        """Open to members of the region's association and of all below it."""
        return self._event(self.region, visibility=EventVisibility.MEMBERS)

    @cached_property
    def invited_event(self) -> Event:
        """Open to those invited: the member."""
        event = self._event(visibility=EventVisibility.INVITED, enrolment_mode="invited")
        EnrolmentFactory(event=event, person=self.people["member"], state=EnrolmentState.INVITED)
        return event

    @cached_property
    def draft_event(self) -> Event:
        return self._event(draft=True)

    @cached_property
    def held_event(self) -> Event:
        return self._event(held=True)

    def _past(self, **traits: Any) -> Event:
        begins = clock.now() - timedelta(days=1)
        return self._event(held=True, starts_at=begins, ends_at=begins + timedelta(hours=1), **traits)

    @cached_property
    def past_event(self) -> Event:
        """Yesterday, for everybody."""
        return self._past()

    @cached_property
    def past_members_event(self) -> Event:
        """Yesterday, for our members."""
        return self._past(visibility=EventVisibility.MEMBERS)

    @cached_property
    def archived_event(self) -> Event:
        return self._event(archived_at=clock.now())

    @cached_property
    def later_event(self) -> Event:
        """Tomorrow: its room is still shut, the member holds a place."""
        begins = clock.now() + timedelta(days=1)
        event = self._event(starts_at=begins, ends_at=begins + timedelta(hours=1))
        EnrolmentFactory(event=event, person=self.people["member"])
        return event

    @cached_property
    def planned_event(self) -> Event:
        """Held, of the plan, which knows fewer attendances than there are."""
        event = self._event(held=True, plan_item=self.item)
        assert tell_plan_again(event.pk, by=self.people["head"], at=clock.now())
        AttendanceFactory(event=event, person=self.people["member"])
        return event

    def _series(self, **traits: Any) -> EventSeries:
        series = EventSeries.objects.create(association=self.association, title="Среды", created_at=clock.now())
        self._event(series=series, **traits)
        return series

    @cached_property
    def series(self) -> EventSeries:
        """Its public event and a draft."""
        series = self._series()
        self._event(series=series, draft=True)
        return series

    @cached_property
    def draft_series(self) -> EventSeries:
        return self._series(draft=True)

    @cached_property
    def members_series(self) -> EventSeries:
        return self._series(visibility=EventVisibility.MEMBERS)

    @cached_property
    def neighbours_event(self) -> Event:
        """The stranger's own."""
        return self._event(self.neighbour)

    # Registrations

    @cached_property
    def own_enrolment(self) -> Enrolment:
        """The member comes to the event."""
        made: Any = EnrolmentFactory(event=self.event, person=self.people["member"])
        return made

    @cached_property
    def enrolment(self) -> Enrolment:
        """The newcomer, who stands in our list, comes to the event."""
        made: Any = EnrolmentFactory(event=self.event, person=self.newcomer)
        return made

    @cached_property
    def pending_enrolment(self) -> Enrolment:
        """The editor waits for the organiser's word."""
        made: Any = EnrolmentFactory(event=self.event, person=self.people["editor"], state=EnrolmentState.PENDING)
        return made

    @cached_property
    def strangers_enrolment(self) -> Enrolment:
        """The neighbour's head comes to our event."""
        made: Any = EnrolmentFactory(event=self.event, person=self.people["head_of_neighbour"])
        return made

    @cached_property
    def guest_enrolment(self) -> Enrolment:
        """Somebody without an account comes to the event."""
        made: Any = EnrolmentFactory(event=self.event, guest=True, guest_email="topoleva@example.org")
        return made

    @cached_property
    def enrolment_list_file(self) -> StoredFile:
        """The list that the head took out."""
        return keep_list_file(
            b"PK\x05\x06" + bytes(18), self.event, kind="xlsx", by=self.people["head"], at=clock.now()
        )

    @cached_property
    def archived_enrolment(self) -> Enrolment:
        """A guest's, of an event that was put away."""
        made: Any = EnrolmentFactory(event=self.archived_event, guest=True)
        return made

    # Attendance

    @cached_property
    def attendance(self) -> Attendance:
        """A guest who was there, from nobody knows where."""
        made: Any = AttendanceFactory(event=self.event, person=None, guest_key="name:вербина", state="present")
        return made

    @cached_property
    def counted(self) -> Attendance:
        """The editor was at the event of yesterday."""
        made: Any = AttendanceFactory(event=self.past_event, person=self.people["editor"])
        return made

    def _code(self, event: Event) -> CheckInCode:
        return attendances.open_check_in(
            event.pk,
            label="Начало",
            coming_as="",
            opens_at=clock.now() - timedelta(minutes=1),
            closes_at=clock.now() + timedelta(hours=1),
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def check_in_code(self) -> CheckInCode:
        return self._code(self.event)

    @cached_property
    def members_code(self) -> CheckInCode:
        return self._code(self.members_event)

    def _room_list(self, text: str) -> RoomList:
        return room_lists.bring_room_list(
            self.event.pk,
            content=text.encode(),
            name="комната.csv",
            on=self.event.first_day,
            least_minutes=0,
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def room_list(self) -> RoomList:
        """Waits to be looked over; nobody is recognised but one guest."""
        made = self._room_list(ROOM_LIST)
        first = made.rows.order_by("position")[0]
        return room_lists.answer_room_rows(made.pk, {first.pk: "guest"}, by=self.people["head"], at=clock.now())

    @cached_property
    def forgotten_room_list(self) -> StoredFile:
        """What stands in the place of a room's list that was kept long enough."""
        return store_file("удалён".encode(), name=FORGOTTEN_NAME, purpose=FORGOTTEN, by=FORGETTING, at=clock.now())

    @cached_property
    def room_row(self) -> RoomListRow:
        """Whom nobody knows."""
        return self.room_list.rows.order_by("position")[1]

    # Letters

    def _letter(self, **fields: Any) -> EventLetter:
        assert self.own_enrolment
        told = LetterFields(subject="О встрече", text="Ждём вас: {когда}.", **fields)
        return letters.write_letter(
            self.event.pk, fields=told, submission_key=None, by=self.people["head"], at=clock.now()
        )

    @cached_property
    def letter(self) -> EventLetter:
        """A draft to those who come."""
        return self._letter()

    @cached_property
    def letter_with_moment(self) -> EventLetter:
        """A draft that says when it is to go out."""
        return self._letter(due_at=clock.now() + timedelta(hours=1))

    @cached_property
    def planned_letter(self) -> EventLetter:
        letter = self.letter_with_moment
        return letters.plan_letter(letter.pk, expected_version=letter.version, by=self.people["head"], at=clock.now())
