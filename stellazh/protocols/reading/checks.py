"""What does not add up in a protocol, said in sentences and never corrected."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Final

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.protocols.reading.draft import Draft, DraftVote
from stellazh.protocols.reading.finishing import present_of, question_of
from stellazh.protocols.reading.likeness import check_names
from stellazh.protocols.reading.model import Doubt, Part
from stellazh.protocols.reading.wording import has_words
from stellazh.russian.numerals import PEOPLE
from stellazh.russian.terms import TermKind, parse_term

NO_NUMBER: Final = "Номер протокола не найден. Укажите его сами."
BLANK_NUMBER: Final = "Номер протокола не проставлен. Укажите его сами."
NO_DAY: Final = "День заседания не найден. Укажите его сами."
NO_AGENDA: Final = "Повестка дня не найдена. Проверьте, есть ли она в файле."
NO_DECISIONS: Final = "Решения не найдены. Проверьте, есть ли они в файле."


def check(draft: Draft, school_year_hint: int | None) -> None:
    """Add to the draft a doubt for everything that does not add up."""
    _check_number_and_day(draft, school_year_hint)
    _check_present(draft)
    _check_agenda(draft)
    _check_decisions(draft, school_year_hint)
    for entry in draft.votes:
        _check_vote(draft, entry)
    draft.doubts.extend(check_names(draft))


def _check_number_and_day(draft: Draft, hint: int | None) -> None:
    if not draft.number:
        _add(draft, Part.NUMBER, BLANK_NUMBER if draft.has_blank_number else NO_NUMBER)
    if draft.held_on is None:
        if not any(doubt.where is Part.HELD_ON for doubt in draft.doubts):
            _add(draft, Part.HELD_ON, NO_DAY)
    elif hint is not None and FIRST_YEAR <= hint < LAST_YEAR and draft.held_on not in SchoolYear(hint):
        _add(
            draft,
            Part.HELD_ON,
            f"День заседания {draft.held_on:%d.%m.%Y} не входит в {SchoolYear(hint).label} учебный год. Проверьте его.",
        )


def _check_present(draft: Draft) -> None:
    present = present_of(draft)
    if draft.present_count is not None and present and len(present) != draft.present_count:
        _add(
            draft,
            Part.PRESENT,
            f"Сказано, что присутствовало {PEOPLE(draft.present_count)}, а в списке {len(present)}. Проверьте список.",
        )
    named = Counter(person.name for person in present if person.name)
    for name, times in named.items():
        if times > 1:
            _add(draft, Part.PRESENT, f"Имя «{name}» стоит в списке присутствующих не один раз. Проверьте список.")
    for person in draft.absent:
        if person.name in named:
            _add(draft, Part.ABSENT, f"Имя «{person.name}» стоит и среди присутствующих, и среди отсутствующих.")


def _check_agenda(draft: Draft) -> None:
    if not draft.questions:
        _add(draft, Part.AGENDA, NO_AGENDA)
        return
    numbers = [question.number for question in draft.questions if question.number is not None]
    if numbers and numbers != list(range(1, len(numbers) + 1)):
        _add(
            draft, Part.AGENDA,
            f"Вопросы повестки пронумерованы не подряд: {', '.join(map(str, numbers))}.", draft.questions[0].line,
        )  # fmt: skip
    if not draft.is_full:
        return
    told = {speech.question for speech in draft.speeches} | {decision.question for decision in draft.decisions}
    for question in sorted(number for number in told if number is not None and number > len(draft.questions)):
        _add(draft, Part.AGENDA, f"В тексте есть вопрос {question}, а в повестке их {len(draft.questions)}. Проверьте.")
    for question in range(1, len(draft.questions) + 1):
        if question not in told:
            _add(draft, Part.AGENDA, f"По вопросу {question} повестки в тексте ничего не найдено. Проверьте.")


def _check_decisions(draft: Draft, hint: int | None) -> None:
    if not any(has_words(" ".join(decision.paragraphs)) for decision in draft.decisions):
        _add(draft, Part.DECISIONS, NO_DECISIONS)
    _check_numbers_of_decisions(draft)
    year = SchoolYear.of(draft.held_on).start if draft.held_on is not None else hint
    for decision in draft.decisions:
        label = f"решения {decision.number}" if decision.number else "решения"
        first = decision.number.split(".")[0]
        if decision.question is not None and "." in decision.number and int(first) != decision.question:
            _add(
                draft, Part.DECISIONS,
                f"Решение {decision.number} стоит под вопросом {decision.question}. "
                "Проверьте, к какому вопросу оно относится.",
                decision.line,
            )  # fmt: skip
        if not decision.term_words or year is None or not FIRST_YEAR <= year < LAST_YEAR:
            continue
        term = parse_term(decision.term_words, year)
        if term.kind is TermKind.INVALID:
            said = " ".join(warning.text for warning in term.warnings)
            _add(draft, Part.DECISIONS, f"Срок {label} «{decision.term_words}» прочесть нельзя. {said}", decision.line)
        elif term.end is not None and draft.held_on is not None and term.end < draft.held_on:
            _add(
                draft, Part.DECISIONS,
                f"Срок {label} «{decision.term_words}» истекает раньше дня заседания. Проверьте его.", decision.line,
            )  # fmt: skip


def _check_numbers_of_decisions(draft: Draft) -> None:
    blocks: dict[tuple[int | None, str], list[str]] = {}
    for decision in draft.decisions:
        if decision.number:
            outer, _, last = decision.number.rpartition(".")
            blocks.setdefault((question_of(draft, decision), outer), []).append(last)
    for (_, outer), numbers in blocks.items():
        start = f"{outer}." if outer else ""
        written = [f"{start}{number}" for number in numbers]
        # Decisions may be counted through all questions; only gaps and doubles inside one list are odd.
        if any(int(later) != int(earlier) + 1 for earlier, later in itertools.pairwise(numbers)):
            _add(draft, Part.DECISIONS, f"Решения пронумерованы не подряд: {', '.join(written)}.")


def _check_vote(draft: Draft, entry: DraftVote) -> None:
    vote = entry.vote
    present = draft.present_count if draft.present_count is not None else len(present_of(draft)) or None
    counted = [count for count in (vote.for_, vote.against, vote.abstained) if count is not None]
    if present is not None and sum(counted) > present:
        _add(
            draft, Part.VOTES,
            f"Голосов {sum(counted)}, а присутствовало {PEOPLE(present)}: «{vote.words}». Проверьте.", entry.line,
        )  # fmt: skip
    if vote.is_unanimous and (vote.against or vote.abstained):
        _add(
            draft,
            Part.VOTES,
            f"Сказано «единогласно», но есть голоса против или воздержавшиеся: «{vote.words}».",
            entry.line,
        )
    if not counted and not vote.is_unanimous:
        _add(draft, Part.VOTES, f"Итог голосования не прочитан: «{vote.words}». Укажите его сами.", entry.line)


def _add(draft: Draft, where: Part, sentence: str, line: int = -1) -> None:
    draft.doubts.append(Doubt(where, sentence, line if line >= 0 else _first_line(draft, where)))


def _first_line(draft: Draft, where: Part) -> int:
    return next((place for place, line in enumerate(draft.lines) if line.part is where), -1)
