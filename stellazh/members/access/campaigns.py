"""Who may run a campaign, see who has answered, and answer."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.members.access.cards import answers_by_link
from stellazh.members.models import CampaignAnswer
from stellazh.people.access import is_self


def can_run_campaign(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may begin, change, end campaigns of the association and have letters sent."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто.")
    return can(actor, "members.run_campaign", association)


def can_answer(actor: Actor, answer: CampaignAnswer) -> Verdict:
    """The person who was asked, signed in, and the bearer of the person's own link."""
    if answer.person.archived_at is not None:
        return refuse("Карточка в архиве.")
    if is_self(actor, answer.person):
        return ALLOWED
    if isinstance(actor, LinkHolder) and actor.object_id == str(answer.pk) and answers_by_link(actor, answer.person):
        return ALLOWED
    return refuse("О себе отвечает сам человек.")


def can_record_answer(actor: Actor, answer: CampaignAnswer) -> Verdict:
    """Whoever runs campaigns where the person stands, and whoever runs this one: they ask by telephone.

    The same people may print the person a letter with a personal link.
    """
    if can_run_campaign(actor, answer.association):
        return ALLOWED
    return can_run_campaign(actor, answer.campaign.association)
