"""What a protocol says, as one frozen thing: pages, papers, the canonical record and extracts are all made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stellazh.protocols.enums import (
    AddresseeClass,
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    CarryResult,
    PresentShown,
    SpeechKind,
    UnfoldTo,
    VoteMode,
)
from stellazh.protocols.reads.text_blocks import TextBlock, text_blocks

OFF_RECORD = "off_record"


def _off_record(default: Any = None) -> Any:
    """A key by which pages find the row. The canonical record leaves it out: merging two cards of one person must not
    make a sealed protocol look changed.
    """
    return field(default=default, metadata={OFF_RECORD: True})


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody named in the protocol; `reason` is why she was away."""

    name: str
    post: str = ""
    organisation: str = ""
    is_remote: bool = False
    has_vote: bool = True
    reason: str = ""
    person_id: int | None = _off_record()

    @property
    def about(self) -> str:
        """«педагог-библиотекарь МБОУ СОШ № 5»: the post and the school, whichever are known."""
        if not self.organisation or self.organisation in self.post:
            return self.post
        # «руководитель ММО, МБОУ СОШ № 5»: two abbreviations in a row would read as one.
        comma = "," if self.post[-1:].isupper() or "," in self.post else ""
        return f"{self.post}{comma} {self.organisation}" if self.post else self.organisation

    @property
    def words(self) -> str:
        """«Липина Елена Сергеевна, педагог-библиотекарь МБОУ СОШ № 5»."""
        return f"{self.name}, {self.about}" if self.about else self.name


@dataclass(frozen=True, slots=True)
class SpeechLine:
    """What somebody said. `speaker` is «Липина Е. С., педагог-библиотекарь МБОУ СОШ № 5»."""

    kind: SpeechKind
    name: str
    post: str
    text: str
    is_attached: bool
    id: int = _off_record(0)
    person_id: int | None = _off_record()

    @property
    def speaker(self) -> str:
        return f"{self.name}, {self.post}" if self.name and self.post else self.name or self.post

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """Paragraphs and lists of the text."""
        return text_blocks(self.text)


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """Who answers for a decision, as named in it."""

    kind: AddresseeKind
    name: str
    addressee_class: AddresseeClass | None = None
    unfold_to: UnfoldTo | None = None
    person_id: int | None = _off_record()
    organisation_id: int | None = _off_record()
    territory_id: int | None = _off_record()
    association_id: int | None = _off_record()


@dataclass(frozen=True, slots=True)
class VoteLine:
    """How something was voted, and by roll who how."""

    mode: VoteMode
    for_count: int | None = None
    against_count: int | None = None
    abstained_count: int | None = None
    for_names: tuple[str, ...] = ()
    against_names: tuple[str, ...] = ()
    abstained_names: tuple[str, ...] = ()
    words: str = ""
    id: int = _off_record(0)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision under its number: «2.1» of the second question, «1» of the short form. `term` is as typed."""

    number: str
    text: str
    is_for_information: bool
    owners: tuple[OwnerLine, ...]
    term: str
    sign_of_done: str
    vote: VoteLine | None = None
    id: int = _off_record(0)

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        return text_blocks(self.text)

    @property
    def owners_words(self) -> str:
        """«Липина Е. С., творческая группа»."""
        return ", ".join(owner.name for owner in self.owners)

    @property
    def owners_label(self) -> str:
        """«Ответственный» of one person or body, «Ответственные» of several."""
        one = len(self.owners) == 1 and self.owners[0].kind not in (AddresseeKind.GROUP, AddresseeKind.CLASS)
        return "Ответственный" if one else "Ответственные"


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """An earlier decision this meeting spoke of: which, of which paper, what was said, how it ended."""

    number: str
    text: str
    source: str
    owners_words: str
    term: str
    words: str
    result: CarryResult
    id: int = _off_record(0)
    decision_id: int = _off_record(0)
    source_protocol_id: int | None = _off_record()

    @property
    def point(self) -> str:
        """«п. 1.2 протокола от 12.09.2024 № 1»."""
        return f"п. {self.number} {self.source}" if self.number else self.source

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """What was said, as paragraphs and lists."""
        return text_blocks(self.words)

    @property
    def result_words(self) -> str:
        return str(self.result.label)


@dataclass(frozen=True, slots=True)
class ItemContent:
    """A question of the agenda with everything that was said and decided of it. Only one question shows `carried`."""

    number: int
    kind: AgendaKind
    title: str
    reporters: str
    outcome: AgendaOutcome
    speeches: tuple[SpeechLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    vote: VoteLine | None = None
    carried: tuple[CarriedLine, ...] = ()
    id: int = _off_record(0)

    @property
    def heard(self) -> tuple[SpeechLine, ...]:
        return tuple(one for one in self.speeches if one.kind == SpeechKind.HEARD)

    @property
    def spoke(self) -> tuple[SpeechLine, ...]:
        return tuple(one for one in self.speeches if one.kind == SpeechKind.SPOKE)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was postponed or dropped."""
        return self.outcome in (AgendaOutcome.POSTPONED, AgendaOutcome.DROPPED)

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all is written of it."""
        return not (self.speeches or self.decisions or self.vote or self.carried)


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature stands below: «Председатель», «Е. С. Липина»."""

    part: str
    name: str


