"""What other subjects hold of an event and give to one made in its likeness: letters, questions. People come later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from stellazh.associations.access import reach
from stellazh.common.actor import Actor
from stellazh.events.cloning import CloneWhat
from stellazh.events.feedback_questions import FEEDBACK_USE
from stellazh.events.models import COUNTED, HOLDING_A_PLACE, Event
from stellazh.events.services.enrolments.inviting import LOT, invite_people
from stellazh.events.services.feedback import copy_feedback
from stellazh.events.services.letters import copy_letters
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.services import copy_questionnaire

OF_EVENTS: Final = "events."


def take_letters(source: Event, event: Event, what: CloneWhat, delta: timedelta, by: Actor, at: datetime) -> None:
    """Drafts of the letters. A hook of cloning."""
    if what.letters:
        copy_letters(source, event, by=by, at=at)


def take_questions(source: Event, event: Event, what: CloneWhat, delta: timedelta, by: Actor, at: datetime) -> None:
    """The questions of the registration and those asked afterwards, without answers. A hook of cloning."""
    asked = Questionnaire.objects.present().filter(object_key=source.object_key, use__startswith=OF_EVENTS)
    for questionnaire in asked.order_by("pk"):
        if questionnaire.use == FEEDBACK_USE:
            if what.feedback:
                copy_feedback(questionnaire, source, event, delta=delta, by=by, at=at)
        elif what.questions:
            copy_questionnaire(questionnaire.pk, use=questionnaire.use, object_key=event.object_key, by=by, at=at)


def same_people(event: Event, by: Actor) -> list[int]:
    """Who held a place at the event that this one was made like, or was there, and stands in a list that `by` reads."""
    if event.cloned_from_id is None:
        return []
    came = Q(enrolments__event=event.cloned_from_id, enrolments__state__in=HOLDING_A_PLACE)
    came |= Q(attendances__event=event.cloned_from_id, attendances__state__in=COUNTED)
    listed = Membership.objects.filter(reach(by, "members.read_members", "association__"), to_on=None)
    people = Person.objects.present().filter(came, pk__in=listed.values("person_id"))
    return sorted(set(people.exclude(enrolments__event=event).values_list("pk", flat=True)))


def invite_same_people(event_id: int, *, by: Actor, at: datetime) -> int:
    """Invite those who were at the event that this one was made like; how many were new.

    Raises:
        PermissionRefused: `by` does not run the event, or it is not announced.
    """
    people = same_people(Event.objects.get(pk=event_id), by)
    return sum(
        invite_people(event_id, person_ids=people[start : start + LOT], by=by, at=at)
        for start in range(0, len(people), LOT)
    )
