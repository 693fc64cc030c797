"""The preview of an old protocol as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.events.models import Event
from stellazh.protocols.drafts.model import DraftDoubt, ProtocolDraft
from stellazh.protocols.models import ProtocolIntake
from stellazh.protocols.reads.intake_events import events_offered
from stellazh.protocols.reads.intake_numbers import out_of_order, who_has_number
from stellazh.protocols.reads.intake_people import NamesOffered, names_offered
from stellazh.protocols.services.intake.checking import number_of, school_year_of
from stellazh.protocols.services.intake.opening import brought_before

PARTS: Final = {
    "paper": "о бумаге в целом",
    "heading": "шапка",
    "number": "номер",
    "title": "тема",
    "held_on": "дата",
    "time": "время",
    "place": "место",
    "present": "присутствующие",
    "invited": "приглашённые",
    "absent": "отсутствующие",
    "chairs": "кто вёл",
    "secretary": "секретарь",
    "agenda": "повестка",
    "speeches": "выступления",
    "votes": "голосование",
    "decisions": "решения",
    "attachments": "приложения",
    "signers": "подписи",
    "remarks": "служебная строка",
    "unread": "не разобрано",
}


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the paper, where it went, and the doubts about it."""

    place: int
    text: str
    part: str
    is_unread: bool
    has_doubt: bool


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A doubt; `line` is the number of its line counted from 1, 0 for none."""

    sentence: str
    about: str
    line: int


@dataclass(frozen=True, slots=True)
class IntakePage:
    """What stands around the facts."""

    lines: tuple[LineView, ...]
    doubts: tuple[DoubtView, ...]
    warnings: tuple[str, ...]
    events: Sequence[Event]
    names: tuple[NamesOffered, ...]
    same: ProtocolIntake | None


def intake_page(intake: ProtocolIntake, draft: ProtocolDraft, *, on: date) -> IntakePage:
    """Eight queries at most."""
    doubted = {doubt.line for doubt in draft.doubts}
    return IntakePage(
        lines=tuple(
            LineView(place, line.text, PARTS.get(line.part, line.part), line.part == "unread", place - 1 in doubted)
            for place, line in enumerate(draft.lines, start=1)
        ),
        doubts=tuple(map(_doubt, draft.doubts)),
        warnings=_warnings(intake, draft),
        events=events_offered(intake.association, draft.facts.heading.held_on),
        names=names_offered(draft, intake.association, on=on),
        same=brought_before(intake),
    )


def _doubt(doubt: DraftDoubt) -> DoubtView:
    return DoubtView(doubt.sentence, PARTS.get(doubt.where, ""), doubt.line + 1)


def _warnings(intake: ProtocolIntake, draft: ProtocolDraft) -> tuple[str, ...]:
    heading, number, year = draft.facts.heading, number_of(draft.facts.heading), school_year_of(draft.facts.heading)
    if draft.choices.as_draft or number is None or year is None or heading.held_on is None:
        return ()
    other = who_has_number(intake.association, year, number)
    if other is not None:
        taken = f"№\xa0{number} за {other.year.label} уже есть: протокол от {other.held_on:%d.%m.%Y}."
        return (f"{taken} Проверьте номер и дату или внесите черновиком.",)
    against = out_of_order(intake.association, heading.held_on, number)
    return (against,) if against else ()
