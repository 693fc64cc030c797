"""What the public page shows of registration: the box with one button, and who else is coming."""

from __future__ import annotations

from typing import Any

from stellazh.associations.access import can_somewhere
from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.events.access.enrolments import can_change_enrolment, can_enrol_guest, can_see_names
from stellazh.events.enrolment_questions import questionnaire_of
from stellazh.events.enums import EnrolmentMode, EventStatus, ListShown
from stellazh.events.forms.enrolments import EnrolForm
from stellazh.events.models import Event
from stellazh.events.reads.enrolments import enrol_box, shown_names


def enrol_part(request: Request, event: Event) -> dict[str, Any] | None:
    """Registration for this reader; nothing where the event takes none."""
    if event.enrolment_mode == EnrolmentMode.NONE and event.archived_at is None:
        return None
    at, actor = clock.now(), request.actor
    box = enrol_box(actor, event, at=at)
    if event.status == EventStatus.HELD and not box.is_standing:
        # What is over needs no card that says so.
        return None
    is_person = actor.actor_kind == ActorKind.PERSON
    asks_more = is_person and box.may_enrol and questionnaire_of(event) is not None
    enrolment = box.enrolment
    return {
        "box": box,
        "is_person": is_person,
        "form": EnrolForm(event, auto_id="enrol_%s") if is_person and box.may_enrol and not asks_more else None,
        "asks_more": asks_more,
        "takes_guest": not is_person and bool(can_enrol_guest(event, at=at)),
        "may_change": enrolment is not None
        and box.is_standing
        and bool(can_change_enrolment(actor, enrolment, event, at=at))
        and (event.is_mixed or event.list_shown == ListShown.PARTICIPANTS or questionnaire_of(event) is not None),
        "may_withdraw": enrolment is not None and at < event.ends_at and event.status == "announced",
        "may_enrol_others": is_person and bool(box.opening) and can_somewhere(actor, "members.edit_members"),
    }


def participants_part(request: Request, event: Event) -> dict[str, Any] | None:
    """Who else is coming: those who agreed to be named, for those who are registered themselves."""
    if event.list_shown != ListShown.PARTICIPANTS or not can_see_names(request.actor, event):
        return None
    names = shown_names(event)
    return {"names": names} if names else None
