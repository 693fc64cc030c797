"""The protocol of a paper while somebody checks it: facts, the paper's lines, doubts, and what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any, Final

# What becomes of a leftover line: nothing chosen yet, consciously left out, or «speech:s3», «decision:d2».
DROPPED: Final = "dropped"


@dataclass(frozen=True, slots=True)
class DraftHeading:
    """The heading. `number` is as the paper has it; only a whole number can be kept."""

    number: str = ""
    title: str = ""
    meeting_words: str = ""
    held_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    format: str = "onsite"
    place: str = ""
    body_form: str = "short"
    present_shown: str = "list"
    said_count: int | None = None
    present_words: str = ""


@dataclass(frozen=True, slots=True)
class DraftPerson:
    """Somebody named; `role` is a code of the protocol's people."""

    role: str
    name: str
    post: str = ""
    organisation: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A question of the agenda."""

    key: str
    title: str
    reporters: str = ""


@dataclass(frozen=True, slots=True)
class DraftSpeech:
    """What somebody said; `item` is the key of its question, empty for the whole meeting."""

    key: str
    item: str = ""
    kind: str = "spoke"
    name: str = ""
    post: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class DraftDecision:
    """A decision. `owners` one a line, `term` as written, `sign` is what shows that it is done."""

    key: str
    item: str = ""
    text: str = ""
    owners: str = ""
    term: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class DraftVote:
    """A vote about «item:q1», «decision:d2», or with an empty `about` everything."""

    key: str
    about: str = ""
    mode: str = "unanimous"
    for_count: int | None = None
    against_count: int | None = None
    abstained_count: int | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """Everything that is edited and becomes the protocol."""

    heading: DraftHeading = DraftHeading()
    people: tuple[DraftPerson, ...] = ()
    agenda: tuple[DraftItem, ...] = ()
    speeches: tuple[DraftSpeech, ...] = ()
    decisions: tuple[DraftDecision, ...] = ()
    votes: tuple[DraftVote, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of the paper, and the part of the protocol that it went to."""

    text: str
    part: str


@dataclass(frozen=True, slots=True)
class DraftDoubt:
    """What somebody should look at; `line` is the place of the line, -1 for none."""

    where: str
    sentence: str
    line: int = -1


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words of the paper for which there was no place; `line` is theirs, -1 when it is not known."""

    text: str
    fate: str = ""
    line: int = -1


@dataclass(frozen=True, slots=True)
class Choices:
    """What is decided beside the facts. `links` maps spellings of names to cards, 0 for «only words»."""

    as_draft: bool = False
    follows: bool = False
    event_id: int | None = None
    links: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtocolDraft:
    """A read paper and everything that was corrected since."""

    facts: DraftFacts
    choices: Choices = Choices()
    leftovers: tuple[Leftover, ...] = ()
    lines: tuple[DraftLine, ...] = ()
    doubts: tuple[DraftDoubt, ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def open_leftovers(self) -> tuple[Leftover, ...]:
        """Those about which nothing is decided."""
        return tuple(one for one in self.leftovers if not one.fate)

    @property
    def read_count(self) -> int:
        """How many lines of the paper went to some part of the protocol."""
        return sum(line.part != "unread" for line in self.lines)

    def with_choices(self, **chosen: Any) -> ProtocolDraft:
        """The same draft with other choices."""
        return replace(self, choices=replace(self.choices, **chosen))

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        found = asdict(self)
        heading = found["facts"]["heading"]
        for name in ("held_on", "starts_at", "ends_at"):
            heading[name] = heading[name].isoformat() if heading[name] is not None else ""
        return found

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ProtocolDraft:
        """The draft of what is kept."""
        facts = stored["facts"]
        heading = dict(facts["heading"])
        heading["held_on"] = date.fromisoformat(heading["held_on"]) if heading["held_on"] else None
        for name in ("starts_at", "ends_at"):
            heading[name] = time.fromisoformat(heading[name]) if heading[name] else None
        return cls(
            facts=DraftFacts(
                heading=DraftHeading(**heading),
                people=tuple(DraftPerson(**one) for one in facts["people"]),
                agenda=tuple(DraftItem(**one) for one in facts["agenda"]),
                speeches=tuple(DraftSpeech(**one) for one in facts["speeches"]),
                decisions=tuple(DraftDecision(**one) for one in facts["decisions"]),
                votes=tuple(DraftVote(**one) for one in facts["votes"]),
            ),
            choices=Choices(**stored["choices"]),
            leftovers=tuple(Leftover(**one) for one in stored["leftovers"]),
            lines=tuple(DraftLine(**one) for one in stored["lines"]),
            doubts=tuple(DraftDoubt(**one) for one in stored["doubts"]),
            attachments=tuple(stored["attachments"]),
        )
