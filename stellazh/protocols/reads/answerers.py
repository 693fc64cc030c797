"""Who can be spoken to about a mark: the person herself, those who work at the school, those who lead the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from stellazh.associations.models import Grant
from stellazh.members.models import Post
from stellazh.protocols.models import Assignment
from stellazh.protocols.models.decisions import LEADERS


def who_answers(assignments: Iterable[Assignment], *, on: date) -> dict[int, set[int]]:
    """The keys of people by the keys of assignments. Two queries, however many marks; a group has nobody."""
    rows = list(assignments)
    found: dict[int, set[int]] = {row.pk: {row.person_id} if row.person_id else set() for row in rows}
    schools = _workers({row.organisation_id for row in rows if row.organisation_id}, on)
    places, associations = _leaders(
        {row.territory_id for row in rows if row.territory_id},
        {row.association_id for row in rows if row.association_id},
        on,
    )
    for row in rows:
        found[row.pk] |= schools.get(row.organisation_id or 0, set())
        found[row.pk] |= places.get(row.territory_id or 0, set())
        found[row.pk] |= associations.get(row.association_id or 0, set())
    return found


def _workers(organisation_ids: set[int], on: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    if organisation_ids:
        rows = Post.objects.on(on).vouched().filter(organisation_id__in=organisation_ids)
        for organisation_id, person_id in rows.values_list("organisation_id", "person_id"):
            found[organisation_id].add(person_id)
    return found


def _leaders(territory_ids: set[int], association_ids: set[int], on: date) -> tuple[dict[int, set[int]], ...]:
    places: dict[int, set[int]] = defaultdict(set)
    associations: dict[int, set[int]] = defaultdict(set)
    if territory_ids or association_ids:
        near = Q(association__territory_id__in=territory_ids) | Q(association_id__in=association_ids)
        rows = Grant.objects.active_on(on).filter(near, role__in=LEADERS, association__archived_at=None)
        for territory_id, association_id, person_id in rows.values_list(
            "association__territory_id", "association_id", "person_id"
        ):
            if territory_id in territory_ids:
                places[territory_id].add(person_id)
            if association_id in association_ids:
                associations[association_id].add(person_id)
    return places, associations