@dataclass(frozen=True, slots=True)
class ProtocolContent:
    """The whole protocol. A draft has no `number`, at most a `proposed_number`.

    `present_count` counts the list, or is the number typed when there is none. `loose_…` stand outside any question:
    the whole short form, and decisions carried into a meeting whose agenda has no question for them.
    """

    association: str
    association_short: str
    meeting_words: str
    title: str
    held_on: date
    hours: str
    format_code: str
    format_words: str
    place: str
    body_form: BodyForm
    number: int | None
    is_signed: bool
    school_year: int
    chairs: tuple[PersonLine, ...]
    leaders: tuple[PersonLine, ...]
    secretaries: tuple[PersonLine, ...]
    present_shown: PresentShown
    present: tuple[PersonLine, ...]
    present_count: int | None
    remote_count: int
    present_words: str
    invited: tuple[PersonLine, ...]
    excused: tuple[PersonLine, ...]
    absent: tuple[PersonLine, ...]
    quorum_words: str
    items: tuple[ItemContent, ...]
    loose_speeches: tuple[SpeechLine, ...]
    loose_decisions: tuple[DecisionLine, ...]
    loose_vote: VoteLine | None
    loose_carried: tuple[CarriedLine, ...]
    attachments: tuple[str, ...]
    signers: tuple[Signer, ...]
    proposed_number: int | None = _off_record()
    id: int = _off_record(0)
    association_id: int = _off_record(0)
    event_id: int | None = _off_record()

    @property
    def is_short(self) -> bool:
        return self.body_form == BodyForm.SHORT

    @property
    def number_words(self) -> str:
        """«2» of a signed protocol, the proposed one of a draft, nothing when neither is known."""
        number = self.number or self.proposed_number
        return f"{number}" if number else ""

    @property
    def all_speeches(self) -> Iterator[SpeechLine]:
        """In the order of the agenda, those of no question last."""
        for item in self.items:
            yield from item.speeches
        yield from self.loose_speeches

    @property
    def all_decisions(self) -> Iterator[DecisionLine]:
        """In the order of their numbers."""
        for item in self.items:
            yield from item.decisions
        yield from self.loose_decisions

    @property
    def all_carried(self) -> Iterator[CarriedLine]:
        for item in self.items:
            yield from item.carried
        yield from self.loose_carried

    @property
    def postponed(self) -> tuple[ItemContent, ...]:
        """Questions carried to the next meeting."""
        return tuple(item for item in self.items if item.outcome == AgendaOutcome.POSTPONED)

    @property
    def has_appended_list(self) -> bool:
        """Whether a list of those present is put at the end, because the heading gives only their number."""
        return self.present_shown == PresentShown.COUNT and bool(self.present)

    @property
    def decision_numbers(self) -> dict[int, str]:
        """The number of each decision by its key."""
        return {decision.id: decision.number for decision in self.all_decisions}
