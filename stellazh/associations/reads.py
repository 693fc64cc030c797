"""What the pages of the structure show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.capabilities import REACH_LABELS, Capability, Role, capabilities


@dataclass(slots=True)
class Branch:
    """An association with those that belong to it and the people who lead it today."""

    association: Association
    heads: list[str] = field(default_factory=list)
    children: list[Branch] = field(default_factory=list)


def association_tree() -> list[Branch]:
    """Open associations as a tree, each with its heads. Two queries, however many there are."""
    rows = list(Association.objects.present().select_related("territory").in_order())
    heads: dict[int, list[str]] = defaultdict(list)
    leading = (
        Grant.objects.active_on(clock.today())
        .filter(role=Role.HEAD, association__in=[row.pk for row in rows])
        .select_related("person")
        .order_by("person__sort_key")
    )
    for grant in leading:
        if grant.association_id is not None:
            heads[grant.association_id].append(grant.person.full_name)
    branches = {row.pk: Branch(row, heads[row.pk]) for row in rows}
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
