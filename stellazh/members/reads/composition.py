"""Who made up an association on a past day or within a school year: «9 специалистов из 7 муниципалитетов»."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stellazh.associations.enums import TerritoryKind
from stellazh.associations.models import Association, Grant, Territory
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.members.models import Membership, Post
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.people.models import Person


@dataclass(frozen=True, slots=True)
class Span:
    """The days asked about: one day when both ends are the same."""

    first: date
    last: date

    def meets(self, prefix: str = "") -> Q:
        """Rows with `from_on` and `to_on` that were in force on at least one day of the span."""
        begun = Q(**{f"{prefix}from_on__lte": self.last}) | Q(**{f"{prefix}from_on__isnull": True})
        return begun & (Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": self.first}))


@dataclass(frozen=True, slots=True)
class Specialist:
    """One person of the composition. `municipality` is empty when no post says where she worked then."""

    person: Person
    positions: tuple[str, ...]
    roles: tuple[str, ...]
    posts: tuple[str, ...]
    municipality: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Lead:
    """A person who led an association in the span, from a day to a day."""

    association: Association
    person: Person
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Composition:
    """The people of one association in a span, and those who led the associations under it."""

    specialists: tuple[Specialist, ...]
    municipality_names: tuple[str, ...]
    leads_below: tuple[Lead, ...]

    @property
    def specialist_count(self) -> int:
        return len(self.specialists)

    @property
    def municipality_count(self) -> int:
        return len(self.municipality_names)


def composition(association: Association, span: Span, *, actor: Actor) -> Composition:
    """The composition of `association` in the span, as the reader may see it. Five queries, however many people; see
    `seen_posts`.

    A person's municipality is that of the school or centre she worked at then; for those without a post that the
    reader sees, that of the municipal association she stood in.
    """
    members: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(span.meets(), association=association).select_related("person").in_order()
    for row in rows:
        members[row.person_id].append(row)
    places = _places()
    posts, where = _posts(list(members), span, places, actor)
    for person_id, territory_id in _other_places(list(members), span):
        where.setdefault(person_id, places.get(territory_id, ""))
    roles = _roles(association, span)
    specialists = tuple(
        Specialist(
            person=held[0].person,
            positions=tuple(dict.fromkeys(row.position for row in held if row.position)),
            roles=tuple(roles.get(person_id, ())),
            posts=tuple(posts.get(person_id, ())),
            municipality=where.get(person_id, ""),
            from_on=min(row.from_on for row in held),
            to_on=None if any(row.to_on is None for row in held) else max(row.to_on for row in held if row.to_on),
        )
        for person_id, held in members.items()
    )
    names = tuple(sorted({one.municipality for one in specialists if one.municipality}))
    return Composition(specialists, names, _leads_below(association, span))


def _places() -> dict[int, str]:
    """Each territory's municipality: the territory right under the root that it lies in.

    The root itself is one unless it is a region.
    """
    rows = list(Territory.objects.values_list("pk", "path", "depth", "name", "kind"))
    first = {path: name for _, path, depth, name, _ in rows if depth == 1}
    found: dict[int, str] = {}
    for pk, path, depth, name, kind in rows:
        top = "/".join(path.split("/")[:3]) + "/"
        own = "" if kind == TerritoryKind.REGION else name
        found[pk] = first.get(top, "") if depth else own
    return found


def _posts(
    person_ids: list[int], span: Span, places: dict[int, str], actor: Actor
) -> tuple[dict[int, list[str]], dict[int, str]]:
    posts: dict[int, list[str]] = defaultdict(list)
    where: dict[int, str] = {}
    rows = Post.objects.filter(span.meets(), person_id__in=person_ids).select_related("organisation").order_by("pk")
    for post in seen_posts(rows, actor=actor):
        posts[post.person_id].append(f"{post.title}, {post.organisation.short_name}")
        if municipality := places.get(post.organisation.territory_id):
            where[post.person_id] = municipality
    return posts, where


def _other_places(person_ids: list[int], span: Span) -> list[tuple[int, int]]:
    """Where those people stood in associations below the root's, deepest first."""
    rows = Membership.objects.filter(span.meets(), person_id__in=person_ids, association__territory__depth__gte=1)
    return list(rows.order_by("-association__territory__depth").values_list("person_id", "association__territory_id"))


def _roles(association: Association, span: Span) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    held = Grant.objects.filter(span.meets(), association=association).exclude(role=Role.MEMBER)
    order = list(Role)
    for grant in sorted(held, key=lambda grant: order.index(Role(grant.role))):
        if (label := str(Role(grant.role).label)) not in found[grant.person_id]:
            found[grant.person_id].append(label)
    return found


def _leads_below(association: Association, span: Span) -> tuple[Lead, ...]:
    rows = (
        Grant.objects.filter(span.meets(), role=Role.HEAD, association__parent=association)
        .select_related("association", "person")
        .order_by("association__sort_key", "from_on", "pk")
    )
    return tuple(
        Lead(grant.association, grant.person, grant.from_on, grant.to_on)
        for grant in rows
        if grant.association is not None
    )
