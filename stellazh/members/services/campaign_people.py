"""Whom a campaign asks: each member once, those who join later, and no longer those who have left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F
from django.db.models.functions import Cast

from stellazh.associations.models import Association, Territory
from stellazh.audit.models import type_of
from stellazh.common.actor import Actor, System
from stellazh.common.clock import day_of
from stellazh.links.models import SecretLink, SecretLinkQuerySet
from stellazh.links.services import revoke_links
from stellazh.live import bus
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.enums import AnswerState, CampaignState
from stellazh.members.models import Campaign, CampaignAnswer, Membership, Post
from stellazh.members.models.campaigns import CampaignAnswerQuerySet
from stellazh.members.models.memberships import MembershipQuerySet
from stellazh.people.models import Person

LEAVERS = System("список участников")
HAS_LEFT = "Участие в объединении окончено."


def links_of(answers: CampaignAnswerQuerySet) -> SecretLinkQuerySet:
    """The personal links given out for those answers, dead ones too."""
    keys = answers.annotate(key=Cast("pk", CharField())).values("key")
    return SecretLink.objects.filter(purpose=CONFIRMATION, object_type=type_of(CampaignAnswer()), object_id__in=keys)


def places_asked(campaign: Campaign, *, at: datetime) -> MembershipQuerySet:
    """The open memberships whose people the campaign asks."""
    today = day_of(at, campaign.association.time_zone)
    rows = Membership.objects.filter(to_on=None, from_on__lte=today, person__archived_at=None)
    if campaign.includes_below:
        return rows.filter(association__path__startswith=campaign.association.path, association__archived_at=None)
    return rows.filter(association_id=campaign.association_id)


def add_missing(campaign: Campaign, *, at: datetime) -> int:
    """Ask those members whom the campaign has not asked yet; how many. As many statements as for a few.

    Somebody who stands in several of its associations is asked once, in the lowest of them.
    """
    known = campaign.answers.values("person_id")
    rows = places_asked(campaign, at=at).exclude(person_id__in=known).select_related("association__territory")
    chosen: dict[int, Association] = {}
    for place in rows.order_by("-association__depth", "from_on", "pk"):
        chosen.setdefault(place.person_id, place.association)
    territories = _Territories(campaign.association.territory)
    territories.learn_posts(person_id for person_id, one in chosen.items() if not territories.lies_below(one))
    answers = [
        CampaignAnswer(
            campaign=campaign,
            person_id=person_id,
            association=association,
            territory_id=territories.of(person_id, association),
        )
        for person_id, association in chosen.items()
    ]
    CampaignAnswer.objects.bulk_create(answers, ignore_conflicts=True)
    return len(answers)


def settle_leavers(campaign: Campaign, *, at: datetime) -> int:
    """Wait no longer for people who stand in none of the campaign's associations; how many."""
    present = places_asked(campaign, at=at).values("person_id")
    gone = campaign.answers.waiting().exclude(person_id__in=present)
    return _settle(gone, at=at)


@transaction.atomic
def person_left(person: Person, association: Association, *, at: datetime) -> None:
    """Somebody left the association: running campaigns ask her elsewhere, or wait for her no longer.

    Links to her card that were given out for this place open nothing from now on. For `end_membership` alone, which has
    asked for the right.
    """
    rows = CampaignAnswer.objects.select_for_update(of=("self",)).filter(
        person=person, association=association, campaign__state=CampaignState.OPEN
    )
    for answer in rows.select_related("campaign__association__territory"):
        other = places_asked(answer.campaign, at=at).filter(person=person).exclude(association=association)
        place = other.select_related("association__territory").order_by("-association__depth", "pk").first()
        revoke_links(links_of(CampaignAnswer.objects.filter(pk=answer.pk)), by=LEAVERS, at=at)
        if place is not None:
            answer.association = place.association
            territories = _Territories(answer.campaign.association.territory)
            territories.learn_posts([person.pk])
            answer.territory_id = territories.of(person.pk, place.association)
            answer.save(update_fields=["association", "territory"])
        elif answer.state == AnswerState.WAITING:
            _settle(CampaignAnswer.objects.filter(pk=answer.pk), at=at)


@transaction.atomic
def revoke_confirmation_links(person_id: int, *, by: Actor, at: datetime) -> int:
    """Make every personal link to the person's card open nothing; how many. For merging and erasing.

    Raises:
        PermissionRefused: `by` is not the system.
    """
    return revoke_links(links_of(CampaignAnswer.objects.filter(person_id=person_id)), by=by, at=at)


def publish_progress(campaign: Campaign) -> None:
    """Tell the open pages of the campaign, after the commit, to look again."""
    bus.publish(f"campaign:{campaign.pk}", {"campaign": campaign.pk})


def _settle(answers: CampaignAnswerQuerySet, *, at: datetime) -> int:
    revoke_links(links_of(answers), by=LEAVERS, at=at)
    return answers.update(
        state=AnswerState.GONE,
        answered_at=at,
        answered_by_name=LEAVERS.actor_name,
        note=HAS_LEFT,
        note_settled_at=at,
        version=F("version") + 1,
    )


class _Territories:
    """Where people count: the territory right under the campaign's own, or that one itself.

    It is that of the association; for somebody who stands in the campaign's own association alone, that of her school.
    """

    def __init__(self, root: Territory) -> None:
        self._root = root
        below = Territory.objects.filter(path__startswith=root.path, depth=root.depth + 1)
        self._by_path = dict(below.values_list("path", "pk"))
        self._posts: dict[int, int] = {}

    def lies_below(self, association: Association) -> bool:
        """Whether the association is of one place within the territory, not of the whole."""
        return self._under(association.territory.path) is not None

    def learn_posts(self, person_ids: Iterable[int]) -> None:
        """Look up where those people work."""
        rows = Post.objects.filter(person_id__in=list(person_ids), to_on=None).order_by("pk")
        for person_id, path in rows.values_list("person_id", "organisation__territory__path"):
            found = self._under(path)
            if found is not None:
                self._posts.setdefault(person_id, found)

    def of(self, person_id: int, association: Association) -> int:
        return self._under(association.territory.path) or self._posts.get(person_id) or self._root.pk

    def _under(self, path: str) -> int | None:
        if not path.startswith(self._root.path):
            return None
        step = path[len(self._root.path) :].partition("/")[0]
        return self._by_path.get(f"{self._root.path}{step}/") if step else None
