"""Gathering what a protocol says, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from stellazh.protocols.enums import (
    AddresseeClass,
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    CarryResult,
    PaperKind,
    PartRole,
    PresentShown,
    SpeechKind,
    UnfoldTo,
    VoteChoice,
    VoteMode,
)
from stellazh.protocols.models import (
    AgendaItem,
    CarryOver,
    Decision,
    DecisionOwner,
    Protocol,
    ProtocolPerson,
    RollCall,
    Vote,
)
from stellazh.protocols.reads.content_model import (
    CarriedLine,
    DecisionLine,
    ItemContent,
    OwnerLine,
    PersonLine,
    ProtocolContent,
    Signer,
    SpeechLine,
    VoteLine,
)
from stellazh.protocols.reads.content_words import (
    hours_words,
    protocol_source,
    quorum_words,
    signature_name,
    vote_words,
)
from stellazh.protocols.reads.counting import headcount, quorum_standing
from stellazh.protocols.reads.parts import may_have
from stellazh.workplans.enums import ItemFormat

__all__ = [
    "CarriedLine",
    "DecisionLine",
    "ItemContent",
    "OwnerLine",
    "PersonLine",
    "ProtocolContent",
    "Signer",
    "SpeechLine",
    "VoteLine",
    "protocol_content",
]

APPENDED_LIST = "Список присутствующих"


def protocol_content(protocol: Protocol, *, proposed_number: int | None = None) -> ProtocolContent:
    """Everything the protocol says; what was put away is left out. `proposed_number` is shown while it has none.

    Needs the association fetched with it, else that costs one query more; people, decisions and papers fetched with it
    are not read again.
    """
    rows = list(protocol.people.all())
    people = _people(rows)
    heads = headcount(protocol, rows)
    # Those who led are no list of those present: of the others nothing is known but their number.
    present = tuple(map(person_line, heads.present)) if people[PartRole.PRESENT] else ()
    items = list(protocol.agenda.filter(archived_at=None))
    speeches = _speeches(protocol)
    votes = _Votes(protocol)
    # One begun and never written has no number and binds nobody.
    written = [row for row in protocol.decisions.all() if row.archived_at is None and row.text]
    earlier = _earlier(protocol)
    prefetch_related_objects([*written, *(row.decision for row in earlier)], "owners")
    decisions = _decisions(protocol, written, items, votes)
    carried = tuple(map(_carried_line, earlier))
    # Earlier decisions stand under the question that was put for them, when the agenda has one.
    follow_up = next((item.pk for item in items if item.kind == AgendaKind.FOLLOW_UP), None)
    shown_as = PresentShown(protocol.present_shown)
    papers = protocol.papers.all() if may_have(protocol, "papers") else ()
    titles = [one.title for one in papers if one.kind == PaperKind.ATTACHMENT and one.archived_at is None]
    appended = [APPENDED_LIST] if shown_as == PresentShown.COUNT and present else []
    return ProtocolContent(
        association=protocol.association.name,
        association_short=protocol.association.short_name,
        meeting_words=protocol.meeting_words,
        title=protocol.title,
        held_on=protocol.held_on,
        hours=hours_words(protocol.starts_at, protocol.ends_at),
        format_code=protocol.format,
        format_words=str(ItemFormat(protocol.format).label),
        place=protocol.place,
        body_form=BodyForm(protocol.body_form),
        number=protocol.number,
        is_signed=protocol.number is not None,
        school_year=protocol.school_year,
        chairs=people[PartRole.CHAIR],
        leaders=people[PartRole.LEADER],
        secretaries=people[PartRole.SECRETARY],
        present_shown=shown_as,
        present=present,
        present_count=heads.present_count,
        remote_count=heads.remote_count,
        present_words=protocol.present_words,
        invited=people[PartRole.INVITED],
        excused=people[PartRole.EXCUSED],
        absent=people[PartRole.ABSENT],
        quorum_words=quorum_words(quorum_standing(protocol, heads)),
        items=tuple(
            ItemContent(
                number=number,
                kind=AgendaKind(item.kind),
                title=item.title,
                reporters=item.reporters,
                outcome=AgendaOutcome(item.outcome),
                speeches=tuple(speeches[item.pk]),
                decisions=tuple(decisions[item.pk]),
                vote=votes.of_item(item),
                carried=carried if item.pk == follow_up else (),
                id=item.pk,
            )
            for number, item in enumerate(items, start=1)
        ),
        loose_speeches=tuple(speeches[None]),
        loose_decisions=tuple(decisions[None]),
        loose_vote=votes.of_meeting,
        loose_carried=() if follow_up else carried,
        attachments=(*appended, *titles),
        signers=_signers(people),
        proposed_number=None if protocol.number else proposed_number,
        id=protocol.pk,
        association_id=protocol.association_id,
        event_id=protocol.event_id,
    )


def person_line(row: ProtocolPerson) -> PersonLine:
    """One row of the lists of people."""
    return PersonLine(
        row.name, row.post, row.organisation_name, row.is_remote, row.has_vote, row.reason, person_id=row.person_id
    )


def _people(rows: Iterable[ProtocolPerson]) -> dict[PartRole, tuple[PersonLine, ...]]:
    found: dict[PartRole, list[PersonLine]] = {role: [] for role in PartRole}
    for row in rows:
        found[PartRole(row.role)].append(person_line(row))
    return {role: tuple(lines) for role, lines in found.items()}


def _speeches(protocol: Protocol) -> dict[int | None, list[SpeechLine]]:
    found: dict[int | None, list[SpeechLine]] = defaultdict(list)
    for row in protocol.speeches.filter(archived_at=None):
        if not (row.text.strip() or row.name or row.is_attached):
            continue
        line = SpeechLine(
            SpeechKind(row.kind), row.name, row.post, row.text, row.is_attached, id=row.pk, person_id=row.person_id
        )
        found[row.item_id].append(line)
    return found


def _decisions(
    protocol: Protocol, written: Iterable[Decision], items: Iterable[AgendaItem], votes: _Votes
) -> dict[int | None, list[DecisionLine]]:
    rows: dict[int | None, list[Decision]] = defaultdict(list)
    for row in written:
        rows[row.item_id].append(row)
    found: dict[int | None, list[DecisionLine]] = defaultdict(list)
    goes_through = protocol.body_form == BodyForm.SHORT
    told = 0
    places: list[tuple[int | None, str]] = [(item.pk, f"{number}.") for number, item in enumerate(items, start=1)]
    for item_id, prefix in [*places, (None, "")]:
        for place, row in enumerate(rows[item_id], start=1):
            told += 1
            number = f"{told}" if goes_through else f"{prefix}{place}"
            found[item_id].append(_decision_line(row, row.number_text or number, votes))
    return found


def _decision_line(row: Decision, number: str, votes: _Votes) -> DecisionLine:
    return DecisionLine(
        number=number,
        text=row.text,
        is_for_information=row.is_for_information,
        owners=tuple(map(owner_line, row.owners.all())),
        term=row.term_raw,
        sign_of_done=row.sign_of_done,
        vote=votes.of_decision(row),
        id=row.pk,
    )


def owner_line(row: DecisionOwner) -> OwnerLine:
    """Who answers, as named in the decision."""
    is_class = row.kind == AddresseeKind.CLASS
    return OwnerLine(
        kind=AddresseeKind(row.kind),
        name=row.name,
        addressee_class=AddresseeClass(row.addressee_class) if is_class else None,
        unfold_to=UnfoldTo(row.unfold_to) if is_class else None,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        territory_id=row.territory_id,
        association_id=row.association_id,
    )


class _Votes:
    """Votes of the protocol, found by what was voted."""

    def __init__(self, protocol: Protocol) -> None:
        self._items: dict[int, VoteLine] = {}
        self._decisions: dict[int, VoteLine] = {}
        self.of_meeting: VoteLine | None = None
        votes = list(protocol.votes.all()) if may_have(protocol, "votes") else []
        calls = _calls(votes)
        for row in votes:
            line = _vote_line(row, calls[row.pk])
            if row.decision_id is not None:
                self._decisions[row.decision_id] = line
            elif row.item_id is not None:
                self._items[row.item_id] = line
            else:
                self.of_meeting = line

    def of_item(self, item: AgendaItem) -> VoteLine | None:
        return self._items.get(item.pk)

    def of_decision(self, decision: Decision) -> VoteLine | None:
        return self._decisions.get(decision.pk)


def _calls(votes: Iterable[Vote]) -> dict[int, list[RollCall]]:
    """Who voted how, by the vote. One query, none when nobody was called by name."""
    found: dict[int, list[RollCall]] = defaultdict(list)
    by_roll = [vote.pk for vote in votes if vote.mode == VoteMode.ROLL]
    for call in RollCall.objects.filter(vote__in=by_roll).select_related("voter") if by_roll else ():
        found[call.vote_id].append(call)
    return found


def _vote_line(row: Vote, calls: Iterable[RollCall]) -> VoteLine:
    mode = VoteMode(row.mode)
    counts = (row.for_count, row.against_count, row.abstained_count)
    names: dict[str, list[str]] = {choice: [] for choice in VoteChoice}
    if mode == VoteMode.ROLL:
        for call in sorted(calls, key=lambda one: (one.voter.position, one.voter.sort_key, one.pk)):
            names[call.choice].append(call.voter.name)
        counts = (len(names["for"]), len(names["against"]), len(names["abstained"]))
    in_favour, against, abstained = (tuple(names[choice]) for choice in VoteChoice)
    words = vote_words(mode, counts, (in_favour, against, abstained))
    return VoteLine(mode, *counts, in_favour, against, abstained, words=words, id=row.pk)


def _earlier(protocol: Protocol) -> list[CarryOver]:
    if not may_have(protocol, "carried"):
        return []
    rows = protocol.carried.filter(decision__archived_at=None)
    return list(rows.select_related("decision__protocol", "decision__resolution"))


def _carried_line(row: CarryOver) -> CarriedLine:
    decision = row.decision
    if decision.protocol is not None:
        source = protocol_source(decision.protocol.held_on, decision.protocol.number)
    else:
        source = f"резолюции «{decision.resolution.title}»" if decision.resolution else ""
    return CarriedLine(
        number=decision.number_text,
        text=decision.text,
        source=source,
        owners_words=", ".join(owner.name for owner in decision.owners.all()),
        term=decision.term_raw,
        words=row.words,
        result=CarryResult(row.result),
        id=row.pk,
        decision_id=decision.pk,
        source_protocol_id=decision.protocol_id,
    )


def _signers(people: dict[PartRole, tuple[PersonLine, ...]]) -> tuple[Signer, ...]:
    """The chair and the secretary; where nobody chaired, those who led."""
    chairs = [("Председатель", one) for one in people[PartRole.CHAIR]]
    chairs = chairs or [("Ведущий", one) for one in people[PartRole.LEADER]]
    secretaries = [("Секретарь", one) for one in people[PartRole.SECRETARY]]
    return tuple(Signer(part, signature_name(one.name)) for part, one in [*chairs, *secretaries])
