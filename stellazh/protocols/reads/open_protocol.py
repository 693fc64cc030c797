"""A protocol as everybody may read it: what was asked, said and decided; names only of those who agreed to it.

Left out: who was present, away and why, votes by name, files beside it, what became of each decision since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from stellazh.people.enums import PUBLISHED_NAME, PUBLISHED_POSTS
from stellazh.people.services.consents import published_subjects
from stellazh.protocols.enums import AddresseeKind
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.content_model import (
    CarriedLine,
    DecisionLine,
    ItemContent,
    OwnerLine,
    PersonLine,
    ProtocolContent,
    SpeechLine,
    VoteLine,
)
from stellazh.protocols.reads.content_words import signature_name, vote_words
from stellazh.protocols.reads.open_words import Veil
from stellazh.workplans.reads.naming import SOMEBODY

SPEAKER: Final = "Выступающая"
Consents = Mapping[int, frozenset[str]]


def open_protocol(protocol: Protocol) -> ProtocolContent:
    """What everybody reads of the protocol. One query more than `protocol_content`."""
    content = protocol_content(protocol)
    return _Reading(content, published_subjects(set(_person_ids(content)))).content()


class _Reading:
    def __init__(self, content: ProtocolContent, consents: Consents) -> None:
        self._content, self._consents = content, consents
        self._veil = Veil(_names(content))

    def content(self) -> ProtocolContent:
        """The whole, with everything hidden that is not for everybody."""
        whole, veil = self._content, self._veil
        chairs, secretaries = self._people(whole.chairs), self._people(whole.secretaries)
        signing = {signature_name(one.name) for one in (*chairs, *secretaries, *self._people(whole.leaders))}
        return replace(
            whole,
            title=veil(whole.title),
            meeting_words=veil(whole.meeting_words),
            place=veil(whole.place),
            present_words=veil(whole.present_words),
            chairs=chairs,
            leaders=self._people(whole.leaders),
            secretaries=secretaries,
            present=(),
            invited=(),
            excused=(),
            absent=(),
            items=tuple(map(self._item, whole.items)),
            loose_speeches=tuple(map(self._speech, whole.loose_speeches)),
            loose_decisions=tuple(map(self._decision, whole.loose_decisions)),
            loose_vote=_vote(whole.loose_vote),
            loose_carried=tuple(map(self._carried, whole.loose_carried)),
            attachments=(),
            signers=tuple(one for one in whole.signers if one.name in signing),
        )

    def _people(self, rows: Iterable[PersonLine]) -> tuple[PersonLine, ...]:
        """Those who agreed to be named, with post and school if they agreed to that as well."""
        return tuple(
            PersonLine(row.name, row.post, row.organisation)
            if self._agreed(row.person_id, PUBLISHED_POSTS)
            else PersonLine(row.name)
            for row in rows
            if self._agreed(row.person_id, PUBLISHED_NAME)
        )

    def _agreed(self, person_id: int | None, subject: str) -> bool:
        return subject in self._consents.get(person_id or 0, frozenset())

    def _item(self, item: ItemContent) -> ItemContent:
        return replace(
            item,
            title=self._veil(item.title),
            reporters="",
            speeches=tuple(map(self._speech, item.speeches)),
            decisions=tuple(map(self._decision, item.decisions)),
            vote=_vote(item.vote),
            carried=tuple(map(self._carried, item.carried)),
        )

    def _speech(self, speech: SpeechLine) -> SpeechLine:
        is_named = self._agreed(speech.person_id, PUBLISHED_NAME)
        has_post = is_named and self._agreed(speech.person_id, PUBLISHED_POSTS)
        name = speech.name if is_named else SPEAKER if speech.speaker else ""
        return replace(
            speech,
            name=name,
            post=speech.post if has_post else "",
            text=self._veil(speech.text),
            is_attached=False,
            person_id=None,
        )

    def _decision(self, decision: DecisionLine) -> DecisionLine:
        owners = dict.fromkeys(map(self._owner, decision.owners))
        return replace(
            decision,
            text=self._veil(decision.text),
            owners=tuple(owners),
            term=self._veil(decision.term),
            sign_of_done=self._veil(decision.sign_of_done),
            vote=_vote(decision.vote),
        )

    def _owner(self, owner: OwnerLine) -> OwnerLine:
        if self._agreed(owner.person_id, PUBLISHED_NAME):
            return OwnerLine(owner.kind, owner.name)
        if owner.kind == AddresseeKind.PERSON or owner.person_id is not None:
            return OwnerLine(owner.kind, SOMEBODY)
        return OwnerLine(owner.kind, self._veil(owner.name))

    def _carried(self, line: CarriedLine) -> CarriedLine:
        return replace(
            line,
            text=self._veil(line.text),
            source=self._veil(line.source),
            owners_words="",
            term=self._veil(line.term),
            words=self._veil(line.words),
        )


def known_names(protocol: Protocol) -> Iterator[str]:
    """Everybody whom its rows name. No query where people, speeches, decisions and owners are fetched with it."""
    yield from (row.name for row in protocol.people.all())
    yield from (row.name for row in protocol.speeches.all())
    for decision in protocol.decisions.all():
        yield from (row.name for row in decision.owners.all() if row.kind == AddresseeKind.PERSON)


def _vote(vote: VoteLine | None) -> VoteLine | None:
    """How many, never who."""
    if vote is None:
        return None
    counts = (vote.for_count, vote.against_count, vote.abstained_count)
    words = vote_words(vote.mode, counts)
    return VoteLine(vote.mode, *counts, words=words, id=vote.id)


def _names(content: ProtocolContent) -> Iterator[str]:
    yield from (row.name for row in _listed(content))
    yield from (speech.name for speech in content.all_speeches)
    for decision in content.all_decisions:
        yield from (
            owner.name for owner in decision.owners if owner.kind == AddresseeKind.PERSON or owner.person_id is not None
        )


def _person_ids(content: ProtocolContent) -> Iterator[int]:
    owners = (owner.person_id for decision in content.all_decisions for owner in decision.owners)
    people = (row.person_id for row in _listed(content))
    speakers = (speech.person_id for speech in content.all_speeches)
    for person_id in (*people, *speakers, *owners):
        if person_id is not None:
            yield person_id


def _listed(content: ProtocolContent) -> Iterator[PersonLine]:
    for rows in (
        content.chairs, content.leaders, content.secretaries, content.present, content.invited, content.excused,
        content.absent,
    ):  # fmt: skip
        yield from rows
