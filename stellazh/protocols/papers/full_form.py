"""The full form: question by question, who was heard, who spoke, what was decided, how it was voted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stellazh.protocols.enums import PresentShown
from stellazh.protocols.papers import parts
from stellazh.protocols.papers.lettering import sentence, typed
from stellazh.protocols.papers.sheet import Block, Line, LineKind, ListLines, Requisites, Sheet
from stellazh.protocols.reads.content_model import (
    DecisionLine,
    ItemContent,
    PersonLine,
    ProtocolContent,
    SpeechLine,
    VoteLine,
)
from stellazh.protocols.reads.content_words import OUTCOME_WORDS, short_name
from stellazh.russian.calendar_words import short_date

CARRIED_HEADING = "Выполнение решений прошлых заседаний"


def full_sheet(content: ProtocolContent) -> Sheet:
    """The protocol in its full form."""
    return Sheet(
        title=sheet_title(content),
        author=typed(content.association_short),
        subject=typed(content.title) or "Протокол",
        blocks=tuple(_blocks(content)),
        mark="" if content.is_signed else parts.DRAFT_MARK,
    )


def sheet_title(content: ProtocolContent) -> str:
    """«Протокол № 2 от 13.10.2024»."""
    number = f" № {content.number_words}" if content.number_words else ""
    return typed(f"Протокол{number} от {short_date(content.held_on)}")


def requisites(content: ProtocolContent) -> Requisites:
    """Date, number and place on one line."""
    number = content.number_words or "____"
    return Requisites(short_date(content.held_on), typed(f"№ {number}"), typed(content.place))


def _blocks(content: ProtocolContent) -> Iterator[Block]:
    yield Line(LineKind.CENTRED, typed(content.association))
    yield Line(LineKind.TITLE, "ПРОТОКОЛ", with_next=True)
    if words := typed(content.meeting_words):
        yield Line(LineKind.CENTRED, words, with_next=True)
    yield requisites(content)
    yield from _heading_facts(content)
    yield from agenda_lines(content.items, "ПОВЕСТКА ДНЯ")
    yield from course_lines(content)
    yield from parts.attachment_lines(content.attachments)
    yield from parts.signature_lines(content)
    yield from parts.appended_list(content)


def course_lines(content: ProtocolContent) -> Iterator[Block]:
    """Everything that was said and decided, question by question."""
    if content.loose_carried:
        yield Line(LineKind.HEADING, CARRIED_HEADING, with_next=True)
        yield from parts.carried_lines(content.loose_carried)
    for item in content.items:
        yield from _item_lines(item)
    yield from _course(content.loose_speeches, content.loose_decisions, content.loose_vote)


def _heading_facts(content: ProtocolContent) -> Iterator[Block]:
    yield from parts.fact("Тема", content.title)
    if content.hours:
        yield from parts.fact("Время", f"{content.hours} ({content.format_words})")
    else:
        yield from parts.fact("Формат", content.format_words)
    for label, people in (
        ("Председатель", content.chairs),
        ("Ведущий", content.leaders),
        ("Секретарь", content.secretaries),
    ):
        for one in people:
            yield Line(LineKind.FACT, typed(f"{label} – {parts.short_line(one)}"))
    yield from present_lines(content, "Присутствовали")
    yield from _named("Приглашённые", content.invited)
    yield from _named("Отсутствовали по уважительной причине", content.excused)
    yield from _named("Отсутствовали", content.absent)
    if content.quorum_words:
        yield Line(LineKind.FACT, typed(content.quorum_words))


def present_lines(content: ProtocolContent, label: str) -> Iterator[Block]:
    """How many were there and who, as a list, as an appended one, or in words."""
    if content.present_count is not None:
        appended = " (список прилагается)" if content.has_appended_list else ""
        words = parts.people_words(content.present_count, content.remote_count) + appended
        is_listed = content.present_shown == PresentShown.LIST and bool(content.present)
        end = ":" if is_listed else "."
        yield Line(LineKind.FACT, typed(words) + end, label=f"{label}:", with_next=is_listed)
        if is_listed:
            yield from parts.people_list(content.present)
    yield from parts.fact("Участники", content.present_words)


def agenda_lines(items: Sequence[ItemContent], heading: str) -> Iterator[Block]:
    """The agenda as a numbered list, reporters named after their questions."""
    if not items:
        return
    yield Line(LineKind.CAPTION, f"{heading}:", with_next=True)
    lines = []
    for item in items:
        reporters = f" Докладчик: {sentence(short_name(item.reporters))}" if typed(item.reporters) else ""
        lines.append(sentence(item.title) + reporters)
    yield ListLines("numbers", lines, is_flush=True)


def _named(label: str, people: Sequence[PersonLine]) -> Iterator[Line]:
    if people:
        yield Line(LineKind.FACT, sentence(parts.away_words(people)), label=f"{label}:")


def _item_lines(item: ItemContent) -> Iterator[Block]:
    # A question of which nothing is written stands in the agenda only.
    if item.is_bare and not item.is_set_aside:
        return
    yield Line(LineKind.HEADING, f"{item.number}. {typed(item.title)}", with_next=True)
    yield from parts.carried_lines(item.carried)
    yield from _course(item.speeches, item.decisions, item.vote)
    if item.is_set_aside:
        yield Line(LineKind.BODY, OUTCOME_WORDS[item.outcome])


def _course(
    speeches: Sequence[SpeechLine], decisions: Sequence[DecisionLine], vote: VoteLine | None
) -> Iterator[Block]:
    for kind, label in (("heard", "СЛУШАЛИ:"), ("spoke", "ВЫСТУПИЛИ:")):
        for place, speech in enumerate(one for one in speeches if one.kind == kind):
            yield from parts.speech_in_row(speech, label="" if place else label)
    if decisions:
        yield Line(LineKind.CAPTION, "РЕШИЛИ:", with_next=True)
        yield from parts.decision_lines(decisions)
    yield from parts.vote_lines(vote)
