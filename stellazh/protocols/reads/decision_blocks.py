"""Decisions and votes as blocks of the editor: one question after another."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from stellazh.protocols.enums import AddresseeKind, BodyForm, VoteMode
from stellazh.protocols.forms.decisions import DecisionForm
from stellazh.protocols.forms.votes import VoteForm
from stellazh.protocols.models import AgendaItem, Decision, DecisionOwner, Protocol, Vote
from stellazh.protocols.reads.addressees import AddresseeDirectory, OwnerLine, addressee_directory
from stellazh.protocols.reads.counting import Headcount, headcount
from stellazh.protocols.reads.decision_terms import DecisionTerm, decision_term
from stellazh.protocols.reads.linked_addressees import linked_directory
from stellazh.protocols.services.decision_fields import VoteFields, owner_fields
from stellazh.protocols.services.votes import unfit_reason, vote_fields


@dataclass(frozen=True, slots=True)
class VoteBlock:
    """A stored vote: its form and its result in words. `doubt` says why it does not fit those present any more."""

    vote: Vote
    form: VoteForm
    says: str
    doubt: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class DecisionBlock:
    """A decision with its form, what its lines and its term were understood as, and its own vote if it has one."""

    decision: Decision
    number: str
    form: DecisionForm
    lines: tuple[OwnerLine, ...]
    term: DecisionTerm
    vote: VoteBlock | None = None
    is_first: bool = False
    is_last: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """What stands under one question, or under the whole meeting when `item` is None."""

    protocol: Protocol
    item: AgendaItem | None
    blocks: tuple[DecisionBlock, ...]
    vote: VoteBlock | None
    archived: tuple[Decision, ...]

    @property
    def key(self) -> str:
        """«12», or «all» for the whole meeting: what addresses inside of the page are made of."""
        return str(self.item.pk) if self.item else "all"

    @property
    def new_key(self) -> uuid.UUID:
        """A submission key for the next row."""
        return uuid.uuid4()


def decision_blocks(protocol: Protocol, items: Iterable[AgendaItem], *, on: date) -> Mapping[int | None, DecisionPart]:
    """The parts by the keys of the questions, and the one of the whole meeting under None.

    `on` is today: whose lists are looked at for names. As many queries for many decisions as for one: six at most,
    and six more where somebody is named in words only, who may be anybody within reach. The association and its
    territory must be at hand.
    """
    linked = DecisionOwner.objects.select_related("person", "organisation", "territory", "association")
    decisions = list(protocol.decisions.select_related("item").prefetch_related(Prefetch("owners", linked)))
    votes = list(protocol.votes.prefetch_related("roll"))
    heads = headcount(protocol)
    directory = directory_for(protocol, decisions, on=on)
    by_thing = {(vote.item_id, vote.decision_id): vote_block(protocol, vote, heads) for vote in votes}
    parts: dict[int | None, DecisionPart] = {}
    for place, item in enumerate([None, *items]):
        key = item.pk if item else None
        own = [row for row in decisions if row.item_id == key]
        present = [row for row in own if row.archived_at is None]
        blocks = (
            decision_block(
                protocol,
                row,
                directory,
                # In the short form decisions are numbered through the whole: nothing to be told here.
                number=f"{place}.{order}" if item and protocol.body_form == BodyForm.FULL else "",
                vote=by_thing.get((None, row.pk)),
                ends=(order == 1, order == len(present)),
            )
            for order, row in enumerate(present, start=1)
        )
        archived = tuple(row for row in own if row.archived_at is not None)
        parts[key] = DecisionPart(protocol, item, tuple(blocks), by_thing.get((key, None)), archived)
    return parts


def decision_block(
    protocol: Protocol,
    decision: Decision,
    directory: AddresseeDirectory,
    *,
    number: str = "",
    vote: VoteBlock | None = None,
    form: DecisionForm | None = None,
    ends: tuple[bool, bool] = (True, True),
    is_new: bool = False,
) -> DecisionBlock:
    """One decision; `form` is one that was sent and refused, else that of what is stored. `ends` tells whether it
    stands first and last under its question."""
    owners = [owner_fields(row) for row in decision.owners.all()]
    shown = form or DecisionForm.of(decision, owners=owners)
    if is_new:
        shown.fields["text"].widget.attrs["autofocus"] = True
    typed = str(shown["owners"].value() or "")
    term = decision_term(str(shown["term_raw"].value() or ""), protocol.school_year, held_on=protocol.held_on)
    lines = directory.lines(typed, stored=owners)
    return DecisionBlock(decision, number, shown, lines, term, vote, ends[0], ends[1], is_new)


def vote_block(
    protocol: Protocol, vote: Vote, heads: Headcount, *, form: VoteForm | None = None, is_open: bool = False
) -> VoteBlock:
    """One vote; `form` is one that was sent and refused."""
    fields = vote_fields(vote)
    initial = VoteForm.initial_of(fields, vote.version)
    shown = form or VoteForm(initial=initial, voters=heads.voters, auto_id=f"vote-{vote.pk}-%s")
    doubt = unfit_reason(protocol, fields, heads)
    return VoteBlock(vote, shown, vote_words(fields), doubt, is_open or form is not None or bool(doubt))


def vote_words(fields: VoteFields) -> str:
    """«единогласно, за — 13», «за — 10, против — 2, воздержались — 1»."""
    counts = [("за", fields.for_count), ("против", fields.against_count), ("воздержались", fields.abstained_count)]
    if fields.mode == VoteMode.UNANIMOUS:
        return "единогласно" if fields.for_count is None else f"единогласно, за — {fields.for_count}"
    words = ", ".join(f"{word} — {count or 0}" for word, count in counts)
    return f"поимённо, {words}" if fields.mode == VoteMode.ROLL else words


def directory_for(protocol: Protocol, decisions: Iterable[Decision], *, on: date) -> AddresseeDirectory:
    """Everybody within reach where somebody is named in words and may be known; else only those who are linked."""
    owners = [owner for decision in decisions for owner in decision.owners.all()]
    if any(owner.kind == AddresseeKind.GROUP for owner in owners):
        return addressee_directory(protocol.association, on=on, protocol=protocol)
    return linked_directory(owners, on=on)
