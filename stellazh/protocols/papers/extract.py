"""Выписка: of a protocol only the questions, speakers and decisions that concern one school or person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from stellazh.associations.models import Organisation
from stellazh.people.models import Person
from stellazh.protocols.models import Protocol
from stellazh.protocols.papers import parts
from stellazh.protocols.papers.lettering import sentence, typed
from stellazh.protocols.papers.pdf import sheet_pdf
from stellazh.protocols.papers.sheet import Block, Line, LineKind, Requisites, Sheet, SignatureLine
from stellazh.protocols.papers.word import sheet_docx
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.content_model import ItemContent, ProtocolContent, SpeechLine
from stellazh.protocols.reads.extracts import NothingConcerns, concerning, organisation_bearer, person_bearer
from stellazh.russian.calendar_words import short_date

_UNSIGNED = "Руководитель объединения"


@dataclass(frozen=True, slots=True)
class ExtractContent:
    """What an extract says: the protocol cut down to what concerns, and whom it is for (nobody when chosen by hand)."""

    content: ProtocolContent
    whom: str = ""

    @property
    def heading(self) -> str:
        return f"ВЫПИСКА ИЗ ПРОТОКОЛА № {self.content.number_words}"


def extract_content(
    protocol: Protocol,
    *,
    on: date,
    for_person: Person | None = None,
    for_organisation: Organisation | None = None,
    decision_ids: Collection[int] = (),
) -> ExtractContent:
    """The protocol cut down for a person or a school; to `decision_ids` where some were chosen by hand.

    `on` is the day of the extract: the day on which her posts and places are asked. Needs `association__territory`.

    Raises:
        NothingConcerns: says so in a sentence.
    """
    content = protocol_content(protocol)
    whom = ""
    kept = frozenset(decision_ids) & content.decision_numbers.keys()
    if for_person is not None:
        bearer = person_bearer(for_person, protocol.association, on=on)
        kept, whom = kept or concerning(content, bearer, protocol.association), bearer.name
    elif for_organisation is not None:
        bearer = organisation_bearer(for_organisation, on=on)
        kept, whom = kept or concerning(content, bearer, protocol.association), bearer.name
    if not kept:
        raise NothingConcerns(
            f"Ни одно решение этого протокола не касается: {whom}. Отметьте решения сами или выберите другого адресата."
            if whom
            else "Отметьте хотя бы одно решение для выписки."
        )
    return ExtractContent(_cut(content, kept), whom)


def extract_docx(extract: ExtractContent, *, made_on: date) -> bytes:
    """The extract as .docx."""
    return sheet_docx(extract_sheet(extract), made_on=made_on)


def extract_pdf(extract: ExtractContent, *, made_at: datetime) -> bytes:
    """The extract as PDF/UA-1 and PDF/A-2a."""
    return sheet_pdf(extract_sheet(extract), made_at=made_at)


def extract_sheet(extract: ExtractContent) -> Sheet:
    """The lines of the paper."""
    content = extract.content
    return Sheet(
        title=typed(f"Выписка из протокола № {content.number_words} от {short_date(content.held_on)}"),
        author=typed(content.association_short),
        subject=typed(content.title) or "Выписка из протокола",
        blocks=tuple(_blocks(extract)),
    )


def original_signers(content: ProtocolContent) -> str:
    """«председатель Н. Б. Лесникова, секретарь Е. С. Липина»."""
    return ", ".join(f"{one.part.lower()} {one.name}" for one in content.signers)


def verifier(content: ProtocolContent) -> tuple[str, str]:
    """Who says that the extract is right: the secretary, else whoever chaired; her part and name."""
    last = content.signers[-1] if content.signers else None
    return (last.part, last.name) if last else (_UNSIGNED, "")


def _cut(content: ProtocolContent, kept: Collection[int]) -> ProtocolContent:
    """Only what concerns: of speeches, who was heard and no more; nobody's name from the lists of people."""
    return replace(
        content,
        items=tuple(filter(None, (_cut_item(item, kept) for item in content.items))),
        loose_speeches=(),
        loose_decisions=tuple(one for one in content.loose_decisions if one.id in kept),
        loose_vote=None,
        loose_carried=(),
        present=(),
        invited=(),
        excused=(),
        absent=(),
        attachments=(),
    )


def _cut_item(item: ItemContent, kept: Collection[int]) -> ItemContent | None:
    decisions = tuple(one for one in item.decisions if one.id in kept)
    if not decisions:
        return None
    heard = tuple(replace(one, text="", is_attached=False) for one in item.heard)
    return replace(item, decisions=decisions, speeches=heard, carried=(), vote=None)


def _blocks(extract: ExtractContent) -> Iterator[Block]:
    content = extract.content
    yield Line(LineKind.CENTRED, typed(content.association))
    yield Line(LineKind.TITLE, typed(extract.heading), with_next=True)
    if words := typed(content.meeting_words):
        yield Line(LineKind.CENTRED, words, with_next=True)
    yield Requisites(short_date(content.held_on), "", typed(content.place))
    yield from parts.fact("Тема", content.title)
    for label, people in (
        ("Председатель", content.chairs or content.leaders),
        ("Секретарь", content.secretaries),
    ):
        for one in people:
            yield Line(LineKind.FACT, typed(f"{label} – {parts.short_line(one)}"))
    if content.present_count is not None:
        yield from parts.fact("Присутствовали", sentence(parts.people_words(content.present_count, 0)))
    yield from parts.fact("Выписка дана", extract.whom)
    for item in content.items:
        yield Line(LineKind.HEADING, f"{item.number}. {typed(item.title)}", with_next=True)
        yield from _heard(item.speeches)
        yield Line(LineKind.CAPTION, "РЕШИЛИ:", with_next=True)
        yield from parts.decision_lines(item.decisions)
    if content.loose_decisions:
        yield Line(LineKind.CAPTION, "РЕШИЛИ:", with_next=True)
        yield from parts.decision_lines(content.loose_decisions)
    if content.signers:
        yield Line(LineKind.FACT, typed(f"Подлинник подписали: {original_signers(content)}."), with_next=True)
    yield Line(LineKind.FACT, "Верно", with_next=True)
    part, name = verifier(content)
    yield SignatureLine(typed(part), typed(name))
    yield Line(LineKind.FACT, "«____» _______________ 20____ г.")


def _heard(speeches: tuple[SpeechLine, ...]) -> Iterator[Block]:
    speakers = [typed(one.speaker) for one in speeches if typed(one.speaker)]
    if speakers:
        yield Line(LineKind.BODY, sentence("; ".join(speakers)), label="СЛУШАЛИ:")
