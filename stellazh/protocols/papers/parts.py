"""Parts that the full form, the short form and the extract share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stellazh.protocols.papers.lettering import sentence, typed
from stellazh.protocols.papers.sheet import Block, Line, LineKind, ListLines, NameTable, NewPage, SignatureLine
from stellazh.protocols.reads.content_model import (
    CarriedLine,
    DecisionLine,
    PersonLine,
    ProtocolContent,
    SpeechLine,
    VoteLine,
)
from stellazh.protocols.reads.content_words import short_name
from stellazh.protocols.reads.text_blocks import TextBlock
from stellazh.russian.calendar_words import short_date
from stellazh.russian.numerals import counted

DRAFT_MARK = "ПРОЕКТ"
ATTACHED = "текст доклада прилагается"
_LIST_HEADS = ("№", "Фамилия, имя, отчество", "Должность", "Школа, организация", "Участие", "Подпись")
_LIST_WIDTHS_CM = (0.9, 4.2, 3.3, 3.6, 2.5, 2.0)


def fact(label: str, text: str) -> Iterator[Line]:
    """«Тема: …», or nothing when there is nothing to say."""
    if words := typed(text):
        yield Line(LineKind.FACT, words, label=f"{label}:")


def people_words(count: int, remote_count: int) -> str:
    """«13 человек, из них дистанционно — 2»."""
    words = counted(count, "человек", "человека", "человек")
    return f"{words}, из них дистанционно — {remote_count}" if remote_count else words


def short_line(one: PersonLine) -> str:
    """«Липина Е. С., педагог-библиотекарь МБОУ СОШ № 5»."""
    return ", ".join(part for part in (short_name(one.name), one.about) if part)


def people_list(people: Sequence[PersonLine]) -> Iterator[Block]:
    """Those present under one another; in a row when nothing is known of them but the names."""
    if not any(one.about or one.is_remote for one in people):
        yield Line(LineKind.FACT, sentence(", ".join(short_name(one.name) for one in people)))
        return
    lines = [typed(one.words + (" (дистанционно)" if one.is_remote else "")) for one in people]
    yield ListLines("numbers", lines, is_flush=True)


def away_words(people: Iterable[PersonLine]) -> str:
    """«Кленова В. О., МБОУ СОШ № 9 (отпуск); Ольхова Д. Р.»."""
    told = (short_line(one) + (f" ({one.reason})" if one.reason else "") for one in people)
    return "; ".join(told)


def text_lines(blocks: Iterable[TextBlock]) -> Iterator[Block]:
    """Paragraphs and lists of a typed text."""
    for block in blocks:
        lines = [line for line in map(typed, block.lines) if line]
        if block.kind != "paragraph":
            yield ListLines(block.kind, lines, block.first)
        else:
            yield from (Line(LineKind.BODY, line) for line in lines)


def speech_in_row(speech: SpeechLine, *, label: str = "") -> Iterator[Block]:
    """«СЛУШАЛИ: Липина Е. С. – рассказала …»: the first paragraph goes on after the name."""
    first, rest = _first_paragraph(speech)
    speaker = typed(speech.speaker)
    opening = " – ".join(part for part in (speaker, first) if part)
    if not speech.text.strip() and speech.is_attached:
        opening = " – ".join(part for part in (speaker, f"{ATTACHED}.") if part)
    lines = [Line(LineKind.BODY, typed(opening), label=label, with_next=bool(rest)), *rest]
    yield from _with_attached(lines, speech)


def speech_under_name(speech: SpeechLine) -> Iterator[Block]:
    """The speaker on a line of her own, then what she said."""
    if speaker := typed(speech.speaker):
        yield Line(LineKind.BODY, label=speaker, with_next=True)
    yield from _with_attached(list(text_lines(speech.blocks)), speech)


def decision_lines(decisions: Sequence[DecisionLine]) -> Iterator[Block]:
    """Each decision under its number, its term and owners on a line below, its own vote after that."""
    for decision in decisions:
        note = decision_note(decision)
        blocks = decision.blocks
        vote = list(vote_lines(decision.vote))
        opening = blocks[0] if blocks and blocks[0].kind == "paragraph" else None
        rest = list(text_lines(blocks[1:] if opening else blocks))
        text = sentence(opening.lines[0]) if opening else ""
        yield Line(LineKind.BODY, f"{decision.number}. {text}".rstrip(), with_next=bool(rest or note or vote))
        yield from rest
        if note:
            yield Line(LineKind.NOTE, note, with_next=bool(vote))
        yield from vote


def decision_note(decision: DecisionLine) -> str:
    """«Срок: до 25 октября 2024 г. Ответственный: Липина Е. С.», as far as it is known."""
    parts = (
        ("Срок", decision.term),
        (decision.owners_label, decision.owners_words),
        ("Признак исполнения", decision.sign_of_done),
    )
    return " ".join(f"{label}: {sentence(text)}" for label, text in parts if typed(text))


def vote_lines(vote: VoteLine | None) -> Iterator[Line]:
    """«Голосовали: …»."""
    if vote is not None:
        yield Line(LineKind.BODY, typed(vote.words))


def carried_lines(carried: Sequence[CarriedLine]) -> Iterator[Block]:
    """Each earlier decision: which, what was said of it, and how it stands now."""
    for one in carried:
        about = [f"срок: {one.term}" if one.term else "", f"отв.: {one.owners_words}" if one.owners_words else ""]
        told = "; ".join(part for part in about if part)
        point = one.point[:1].upper() + one.point[1:]
        text = typed(one.text).rstrip(".") + (f" ({typed(told)})." if told else ".")
        yield Line(LineKind.BODY, typed(text), label=f"{typed(point)}:", with_next=True)
        yield from text_lines(one.blocks)
        yield Line(LineKind.NOTE, f"Итог: {one.result_words}.")


def attachment_lines(titles: Sequence[str]) -> Iterator[Block]:
    """«Приложения: 1. …»."""
    if titles:
        label = "Приложение:" if len(titles) == 1 else "Приложения:"
        yield Line(LineKind.CAPTION, label, with_next=True)
        yield ListLines("numbers", [sentence(title) for title in titles], is_flush=True)


def signature_lines(content: ProtocolContent) -> Iterator[Block]:
    """A line for each who signs."""
    for signer in content.signers:
        yield SignatureLine(typed(signer.part), typed(signer.name))


def appended_list(content: ProtocolContent) -> Iterator[Block]:
    """The list of those present on a page of its own, with room to sign."""
    if not content.has_appended_list:
        return
    number = f" № {content.number_words}" if content.number_words else ""
    yield NewPage()
    yield Line(LineKind.RIGHT, typed(f"Приложение 1 к протоколу от {short_date(content.held_on)}{number}"))
    yield Line(LineKind.HEADING, "Список присутствующих", with_next=True)
    rows = [
        (
            f"{place}",
            typed(one.name),
            typed(one.post),
            typed(one.organisation),
            "дистанционно" if one.is_remote else "очно",
            "",
        )
        for place, one in enumerate(content.present, start=1)
    ]
    caption = "Список присутствующих"
    yield NameTable(caption, _LIST_HEADS, _LIST_WIDTHS_CM, rows, centred=frozenset({0, 4}), broken=frozenset({2, 3}))


def _first_paragraph(speech: SpeechLine) -> tuple[str, list[Block]]:
    blocks = speech.blocks
    if blocks and blocks[0].kind == "paragraph":
        return typed(blocks[0].lines[0]), list(text_lines(blocks[1:]))
    return "", list(text_lines(blocks))


def _with_attached(lines: list[Block], speech: SpeechLine) -> Iterator[Block]:
    if not speech.is_attached or (not speech.text.strip() and lines):
        yield from lines
        return
    note = f"{ATTACHED[0].upper()}{ATTACHED[1:]}."
    last = lines[-1] if lines else None
    if isinstance(last, Line):
        yield from lines[:-1]
        yield Line(last.kind, f"{sentence(last.text)} {note}", label=last.label)
    else:
        yield from lines
        yield Line(LineKind.BODY, note)
