"""All figures in their order, counted together; and the list behind each, for those who may open it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from types import ModuleType
from typing import Final

from stellazh.associations.access import can, holds_below
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.registries import Registry
from stellazh.common.verdict import ALLOWED, Verdict, refuse, require
from stellazh.events.access import can_read_figures
from stellazh.reports.figures import attendances, certificates, decisions, events, feedback, people, plans, programme
from stellazh.reports.figures.model import Figure, FigureList, FigureRule
from stellazh.reports.figures.one_event import counted_events, event_rows_behind, parted
from stellazh.reports.figures.scopes import Scope
from stellazh.russian.collation import fold

# A subject more is a module more with its `RULES`; they stand in the picker in this order.
_SUBJECTS: Final[tuple[ModuleType, ...]] = (
    events, attendances, people, programme, feedback, certificates, decisions, plans,
)  # fmt: skip

figures: Final[Registry[FigureRule]] = Registry("figure", key=lambda rule: rule.code)
for _subject in _SUBJECTS:
    for _rule in _subject.RULES:
        figures.add(_rule)


class NoSuchFigure(DomainError):
    """Nothing of that code is counted."""


def rule_named(name: str) -> FigureRule | None:
    """The rule that a text calls so; case, ё and е do not matter."""
    return _by_name(len(figures)).get(fold(name))


@cache
def _by_name(_count: int) -> Mapping[str, FigureRule]:
    # Folded once, and again when another subject has joined.
    return {fold(rule.name): rule for rule in figures}


def counted(scope: Scope, codes: Collection[str] | None = None) -> Mapping[str, Figure]:
    """These figures, or all but those of single events. Codes that mean nothing are left out.

    Each source is asked once in a scope: at most 25 queries for all, however many events and people, and two more for
    the figures of single events.
    """
    asked = [rule for rule in figures if codes is None or rule.code in codes]
    return {**{rule.code: rule.figure(scope) for rule in asked}, **counted_events(scope, codes or ())}


def grouped() -> Mapping[str, list[FigureRule]]:
    """The rules under their headings, in order: for the picker."""
    found: dict[str, list[FigureRule]] = {}
    for rule in figures:
        found.setdefault(rule.group, []).append(rule)
    return found


def shows_people(code: str) -> bool:
    """Whether the list behind a figure tells who: whoever opens it, and more so takes it out, has looked at people."""
    of_event = parted(code)
    if of_event is not None:
        return of_event[0].shows_people
    rule = figures.get(code)
    return rule is not None and rule.shows_people


def can_open_figure(actor: Actor, code: str, association: Association) -> Verdict:
    """Whether the actor may see the list behind a figure of that association.

    A figure is a number that anybody may read who reads the report; its list needs the right that the same list needs
    where it is kept. Lists that reach below need that right below.
    """
    if parted(code) is not None:
        return can_read_figures(actor, association)
    rule = figures.get(code)
    if rule is None or rule.rows is None:
        return refuse("За этим числом нет списка.")
    if not rule.needs:
        return ALLOWED
    verdict = can(actor, rule.needs, association)
    if verdict and rule.below and not holds_below(actor, rule.needs, association):
        return refuse("Этот список открыт тем, кто отвечает и за нижестоящие объединения.")
    return verdict


def figure_list(scope: Scope, code: str, *, reader: Actor) -> FigureList:
    """What stands behind a figure, as of the same day.

    Raises:
        NoSuchFigure: nothing of that code is counted.
        PermissionRefused: the reader may know the number and not the list.
    """
    rule = figures.get(code)
    if rule is None and parted(code) is None:
        raise NoSuchFigure("Такого показателя нет.")
    require(can_open_figure(reader, code, scope.association))
    of_event = event_rows_behind(scope, code)
    if of_event is not None:
        return of_event
    if rule is None or rule.rows is None:
        raise NoSuchFigure("За этим числом нет списка.")
    return rule.rows(scope)
