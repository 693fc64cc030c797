"""What a read paper is while somebody checks it. Every value goes to JSON and comes back equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Final, Self

FORMAT: Final = 1

PASSPORT_FIELDS: Final[Mapping[str, str]] = {
    "title": "Название",
    "unified_theme": "Единая методическая тема",
    "methodical_theme": "Методическая тема объединения",
    "goal": "Цель",
    "tasks": "Задачи",
    "expected_results": "Ожидаемые результаты",
    "signer_post": "Должность подписывающего",
    "signer_name": "Кто подписывает",
}


@dataclass(frozen=True, slots=True)
class DraftOwner:
    """A responsible as written. `kind` is the reader's guess: person, group, organisation or text."""

    name: str
    detail: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class DraftTerm:
    """The author's wording and what it was understood as; `start` and `end` are inclusive days, either may lack."""

    raw: str = ""
    kind: str = "none"
    start: date | None = None
    end: date | None = None
    time: time | None = None
    months: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftNote:
    """Something a person should look at: what, where, why.

    `field` is number, section, title, term, owners or empty. A note with `replaces` offers a correction: that piece of
    the field's text becomes `replacement`.
    """

    code: str
    text: str
    field: str = ""
    column: str = ""
    replaces: str = ""
    replacement: str = ""

    @property
    def has_fix(self) -> bool:
        return bool(self.replaces)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell of the paper: the heading of its column and its text, as they stand there."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One activity of the paper.

    `key` names it within the draft for ever; `place` says where it stood («строка 12»); `revision` grows with every
    change, so that two people at once do not overwrite each other.
    """

    key: str
    title: str
    place: str = ""
    source: tuple[SourceCell, ...] = ()
    number: str = ""
    section: str = ""
    description: str = ""
    form: str = ""
    term: DraftTerm = DraftTerm()
    place_name: str = ""
    format: str = ""
    audience: str = ""
    outcome_document: str = ""
    note: str = ""
    owners: tuple[DraftOwner, ...] = ()
    notes: tuple[DraftNote, ...] = ()
    is_left_out: bool = False
    is_edited: bool = False
    revision: int = 1

    def changed(self, **values: Any) -> DraftRow:
        """The same row with these values, marked as edited and one revision on."""
        return replace(self, **{"is_edited": True, "revision": self.revision + 1, **values})


@dataclass(frozen=True, slots=True)
class Passport:
    """What stands above the table. `tasks` and `expected_results` hold one entry a line."""

    title: str = ""
    unified_theme: str = ""
    methodical_theme: str = ""
    goal: str = ""
    tasks: str = ""
    expected_results: str = ""
    signer_post: str = ""
    signer_name: str = ""

    def shown(self) -> dict[str, str]:
        """Russian names to texts, in the order of the paper."""
        return {label: str(getattr(self, name)) for name, label in PASSPORT_FIELDS.items()}


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """Who is meant by one spelling: `choice` is person, new, words, group or same; `target` the person's key or the
    other spelling's key."""

    choice: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole read plan."""

    form: str = "sections"
    passport: Passport = Passport()
    passport_revision: int = 1
    sections: tuple[str, ...] = ()
    rows: tuple[DraftRow, ...] = ()
    notes: tuple[DraftNote, ...] = ()
    answers: Mapping[str, DraftAnswer] = field(default_factory=dict)
    next_key: int = 1

    @property
    def taken(self) -> tuple[DraftRow, ...]:
        """The rows that will go into the plan."""
        return tuple(row for row in self.rows if not row.is_left_out)

    @property
    def note_count(self) -> int:
        """How many warnings stand on rows that will be taken, and on the whole paper."""
        return len(self.notes) + sum(len(row.notes) for row in self.taken)

    @property
    def sections_in_use(self) -> tuple[str, ...]:
        """Sections in the order of the paper, then those only rows name."""
        return tuple(dict.fromkeys([*self.sections, *(row.section for row in self.taken if row.section)]))

    def row(self, key: str) -> DraftRow | None:
        """The row of that key."""
        return next((row for row in self.rows if row.key == key), None)

    def place_of(self, key: str) -> int:
        """Where the row of that key stands, from 0.

        Raises:
            KeyError: there is none.
        """
        for place, row in enumerate(self.rows):
            if row.key == key:
                return place
        raise KeyError(key)

    def with_row(self, row: DraftRow) -> Draft:
        """The draft with that row in the place of the one of its key."""
        return replace(self, rows=tuple(row if old.key == row.key else old for old in self.rows))

    def owner_counts(self) -> Counter[str]:
        """How many taken rows name each spelling."""
        return Counter(name for row in self.taken for name in {owner.name for owner in row.owners})

    def to_json(self) -> dict[str, Any]:
        """What is stored."""
        return {
            "format": FORMAT,
            "form": self.form,
            "passport": {name: getattr(self.passport, name) for name in PASSPORT_FIELDS},
            "passport_revision": self.passport_revision,
            "sections": list(self.sections),
            "rows": [_row_to_json(row) for row in self.rows],
            "notes": [_note_to_json(note) for note in self.notes],
            "answers": {key: [answer.choice, answer.target] for key, answer in self.answers.items()},
            "next_key": self.next_key,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The draft that `to_json` gave; an empty mapping gives an empty draft."""
        if not stored:
            return cls()
        return cls(
            form=stored["form"],
            passport=Passport(**stored["passport"]),
            passport_revision=stored["passport_revision"],
            sections=tuple(stored["sections"]),
            rows=tuple(_row_from_json(row) for row in stored["rows"]),
            notes=tuple(DraftNote(**note) for note in stored["notes"]),
            answers={key: DraftAnswer(*answer) for key, answer in stored["answers"].items()},
            next_key=stored["next_key"],
        )


