"""What a protocol still lacks: told while it is written and before it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from stellazh.protocols.enums import (
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    PartRole,
    VoteMode,
)
from stellazh.protocols.models import AgendaItem, Decision, Protocol, Speech, Vote
from stellazh.protocols.reads.addressees import addressee_directory
from stellazh.protocols.reads.counting import Headcount, headcount, quorum_standing
from stellazh.protocols.reads.parts import may_have
from stellazh.protocols.services.votes import unfit_reason, vote_fields

WARN = "warn"
INFO = "info"
PEOPLE = "people"
HEADING = "protocol"
_SHOWN = 60
_SETTLED = (AgendaOutcome.POSTPONED, AgendaOutcome.DROPPED)


@dataclass(frozen=True, slots=True)
class Want:
    """One sentence, the place of the editor it is about («decision-12»), and its tone: `warn` or `info`."""

    text: str
    anchor: str
    tone: str = WARN


@dataclass(frozen=True, slots=True)
class _Parts:
    """The protocol as the database has it now."""

    protocol: Protocol
    heads: Headcount
    leads: bool
    writes: bool
    items: tuple[AgendaItem, ...]
    speeches: tuple[Speech, ...]
    decisions: tuple[Decision, ...]
    votes: tuple[Vote, ...]


def wanting(protocol: Protocol) -> tuple[Want, ...]:
    """Everything that is missing or does not fit, in the order of the paper; nothing of it forbids signing.

    Seven queries at most, and those of the directory when somebody who answers stands in words only; people, agenda,
    speeches and decisions fetched with the protocol are not read again.
    """
    parts = _parts(protocol)
    votes = {(vote.item_id, vote.decision_id): vote for vote in parts.votes}
    found = [*_of_people(parts), *_of_agenda(parts)]
    for item in (None, *parts.items):
        found += _of_item(parts, item, votes)
    asked = {decision.pk for decision in parts.decisions if _is_in_words(decision)}
    if asked:
        found += _asked(parts, asked)
    return tuple(found)


def _parts(protocol: Protocol) -> _Parts:
    people = list(protocol.people.all())
    decisions = [row for row in protocol.decisions.all() if row.archived_at is None]
    prefetch_related_objects(decisions, "owners")
    votes = list(protocol.votes.select_related("decision")) if may_have(protocol, "votes") else []
    prefetch_related_objects([vote for vote in votes if vote.mode == VoteMode.ROLL], "roll")
    return _Parts(
        protocol=protocol,
        heads=headcount(protocol, people),
        leads=any(row.role in (PartRole.CHAIR, PartRole.LEADER) for row in people),
        writes=any(row.role == PartRole.SECRETARY for row in people),
        items=tuple(row for row in protocol.agenda.all() if row.archived_at is None),
        speeches=tuple(row for row in protocol.speeches.all() if row.archived_at is None),
        decisions=tuple(decisions),
        votes=tuple(vote for vote in votes if vote.decision is None or vote.decision.archived_at is None),
    )


def _of_people(parts: _Parts) -> Iterator[Want]:
    if not parts.heads.is_known:
        yield Want("Не отмечено, кто присутствовал.", PEOPLE)
    if not parts.leads:
        yield Want("Не указано, кто вёл заседание.", PEOPLE)
    if not parts.writes:
        yield Want("Не указан секретарь. Если его не было, оставьте так.", PEOPLE, INFO)
    quorum = quorum_standing(parts.protocol, parts.heads)
    if quorum.is_asked and not quorum.is_reached:
        yield Want(quorum.text, PEOPLE)
    members, here = parts.protocol.member_count, parts.heads.voter_count
    if members and here is not None and here > members:
        yield Want(f"С правом голоса отмечено {here}, а членов {members}: проверьте числа.", PEOPLE)


def _of_agenda(parts: _Parts) -> Iterator[Want]:
    if not parts.items:
        yield Want("В повестке нет ни одного вопроса.", "agenda")
    if not parts.decisions:
        yield Want("Не записано ни одного решения.", "agenda")
    if parts.protocol.body_form == BodyForm.SHORT and not any(_is_filled(one) for one in parts.speeches):
        yield Want("Не записано ни одного выступления.", "agenda")


def _of_item(
    parts: _Parts, item: AgendaItem | None, votes: dict[tuple[int | None, int | None], Vote]
) -> Iterator[Want]:
    key = item.pk if item else None
    decisions = [row for row in parts.decisions if row.item_id == key]
    if item is not None and parts.protocol.body_form == BodyForm.FULL:
        speeches = [row for row in parts.speeches if row.item_id == key]
        yield from _of_question(item, speeches, decisions)
    own = votes.get((key, None))
    by_decision = [votes.get((None, row.pk)) for row in decisions]
    yield from _of_votes(parts, own, f"item-{key}" if key else "agenda", _name(item))
    for row, vote in zip(decisions, by_decision, strict=True):
        yield from _of_decision(row)
        yield from _of_votes(parts, vote, f"decision-{row.pk}", f"Решение «{_cut(row.text)}»")
    if own is not None or not decisions:
        return
    if any(by_decision):
        missing = [row for row, vote in zip(decisions, by_decision, strict=True) if vote is None]
    else:
        missing = decisions[:1] if parts.votes and (None, None) not in votes else []
    for row in missing:
        about = f"Решение «{_cut(row.text)}»" if any(by_decision) else _name(item)
        yield Want(f"{about}: не записано, как голосовали.", f"decision-{row.pk}", INFO)


def _of_question(item: AgendaItem, speeches: Sequence[Speech], decisions: Sequence[Decision]) -> Iterator[Want]:
    anchor = f"item-{item.pk}"
    if item.outcome == AgendaOutcome.POSTPONED:
        yield Want(f"{_name(item)}: перенесён, в черновик следующего заседания перейдёт сам.", anchor, INFO)
    if item.outcome in _SETTLED or item.kind == AgendaKind.FOLLOW_UP:
        return
    if not any(_is_filled(one) for one in speeches) and not decisions:
        yield Want(f"{_name(item)}: не записано ни выступлений, ни решения. Рассмотрели его или перенесли?", anchor)
    elif not any(_is_filled(one) for one in speeches):
        yield Want(f"{_name(item)}: не записано, кого слушали.", anchor, INFO)
    elif not decisions and item.kind == AgendaKind.TOPIC:
        yield Want(f"{_name(item)}: нет решения.", anchor, INFO)


def _of_decision(decision: Decision) -> Iterator[Want]:
    anchor = f"decision-{decision.pk}"
    if not decision.text:
        yield Want("Есть решение без текста: допишите или уберите его.", anchor)
        return
    if decision.is_for_information:
        return
    lacks = [
        words
        for words, is_there in (
            ("кто отвечает", bool(decision.owners.all())),
            ("срок", bool(decision.term_raw)),
            ("что покажет, что сделано", bool(decision.sign_of_done)),
        )
        if not is_there
    ]
    if lacks:
        yield Want(f"Решение «{_cut(decision.text)}»: не указано, {_listed(lacks)}.", anchor)
    if decision.due_on and decision.protocol and decision.due_on < decision.protocol.held_on:
        yield Want(f"Решение «{_cut(decision.text)}»: срок раньше заседания.", anchor)


def _of_votes(parts: _Parts, vote: Vote | None, anchor: str, name: str) -> Iterator[Want]:
    if vote is None:
        return
    reason = unfit_reason(parts.protocol, vote_fields(vote), parts.heads)
    if reason:
        yield Want(f"{name}. Голосование не сходится: {reason}", anchor)
    elif vote.mode != VoteMode.UNANIMOUS and not any((vote.for_count, vote.against_count, vote.abstained_count)):
        yield Want(f"{name}. Голоса не посчитаны.", anchor)


def _asked(parts: _Parts, keys: Iterable[int]) -> Iterator[Want]:
    wanted = set(keys)
    directory = addressee_directory(parts.protocol.association, on=parts.protocol.held_on, protocol=parts.protocol)
    for decision in parts.decisions:
        if decision.pk not in wanted:
            continue
        names = [owner.name for owner in decision.owners.all() if owner.kind == AddresseeKind.GROUP]
        for line in directory.lines("\n".join(names)):
            if line.is_asked:
                text = f"Решение «{_cut(decision.text)}»: уточните, кто это — «{line.fields.name}»."
                yield Want(text, f"decision-{decision.pk}")


def _is_in_words(decision: Decision) -> bool:
    return any(owner.kind == AddresseeKind.GROUP for owner in decision.owners.all())


def _is_filled(speech: Speech) -> bool:
    return bool(speech.text or speech.is_attached)


def _name(item: AgendaItem | None) -> str:
    return f"Вопрос «{_cut(item.title)}»" if item else "Решения заседания"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} и {words[-1]}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
