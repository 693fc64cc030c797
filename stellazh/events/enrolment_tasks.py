"""Background work of registrations: telling people, inviting whole lists. Imported by `tasks`."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError
from stellazh.events.forms.enrolments import listing_of
from stellazh.events.models import Event
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments.exporting import EXPORT, keep_list_file
from stellazh.events.services.enrolments.exporting import export_enrolments as export_enrolment_list
from stellazh.events.services.enrolments.inviting import INVITE
from stellazh.events.services.enrolments.telling import TELL, TELL_CANCELLED
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.people.models import Person


@handler(TELL, label="Сообщения о регистрации", retries=3)
def tell_enrolled(context: JobContext, *, ids: list[int], news: str) -> dict[str, Any]:
    """Tell these registrations what became of them."""
    return {"told": enrolments.tell_enrolled(ids, enrolments.News(news), at=clock.now())}


@handler(TELL_CANCELLED, label="Сообщения об отмене мероприятия", retries=3)
def tell_cancelled(context: JobContext, *, event_id: int) -> dict[str, Any]:
    """Tell everybody who was going to come; nobody, when the event was taken back meanwhile."""
    event = Event.objects.select_related("association").filter(pk=event_id).first()
    return {"told": enrolments.tell_cancelled(event, at=clock.now()) if event is not None else 0}


@handler(EXPORT, label="Список зарегистрированных в файл")
def export_enrolments(context: JobContext, *, event_id: int, query: str, kind: str) -> dict[str, Any]:
    """Write what the person who asked sees at this moment: rights that have ended since then refuse it."""
    by, at = asker(context), clock.now()
    event = Event.objects.select_related("association__territory").get(pk=event_id)

    def progress(done: int, total: int) -> None:
        context.check_cancelled()
        context.progress(done, total, "Собираю список" if done < total else "Пишу файл")

    listing = listing_of(QueryDict(query), event)
    body = export_enrolment_list(listing, kind=kind, by=by, at=at, progress=progress)
    return {"url": keep_list_file(body, event, kind=kind, by=by, at=at).get_absolute_url()}


@handler(INVITE, label="Приглашение на мероприятие")
def invite_members(context: JobContext, *, event_id: int, association_ids: list[int], is_below: bool) -> dict[str, Any]:
    """Invite the members of these lists, with the rights of whoever asked."""

    def progress(done: int, total: int) -> None:
        context.check_cancelled()
        context.progress(done, total, "Приглашаю")

    made = enrolments.invite_members(
        event_id,
        association_ids=association_ids,
        is_below=is_below,
        by=asker(context),
        at=clock.now(),
        progress=progress,
    )
    return {"invited": made, "url": reverse("events:enrolment_list", args=[event_id])}


def asker(context: JobContext) -> Person:
    """The person who asked for the job.

    Raises:
        DomainError: nobody did, or she may not sign in any more.
    """
    job = context.job
    found = Person.objects.present().filter(pk=int(job.actor_id or 0), is_active=True).first()
    if job.actor_kind != ActorKind.PERSON or found is None:
        raise DomainError("Это поручает человек, который входит на сайт.")
    return found
