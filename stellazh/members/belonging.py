"""Where somebody belongs: the associations in whose open list she stands, and those above them."""

from __future__ import annotations

from stellazh.associations.models import Association, AssociationQuerySet
from stellazh.common.actor import Actor
from stellazh.people.models import Person


def own_line(actor: Actor) -> list[str]:
    """The paths of the associations the person belongs to, and of all above them. One query, once per request.

    «/region/town/» gives «/region/» and «/region/town/».
    """
    keeper = actor if isinstance(actor, Person) and actor.caches_grants else None
    if keeper is not None and keeper.line_cache is not None:
        return list(keeper.line_cache)
    paths: set[str] = set()
    own = Association.objects.filter(memberships__person_id=int(actor.actor_id), memberships__to_on=None)
    for path in own.values_list("path", flat=True):
        codes = path.strip("/").split("/")
        paths |= {f"/{'/'.join(codes[: depth + 1])}/" for depth in range(len(codes))}
    if keeper is not None:
        keeper.line_cache = tuple(sorted(paths))
    return sorted(paths)


def own_associations(actor: Actor) -> AssociationQuerySet:
    """The associations the person belongs to today, for use inside another query."""
    return Association.objects.filter(memberships__person_id=int(actor.actor_id), memberships__to_on=None)
