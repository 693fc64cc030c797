"""The rows of a protocol made of a checked paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.protocols.drafts.model import DraftDecision, DraftVote, ProtocolDraft
from stellazh.protocols.enums import VoteMode
from stellazh.protocols.models import AgendaItem, Decision, Protocol, ProtocolPerson, Speech, Vote
from stellazh.protocols.reads.addressees import addressee_directory
from stellazh.protocols.reads.intake_people import known_people, links_of
from stellazh.protocols.reads.people import name_key
from stellazh.protocols.services.decision_fields import DecisionFields, checked_decision
from stellazh.protocols.services.decision_owners import put_owners
from stellazh.protocols.services.fields import PERSON_NAMES, PROTOCOL_NAMES, ProtocolFields, put
from stellazh.protocols.services.intake.checking import person_fields
from stellazh.protocols.services.intake.refusals import FactsIncomplete
from stellazh.protocols.services.plain_text import checked_text
from stellazh.protocols.services.refusals import AlreadyNamed, UnknownPerson
from stellazh.russian.collation import sort_key
from stellazh.russian.text_lines import one_line
from stellazh.workplans.services.terms import read_term


@dataclass(frozen=True, slots=True)
class _Places:
    """The stored rows by the keys of the draft."""

    items: dict[str, AgendaItem]
    decisions: dict[str, Decision]


def write_protocol(
    protocol: Protocol, draft: ProtocolDraft, fields: ProtocolFields, *, by: Actor, at: datetime
) -> None:
    """Store the protocol, not signed yet, with people, agenda, speeches, decisions and votes. Part of confirming.

    Raises:
        As `confirm_intake` says of facts.
    """
    put(protocol, fields, PROTOCOL_NAMES)
    protocol.save()
    links = _links(protocol, draft)
    _write_people(protocol, draft, links)
    items = _write_agenda(protocol, draft)
    _write_speeches(protocol, draft, items, links)
    decisions = _write_decisions(protocol, draft, items, at=at)
    _write_votes(protocol, draft.facts.votes, _Places(items, decisions))
    facts = draft.facts
    counts = {
        "Людей": len(facts.people),
        "Вопросов": len(facts.agenda),
        "Выступлений": len(facts.speeches),
        "Решений": len(facts.decisions),
    }
    texts = {name: text for name, text in fields.texts().items() if text}
    changes = compare({}, texts | {name: str(count) for name, count in counts.items() if count})
    note = f"Внесён из файла «{protocol.source_file.name if protocol.source_file else ''}»"
    record(
        "protocol_brought", protocol, by=by, at=at, scope=protocol.association.path, changes=changes, note=note[:300]
    )


def _links(protocol: Protocol, draft: ProtocolDraft) -> dict[str, int]:
    """Cards by spellings, without those that stay words."""
    known = known_people(protocol.association)
    links = {key: person_id for key, person_id in links_of(draft, known).items() if person_id}
    if not set(links.values()) <= known.ids:
        raise UnknownPerson("Кого-то из связанных людей больше нет в списке объединения: выберите заново.")
    return links


def _write_people(protocol: Protocol, draft: ProtocolDraft, links: dict[str, int]) -> None:
    rows, seen = [], dict[tuple[str, int], str]()
    for position, person in enumerate(draft.facts.people):
        person_id = links.get(name_key(person.name))
        fields = person_fields(person, person_id)
        if person_id is not None:
            before = seen.setdefault((fields.role, person_id), fields.name)
            if before is not fields.name:
                raise AlreadyNamed(
                    f"«{before}» и «{fields.name}» связаны с одной карточкой. Уберите повтор или оставьте имя словами."
                )
        row = ProtocolPerson(protocol=protocol, position=position, sort_key=sort_key(fields.name))
        put(row, fields, PERSON_NAMES)
        rows.append(row)
    ProtocolPerson.objects.bulk_create(rows)


def _write_agenda(protocol: Protocol, draft: ProtocolDraft) -> dict[str, AgendaItem]:
    rows = {
        item.key: AgendaItem(
            protocol=protocol,
            position=position,
            title=one_line(item.title),
            reporters=one_line(item.reporters),
            outcome="discussed",
        )
        for position, item in enumerate(draft.facts.agenda, start=1)
    }
    AgendaItem.objects.bulk_create(rows.values())
    return rows


def _write_speeches(
    protocol: Protocol, draft: ProtocolDraft, items: dict[str, AgendaItem], links: dict[str, int]
) -> None:
    Speech.objects.bulk_create(
        Speech(
            protocol=protocol,
            item=items.get(speech.item),
            kind=speech.kind,
            position=position,
            person_id=links.get(name_key(speech.name)),
            name=one_line(speech.name),
            post=one_line(speech.post),
            text=checked_text("О чём", speech.text),
        )
        for position, speech in enumerate(draft.facts.speeches, start=1)
        if speech.name.strip() or speech.text.strip()
    )


def _write_decisions(
    protocol: Protocol, draft: ProtocolDraft, items: dict[str, AgendaItem], *, at: datetime
) -> dict[str, Decision]:
    found = draft.facts.decisions
    rows = {
        one.key: _decision(protocol, one, items.get(one.item), position) for position, one in enumerate(found, start=1)
    }
    Decision.objects.bulk_create(rows.values())
    if any(one.owners.strip() for one in found):
        today = clock.day_of(at, protocol.association.time_zone)
        directory = addressee_directory(protocol.association, on=today, protocol=protocol)
        for one in found:
            if one.owners.strip():
                put_owners(rows[one.key], [line.fields for line in directory.lines(one.owners)])
    return rows


def _decision(protocol: Protocol, one: DraftDecision, item: AgendaItem | None, position: int) -> Decision:
    fields = checked_decision(DecisionFields(one.text, one.term, one.sign))
    term = read_term(fields.term_raw, protocol.school_year)
    return Decision(
        association=protocol.association,
        protocol=protocol,
        item=item,
        position=position,
        text=fields.text,
        term_raw=fields.term_raw,
        term_kind=term.term_kind,
        starts_on=term.start,
        due_on=term.end,
        sign_of_done=fields.sign_of_done,
    )


def _write_votes(protocol: Protocol, votes: Iterable[DraftVote], places: _Places) -> None:
    rows: dict[str, Vote] = {}
    for one in votes:
        kind, _, key = one.about.partition(":")
        item = places.items.get(key) if kind == "item" else None
        decision = places.decisions.get(key) if kind == "decision" else None
        about = one.about if item or decision else ""
        if about in rows:
            raise FactsIncomplete("Два голосования об одном и том же: уберите одно или выберите, о чём второе.")
        counts = [one.for_count, one.against_count, one.abstained_count]
        if one.mode == VoteMode.COUNTS or any(count is not None for count in counts):
            counts = [count or 0 for count in counts]
        rows[about] = Vote(
            protocol=protocol,
            item=item,
            decision=decision,
            mode=one.mode,
            for_count=counts[0],
            against_count=counts[1],
            abstained_count=counts[2],
        )
    Vote.objects.bulk_create(rows.values())
