"""Posts: where a person works and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from stellazh.associations.models import Organisation
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.members.models import Post
from stellazh.people.access import can_edit_person
from stellazh.people.models import Person


@dataclass(frozen=True, slots=True)
class PostFields:
    """A post as typed."""

    organisation_id: int
    title: str
    from_on: date | None = None


@transaction.atomic
def add_post(person_id: int, *, fields: PostFields, by: Actor, at: datetime) -> Post:
    """Write down where the person works. The same post twice gives the same row.

    Raises:
        PermissionRefused: `by` keeps no list the person stands in.
        DomainError: no title.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_edit_person(by, person))
    title = " ".join(fields.title.split())
    if not title:
        raise DomainError("Укажите должность.")
    organisation = Organisation.objects.get(pk=fields.organisation_id)
    known = Post.objects.filter(person=person, organisation=organisation, title=title, to_on=None).first()
    if known is not None:
        return known
    post = Post.objects.create(person=person, organisation=organisation, title=title, from_on=fields.from_on)
    record("post_added", person, by=by, at=at, changes={"Должность": ("", f"{title}, {organisation}")})
    return post


@transaction.atomic
def end_post(post_id: int, *, last_day: date, by: Actor, at: datetime) -> Post:
    """Say that the person left the post; `last_day` is the last day in it.

    Raises:
        PermissionRefused; DomainError: it has ended, or would end before it began.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=post_id)
    require(can_edit_person(by, post.person))
    if post.to_on is not None:
        raise DomainError("Эта должность уже окончена.")
    if post.from_on is not None and last_day < post.from_on:
        raise DomainError("Последний день раньше первого.")
    post.to_on = last_day
    post.version += 1
    post.save(update_fields=["to_on", "version"])
    record(
        "post_ended",
        post.person,
        by=by,
        at=at,
        changes={"Должность": (f"{post.title}, {post.organisation}", f"по {last_day:%d.%m.%Y}")},
    )
    return post
