"""From gathered rows to readings: terms and owners are read, forms guessed, checks made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stellazh.russian.persons import Owner, read_owners
from stellazh.russian.terms import parse_term
from stellazh.workplans.reading.activities import strip_marker
from stellazh.workplans.reading.checks import check_item
from stellazh.workplans.reading.entries import Entry
from stellazh.workplans.reading.guesses import guess_form, guess_format
from stellazh.workplans.reading.headings import Role
from stellazh.workplans.reading.model import ItemReading, Source


def finish(entries: Sequence[Entry], school_year: int) -> tuple[ItemReading, ...]:
    """The readings of entries in order; those with neither a title nor owners are left out."""
    items = (_item(entry, school_year) for entry in entries)
    return tuple(
        replace(item, warnings=(*item.warnings, *check_item(item, school_year)))
        for item in items
        if item.title or item.owners
    )


def _item(entry: Entry, school_year: int) -> ItemReading:
    title = strip_marker(" ".join(entry.title.split()))
    term = parse_term(" ".join(entry.term.split()), school_year)
    form = entry.further(Role.FORM)
    return ItemReading(
        title=title,
        term=term,
        source=Source(entry.table, entry.row, entry.column, entry.source_text),
        number=entry.number,
        section=" ".join(entry.section.split()),
        direction=" ".join(entry.direction.split()),
        owners=_owners(entry),
        form=guess_form(form) or guess_form(title),
        format=term.format or guess_format(form, entry.remark, title),
        place=entry.further(Role.PLACE) or term.place,
        audience=entry.further(Role.AUDIENCE),
        outcome=entry.further(Role.OUTCOME),
        note=entry.further(Role.NOTE),
        warnings=tuple(entry.warnings),
    )


def _owners(entry: Entry) -> tuple[Owner, ...]:
    owners: dict[str, Owner] = {}
    for owner in (*entry.owners, *read_owners("\n".join(entry.owner_lines))):
        owners.setdefault(owner.name.casefold(), owner)
    return tuple(owners.values())
