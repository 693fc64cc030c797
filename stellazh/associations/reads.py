"""What the pages of the structure show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.capabilities import REACH_LABELS, Capability, Role, capabilities
from stellazh.people.enums import PUBLISHED_NAME
from stellazh.people.models import Person
from stellazh.people.services.consents import published_subjects


@dataclass(frozen=True, slots=True)
class Heads:
    """Those who lead an association, as a reader sees them; `hidden_count` of them may not be named to her."""

    names: tuple[str, ...] = ()
    hidden_count: int = 0

    @property
    def words(self) -> str:
        """«руководитель: Ольхова Вера Ильинична», «руководитель назначен», «руководитель не назначен»."""
        if self.names:
            return f"руководитель: {', '.join(self.names)}"
        return "руководитель назначен" if self.hidden_count else "руководитель не назначен"


def heads_of(association_ids: Iterable[int], *, reader: Actor, on: date) -> dict[int, Heads]:
    """Who leads these associations on that day; associations without a head are not in it.

    One query; one more for a reader not signed in, to whom only those are named who agreed to it.
    """
    leading = (
        Grant.objects.active_on(on)
        .filter(role=Role.HEAD, association__in=list(association_ids))
        .select_related("person")
        .order_by("person__sort_key")
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for grant in leading:
        if grant.association_id is not None:
            found[grant.association_id].append(grant.person)
    shown = _named_to(reader, {person.pk for people in found.values() for person in people})
    heads = {}
    for association_id, people in found.items():
        names = tuple(person.full_name for person in people if person.pk in shown)
        heads[association_id] = Heads(names, len(people) - len(names))
    return heads


def _named_to(reader: Actor, person_ids: set[int]) -> set[int]:
    if reader.actor_kind in (ActorKind.PERSON, ActorKind.SYSTEM):
        return person_ids
    return {person_id for person_id, known in published_subjects(person_ids).items() if PUBLISHED_NAME in known}


@dataclass(slots=True)
class Branch:
    """An association with those that belong to it and the people who lead it today."""

    association: Association
    heads: Heads
    children: list[Branch] = field(default_factory=list)


def association_tree(reader: Actor) -> list[Branch]:
    """Open associations as a tree, each with its heads. Two queries, three for a guest, however many there are."""
    rows = list(Association.objects.present().select_related("territory").in_order())
    heads = heads_of([row.pk for row in rows], reader=reader, on=clock.today())
    branches = {row.pk: Branch(row, heads.get(row.pk, Heads())) for row in rows}
    roots: list[Branch] = []
    for row in rows:
        parent = branches.get(row.parent_id) if row.parent_id is not None else None
        (parent.children if parent else roots).append(branches[row.pk])
    return roots


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """One capability with the word «здесь» or «здесь и ниже» for each role, empty where the role lacks it."""

    capability: Capability
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapabilityArea:
    """The capabilities of one area of work."""

    title: str
    rows: tuple[CapabilityRow, ...]


def capability_table() -> tuple[tuple[Role, ...], tuple[CapabilityArea, ...]]:
    """The table «кто что может», straight from the registry the checks themselves use."""
    roles = tuple(Role)
    areas: dict[str, list[CapabilityRow]] = defaultdict(list)
    for entry in capabilities:
        cells = tuple(REACH_LABELS[entry.roles[role]] if role in entry.roles else "" for role in roles)
        areas[entry.area].append(CapabilityRow(entry, cells))
    return roles, tuple(CapabilityArea(title, tuple(rows)) for title, rows in areas.items())
