"""What the pages of campaigns show: figures by place, people by state, and only what the reader may see of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Territory
from stellazh.common.actor import Actor
from stellazh.jobs.models import Job
from stellazh.mail.enums import MailState
from stellazh.mail.models import OutgoingMail
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.enums import AnswerState, Level
from stellazh.members.models import Campaign, CampaignAnswer, Membership, Post
from stellazh.members.models.campaigns import CampaignAnswerQuerySet
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.members.services.campaign_letters import address_of
from stellazh.members.services.campaigns import letters_key
from stellazh.members.visibility import hides_from, lets_through, level_of, nearness_of
from stellazh.people.models import Person
from stellazh.russian.collation import fold

STATES = (AnswerState.CONFIRMED, AnswerState.CORRECTED, AnswerState.GONE, AnswerState.WAITING)
NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were asked and what they said."""

    confirmed: int = 0
    corrected: int = 0
    gone: int = 0
    waiting: int = 0

    @property
    def asked(self) -> int:
        return self.confirmed + self.corrected + self.gone + self.waiting

    @property
    def answered(self) -> int:
        return self.asked - self.waiting

    @property
    def percent(self) -> int:
        """Whole per cent of those who answered; 100 only when all did."""
        return self.answered * 100 // self.asked if self.asked else 0

    def and_also(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.confirmed + other.confirmed,
            self.corrected + other.corrected,
            self.gone + other.gone,
            self.waiting + other.waiting,
        )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of the progress: a municipality or an association, by its key."""

    key: int
    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Progress:
    """A campaign as the reader sees it: the reader's own part of it, when she reads below alone."""

    whole: Tally
    territories: tuple[PlaceRow, ...]
    associations: tuple[PlaceRow, ...]
    without_address_count: int
    noted_count: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One person of the list. `phone` and `email` are empty when there is none or the reader may not see it."""

    answer: CampaignAnswer
    person: Person
    posts: tuple[str, ...]
    phone: str
    email: str
    has_address: bool
    mail_state: str


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What of the list is wanted; empty values ask for everything."""

    state: str = AnswerState.WAITING
    territory_id: int | None = None
    association_id: int | None = None
    address: str = ""
    phone: str = ""
    query: str = ""


def progress(campaign: Campaign, *, actor: Actor) -> Progress:
    """The counts of those answers that the actor may see. Four queries, however many people and places."""
    rows = campaign.answers.visible_to(actor)
    counted = rows.values("territory_id", "association_id", "state").annotate(count=Count("pk")).order_by()
    by_territory: dict[int, Tally] = defaultdict(Tally)
    by_association: dict[int, Tally] = defaultdict(Tally)
    whole = Tally()
    for row in counted:
        one = Tally(**{str(row["state"]): row["count"]})
        whole = whole.and_also(one)
        by_territory[row["territory_id"]] = by_territory[row["territory_id"]].and_also(one)
        by_association[row["association_id"]] = by_association[row["association_id"]].and_also(one)
    territories = Territory.objects.filter(pk__in=list(by_territory)).order_by("depth", "sort_key", "pk")
    associations = Association.objects.filter(pk__in=list(by_association)).in_order()
    more = rows.aggregate(
        unreachable=Count("pk", filter=Q(state=AnswerState.WAITING, person__email=None) & _NO_CONTACT),
        noted=Count("pk", filter=Q(note_settled_at=None) & ~Q(note="") & ~Q(state=AnswerState.WAITING)),
    )
    return Progress(
        whole=whole,
        territories=tuple(PlaceRow(one.pk, one.name, by_territory[one.pk]) for one in territories),
        associations=tuple(PlaceRow(one.pk, one.short_name, by_association[one.pk]) for one in associations),
        without_address_count=more["unreachable"],
        noted_count=more["noted"],
    )


_NO_CONTACT = Q(person__card=None) | Q(person__card__contact_email="")


