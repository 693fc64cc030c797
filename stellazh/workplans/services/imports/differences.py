"""What a paper read anew changes in a plan that exists: which rows are new, changed, the same, and which are gone.

A paper knows no keys of ours, so rows are matched by what stands in them. Pure: no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from stellazh.workplans.drafts.spellings import fold, written_key

# Titles this like are one activity reworded; the two lower marks need the number or the term to agree as well.
SAME_TITLE: Final = 85.0
SAME_TITLE_AND_TERM: Final = 72.0
SAME_TITLE_AND_NUMBER: Final = 55.0
_FIGURES = re.compile(r"\d+")
_NUMBER_WEIGHT: Final = 8.0
_SECTION_WEIGHT: Final = 5.0
_TERM_WEIGHT: Final = 6.0
_OWNER_WEIGHT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Comparable:
    """A row of either side. `key` is the draft's row key or the item's primary key as text.

    `extras` are further fields by their codes, those of `EXTRA_LABELS`.
    """

    key: str
    title: str
    number: str = ""
    section: str = ""
    term: str = ""
    owners: tuple[str, ...] = ()
    owner_people: frozenset[int] = frozenset()
    extras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs: its code, its Russian name, the plan's text and the paper's."""

    field: str
    label: str
    ours: str
    paper: str


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the paper and the item of the plan it is; `changes` is empty when nothing differs."""

    row: str
    item: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """`new` are keys of rows, `gone` keys of items that the paper no longer has."""

    new: tuple[str, ...]
    changed: tuple[Match, ...]
    same: tuple[Match, ...]
    gone: tuple[str, ...]

    @property
    def nothing_differs(self) -> bool:
        """Whether the paper says just what the plan says."""
        return not (self.new or self.changed or self.gone)


LABELS: Final = {"number": "№", "section": "Раздел", "title": "Мероприятие", "term": "Срок", "owners": "Ответственные"}

EXTRA_LABELS: Final = {
    "description": "Описание",
    "place": "Место",
    "format": "Формат",
    "audience": "Для кого",
    "outcome_document": "Итоговый документ",
    "note": "Примечание",
}


def compare_plans(paper: Sequence[Comparable], plan: Sequence[Comparable]) -> Differences:
    """Match every row of the paper with at most one item of the plan, the surest pairs first.

    An empty cell of the paper never counts as a change: a paper says what it says, it does not erase.
    """
    pairs = _exact_pairs(paper, plan)
    pairs |= _likely_pairs(
        [row for row in paper if row.key not in pairs],
        [item for item in plan if item.key not in pairs.values()],
    )
    items = {item.key: item for item in plan}
    matches = [
        Match(row.key, pairs[row.key], changes_of(row, items[pairs[row.key]])) for row in paper if row.key in pairs
    ]
    met = set(pairs.values())
    return Differences(
        new=tuple(row.key for row in paper if row.key not in pairs),
        changed=tuple(match for match in matches if match.changes),
        same=tuple(match for match in matches if not match.changes),
        gone=tuple(item.key for item in plan if item.key not in met),
    )


def changes_of(row: Comparable, item: Comparable) -> tuple[FieldChange, ...]:
    """The fields in which the paper says something else than the plan."""
    changes = [
        FieldChange(name, label, ours, wanted)
        for name, label in LABELS.items()
        if name != "owners"
        and (wanted := str(getattr(row, name)))
        and _squeezed(wanted) != _squeezed(ours := str(getattr(item, name)))
    ]
    if row.owners and not _same_owners(row, item):
        changes.append(FieldChange("owners", LABELS["owners"], ", ".join(item.owners), ", ".join(row.owners)))
    ours_extras = dict(item.extras)
    changes += [
        FieldChange(name, EXTRA_LABELS[name], ours_extras.get(name, ""), wanted)
        for name, wanted in row.extras
        if wanted and _squeezed(wanted) != _squeezed(ours_extras.get(name, ""))
    ]
    return tuple(changes)


def _same_owners(row: Comparable, item: Comparable) -> bool:
    if {written_key(name) for name in row.owners} != {written_key(name) for name in item.owners}:
        return bool(row.owner_people) and row.owner_people == item.owner_people and len(row.owners) == len(item.owners)
    # The same words: a change only when the paper's are now linked to somebody and the plan's are not.
    return row.owner_people <= item.owner_people


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _exact_pairs(paper: Sequence[Comparable], plan: Sequence[Comparable]) -> dict[str, str]:
    """Rows whose words are the same; among several such items the one of the same term, number and place."""
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for fineness in (_all_of, _title_and_term, _title_and_section):
        free: dict[tuple[str, ...], list[str]] = {}
        for item in plan:
            if item.key not in taken:
                free.setdefault(fineness(item), []).append(item.key)
        rows = [row for row in paper if row.key not in pairs]
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            seen[fineness(row)] = seen.get(fineness(row), 0) + 1
        for row in rows:
            candidates = free.get(fineness(row), [])
            # Coarser looks take only what cannot be mistaken; equal rows in all respects pair off in order.
            if candidates and (fineness is _all_of or len(candidates) == seen[fineness(row)] == 1):
                pairs[row.key] = candidates.pop(0)
                taken.add(pairs[row.key])
    return pairs


def _all_of(row: Comparable) -> tuple[str, ...]:
    return fold(row.title), fold(row.section), fold_term(row.term), row.number


def _title_and_term(row: Comparable) -> tuple[str, ...]:
    return fold(row.title), fold_term(row.term)


def _title_and_section(row: Comparable) -> tuple[str, ...]:
    return fold(row.title), fold(row.section)


def fold_term(term: str) -> str:
    """A term without case and blanks: figures count, unlike in names."""
    return "".join(term.casefold().split())


def _likely_pairs(paper: Sequence[Comparable], plan: Sequence[Comparable]) -> dict[str, str]:
    scored = sorted(_scores(paper, plan), key=lambda entry: (-entry[0], entry[1], entry[2]))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, row_place, item_place in scored:
        row, item = paper[row_place].key, plan[item_place].key
        if row not in pairs and item not in taken:
            pairs[row] = item
            taken.add(item)
    return pairs


def _scores(paper: Sequence[Comparable], plan: Sequence[Comparable]) -> Iterable[tuple[float, int, int]]:
    folded_items = [(fold(item.title), fold(item.section), fold_term(item.term)) for item in plan]
    figures_of_items = [_FIGURES.findall(item.title) for item in plan]
    for row_place, row in enumerate(paper):
        title, section, term = fold(row.title), fold(row.section), fold_term(row.term)
        for item_place, item in enumerate(plan):
            item_title, item_section, item_term = folded_items[item_place]
            likeness = fuzz.ratio(title, item_title, score_cutoff=SAME_TITLE_AND_NUMBER)
            if not likeness:
                continue
            same_section = section == item_section
            same_number = bool(row.number) and row.number == item.number and same_section
            same_term = bool(term) and term == item_term
            # «Заседание № 1» and «Заседание № 2» are all but equal, and two things.
            same_figures = _FIGURES.findall(row.title) == figures_of_items[item_place]
            if (
                (same_figures and likeness >= SAME_TITLE)
                or (same_term and likeness >= SAME_TITLE_AND_TERM)
                or (same_number and likeness >= SAME_TITLE_AND_NUMBER)
            ):
                yield (
                    likeness
                    + _NUMBER_WEIGHT * same_number
                    + _SECTION_WEIGHT * same_section
                    + _TERM_WEIGHT * same_term
                    + _OWNER_WEIGHT * (set(row.owners) == set(item.owners)),
                    row_place,
                    item_place,
                )
