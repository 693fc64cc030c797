"""Changing a draft by hand: pure functions from one draft to the next. None of them knows who asks or when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.versions import require_version
from stellazh.workplans.drafts.model import Draft, DraftNote, DraftOwner, DraftRow, DraftTerm, Passport

# A full stop after a word of three letters or more: an initial or «г.» ends no sentence.
_SEAM = re.compile(r"(?<=[^\W\d_]{3}[.!?»])\s+(?=[А-ЯЁ«])|;\s+|\s+[-–—]\s+(?=[А-ЯЁ«])")

ReadTerm = Callable[[str], tuple[DraftTerm, tuple[DraftNote, ...]]]

TITLE_LIMIT: Final = 4_000
ROW_FIELDS: Final = {
    "number": "№",
    "section": "Раздел",
    "title": "Мероприятие",
    "term": "Срок",
    "owners": "Ответственные",
}


class RowIsGone(DomainError):
    """The row was joined to another one meanwhile."""


class NothingAbove(DomainError):
    """The first row has nothing above it to be joined to."""


class NothingToSplit(DomainError):
    """One of the two parts would be empty."""


class TitleIsEmpty(DomainError):
    """A row without words is no activity."""


class FixIsStale(DomainError):
    """The text to be corrected is no longer there."""


@dataclass(frozen=True, slots=True)
class RowText:
    """What a person typed for one row; `owners` are told apart by the caller."""

    title: str
    number: str = ""
    section: str = ""
    term: str = ""
    owners: tuple[DraftOwner, ...] = ()

    def shown(self) -> dict[str, str]:
        """Russian names to texts, for showing two people's texts side by side."""
        return {
            "№": self.number,
            "Раздел": self.section,
            "Мероприятие": self.title,
            "Срок": self.term,
            "Ответственные": owners_text(self.owners),
        }


def owners_text(owners: Iterable[DraftOwner]) -> str:
    """One owner a line: «Ольхова В.И. — заведующая библиотекой»."""
    return "\n".join(f"{owner.name} — {owner.detail}" if owner.detail else owner.name for owner in owners)


def owners_of_text(text: str, known: Iterable[DraftOwner] = ()) -> tuple[DraftOwner, ...]:
    """The owners of a text with one a line; the kind of a name already known stays, another one is a person's guess."""
    kinds = {owner.name: owner.kind for owner in known}
    owners = []
    for line in text.splitlines():
        name, _, detail = (part.strip(" ,;") for part in line.partition(" — "))
        if name:
            owners.append(DraftOwner(name[:200], detail[:300], kinds.get(name, "text")))
    return tuple(dict.fromkeys(owners))


def text_of(row: DraftRow) -> RowText:
    """The row as a person would have typed it."""
    return RowText(row.title, row.number, row.section, row.term.raw, row.owners)


def update_row(draft: Draft, key: str, *, expected: int, text: RowText, read_term: ReadTerm) -> Draft:
    """The draft with one row typed anew. Warnings of the fields that changed go; those of a new term come.

    Raises:
        RowIsGone, TitleIsEmpty.
        ChangedMeanwhile: somebody changed the row first.
    """
    row = _row(draft, key)
    before = text_of(row)
    require_version(row.revision, expected, theirs=before.shown(), mine=text.shown())
    if not text.title.strip():
        raise TitleIsEmpty("Впишите, что будет проведено, или оставьте пункт в стороне.")
    changed = {name for name in ROW_FIELDS if getattr(before, name) != getattr(text, name)}
    if not changed:
        return draft
    notes = tuple(note for note in row.notes if note.field not in changed)
    term = row.term
    if "term" in changed:
        term, new_notes = read_term(text.term)
        notes += new_notes
    return draft.with_row(
        row.changed(
            title=text.title.strip()[:TITLE_LIMIT],
            number=text.number.strip()[:12],
            section=text.section.strip()[:300],
            term=term,
            owners=text.owners,
            notes=notes,
        )
    )


def set_left_out(draft: Draft, key: str, *, expected: int, left_out: bool) -> Draft:
    """The draft with the row put aside, or put back.

    Raises:
        RowIsGone.
        ChangedMeanwhile: somebody changed the row first.
    """
    row = _row(draft, key)
    if row.is_left_out == left_out:
        return draft
    require_version(row.revision, expected)
    return draft.with_row(row.changed(is_left_out=left_out, is_edited=row.is_edited))


def split_row(draft: Draft, key: str, *, expected: int, first: str, second: str) -> Draft:
    """The draft with one row made two: the second one follows, with the same section, term and owners.

    Raises:
        RowIsGone.
        NothingToSplit: a part is empty.
        ChangedMeanwhile: somebody changed the row first.
    """
    place, row = _place(draft, key), _row(draft, key)
    require_version(
        row.revision, expected, theirs={"Мероприятие": row.title}, mine={"Мероприятие": f"{first} {second}"}
    )
    if not first.strip() or not second.strip():
        raise NothingToSplit("Разделите текст так, чтобы в обеих частях что-то осталось.")
    upper = row.changed(title=first.strip()[:TITLE_LIMIT], notes=_without(row.notes, "title"))
    lower = replace(
        upper,
        key=f"s{draft.next_key}",
        title=second.strip()[:TITLE_LIMIT],
        number="",
        notes=tuple(note for note in upper.notes if note.field in ("term", "owners")),
        revision=1,
    )
    rows = (*draft.rows[:place], upper, lower, *draft.rows[place + 1 :])
    return replace(draft, rows=rows, next_key=draft.next_key + 1)


