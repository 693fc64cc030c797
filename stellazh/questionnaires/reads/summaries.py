"""A picture of the answers: counts, shares, averages, the latest words. As many queries for a thousand as for three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, cast

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from stellazh.common.numerals import agree
from stellazh.questionnaires.enums import CHOICES, MEASURES, TEXTS, QuestionKind
from stellazh.questionnaires.figures import in_figures
from stellazh.questionnaires.models import Answer, AnswerOption, Question, Questionnaire, Submission
from stellazh.ui.charts import Bar

FEWEST_ANONYMOUS: Final = 3
LATEST: Final = 5
MOST_BARS: Final = 24
MOST_NUMBERS: Final = 8
TOO_FEW: Final = "Ответов пока меньше трёх: чтобы никого нельзя было узнать, они не показываются."

# Number or day → how many gave it.
Counts = dict[object, int]


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """One question. `bars` count its answers where they can be counted; `texts` are the latest words, `more_count` how
    many stand behind them; `average` and `median` belong to numbers and scales."""

    question: Question
    answer_count: int
    bars: tuple[Bar, ...] = ()
    average: str = ""
    median: str = ""
    texts: tuple[str, ...] = ()

    @property
    def more_count(self) -> int:
        """How many texts are not among the latest."""
        return self.answer_count - len(self.texts) if self.texts else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole picture. Of an anonymous questionnaire with fewer than three answers `questions` is empty."""

    questionnaire: Questionnaire
    submission_count: int
    is_hidden: bool
    questions: tuple[QuestionSummary, ...]

    @property
    def count_in_words(self) -> str:
        """«12 ответов»."""
        return f"{self.submission_count} {agree(self.submission_count, 'ответ', 'ответа', 'ответов')}"

    @property
    def why_hidden(self) -> str:
        """Why nothing but the count is shown."""
        return TOO_FEW if self.is_hidden else ""


def summary(questionnaire: Questionnaire, *, submissions: QuerySet[Submission] | None = None) -> Summary:
    """The picture of the standing answers; `submissions` (not sliced) narrows it to some of them.

    Seven queries, however many answers and questions.
    """
    chosen = (questionnaire.submissions.all() if submissions is None else submissions).standing()  # type: ignore[attr-defined]
    count: int = chosen.count()
    if questionnaire.is_anonymous and count < FEWEST_ANONYMOUS:
        return Summary(questionnaire, count, True, ())
    # By key alone: whatever the caller joined or ordered by is not repeated in every query.
    answers = Answer.objects.filter(
        question__questionnaire=questionnaire, submission__in=chosen.order_by().values("pk")
    )
    given = dict(answers.values_list("question_id").annotate(count=Count("pk")))
    numbers = _counted(answers.exclude(number=None), "number")
    days = _counted(answers.exclude(day=None), "day")
    options = _options(answers)
    texts = _latest(answers, questionnaire)
    asked = [
        row
        for row in questionnaire.questions.asking().prefetch_related("options")
        if not row.is_archived or row.pk in given
    ]
    return Summary(
        questionnaire,
        count,
        False,
        tuple(
            _summed(row, given.get(row.pk, 0), numbers.get(row.pk, {}), days.get(row.pk, {}), options, texts)
            for row in asked
        ),
    )


def is_hidden(questionnaire: Questionnaire) -> bool:
    """Whether so few have answered without a name that nothing may be shown. One query when it is anonymous."""
    return questionnaire.is_anonymous and questionnaire.submissions.standing().count() < FEWEST_ANONYMOUS


def texts_of(question: Question) -> QuerySet[Answer]:
    """The texts answered to one question, latest first; of an anonymous questionnaire in no order of time."""
    rows = Answer.objects.filter(question=question, submission__withdrawn_at=None).exclude(text="")
    return rows.order_by(*_order(question.questionnaire))


def _order(questionnaire: Questionnaire) -> tuple[str, ...]:
    return ("submission__public_id",) if questionnaire.is_anonymous else ("-submission__submitted_at", "-pk")


def _counted(answers: QuerySet[Answer], column: str) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for key, value, count in answers.values_list("question_id", column).annotate(count=Count("pk")):
        found.setdefault(key, {})[value] = count
    return found


def _options(answers: QuerySet[Answer]) -> Mapping[int, int]:
    rows = AnswerOption.objects.filter(answer__in=answers.order_by().values("pk"))
    return dict(rows.values_list("option_id").annotate(count=Count("pk")))


