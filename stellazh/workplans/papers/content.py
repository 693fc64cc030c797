"""What a plan looks like to a printer: plain values, no database, every text already in Russian.

Whoever owns the plan fills a `PlanPaper`; every printer here (Word, PDF, Excel, calendar) takes nothing else. Texts may
come from anywhere — a Word cell, a paste from a chat — so the printers treat them as hostile and clean them themselves.
"""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class PaperOwner:
    """One responsible person or group as written in the plan, with the post or the school in `detail`."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One activity of the plan.

    `uid` stays the same for the life of the activity (calendars know it by that). `number` and `term_raw` are the words
    of the author and are printed untouched; `term_kind` is a code of the term reader; `start` and `end` are the first
    and the last day, both included, either may be missing. `months` holds the first days of the months when the term
    is a list of months. `status` is one of planned, held, postponed, cancelled; `status_label` is how it is said.
    """

    uid: str
    number: str
    section: str
    title: str
    description: str
    term_raw: str
    term_kind: str
    start: date | None
    end: date | None
    time: time | None
    place: str
    format_label: str
    form_label: str
    audience: str
    outcome_document: str
    owners: tuple[PaperOwner, ...]
    status: str
    status_label: str
    status_reason: str
    fact: str
    months: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Grif:
    """A block of agreement or approval above the title; `kind` is one of reviewed, agreed, approve, approved."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A whole plan ready to be printed.

    `school_year` is the calendar year in which the school year begins. `sections` gives the order of sections or
    directions; an item of a section not named there is printed after them, in the order of appearance. `generated_on`
    is the day put into the properties of the file, so that the same plan printed twice gives the same text.
    """

    association_name: str
    title: str
    school_year: int
    unified_theme: str
    methodical_theme: str
    goal: str
    tasks: tuple[str, ...]
    expected_results: tuple[str, ...]
    sections: tuple[str, ...]
    grifs: tuple[Grif, ...]
    items: tuple[PaperItem, ...]
    signer_post: str
    signer_name: str
    generated_on: date
    draft: bool
    with_fact: bool = False