def people_of(campaign: Campaign, wanted: PeopleFilter, *, actor: Actor) -> CampaignAnswerQuerySet:
    """The answers the actor may see, narrowed; by place, then by the alphabet.

    «Есть телефон» finds only telephones that the actor may see: a filter must not tell what the list hides.
    """
    rows = campaign.answers.visible_to(actor)
    if wanted.state == NOTED:
        rows = rows.with_open_note()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.territory_id is not None:
        rows = rows.filter(territory_id=wanted.territory_id)
    if wanted.association_id is not None:
        rows = rows.filter(association_id=wanted.association_id)
    if wanted.address:
        rows = rows.with_address() if wanted.address == "yes" else rows.without_address()
    if wanted.phone:
        seen = rows.filter(_sees_phone(actor)).values("pk")
        rows = rows.filter(pk__in=seen) if wanted.phone == "yes" else rows.exclude(pk__in=seen)
    if wanted.query:
        rows = rows.filter(person__name_key__contains=fold(wanted.query))
    return rows.order_by("territory__sort_key", "territory_id", "person__sort_key", "pk")


def answer_rows(answers: CampaignAnswerQuerySet | list[CampaignAnswer], *, actor: Actor) -> list[AnswerRow]:
    """The page's rows with posts, letters and what may be seen of contacts: five queries, however many rows."""
    if not isinstance(answers, list):
        answers = list(answers)
    ids = [answer.person_id for answer in answers]
    near = nearness_of(actor, ids)
    posts: dict[int, list[str]] = defaultdict(list)
    held = Post.objects.filter(person_id__in=ids, to_on=None).select_related("organisation").order_by("pk")
    for post in seen_posts(held, actor=actor):
        posts[post.person_id].append(f"{post.title}, {post.organisation.short_name}")
    letters = _last_letters(ids)
    return [
        AnswerRow(
            answer,
            answer.person,
            tuple(posts[answer.person_id]),
            _contact(answer.person, "phone", near.get(answer.person_id)),
            _contact(answer.person, "contact_email", near.get(answer.person_id)),
            bool(address_of(answer.person)),
            letters.get(answer.person_id, ""),
        )
        for answer in answers
    ]


def letters_under_way(campaign: Campaign) -> Job | None:
    """The unfinished work that sends the campaign's letters, if there is any."""
    keys = [letters_key(campaign.pk), letters_key(campaign.pk, is_reminder=True)]
    return Job.objects.unfinished().filter(key__in=keys).order_by("pk").first()


def _contact(person: Person, code: str, near: Level | None) -> str:
    card = getattr(person, "card", None)
    if card is None or near is None or not lets_through(level_of(card, code), near):
        return ""
    return str(getattr(card, code))


def _last_letters(person_ids: Iterable[int]) -> dict[int, str]:
    """What became of the last letter of a campaign to each of those people, for letters that did not arrive."""
    abouts = [f"person:{person_id}" for person_id in person_ids]
    sent = OutgoingMail.objects.filter(kind=CONFIRMATION, about__in=abouts).order_by()
    last = sent.values("about").annotate(last=Max("pk"))
    failed = OutgoingMail.objects.filter(
        pk__in=last.values("last"), state__in=[MailState.FAILED, MailState.REFUSED]
    ).values_list("about", "state")
    return {int(about.partition(":")[2]): str(MailState(state).label) for about, state in failed}


def _sees_phone(actor: Actor) -> Q:
    has_phone = Q(person__card__phone__gt="")
    here = Membership.objects.at_home().filter(reach(actor, "members.read_cards_here", "association__"))
    above = Membership.objects.filter(reach(actor, "members.read_cards", "association__"), to_on=None)
    as_head = Q(person_id__in=here.values("person_id")) & ~hides_from(Level.HEAD, "phone", "person__card__")
    as_region = Q(person_id__in=above.values("person_id")) & ~hides_from(Level.REGION, "phone", "person__card__")
    own = Q(person_id=int(actor.actor_id)) if actor.actor_kind == "person" else Q(pk=None)
    return has_phone & (as_head | as_region | own)
