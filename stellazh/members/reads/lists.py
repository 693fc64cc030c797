"""What the lists of members show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from stellazh.associations.models import Association, Grant
from stellazh.common.capabilities import Role
from stellazh.members.enums import Level
from stellazh.members.models import Membership, Post
from stellazh.members.visibility import hides_from
from stellazh.notices.reads import bounced_addresses
from stellazh.people.models import Person
from stellazh.russian.collation import fold


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the list."""

    membership: Membership
    person: Person
    posts: tuple[str, ...]
    grants: tuple[Grant, ...]
    is_bounced: bool = False


def members_of(association: Association, *, on: date, query: str = "", role: str = "") -> QuerySet[Membership]:
    """Memberships of that day, narrowed by the beginning of the name and by role.

    Whoever was put away or erased stands in no list, even if the last day of her membership is that one.
    """
    rows = Membership.objects.on(on).filter(association=association, person__archived_at=None)
    rows = rows.select_related("person").in_order()
    if query:
        rows = rows.filter(person__name_key__contains=fold(query))
    if role:
        holders = Grant.objects.active_on(on).filter(association=association, role=role).values("person_id")
        rows = rows.filter(person_id__in=holders)
    return rows


def member_rows(
    memberships: list[Membership], association: Association, *, on: date, near: Level = Level.REGION
) -> list[MemberRow]:
    """The page's rows with posts, roles and whether letters reach them: three queries, however many rows.

    Posts that their owner keeps from somebody as `near` as the reader are left out.
    """
    ids = [membership.person_id for membership in memberships]
    posts: dict[int, list[str]] = defaultdict(list)
    hidden = Person.objects.filter(hides_from(near, "posts"), pk__in=ids).values("pk")
    shown = Post.objects.on(on).filter(person_id__in=ids).exclude(person_id__in=hidden)
    for post in shown.select_related("organisation"):
        posts[post.person_id].append(f"{post.title}, {post.organisation.short_name}")
    grants: dict[int, list[Grant]] = defaultdict(list)
    order = list(Role)
    for grant in Grant.objects.active_on(on).filter(person_id__in=ids, association=association):
        grants[grant.person_id].append(grant)
    for held in grants.values():
        held.sort(key=lambda grant: order.index(Role(grant.role)))
    bounced = bounced_addresses(membership.person.email for membership in memberships)
    return [
        MemberRow(
            row, row.person, tuple(posts[row.person_id]), tuple(grants[row.person_id]), row.person.email in bounced
        )
        for row in memberships
    ]


def known_people_outside(association: Association, *, query: str, on: date) -> QuerySet[Person]:
    """People whose name contains the query and who are not in the association, twenty at most."""
    inside = Membership.objects.on(on).filter(association=association).values("person_id")
    found = Person.objects.present().filter(name_key__contains=fold(query)).exclude(pk__in=inside)
    return found.in_order()[:20]
