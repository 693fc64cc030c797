"""The addresses in a letter that are each addressee's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from stellazh.events.feedback_questions import feedback_of
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.enrolments.telling import guest_links


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """Where one addressee sees her registration, and where she tells how it was. Paths of ours or whole addresses."""

    own: str
    feedback: str


def own_addresses(event: Event, enrolments: Sequence[Enrolment], *, at: datetime) -> dict[int, OwnAddresses]:
    """By the key of the registration. People of ours sign in and find theirs on the event's page; guests get their
    standing link, the same in every letter. Where no feedback is asked, its address is that of the registration.
    """
    page = event.get_absolute_url()
    is_asked = feedback_of(event) is not None
    ours = OwnAddresses(page, feedback_path(event) if is_asked else page)
    links = guest_links(enrolments, at=at)
    return {
        one.pk: ours
        if one.person_id is not None
        else OwnAddresses(links[one.pk], f"{links[one.pk]}feedback/" if is_asked else links[one.pk])
        for one in enrolments
    }


def feedback_path(event: Event) -> str:
    """Where somebody signed in tells how it was."""
    return reverse("events:feedback_answer", args=[event.pk])
