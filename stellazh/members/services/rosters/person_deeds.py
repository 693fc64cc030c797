"""Taking one row of a list of people in, through the services of people, posts and cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.members.models import Card, Membership
from stellazh.members.rosters.names import Name
from stellazh.members.rosters.rows import PersonRow
from stellazh.members.services.card_records import add_award, add_training
from stellazh.members.services.card_values import CardFields
from stellazh.members.services.cards import update_card
from stellazh.members.services.memberships import MemberFields, add_member, enter_member, update_membership
from stellazh.members.services.posts import PostFields, add_post, update_post
from stellazh.members.services.rosters.known_people import PersonDetails
from stellazh.members.services.rosters.person_plans import Change, PersonPlan
from stellazh.people.services import PersonFields, update_person

Made = dict[str, Any]


def enter_newcomer(
    row: PersonRow, plan: PersonPlan, association: Association, *, by: Actor, at: datetime
) -> Membership:
    """Enter somebody new, without post and card.

    Raises:
        What the services of people and members refuse.
    """
    if row.name is None:
        raise DomainError(row.refusal)
    return enter_member(
        association.pk,
        person_fields=PersonFields(row.name.family, row.name.given, row.name.patronymic),
        email=row.email or None,
        fields=MemberFields(position=plan.position),
        from_on=clock.day_of(at, association.time_zone),
        by=by,
        at=at,
    )


def add_to_cards(
    plan: PersonPlan, details: PersonDetails, association: Association, *, by: Actor, at: datetime
) -> Made:
    """Add to the cards of somebody known what the plan adds; gives what undoing needs.

    Raises:
        What the services of people, members and cards refuse.
    """
    made: Made = {}
    person_id = details.person.pk
    if plan.joins:
        day = clock.day_of(at, association.time_zone)
        fields = MemberFields(position=plan.position)
        made["membership"] = add_member(
            association.pk, person_id=person_id, fields=fields, from_on=day, by=by, at=at
        ).pk
    elif plan.position and details.membership is not None:
        fields = MemberFields(plan.position, details.membership.weight)
        update_membership(
            details.membership.pk, expected_version=details.membership.version, fields=fields, by=by, at=at
        )
        made["position"] = [details.membership.pk, details.membership.position, plan.position]
    if plan.name is not None:
        _complete_name(details, plan.name, association, made, by=by, at=at)
    if plan.new_post is not None:
        made["post"] = add_post(person_id, fields=plan.new_post, by=by, at=at).pk
    if plan.changed_post is not None:
        _change_post(plan, made, by=by, at=at)
    if plan.card:
        _change_card(person_id, plan, details.card, made, by=by, at=at)
    _add_records(person_id, plan, made, by=by, at=at)
    return made


def told(changes: list[Change]) -> dict[str, list[str]]:
    """The changes as the report shows them; several of one label stand under each other."""
    found: dict[str, list[str]] = {}
    for change in changes:
        before = found.get(change.label)
        found[change.label] = (
            [change.ours, change.theirs] if before is None else [before[0], f"{before[1]}\n{change.theirs}"]
        )
    return found


def as_json(value: Any) -> Any:
    """A value of a card as JSON keeps it; `Field.to_python` reads it back."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _complete_name(
    details: PersonDetails, name: Name, association: Association, made: Made, *, by: Actor, at: datetime
) -> None:
    person = details.person
    before = [person.family_name, person.given_name, person.patronymic]
    fields = PersonFields(name.family, name.given, name.patronymic)
    update_person(person.pk, expected_version=person.version, fields=fields, scope=association.path, by=by, at=at)
    made["name"] = [before, [name.family, name.given, name.patronymic]]


def _change_post(plan: PersonPlan, made: Made, *, by: Actor, at: datetime) -> None:
    if plan.changed_post is None:
        return
    post, fields = plan.changed_post
    before = PostFields.of(post)
    changed = update_post(post.pk, expected_version=post.version, fields=fields, by=by, at=at)
    made["changed_post"] = [
        post.pk,
        changed.version,
        [before.title, before.kind, as_json(before.rate)],
    ]


def _change_card(person_id: int, plan: PersonPlan, card: Card | None, made: Made, *, by: Actor, at: datetime) -> None:
    base = CardFields.of(card) if card is not None else CardFields()
    fields = replace(base, **plan.card)
    saved = update_card(person_id, expected_version=card.version if card else 0, fields=fields, by=by, at=at)
    made["card"] = {column: [as_json(getattr(base, column)), as_json(getattr(saved, column))] for column in plan.card}


def _add_records(person_id: int, plan: PersonPlan, made: Made, *, by: Actor, at: datetime) -> None:
    if plan.trainings:
        made["trainings"] = [add_training(person_id, fields=one, by=by, at=at).pk for one in plan.trainings]
    if plan.awards:
        made["awards"] = [add_award(person_id, fields=one, by=by, at=at).pk for one in plan.awards]
