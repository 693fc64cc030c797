"""What a yearly plan says, read from a paper. Texts are the author's own; nothing is corrected silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from stellazh.russian.persons import Owner
from stellazh.russian.terms import Term


class PlanForm(StrEnum):
    """How the paper lays its plan out: numbered rows in sections; dates by directions; by meetings; by months; or
    running text without any of these."""

    SECTIONS = "sections"
    MATRIX = "matrix"
    MEETINGS = "meetings"
    MONTHS = "months"
    TEXT = "text"


class GrifKind(StrEnum):
    """The heading words of a block of approval, as printed."""

    CONSIDERED = "РАССМОТРЕНО"
    AGREED = "СОГЛАСОВАНО"
    APPROVING = "УТВЕРЖДАЮ"
    APPROVED = "УТВЕРЖДЕНО"


@dataclass(frozen=True, slots=True)
class Warning:
    """What a person should look at, in Russian: what it is and why.

    `row` and `column` count from 0 in the table of the paper, -1 when it concerns the whole. `field` is number,
    section, direction, title, term, owners or empty. With `replaces` a correction is offered: that piece of the field's
    text becomes `suggestion`.
    """

    code: str
    text: str
    row: int = -1
    column: int = -1
    suggestion: str = ""
    field: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item stands: table of the paper (from 0, -1 for text without a table), row, column, words there."""

    table: int
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One activity. `section` is the heading above it, `direction` the heading of its column in the matrix form.

    `form` is guessed from the words («круглый стол»), "" when they give nothing. `format` is "online", "onsite",
    "mixed" or "".
    """

    title: str
    term: Term
    source: Source
    number: str = ""
    section: str = ""
    direction: str = ""
    owners: tuple[Owner, ...] = ()
    form: str = ""
    format: str = ""
    place: str = ""
    audience: str = ""
    outcome: str = ""
    note: str = ""
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Grif:
    """A block of approval above the title. `date_raw` and `number` are as written, "" when blank."""

    kind: GrifKind
    text: str
    date_raw: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Passport:
    """The texts around the table: title, themes, goal, tasks, approvals above it, the signer below it."""

    title: str = ""
    association_name: str = ""
    unified_theme: str = ""
    methodical_theme: str = ""
    goal: str = ""
    tasks: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()
    grifs: tuple[Grif, ...] = ()
    signer: str = ""


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan in the order of its paper. `school_year` is the calendar year in which the school year opens."""

    form: PlanForm
    school_year: int
    passport: Passport = field(default_factory=Passport)
    items: tuple[ItemReading, ...] = ()
    warnings: tuple[Warning, ...] = ()
