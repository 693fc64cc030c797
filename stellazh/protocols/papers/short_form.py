"""The short form: what it was, when and who, the agenda, all speeches in a row, then all decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stellazh.protocols.papers import parts
from stellazh.protocols.papers.full_form import CARRIED_HEADING, agenda_lines, present_lines, sheet_title
from stellazh.protocols.papers.lettering import sentence, typed
from stellazh.protocols.papers.sheet import Block, Line, LineKind, Sheet
from stellazh.protocols.reads.content_model import PersonLine, ProtocolContent
from stellazh.protocols.reads.content_words import OUTCOME_WORDS
from stellazh.russian.calendar_words import short_date
from stellazh.workplans.enums import ItemFormat


def short_sheet(content: ProtocolContent) -> Sheet:
    """The protocol in its short form."""
    return Sheet(
        title=sheet_title(content),
        author=typed(content.association_short),
        subject=typed(content.title) or "Протокол",
        blocks=tuple(_blocks(content)),
        mark="" if content.is_signed else parts.DRAFT_MARK,
    )


def _blocks(content: ProtocolContent) -> Iterator[Block]:
    yield Line(LineKind.CENTRED, typed(content.association))
    yield Line(LineKind.TITLE, typed(f"Протокол № {content.number_words or '____'}"), with_next=True)
    if words := typed(content.meeting_words):
        yield Line(LineKind.CENTRED, words, with_next=True)
    yield from _heading_facts(content)
    yield from agenda_lines(content.items, "Повестка дня")
    yield from short_course_lines(content)
    yield from parts.attachment_lines(content.attachments)
    yield from parts.signature_lines(content)
    yield from parts.appended_list(content)


def short_course_lines(content: ProtocolContent) -> Iterator[Block]:
    """All speeches in a row, then all decisions and votes."""
    carried = list(content.all_carried)
    if carried:
        yield Line(LineKind.CAPTION, f"{CARRIED_HEADING}:", with_next=True)
        yield from parts.carried_lines(carried)
    speeches = list(content.all_speeches)
    if speeches:
        yield Line(LineKind.CAPTION, "Выступления:", with_next=True)
        for speech in speeches:
            yield from parts.speech_under_name(speech)
    for item in content.items:
        if item.is_set_aside:
            words = OUTCOME_WORDS[item.outcome]
            yield Line(LineKind.BODY, f"{sentence(item.title)} {words}", label=f"{item.number}.")
    decisions = list(content.all_decisions)
    if decisions:
        yield Line(LineKind.CAPTION, "Решено:", with_next=True)
        yield from parts.decision_lines(decisions)
    yield from _votes(content)


def _heading_facts(content: ProtocolContent) -> Iterator[Block]:
    yield from parts.fact("Тема", content.title)
    yield from parts.fact("Дата проведения", short_date(content.held_on))
    # Where a meeting is held face to face the paper says nothing of it.
    how = "" if content.format_code == ItemFormat.ONSITE else content.format_words
    if content.hours:
        yield from parts.fact("Время проведения", f"{content.hours} ({how})" if how else content.hours)
    else:
        yield from parts.fact("Формат", how)
    yield from parts.fact("Место", content.place)
    yield from present_lines(content, "Присутствовало")
    yield from _led("Председатель", "Председатели", content.chairs)
    yield from _led("Ведущий", "Ведущие", content.leaders)
    yield from _led("Секретарь", "Секретари", content.secretaries)
    yield from parts.fact("Приглашённые", parts.away_words(content.invited))
    yield from parts.fact("Отсутствовали по уважительной причине", parts.away_words(content.excused))
    yield from parts.fact("Отсутствовали", parts.away_words(content.absent))
    yield from parts.fact("Кворум", content.quorum_words)


def _led(one: str, several: str, people: Sequence[PersonLine]) -> Iterator[Line]:
    yield from parts.fact(one if len(people) == 1 else several, "; ".join(map(parts.short_line, people)))


def _votes(content: ProtocolContent) -> Iterator[Line]:
    for item in content.items:
        for line in parts.vote_lines(item.vote):
            yield Line(LineKind.BODY, line.text, label=f"По вопросу {item.number}.")
    yield from parts.vote_lines(content.loose_vote)
