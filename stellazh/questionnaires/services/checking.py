"""Every answer is looked at before one of them is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from stellazh.common.errors import DomainError
from stellazh.questionnaires.enums import CHOICES, MEASURES, TEXTS, QuestionKind
from stellazh.questionnaires.figures import in_figures
from stellazh.questionnaires.models import Answer, Option, Question, Questionnaire, Submission
from stellazh.questionnaires.services.options import places_taken
from stellazh.questionnaires.services.refusals import AnswersRefused, PlaceTaken
from stellazh.questionnaires.values import LONGEST_TEXT, MOST_NUMBER, Value, Values

NOTHING = Value()
ANSWER_IT = "ответьте на этот вопрос."
AGREE = "без этого согласия отправить нельзя: прочитайте и поставьте отметку."


class _Wrong(Exception):
    """One answer is not acceptable; the words say why."""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer that may be kept; `is_given` is False when there is nothing to keep."""

    question: Question
    value: Value
    is_given: bool
    option_ids: tuple[int, ...] = ()


@dataclass(slots=True)
class _Before:
    """What the same respondent answered before a change."""

    with_file: set[int] = field(default_factory=set)
    chosen: Mapping[int, frozenset[int]] = field(default_factory=dict)


def checked(questionnaire: Questionnaire, values: Values, *, before: Submission | None = None) -> list[CheckedAnswer]:
    """The answers to the questions asked now, in order. Values for questions that were put away meanwhile are dropped.

    `before` are the answers that these ones stand in for: their files may stay, and their places are their own. Holds
    while the questionnaire is locked. Four queries at most.

    Raises:
        AnswersRefused: with a sentence for every answer that is not acceptable.
        PlaceTaken: an option has no place left.
        DomainError: a question of another questionnaire is answered.
    """
    questions = list(questionnaire.questions.prefetch_related("options"))
    if not values.keys() <= {question.pk for question in questions}:
        raise DomainError("Пока вы отвечали, анкета изменилась: откройте её заново.")
    asked = [row for row in questions if not row.is_archived and row.kind != QuestionKind.HEADING]
    earlier = _earlier(before)
    answers: list[CheckedAnswer] = []
    problems: dict[int, str] = {}
    for question in asked:
        try:
            answers.append(_answer(question, values.get(question.pk, NOTHING), earlier))
        except _Wrong as wrong:
            problems[question.pk] = str(wrong)
    if problems:
        raise AnswersRefused(problems, {question.pk: question.label for question in asked})
    _require_places(answers, before)
    return answers


def _earlier(before: Submission | None) -> _Before:
    if before is None:
        return _Before()
    answers = Answer.objects.filter(submission=before).prefetch_related("chosen")
    return _Before(
        with_file={answer.question_id for answer in answers if answer.file_id},
        chosen={answer.question_id: frozenset(row.option_id for row in answer.chosen.all()) for answer in answers},
    )


def _answer(question: Question, value: Value, earlier: _Before) -> CheckedAnswer:
    kind = QuestionKind(question.kind)
    if kind == QuestionKind.CONSENT:
        if question.is_required and not value.is_yes:
            raise _Wrong(AGREE)
        # That it was asked and not given is an answer too.
        return CheckedAnswer(question, Value(text=_consent_text(question), is_yes=bool(value.is_yes)), True)
    if kind in CHOICES:
        chosen = _chosen(question, value, earlier.chosen.get(question.pk, frozenset()))
        found = CheckedAnswer(question, NOTHING, bool(chosen), chosen)
    elif kind in TEXTS:
        text = _text(question, value.text)
        found = CheckedAnswer(question, Value(text=text), bool(text))
    elif kind in MEASURES:
        number = _number(question, value.number)
        found = CheckedAnswer(question, Value(number=number), number is not None)
    elif kind == QuestionKind.DAY:
        found = CheckedAnswer(question, Value(day=value.day), value.day is not None)
    elif kind == QuestionKind.YES_NO:
        found = CheckedAnswer(question, Value(is_yes=value.is_yes), value.is_yes is not None)
    else:
        keeps = value.keeps_file and value.file is None and question.pk in earlier.with_file
        found = CheckedAnswer(question, Value(file=value.file, keeps_file=keeps), keeps or value.file is not None)
    if question.is_required and not found.is_given:
        raise _Wrong(ANSWER_IT)
    return found


def _consent_text(question: Question) -> str:
    return "\n\n".join(part for part in (question.label, question.help) if part)


def _text(question: Question, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if question.kind == QuestionKind.TEXT:
        text = " ".join(text.split())
    longest = question.longest or LONGEST_TEXT[QuestionKind(question.kind)]
    if len(text) > longest:
        raise _Wrong(f"не более {longest} знаков, а набрано {len(text)}.")
    return text


def _number(question: Question, number: Decimal | None) -> Decimal | None:
    if number is None:
        return None
    if not number.is_finite() or abs(number) > MOST_NUMBER:
        raise _Wrong("напишите число попроще.")
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise _Wrong(_bounds_in_words(low, high))
    if question.kind == QuestionKind.SCALE and number % 1:
        raise _Wrong("выберите одну из оценок.")
    if number != number.quantize(Decimal("0.01")):
        raise _Wrong("не больше двух знаков после запятой.")
    return number


def _bounds_in_words(low: Decimal | None, high: Decimal | None) -> str:
    parts = [f"{word} {in_figures(bound)}" for word, bound in (("от", low), ("до", high)) if bound is not None]
    return f"число должно быть {' '.join(parts)}."


def _chosen(question: Question, value: Value, before: frozenset[int]) -> tuple[int, ...]:
    offered = {row.pk for row in question.options.all() if row.archived_at is None or row.pk in before}
    chosen = tuple(dict.fromkeys(value.option_ids))
    if not set(chosen) <= offered:
        raise _Wrong("такого варианта больше нет: выберите из тех, что на экране.")
    if question.kind == QuestionKind.SINGLE and len(chosen) > 1:
        raise _Wrong("выберите один вариант.")
    return chosen


def _require_places(answers: Sequence[CheckedAnswer], before: Submission | None) -> None:
    limited = {
        option.pk: (answer, option)
        for answer in answers
        for option in answer.question.options.all()
        if option.capacity is not None and option.pk in answer.option_ids
    }
    if not limited:
        return
    taken = places_taken(limited.keys(), besides=before.pk if before else None)
    for key, (answer, option) in limited.items():
        if taken.get(key, 0) >= (option.capacity or 0):
            raise PlaceTaken(_none_left(option, answer.question), question_id=answer.question.pk, option_id=key)


def _none_left(option: Option, question: Question) -> str:
    others = [row for row in question.options.all() if row.archived_at is None and row.pk != option.pk]
    taken = places_taken([row.pk for row in others])
    left = [_left_in_words(row, taken) for row in others if row.capacity is None or row.capacity > taken.get(row.pk, 0)]
    rest = f" Ещё можно выбрать: {'; '.join(left[:5])}." if left else " Других вариантов с местами нет."
    return f"«{option.label}»: мест больше нет, осталось 0 из {option.capacity}.{rest}"


def _left_in_words(option: Option, taken: Mapping[int, int]) -> str:
    if option.capacity is None:
        return f"«{option.label}»"
    return f"«{option.label}» (осталось {option.capacity - taken.get(option.pk, 0)})"
