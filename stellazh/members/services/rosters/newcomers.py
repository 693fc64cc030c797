"""The posts and cards of people whom a list has just entered, written for a lot of them in a few statements.

Whoever enters somebody into a list keeps that list, so each of these people is hers to write about, and a card just
made hides nothing yet: what `add_post`, `update_card` and `add_training` ask for each of them is known beforehand. The
checks of what is written and the entries of the journal are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.members.models import Award, Card, Post, Training
from stellazh.members.services.card_journal import CODE_BY_COLUMN, told
from stellazh.members.services.card_values import CardFields, label_of
from stellazh.members.services.indexing import reindex_people
from stellazh.members.services.posts import PostFields, rate_words
from stellazh.members.services.rosters.person_deeds import Made
from stellazh.members.services.rosters.person_plans import PersonPlan
from stellazh.members.services.rosters.places import SchoolBook
from stellazh.people.models import Person


@dataclass(slots=True)
class Newcomer:
    """Somebody entered a moment ago, and what is still to be written of her; `made` gets what undoing needs."""

    person: Person
    plan: PersonPlan
    made: Made


def checked(plan: PersonPlan, *, at: datetime) -> PersonPlan:
    """The plan with its post and card put into shape, as the services would put it.

    Raises:
        What `PostFields.cleaned` and `CardFields.cleaned` refuse.
    """
    if plan.new_post is not None:
        plan.new_post = plan.new_post.cleaned()
    if plan.card:
        fields = replace(CardFields(), **plan.card).cleaned(today=clock.day_of(at))
        plan.card = {
            name: getattr(fields, name) for name in CardFields.names() if getattr(fields, name) not in (None, "")
        }
    return plan


def write_cards(
    newcomers: Sequence[Newcomer], association: Association, schools: SchoolBook, *, by: Actor, at: datetime
) -> None:
    """Write what the plans of these people say of posts, cards, courses and awards. Statements do not grow with them,
    but for the journal."""
    posts = [(one, one.plan.new_post) for one in newcomers if one.plan.new_post is not None]
    rows = Post.objects.bulk_create(_post(one.person, fields) for one, fields in posts)
    for (one, fields), row in zip(posts, rows, strict=True):
        one.made["post"] = row.pk
        _tell_post(one, fields, association, schools, by=by, at=at)
    carded = [one for one in newcomers if one.plan.card or one.plan.trainings or one.plan.awards]
    cards = Card.objects.bulk_create(
        Card(person=one.person, changed_at=at, version=1, **one.plan.card) for one in carded
    )
    trainings: list[Training] = []
    awards: list[Award] = []
    owners: dict[int, Newcomer] = {}
    for one, card in zip(carded, cards, strict=True):
        owners[card.pk] = one
        if one.plan.card:
            one.made["card_version"] = card.version
            _tell_card(one, card, association, by=by, at=at)
        trainings += [
            Training(card=card, **{name: getattr(fields, name) for name in fields.names()})
            for fields in one.plan.trainings
        ]
        awards += [Award(card=card, title=fields.title, year=fields.year) for fields in one.plan.awards]
    for training in Training.objects.bulk_create(trainings):
        owners[training.card_id].made.setdefault("trainings", []).append(training.pk)
    for award in Award.objects.bulk_create(awards):
        owners[award.card_id].made.setdefault("awards", []).append(award.pk)
    for one, card in zip(carded, cards, strict=True):
        _tell_records(one, card, association, by=by, at=at)
    reindex_people([one.person.pk for one in newcomers])


def _post(person: Person, fields: PostFields) -> Post:
    return Post(
        person=person,
        organisation_id=fields.organisation_id,
        title=fields.title,
        kind=fields.kind,
        rate=fields.rate,
        from_on=fields.from_on,
    )


def _tell_post(
    one: Newcomer, fields: PostFields, association: Association, schools: SchoolBook, *, by: Actor, at: datetime
) -> None:
    school = schools.get(fields.organisation_id)
    rate = f", {rate_words(fields.rate)} ставки" if fields.rate is not None else ""
    changes = {"Должность": ("", f"{fields.title}, {school.short_name if school else ''}{rate}")}
    record("post_added", one.person, by=by, at=at, scope=association.path, changes=changes)


def _tell_card(one: Newcomer, card: Card, association: Association, *, by: Actor, at: datetime) -> None:
    pairs = compare({}, CardFields.of(card).shown())
    changes: dict[str, tuple[str, str]] = {}
    for column, code in CODE_BY_COLUMN.items():
        label = label_of(Card, column)
        if label in pairs:
            changes |= told(card, code, {label: pairs[label]})
    record("card_changed", one.person, by=by, at=at, scope=association.path, changes=changes)


def _tell_records(one: Newcomer, card: Card, association: Association, *, by: Actor, at: datetime) -> None:
    for code, rows in (("trainings", one.plan.trainings), ("awards", one.plan.awards)):
        for fields in rows:
            changes = told(card, code, compare({}, fields.shown()))
            record("card_row_added", one.person, by=by, at=at, scope=association.path, changes=changes)
