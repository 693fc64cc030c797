"""The gathered protocol made a reading that never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stellazh.protocols.reading.draft import Draft, DraftDecision
from stellazh.protocols.reading.model import (
    AgendaRead,
    BodyForm,
    DecisionRead,
    Doubt,
    LineRead,
    NamedPerson,
    Part,
    ProtocolReading,
    ReadingKind,
    SpeechRead,
)
from stellazh.protocols.reading.paper_lines import PaperLine
from stellazh.protocols.reading.people import in_first_case
from stellazh.russian.persons import Likeness, names_alike


def unknown(lines: tuple[PaperLine, ...], sentence: str) -> ProtocolReading:
    """The reading of a paper that is no protocol."""
    return ProtocolReading(
        ReadingKind.UNKNOWN,
        doubts=(Doubt(Part.PAPER, sentence),),
        unread=tuple(line.text for line in lines),
        lines=tuple(LineRead(line.text, Part.UNREAD) for line in lines),
    )


def present_of(draft: Draft) -> tuple[NamedPerson, ...]:
    """The people present: those named at the head, with what the list at the end adds about them, then its others."""
    if not draft.present:
        return tuple(draft.roll)
    people = list(draft.present)
    for listed in draft.roll:
        place = next((at for at, known in enumerate(draft.present) if _is_same(known, listed)), None)
        if place is None:
            people.append(listed)
        else:
            people[place] = _filled(people[place], listed)
    return tuple(people)


def finished(draft: Draft) -> ProtocolReading:
    """The reading, with speakers' names in the first case where that is sure."""
    present = present_of(draft)
    known = (*present, *draft.chairs, *draft.secretaries, *draft.invited, *draft.signers)
    return ProtocolReading(
        kind=ReadingKind.PROTOCOL,
        number=draft.number,
        heading=tuple(draft.heading),
        meeting=" ".join(draft.meeting),
        title=" ".join(draft.title).strip(),
        held_on=draft.held_on,
        date_words="; ".join(draft.date_words),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        time_words="; ".join(draft.time_words),
        format=draft.format,
        place=", ".join(draft.places),
        present_count=draft.present_count,
        count_words="\n".join(draft.count_words),
        present_words="\n".join(draft.present_words),
        present=present,
        invited=tuple(draft.invited),
        invited_words="\n".join(draft.invited_words),
        absent=tuple(draft.absent),
        absent_words="\n".join(draft.absent_words),
        chairs=tuple(draft.chairs),
        secretary=draft.secretaries[0] if draft.secretaries else None,
        agenda=tuple(AgendaRead(entry.number, entry.title, entry.speaker_words) for entry in draft.questions),
        speeches=_speeches(draft, known),
        votes=tuple(entry.vote for entry in draft.votes),
        decisions=tuple(_decision(draft, entry) for entry in draft.decisions),
        attachments=tuple(draft.attachments),
        signers=tuple(draft.signers),
        body_form=BodyForm.FULL if draft.is_full else BodyForm.SHORT,
        remarks=tuple(draft.remarks),
        doubts=tuple(sorted(draft.doubts, key=lambda doubt: doubt.line)),
        unread=tuple(draft.unread),
        lines=tuple(draft.lines),
    )


def question_of(draft: Draft, decision: DraftDecision) -> int | None:
    """The question a decision answers: that under which it stands, else the first half of «2.1»."""
    if decision.question is not None or "." not in decision.number:
        return decision.question
    first = int(decision.number.split(".")[0])
    return first if first <= len(draft.questions) else None


def _speeches(draft: Draft, known: Iterable[NamedPerson]) -> tuple[SpeechRead, ...]:
    people = tuple(known)
    return tuple(
        SpeechRead(
            speech.question,
            speech.kind,
            in_first_case(speech.speaker, people) if speech.speaker is not None else None,
            "\n".join(speech.paragraphs),
        )
        for speech in draft.speeches
    )


def _decision(draft: Draft, entry: DraftDecision) -> DecisionRead:
    return DecisionRead(
        question_of(draft, entry), entry.number, "\n".join(entry.paragraphs), entry.owner_words, entry.term_words
    )


def _is_same(first: NamedPerson, second: NamedPerson) -> bool:
    return names_alike(first.name, second.name) is Likeness.SAME


def _filled(person: NamedPerson, listed: NamedPerson) -> NamedPerson:
    return replace(
        person,
        post=person.post or listed.post,
        organisation=person.organisation or listed.organisation,
        as_written=f"{person.as_written}; {listed.as_written}",
    )
