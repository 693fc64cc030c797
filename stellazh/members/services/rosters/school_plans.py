"""What taking a row in would do to a school: what it adds, and where it differs. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from stellazh.associations.models import Organisation
from stellazh.common.errors import DomainError
from stellazh.members.models import SchoolCard
from stellazh.members.rosters.rows import SchoolRow
from stellazh.members.rosters.school_names import school_name
from stellazh.members.services.card_values import label_of, words_of
from stellazh.members.services.rosters.person_plans import Change
from stellazh.members.services.schools import SchoolFields
from stellazh.russian.collation import fold


@dataclass(slots=True)
class SchoolDetails:
    """A school with its card; needs the territory read along."""

    organisation: Organisation
    card: SchoolCard | None = None


@dataclass(slots=True)
class SchoolPlan:
    """`adds` fill what is empty, or are what somebody chose to take from the file; `conflicts` stay as they are."""

    adds: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.adds)

    @property
    def is_same(self) -> bool:
        """Whether the file says nothing that the card does not."""
        return not self.adds and not self.conflicts


def plan_school(
    row: SchoolRow, details: SchoolDetails | None, *, taken: Collection[str] = (), today: date
) -> SchoolPlan:
    """What the row would do to that school, to a new one without `details`."""
    plan = SchoolPlan()
    base = SchoolFields()
    if details is not None:
        _plan_names(plan, row, details.organisation, taken)
        if details.card is not None:
            base = SchoolFields.of(details.card)
    fresh: dict[str, Any] = {}
    for column, value in row.card.items():
        ours = getattr(base, column)
        if _is_equal(column, ours, value):
            continue
        if ours in (None, "") or column in taken:
            fresh[column] = value
        else:
            told = words_of(SchoolCard, column, ours), words_of(SchoolCard, column, value)
            plan.conflicts.append(Change(column, label_of(SchoolCard, column), *told))
    _fill_card(plan, fresh, base, today)
    return plan


def _plan_names(plan: SchoolPlan, row: SchoolRow, organisation: Organisation, taken: Collection[str]) -> None:
    if row.inn and not organisation.inn:
        plan.names["inn"] = row.inn
        plan.adds.append(Change("inn", "ИНН", "", row.inn))
    elif row.inn and row.inn != organisation.inn:
        plan.conflicts.append(Change("inn", "ИНН", organisation.inn, row.inn))
    for code, label, ours, theirs in (
        ("short_name", "Краткое название", organisation.short_name, row.short_name),
        ("name", "Полное название", organisation.name, row.name),
    ):
        # «СОШ № 5» and «МБОУ «СОШ №5»» are one name: there is nothing to choose between.
        if fold(ours) == fold(theirs) or school_name(ours) == school_name(theirs):
            continue
        change = Change(code, label, ours, theirs)
        if code in taken:
            plan.names[code] = theirs
            plan.adds.append(change)
        else:
            plan.conflicts.append(change)


def _is_equal(column: str, ours: Any, value: Any) -> bool:
    if column == "site":
        return _bare(str(ours or "")) == _bare(str(value))
    if isinstance(ours, str) and isinstance(value, str):
        return fold(ours) == fold(value)
    return bool(ours == value)


def _bare(address: str) -> str:
    return fold(address).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _fill_card(plan: SchoolPlan, fresh: dict[str, Any], base: SchoolFields, today: date) -> None:
    kept: dict[str, Any] = {}
    try:
        if fresh:
            replace(base, **fresh).cleaned(today=today)
        kept = fresh
    except DomainError:
        # The whole fund before its parts: they may not exceed it.
        for column in sorted(fresh, key=lambda one: one != "fund_count"):
            try:
                replace(base, **kept, **{column: fresh[column]}).cleaned(today=today)
            except DomainError as refusal:
                plan.problems.append(f"{label_of(SchoolCard, column)}: {refusal} Из файла не взято.")
            else:
                kept[column] = fresh[column]
    plan.card |= kept
    for column, value in kept.items():
        told = words_of(SchoolCard, column, getattr(base, column)), words_of(SchoolCard, column, value)
        plan.adds.append(Change(column, label_of(SchoolCard, column), *told))
