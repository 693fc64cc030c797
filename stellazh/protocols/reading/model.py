"""What a protocol says, read from a paper. Words are the secretary's own; nothing is corrected silently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class ReadingKind(StrEnum):
    """A protocol, or a paper in which no protocol was found."""

    PROTOCOL = "protocol"
    UNKNOWN = "unknown"


class BodyForm(StrEnum):
    """SHORT: speeches and decisions in two common lists; FULL: «слушали, выступили, решили» under each question."""

    SHORT = "short"
    FULL = "full"


class SpeechKind(StrEnum):
    """Who was heard on a question, and who spoke after that."""

    HEARD = "heard"
    SPOKE = "spoke"


class Part(StrEnum):
    """The part of a protocol that a line of the paper went to, or that a doubt is about."""

    PAPER = "paper"
    HEADING = "heading"
    NUMBER = "number"
    TITLE = "title"
    HELD_ON = "held_on"
    TIME = "time"
    PLACE = "place"
    PRESENT = "present"
    INVITED = "invited"
    ABSENT = "absent"
    CHAIRS = "chairs"
    SECRETARY = "secretary"
    AGENDA = "agenda"
    SPEECHES = "speeches"
    VOTES = "votes"
    DECISIONS = "decisions"
    ATTACHMENTS = "attachments"
    SIGNERS = "signers"
    REMARKS = "remarks"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody named in the paper, not yet anybody whom the platform knows.

    `name` is «Фамилия И.О.», or the full name where the paper gives it. `as_written` holds every word of the paper
    about this person, with the post and the school.
    """

    name: str
    post: str = ""
    organisation: str = ""
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class AgendaRead:
    """A question of the agenda. `number` counts from 1 and is None where the paper numbers nothing."""

    number: int | None
    title: str
    speaker_words: str = ""


@dataclass(frozen=True, slots=True)
class SpeechRead:
    """What was said; paragraphs of `text` are parted by newlines. `agenda_number` is None when the paper says not."""

    agenda_number: int | None
    kind: SpeechKind
    speaker: NamedPerson | None
    text: str


@dataclass(frozen=True, slots=True)
class VoteRead:
    """A count of votes. None is «not said», 0 is «нет». Without `decision_number` it is about the whole question."""

    agenda_number: int | None
    decision_number: str | None
    for_: int | None
    against: int | None
    abstained: int | None
    is_unanimous: bool
    words: str


@dataclass(frozen=True, slots=True)
class DecisionRead:
    """A decision. `number` («3», «1.2») is "" where there is none; owner and term are the words after their labels."""

    agenda_number: int | None
    number: str
    text: str
    owner_words: str = ""
    term_words: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person should look at: a Russian sentence. `line` is the place in `ProtocolReading.lines`, -1 for none."""

    where: Part
    sentence: str
    line: int = -1


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line of the paper as it stands there, and the part of the protocol it went to."""

    text: str
    part: Part


@dataclass(frozen=True, slots=True)
class ProtocolReading:
    """A protocol in the order of its paper. Every line of the paper stands in `lines`, once.

    Texts are "" and dates None where the paper is silent. The `…_words` are the paper's own words behind the fact.
    `format` is "online", "onsite", "mixed" or "". `meeting` is what met («заседания РМО …»), `heading` stands above
    the word «протокол». `remarks` are the lines that belong to a protocol without being a fact: «Кворум имеется»,
    «Заседание закрыто». `unread` are the lines, or the rests of lines, for which no place was found.
    """

    kind: ReadingKind
    number: str = ""
    heading: tuple[str, ...] = ()
    meeting: str = ""
    title: str = ""
    held_on: date | None = None
    date_words: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    time_words: str = ""
    format: str = ""
    place: str = ""
    present_count: int | None = None
    count_words: str = ""
    present_words: str = ""
    present: tuple[NamedPerson, ...] = ()
    invited: tuple[NamedPerson, ...] = ()
    invited_words: str = ""
    absent: tuple[NamedPerson, ...] = ()
    absent_words: str = ""
    chairs: tuple[NamedPerson, ...] = ()
    secretary: NamedPerson | None = None
    agenda: tuple[AgendaRead, ...] = ()
    speeches: tuple[SpeechRead, ...] = ()
    votes: tuple[VoteRead, ...] = ()
    decisions: tuple[DecisionRead, ...] = ()
    attachments: tuple[str, ...] = ()
    signers: tuple[NamedPerson, ...] = ()
    body_form: BodyForm = BodyForm.SHORT
    remarks: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[str, ...] = ()
    lines: tuple[LineRead, ...] = ()