def _latest(answers: QuerySet[Answer], questionnaire: Questionnaire) -> Mapping[int, tuple[str, ...]]:
    order = [
        F(name.removeprefix("-")).desc() if name.startswith("-") else F(name).asc() for name in _order(questionnaire)
    ]
    ranked = (
        answers.filter(question__kind__in=TEXTS)
        .annotate(rank=Window(RowNumber(), partition_by=[F("question_id")], order_by=order))
        .filter(rank__lte=LATEST)
        .order_by("question_id", "rank")
    )
    found: dict[int, tuple[str, ...]] = {}
    for key, text in ranked.values_list("question_id", "text"):
        found[key] = (*found.get(key, ()), text)
    return found


def _summed(
    question: Question,
    count: int,
    numbers: Counts,
    days: Counts,
    options: Mapping[int, int],
    texts: Mapping[int, tuple[str, ...]],
) -> QuestionSummary:
    kind = QuestionKind(question.kind)
    if kind in CHOICES:
        return QuestionSummary(question, count, _option_bars(question, count, options))
    if kind in MEASURES:
        measured = {cast("Decimal", number): of_them for number, of_them in numbers.items()}
        average, median = (in_figures(_average(measured)), in_figures(_median(measured))) if measured else ("", "")
        return QuestionSummary(question, count, _number_bars(question, count, measured), average, median)
    if kind in {QuestionKind.YES_NO, QuestionKind.CONSENT}:
        words = ("да", "нет") if kind == QuestionKind.YES_NO else ("согласие дано", "не дано")
        pairs = [(words[0], numbers.get(Decimal(1), 0)), (words[1], numbers.get(Decimal(0), 0))]
        return QuestionSummary(question, count, _bars(pairs, count))
    if kind == QuestionKind.DAY:
        return QuestionSummary(question, count, _day_bars(count, days))
    return QuestionSummary(question, count, texts=texts.get(question.pk, ()))


def _bars(pairs: Sequence[tuple[str, int]], count: int) -> tuple[Bar, ...]:
    return tuple(Bar(label, value, _percent(value, count)) for label, value in pairs)


def _percent(value: int, count: int) -> int:
    return int((Decimal(value * 100) / count).quantize(Decimal(1), ROUND_HALF_UP)) if count else 0


def _option_bars(question: Question, count: int, chosen: Mapping[int, int]) -> tuple[Bar, ...]:
    return _bars(
        [
            (
                option.label if option.archived_at is None else f"{option.label} (больше не предлагается)",
                chosen.get(option.pk, 0),
            )
            for option in question.options.all()
            if option.archived_at is None or option.pk in chosen
        ],
        count,
    )


def _number_bars(question: Question, count: int, numbers: Mapping[Decimal, int]) -> tuple[Bar, ...]:
    """Every grade of a scale; of numbers those that were given, while they are few."""
    if question.kind == QuestionKind.SCALE and question.minimum is not None and question.maximum is not None:
        grades = range(int(question.minimum), int(question.maximum) + 1)
        return _bars([(_grade(question, grade), numbers.get(Decimal(grade), 0)) for grade in grades], count)
    if len(numbers) > MOST_NUMBERS:
        return ()
    return _bars([(in_figures(number), numbers[number]) for number in sorted(numbers)], count)


def _day_bars(count: int, days: Counts) -> tuple[Bar, ...]:
    """The days most often given, in their order."""
    given = [(cast("date", day), of_them) for day, of_them in days.items()]
    common = sorted(given, key=lambda pair: (-pair[1], pair[0]))[:MOST_BARS]
    return _bars([(f"{day:%d.%m.%Y}", of_them) for day, of_them in sorted(common)], count)


def _grade(question: Question, grade: int) -> str:
    ends = {question.minimum: question.minimum_label, question.maximum: question.maximum_label}
    words = ends.get(Decimal(grade), "")
    return f"{grade} — {words}" if words else str(grade)


def _average(numbers: Mapping[Decimal, int]) -> Decimal:
    total = sum((number * count for number, count in numbers.items()), Decimal(0))
    return (total / sum(numbers.values())).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _median(numbers: Mapping[Decimal, int]) -> Decimal:
    count = sum(numbers.values())
    low, high = _nth(numbers, (count - 1) // 2), _nth(numbers, count // 2)
    return (low + high) / 2


def _nth(numbers: Mapping[Decimal, int], place: int) -> Decimal:
    """The number at that place, counted from 0, of all that were given in order."""
    passed = 0
    for number in sorted(numbers):
        passed += numbers[number]
        if place < passed:
            return number
    raise ValueError("There is nothing at that place")
