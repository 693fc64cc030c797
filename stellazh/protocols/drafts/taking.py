"""From what the reader gives to a draft that can be kept, shown beside its paper, and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.model import DocumentKind
from stellazh.office.intake import open_paper
from stellazh.protocols.drafts.model import (
    DraftDecision,
    DraftDoubt,
    DraftFacts,
    DraftHeading,
    DraftItem,
    DraftLine,
    DraftPerson,
    DraftSpeech,
    DraftVote,
    Leftover,
    ProtocolDraft,
)
from stellazh.protocols.reading import NamedPerson, Part, ProtocolReading, ReadingKind, VoteRead, read_protocol

MOST_LINES: Final = 4_000
MOST_ROWS: Final = 300
NOT_WORD: Final = "Протокол читается из файла Word: сохраните его как .docx и загрузите снова."
TOO_MUCH: Final = "Для одного протокола в файле слишком много всего: оставьте в нём один протокол и загрузите снова."
ATTACHMENTS: Final = (
    "В бумаге названы приложения: {names}. Сами файлы прикладывают к черновику: если они нужны, внесите протокол "
    "черновиком, добавьте файлы и подпишите."
)
BAD_NUMBER: Final = "Номер «{number}» – не целое число: впишите его цифрами или внесите протокол черновиком."
SECOND_VOTE: Final = "Об одном и том же записаны два голосования: второе осталось неразобранным."
_REASON: Final = re.compile(r"болез|больни|отпуск|уважит|команд|курс|по\s+причин", re.IGNORECASE)


def read_paper(content: bytes, name: str) -> ProtocolDraft:
    """Read a file of Word as a protocol.

    Raises:
        UnreadablePaper: it cannot be read, or is no protocol; one sentence of what to do.
    """
    document = open_paper(content, name)
    if document.kind is not DocumentKind.WORD:
        raise UnreadablePaper(NOT_WORD)
    return draft_of(read_protocol(document))


def draft_of(reading: ProtocolReading) -> ProtocolDraft:
    """The draft of a reading.

    Raises:
        UnreadablePaper: it is no protocol, or there is far too much in it.
    """
    if reading.kind is ReadingKind.UNKNOWN:
        raise UnreadablePaper(reading.doubts[0].sentence)
    rows = (reading.agenda, reading.speeches, reading.decisions, reading.votes)
    if len(reading.lines) > MOST_LINES or any(len(row) > MOST_ROWS for row in rows):
        raise UnreadablePaper(TOO_MUCH)
    agenda = tuple(
        DraftItem(f"q{place}", question.title, question.speaker_words)
        for place, question in enumerate(reading.agenda, start=1)
    )
    keys = {question.number: item.key for question, item in zip(reading.agenda, agenda, strict=True)}
    decisions = tuple(
        DraftDecision(
            f"d{place}",
            keys.get(one.agenda_number, "") if one.agenda_number is not None else "",
            one.text,
            *_duty(one.owner_words, one.term_words),
        )
        for place, one in enumerate(reading.decisions, start=1)
    )
    votes, second = _votes(reading, keys)
    doubts = [DraftDoubt(str(doubt.where.value), doubt.sentence, doubt.line) for doubt in reading.doubts]
    doubts += [DraftDoubt("votes", SECOND_VOTE) for _ in second]
    doubts += list(_further_doubts(reading))
    return ProtocolDraft(
        facts=DraftFacts(
            _heading(reading), tuple(_people(reading)), agenda, _speeches(reading, keys), decisions, votes
        ),
        leftovers=tuple(_leftovers(reading, second)),
        lines=tuple(DraftLine(line.text, str(line.part.value)) for line in reading.lines),
        doubts=tuple(doubts),
        attachments=reading.attachments,
    )


def _duty(owner_words: str, term_words: str) -> tuple[str, str, str]:
    """Those who answer, one a line; the term; the sign of fulfilment, which our own papers put after them."""
    owners, _, sign = owner_words.partition("Признак исполнения:")
    names = filter(None, map(_ended, owners.split(";")))
    return "\n".join(names), _ended(term_words), _ended(sign)


def _ended(words: str) -> str:
    """Without the full stop of the sentence; that of «г.» and of initials stays."""
    words = words.strip(" ;")
    return words if re.search(r"(?<!\w)\w\.$", words) else words.rstrip(" .")


def _heading(reading: ProtocolReading) -> DraftHeading:
    return DraftHeading(
        number=reading.number,
        title=reading.title,
        meeting_words=reading.meeting,
        held_on=reading.held_on,
        starts_at=reading.starts_at,
        ends_at=reading.ends_at,
        format=reading.format or "onsite",
        place=reading.place,
        body_form=str(reading.body_form.value),
        present_shown=_present_shown(reading),
        said_count=reading.present_count,
        present_words=" ".join(reading.present_words.split()),
    )


def _present_shown(reading: ProtocolReading) -> str:
    """By their number when there is no list, when the two differ, or when the list stands at the end."""
    if reading.present_count is None:
        return "list"
    parts = [line.part for line in reading.lines]
    last = max((place for place, part in enumerate(parts) if part is Part.PRESENT), default=-1)
    is_appended = Part.AGENDA in parts and last > parts.index(Part.AGENDA)
    return "count" if is_appended or len(reading.present) != reading.present_count else "list"


def _people(reading: ProtocolReading) -> Iterable[DraftPerson]:
    role = "chair" if len(reading.chairs) == 1 else "leader"
    yield from (_person(role, one) for one in reading.chairs)
    if reading.secretary is not None:
        yield _person("secretary", reading.secretary)
    yield from (_person("present", one) for one in reading.present)
    yield from (_person("invited", one) for one in reading.invited)
    if not reading.invited and reading.invited_words.strip():
        yield DraftPerson("invited", " ".join(reading.invited_words.split())[:200])
    for one in reading.absent:
        is_excused = _REASON.search(one.as_written) or _REASON.search(reading.absent_words)
        yield _person("excused" if is_excused else "absent", one)
    if not reading.absent and reading.absent_words.strip():
        yield DraftPerson("absent", " ".join(reading.absent_words.split())[:200])


def _person(role: str, one: NamedPerson) -> DraftPerson:
    return DraftPerson(role, one.name, one.post[:200], one.organisation[:200])


def _speeches(reading: ProtocolReading, keys: dict[int | None, str]) -> tuple[DraftSpeech, ...]:
    found = []
    for place, one in enumerate(reading.speeches, start=1):
        who = one.speaker or NamedPerson("")
        post = " ".join(part for part in (who.post, who.organisation) if part)[:300]
        item = keys.get(one.agenda_number, "") if one.agenda_number is not None else ""
        found.append(DraftSpeech(f"s{place}", item, str(one.kind.value), who.name, post, one.text))
    return tuple(found)


def _votes(reading: ProtocolReading, keys: dict[int | None, str]) -> tuple[tuple[DraftVote, ...], list[VoteRead]]:
    """The votes, and those for which there is no place: their matter has one already."""
    found: dict[str, DraftVote] = {}
    second = []
    for place, vote in enumerate(reading.votes, start=1):
        about = _about(reading, vote, keys)
        if about in found:
            second.append(vote)
            continue
        counts = (vote.for_, vote.against, vote.abstained)
        # «Против» and «воздержались» that nobody mentions are nobody; a unanimous vote may be uncounted.
        said = any(count is not None for count in counts)
        mode = "unanimous" if vote.is_unanimous and not (vote.against or vote.abstained) else "counts"
        filled = tuple(count or 0 for count in counts) if said else (None, None, None)
        if mode == "unanimous" and vote.for_ is None:
            filled = (None, None, None)
        found[about] = DraftVote(f"v{place}", about, mode, *filled)
    return tuple(found.values()), second


def _about(reading: ProtocolReading, vote: VoteRead, keys: dict[int | None, str]) -> str:
    if vote.decision_number is not None:
        for place, decision in enumerate(reading.decisions, start=1):
            if decision.number == vote.decision_number and vote.agenda_number in (None, decision.agenda_number):
                return f"decision:d{place}"
    if vote.agenda_number is not None and (key := keys.get(vote.agenda_number)):
        return f"item:{key}"
    return ""


def _leftovers(reading: ProtocolReading, votes: Iterable[VoteRead]) -> Iterable[Leftover]:
    places = {line.text: place for place, line in enumerate(reading.lines) if line.part is Part.UNREAD}
    for text in reading.unread:
        yield Leftover(text, "", places.get(text, -1))
    for vote in votes:
        yield Leftover(vote.words)


def _further_doubts(reading: ProtocolReading) -> Iterable[DraftDoubt]:
    if reading.number and not reading.number.isdecimal():
        line = next((place for place, one in enumerate(reading.lines) if one.part is Part.NUMBER), -1)
        yield DraftDoubt("number", BAD_NUMBER.format(number=reading.number), line)
    names = [name.rstrip(".") for name in reading.attachments if not name.endswith(":")]
    if names:
        yield DraftDoubt("attachments", ATTACHMENTS.format(names="; ".join(names)[:400]))
