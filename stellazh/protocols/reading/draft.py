"""A protocol while its lines are still being gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum, auto

from stellazh.protocols.reading.model import (
    Doubt,
    LineRead,
    NamedPerson,
    Part,
    SpeechKind,
    VoteRead,
)


class Section(Enum):
    """Where the reader is: what an ordinary line is about."""

    HEADING = auto()
    HEADER = auto()
    THEME = auto()
    PRESENT = auto()
    INVITED = auto()
    ABSENT = auto()
    AGENDA = auto()
    SPEECHES = auto()
    DECIDED = auto()
    VOTED = auto()
    ATTACHMENTS = auto()
    SIGNERS = auto()
    ROLL = auto()


@dataclass(slots=True)
class DraftQuestion:
    number: int | None
    title: str
    speaker_words: str = ""
    line: int = -1


@dataclass(slots=True)
class DraftSpeech:
    question: int | None
    kind: SpeechKind
    speaker: NamedPerson | None
    paragraphs: list[str] = field(default_factory=list)
    line: int = -1


@dataclass(slots=True)
class DraftDecision:
    question: int | None
    number: str
    paragraphs: list[str]
    owner_words: str = ""
    term_words: str = ""
    line: int = -1


@dataclass(slots=True)
class DraftVote:
    vote: VoteRead
    line: int = -1


@dataclass(slots=True)
class Draft:
    """Everything found so far. `place` is the number of the line being read."""

    place: int = 0
    section: Section = Section.HEADING
    question: int | None = None
    number: str = ""
    has_blank_number: bool = False
    is_extract: bool = False
    heading: list[str] = field(default_factory=list)
    meeting: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    held_on: date | None = None
    date_words: list[str] = field(default_factory=list)
    starts_at: time | None = None
    ends_at: time | None = None
    time_words: list[str] = field(default_factory=list)
    format: str = ""
    places: list[str] = field(default_factory=list)
    present_count: int | None = None
    count_words: list[str] = field(default_factory=list)
    present_words: list[str] = field(default_factory=list)
    present: list[NamedPerson] = field(default_factory=list)
    roll: list[NamedPerson] = field(default_factory=list)
    invited: list[NamedPerson] = field(default_factory=list)
    invited_words: list[str] = field(default_factory=list)
    absent: list[NamedPerson] = field(default_factory=list)
    absent_words: list[str] = field(default_factory=list)
    chairs: list[NamedPerson] = field(default_factory=list)
    secretaries: list[NamedPerson] = field(default_factory=list)
    questions: list[DraftQuestion] = field(default_factory=list)
    speeches: list[DraftSpeech] = field(default_factory=list)
    speech_kind: SpeechKind = SpeechKind.SPOKE
    votes: list[DraftVote] = field(default_factory=list)
    decisions: list[DraftDecision] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    signers: list[NamedPerson] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    lines: list[LineRead] = field(default_factory=list)
    is_full: bool = False
    decision_blocks: list[int | None] = field(default_factory=list)
    voted_decisions: int = 0

    def doubt(self, where: Part, sentence: str) -> None:
        """Note a doubt about the line being read."""
        self.doubts.append(Doubt(where, sentence, self.place))

    def leave(self, words: str) -> Part:
        """Keep words for which there is no place."""
        if words.strip():
            self.unread.append(words.strip())
        return Part.UNREAD