_PLAIN: Final = (
    "key",
    "title",
    "place",
    "number",
    "section",
    "description",
    "form",
    "place_name",
    "format",
    "audience",
    "outcome_document",
    "note",
    "is_left_out",
    "is_edited",
    "revision",
)


def _row_to_json(row: DraftRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "source": [[cell.label, cell.text] for cell in row.source],
        "term": term_to_json(row.term),
        "owners": [[owner.name, owner.detail, owner.kind] for owner in row.owners],
        "notes": [_note_to_json(note) for note in row.notes],
    }


def _row_from_json(stored: Mapping[str, Any]) -> DraftRow:
    return DraftRow(
        **{name: stored[name] for name in _PLAIN},
        source=tuple(SourceCell(*cell) for cell in stored["source"]),
        term=term_from_json(stored["term"]),
        owners=tuple(DraftOwner(*owner) for owner in stored["owners"]),
        notes=tuple(DraftNote(**note) for note in stored["notes"]),
    )


def term_to_json(term: DraftTerm) -> dict[str, Any]:
    """A term as it is stored."""
    return {
        "raw": term.raw,
        "kind": term.kind,
        "start": term.start.isoformat() if term.start else None,
        "end": term.end.isoformat() if term.end else None,
        "time": term.time.isoformat() if term.time else None,
        "months": [month.isoformat() for month in term.months],
    }


def term_from_json(stored: Mapping[str, Any]) -> DraftTerm:
    """The term that `term_to_json` gave."""
    return DraftTerm(
        raw=stored["raw"],
        kind=stored["kind"],
        start=date.fromisoformat(stored["start"]) if stored["start"] else None,
        end=date.fromisoformat(stored["end"]) if stored["end"] else None,
        time=time.fromisoformat(stored["time"]) if stored["time"] else None,
        months=tuple(date.fromisoformat(month) for month in stored["months"]),
    )


def _note_to_json(note: DraftNote) -> dict[str, str]:
    return {
        "code": note.code,
        "text": note.text,
        "field": note.field,
        "column": note.column,
        "replaces": note.replaces,
        "replacement": note.replacement,
    }
