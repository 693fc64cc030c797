"""Municipalities in which something is missing: an association, its head, a responsible person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Grant, Organisation, Territory
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.members import visibility
from stellazh.members.models import Card, Membership, Responsible

GAPS: Final = {
    "association": "нет объединения",
    "head": "нет руководителя",
    "responsible": "нет ответственного",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call: `phone` is empty when none is known or the reader may not see it."""

    name: str
    what: str
    phone: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality with what it has and what it lacks."""

    territory: Territory
    associations: tuple[Association, ...]
    heads: tuple[Contact, ...]
    responsible: tuple[Contact, ...]
    responsible_rows: tuple[Responsible, ...]
    authorities: tuple[Contact, ...]
    member_count: int
    school_count: int
    gaps: tuple[str, ...]

    @property
    def gap_labels(self) -> tuple[str, ...]:
        return tuple(GAPS[gap] for gap in self.gaps)


def municipalities(actor: Actor, paths: Iterable[str], *, on: date) -> list[Municipality]:
    """The municipalities under those territories' paths, on that day. A fixed number of queries.

    A municipality is a territory right under the root; where the root stands alone, the root itself. An association
    of a territory deeper inside counts for the municipality too.
    """
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__startswith=path)
    every = list(Territory.objects.filter(inside, archived_at=None).in_order())
    tops = [territory for territory in every if territory.depth == 1] or every[:1]
    found = _Gathered(tops, on)
    people = {person_id for _, person_id, _ in found.heads} | {row.person_id for row in found.responsible}
    phones = _phones(actor, sorted(people))
    return [_municipality(territory, found, phones) for territory in tops]


class _Gathered:
    """Everything of all the municipalities at once, so that their number costs no queries."""

    def __init__(self, tops: list[Territory], on: date) -> None:
        below = Q(pk__in=[])
        for top in tops:
            below |= Q(territory__path__startswith=top.path)
        self.associations = (
            list(
                Association.objects.present()
                .filter(below, territory__depth__gte=min(t.depth for t in tops))
                .select_related("territory")
                .in_order()
            )
            if tops
            else []
        )
        ids = [association.pk for association in self.associations]
        self.heads = [
            (grant.association_id, grant.person_id, grant.person.full_name)
            for grant in Grant.objects.active_on(on)
            .filter(role=Role.HEAD, association_id__in=ids)
            .select_related("person")
            .order_by("person__sort_key")
        ]
        self.members = dict(
            Membership.objects.on(on)
            .filter(association_id__in=ids)
            .values_list("association__territory__path")
            .annotate(number=Count("person_id", distinct=True))
        )
        self.responsible = (
            list(
                Responsible.objects.on(on)
                .filter(below)
                .select_related("person", "territory")
                .order_by("person__sort_key")
            )
            if tops
            else []
        )
        organisations = Organisation.objects.present().filter(below) if tops else Organisation.objects.none()
        self.schools = dict(
            organisations.filter(kind=OrganisationKind.SCHOOL)
            .values_list("territory__path")
            .annotate(number=Count("pk"))
        )
        self.authorities: dict[str, list[Contact]] = defaultdict(list)
        offices = (
            organisations.filter(kind__in=[OrganisationKind.AUTHORITY, OrganisationKind.METHODICAL_CENTRE])
            .select_related("territory", "school_card")
            .in_order()
        )
        for office in offices:
            card = getattr(office, "school_card", None)
            phone = card.phone if card else ""
            self.authorities[office.territory.path].append(Contact(office.short_name, office.get_kind_display(), phone))


def _municipality(territory: Territory, found: _Gathered, phones: dict[int, str]) -> Municipality:
    here = [row for row in found.associations if row.territory.path.startswith(territory.path)]
    ids = {row.pk for row in here}
    named = {row.pk: row.short_name for row in here}
    heads = tuple(
        Contact(name, named[association_id], phones.get(person_id, ""), person_id)
        for association_id, person_id, name in found.heads
        if association_id in ids
    )
    rows = tuple(row for row in found.responsible if row.territory.path.startswith(territory.path))
    responsible = tuple(
        Contact(row.person.full_name, row.basis or "ответственное лицо", phones.get(row.person_id, ""), row.person_id)
        for row in rows
    )
    lacking = (("association", here), ("head", heads), ("responsible", responsible))
    return Municipality(
        territory=territory,
        associations=tuple(here),
        heads=heads,
        responsible=responsible,
        responsible_rows=rows,
        authorities=tuple(_under(found.authorities, territory)),
        member_count=sum(number for path, number in found.members.items() if path.startswith(territory.path)),
        school_count=sum(number for path, number in found.schools.items() if path.startswith(territory.path)),
        gaps=tuple(gap for gap, things in lacking if not things),
    )


def _under(contacts: dict[str, list[Contact]], territory: Territory) -> list[Contact]:
    return [one for path, held in contacts.items() if path.startswith(territory.path) for one in held]


def _phones(actor: Actor, person_ids: list[int]) -> dict[int, str]:
    """Phones that the actor may see. Three queries."""
    near = visibility.nearness_of(actor, person_ids)
    cards = Card.objects.filter(person_id__in=person_ids).exclude(phone="")
    return {
        card.person_id: card.phone
        for card in cards
        if card.person_id in near and visibility.lets_through(visibility.level_of(card, "phone"), near[card.person_id])
    }
