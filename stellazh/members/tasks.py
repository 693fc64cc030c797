"""Background work of members: letters about requests and of campaigns, and what the day asks of campaigns."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import DomainError
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.models import Job
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.members import directory_tasks as directory_tasks
from stellazh.members import roster_tasks as roster_tasks
from stellazh.members.models import Campaign
from stellazh.members.services.campaign_letters import keep_time, note_letters_sent, send_lot, to_be_written
from stellazh.members.services.campaigns import CAMPAIGNS, SEND_LETTERS
from stellazh.members.services.invitations import INVITE, Invitee, invite_listed
from stellazh.members.services.registrations import LETTER, send_registration_letter
from stellazh.people.models import Person

KEEP_TIME = "members.keep_campaigns"
logger = logging.getLogger(__name__)


@handler(LETTER, label="Письмо о заявке", retries=3)
def write_to_newcomer(context: JobContext, *, registration_id: int) -> None:
    """Write to the address of a request; only here it matters whether the address is known."""
    send_registration_letter(registration_id, at=clock.now())


@handler(SEND_LETTERS, label="Письма участникам", retries=2)
def send_campaign_letters(
    context: JobContext, *, campaign_id: int, answer_ids: list[int] | None, silent_since: str | None
) -> dict[str, Any]:
    """Write to everybody who is waited for, lot by lot; begun anew, it goes on where it was."""
    campaign, by = Campaign.objects.get(pk=campaign_id), _doer(context.job)
    since = datetime.fromisoformat(silent_since) if silent_since else None
    rows = to_be_written(campaign, silent_since=since)
    total = (rows if answer_ids is None else rows.filter(pk__in=answer_ids)).count()
    after_id = sent_count = refused_count = 0
    while True:
        context.check_cancelled()
        context.progress(sent_count + refused_count, total, "Готовим письма")
        report = send_lot(
            campaign_id, after_id=after_id, answer_ids=answer_ids, silent_since=since, by=by, at=clock.now()
        )
        if report.last_id is None:
            break
        after_id = report.last_id
        sent_count += report.sent_count
        refused_count += report.refused_count
    if sent_count:
        note_letters_sent(campaign_id, sent_count, by=by, at=clock.now())
    return {"url": campaign.get_absolute_url(), "sent": sent_count, "refused": refused_count}


@handler(KEEP_TIME, label="Сроки уточнения данных")
def keep_campaigns(context: JobContext) -> dict[str, Any]:
    """Remind and close what is due, each campaign by itself: one that fails does not hold up the rest."""
    done: dict[str, int] = {}
    for campaign_id in list(Campaign.objects.open().values_list("pk", flat=True)):
        try:
            outcome = keep_time(campaign_id, by=CAMPAIGNS, at=clock.now())
        except DomainError as refusal:
            outcome = "refused"
            logger.warning("Campaign %s: %s", campaign_id, refusal)
        done[outcome or "waiting"] = done.get(outcome or "waiting", 0) + 1
    return done


@handler(INVITE, label="Приглашения")
def invite_people(
    context: JobContext, *, association_id: int, people: list[tuple[int, str]], asked_at: str, since: str
) -> dict[str, Any]:
    """Invite each by herself: one that is refused does not hold up the rest. Begun anew, it sends nobody a second."""
    association, by = Association.objects.get(pk=association_id), _doer(context.job)
    asked, after = datetime.fromisoformat(asked_at), datetime.fromisoformat(since)
    names = {person.pk: person.full_name for person in Person.objects.filter(pk__in=[key for key, _ in people])}
    sent_count, skipped = 0, []
    for place, (key, email) in enumerate(people):
        context.check_cancelled()
        context.progress(place, len(people), names.get(key, ""))
        try:
            invite_listed(association.pk, Invitee(key, email), since=after, asked_at=asked, by=by, at=clock.now())
            sent_count += 1
        except DomainError as refusal:
            skipped.append([names.get(key, ""), str(refusal)])
    url = reverse("members:member_invite_report", args=[association.code, context.job.public_id])
    return {"url": url, "sent": sent_count, "skipped": skipped}


def _doer(job: Job) -> Actor:
    if job.actor_kind == ActorKind.PERSON:
        return Person.objects.get(pk=int(job.actor_id))
    return CAMPAIGNS


schedules.add(Schedule(KEEP_TIME, "10 9 * * *", KEEP_TIME))
