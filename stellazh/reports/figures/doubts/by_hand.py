"""Figures entered by hand: their day, their source, and what the rows say of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stellazh.common.clock import day_of
from stellazh.reports.figures.counting import figures, rule_named
from stellazh.reports.figures.doubts.model import Asked, Doubt, DoubtRule
from stellazh.russian.calendar_words import short_date
from stellazh.russian.collation import fold


def days_by_hand(asked: Asked) -> Iterator[Doubt]:
    """A day outside the school year, or one that has not come."""
    today = day_of(asked.at, asked.scope.association.time_zone)
    for name, figure in asked.hand.items():
        if figure.as_of not in asked.scope.year:
            sentence = (
                f"Показатель «{figure.label or name}» внесён на {short_date(figure.as_of)}: это не "
                f"{asked.scope.year.label} учебный год. Проверьте дату."
            )
            yield Doubt("hand_outside_the_year", sentence)
        elif figure.as_of > today:
            sentence = f"Показатель «{figure.label or name}» внесён на {short_date(figure.as_of)}: день не наступил."
            yield Doubt("hand_to_come", sentence)


def sources_by_hand(asked: Asked) -> Iterator[Doubt]:
    """No source."""
    for name, figure in asked.hand.items():
        if not figure.source.strip():
            sentence = f"У показателя «{figure.label or name}» не сказано, откуда он. Впишите источник."
            yield Doubt("hand_without_source", sentence)


def contradicted_by_rows(asked: Asked) -> Iterator[Doubt]:
    """The same name, code or label as a live figure, and another number."""
    labels = {fold(rule.label): rule for rule in figures}
    for name, figure in asked.hand.items():
        rule = rule_named(name) or figures.get(figure.code) or labels.get(fold(figure.label or name))
        if rule is None or figure.value is None:
            continue
        live = asked.value(rule.code)
        if live is not None and live != figure.value:
            sentence = (
                f"«{figure.label or name}»: вручную внесено {figure.number}, а по записям "
                f"{asked.figures[rule.code].number}. Оставьте одно число."
            )
            yield Doubt("hand_against_rows", sentence)


RULES: Final[tuple[DoubtRule, ...]] = (days_by_hand, sources_by_hand, contradicted_by_rows)