def guess_split(title: str) -> tuple[str, str]:
    """Where a title falls apart most likely: after a sentence, a semicolon or before a dash; else all in the first."""
    found = _SEAM.search(title)
    if found is None:
        return title, ""
    return title[: found.start()].rstrip(" ;"), title[found.end() :].strip()


def merge_up(draft: Draft, key: str, *, expected: int) -> Draft:
    """The draft with the row joined to the nearest one above that is not left out. Nothing of either text is lost.

    Raises:
        RowIsGone, NothingAbove.
        ChangedMeanwhile: somebody changed the row first.
    """
    place, row = _place(draft, key), _row(draft, key)
    require_version(row.revision, expected, theirs=text_of(row).shown(), mine={})
    above = next((upper for upper in reversed(draft.rows[:place]) if not upper.is_left_out), None)
    if above is None:
        raise NothingAbove("Выше нет пункта, к которому можно присоединить этот.")
    joined = above.changed(
        title=f"{above.title} {row.title}"[:TITLE_LIMIT],
        number=above.number or row.number,
        section=above.section or row.section,
        description="\n".join(part for part in (above.description, row.description) if part),
        term=above.term if above.term.raw else row.term,
        owners=tuple(dict.fromkeys((*above.owners, *row.owners))),
        notes=tuple(dict.fromkeys((*above.notes, *row.notes))),
        source=(*above.source, *row.source),
        place=", ".join(dict.fromkeys(part for part in (above.place, row.place) if part))[:120],
    )
    rows = tuple(joined if old.key == above.key else old for old in draft.rows if old.key != key)
    return replace(draft, rows=rows)


def apply_fix(draft: Draft, key: str, *, expected: int, number: int, read_term: ReadTerm) -> Draft:
    """The draft with the correction that the row's note `number` (from 0) offers.

    Raises:
        RowIsGone.
        FixIsStale: the note offers nothing, or its text is no longer there.
        ChangedMeanwhile: somebody changed the row first.
    """
    row = _row(draft, key)
    require_version(row.revision, expected)
    stale = FixIsStale("Этот текст уже исправлен.")
    if not 0 <= number < len(row.notes):
        raise stale
    note = row.notes[number]
    others = tuple(other for other in row.notes if other is not note)
    if not note.has_fix:
        raise stale
    if note.field == "term":
        if note.replaces not in row.term.raw:
            raise stale
        term, _ = read_term(row.term.raw.replace(note.replaces, note.replacement, 1))
        return draft.with_row(row.changed(term=term, notes=others))
    if note.field == "owners":
        owners = tuple(
            replace(owner, name=note.replacement) if owner.name == note.replaces else owner for owner in row.owners
        )
        if owners == row.owners:
            raise stale
        return draft.with_row(row.changed(owners=owners, notes=others))
    for name in ("title", "section", "description"):
        text: str = getattr(row, name)
        if note.replaces in text and note.field in (name, ""):
            return draft.with_row(row.changed(**{name: text.replace(note.replaces, note.replacement, 1)}, notes=others))
    raise stale


def dismiss_note(draft: Draft, key: str, *, expected: int, number: int) -> Draft:
    """The draft without that note of the row: a person has looked and found everything right.

    Raises:
        RowIsGone, FixIsStale.
        ChangedMeanwhile: somebody changed the row first.
    """
    row = _row(draft, key)
    require_version(row.revision, expected)
    if not 0 <= number < len(row.notes):
        raise FixIsStale("Этого замечания уже нет.")
    notes = row.notes[:number] + row.notes[number + 1 :]
    return draft.with_row(row.changed(notes=notes, is_edited=row.is_edited))


def set_passport(draft: Draft, *, expected: int, passport: Passport, form: str, sections: tuple[str, ...]) -> Draft:
    """The draft with the texts above its table, its form and the order of its sections.

    A section renamed at its own place takes its rows along.

    Raises:
        ChangedMeanwhile: somebody changed them first.
    """
    require_version(
        draft.passport_revision,
        expected,
        theirs={**draft.passport.shown(), "Разделы": "\n".join(draft.sections)},
        mine={**passport.shown(), "Разделы": "\n".join(sections)},
    )
    kept = tuple(dict.fromkeys(name.strip()[:300] for name in sections if name.strip()))
    renamed: dict[str, str] = {}
    if len(kept) == len(draft.sections):
        pairs = zip(draft.sections, kept, strict=True)
        renamed = {old: new for old, new in pairs if old != new and old not in kept and new not in draft.sections}
    rows = tuple(
        row.changed(section=renamed[row.section], is_edited=row.is_edited) if row.section in renamed else row
        for row in draft.rows
    )
    return replace(
        draft, passport=passport, form=form, sections=kept, rows=rows, passport_revision=draft.passport_revision + 1
    )


def _row(draft: Draft, key: str) -> DraftRow:
    row = draft.row(key)
    if row is None:
        raise RowIsGone("Этого пункта больше нет: его присоединили к другому. Обновите страницу.")
    return row


def _place(draft: Draft, key: str) -> int:
    _row(draft, key)
    return draft.place_of(key)


def _without(notes: tuple[DraftNote, ...], field: str) -> tuple[DraftNote, ...]:
    return tuple(note for note in notes if note.field != field)


__all__ = [
    "ChangedMeanwhile",
    "FixIsStale",
    "NothingAbove",
    "NothingToSplit",
    "ReadTerm",
    "RowIsGone",
    "RowText",
    "TitleIsEmpty",
    "apply_fix",
    "dismiss_note",
    "guess_split",
    "merge_up",
    "owners_of_text",
    "owners_text",
    "set_left_out",
    "set_passport",
    "split_row",
    "text_of",
    "update_row",
]
