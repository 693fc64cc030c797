"""Where people work on a day: the school and the municipality that a registration keeps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stellazh.associations.models import Territory
from stellazh.members.models import Membership, Post


@dataclass(frozen=True, slots=True)
class Workplace:
    """A school and its municipality; either may be unknown."""

    organisation_id: int | None = None
    organisation_name: str = ""
    territory_id: int | None = None


NOWHERE = Workplace()


def workplaces(person_ids: Collection[int], *, on: date) -> dict[int, Workplace]:
    """Each person's workplace on that day, the latest post first; without a post the municipality of the list she
    stands in. Three queries whatever the number of people.
    """
    tops = municipality_ids()
    held = Q(from_on__isnull=True) | Q(from_on__lte=on)
    standing = Q(to_on__isnull=True) | Q(to_on__gte=on)
    found: dict[int, Workplace] = {}
    memberships = Membership.objects.filter(held, standing, person_id__in=person_ids, association__archived_at=None)
    for person_id, territory_id in memberships.order_by("association__depth", "pk").values_list(
        "person_id", "association__territory_id"
    ):
        found[person_id] = Workplace(territory_id=tops.get(territory_id))
    posts = Post.objects.filter(held, standing, person_id__in=person_ids)
    for person_id, organisation_id, name, territory_id in posts.order_by("from_on", "pk").values_list(
        "person_id", "organisation_id", "organisation__short_name", "organisation__territory_id"
    ):
        known = found.get(person_id, NOWHERE)
        found[person_id] = Workplace(organisation_id, name, tops.get(territory_id) or known.territory_id)
    return found


def municipality_ids() -> dict[int, int]:
    """Each territory's municipality: the territory right under the root that it lies in; none for a root alone with
    others below. One query.
    """
    rows = list(Territory.objects.values_list("pk", "path", "depth"))
    first = {path: pk for pk, path, depth in rows if depth == 1}
    found: dict[int, int] = {}
    for pk, path, depth in rows:
        if depth:
            top = "/".join(path.split("/")[:3]) + "/"
            if top in first:
                found[pk] = first[top]
        elif not first:
            # A city alone is its own municipality.
            found[pk] = pk
    return found
