"""What those who were there said: how many answered, and the mean mark. Nobody is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import Count, Sum

from stellazh.events.feedback_questions import FEEDBACK_USE
from stellazh.events.models import Event, FeedbackGiven
from stellazh.events.reads.figure_scopes import events_in
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Answer
from stellazh.questionnaires.reads.summaries import FEWEST_ANONYMOUS
from stellazh.reports.figures.events import READ, held_events
from stellazh.reports.figures.model import Counts, FigureList, FigureRow, FigureRule, FigureSource, LazyRows
from stellazh.reports.figures.scopes import Scope

GROUP: Final = "Отзывы"
LARGEST_MARK: Final = 5


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one event: how many, and their sum."""

    count: int
    total: Decimal


def marks_by_event(scope: Scope) -> Mapping[int, Marks]:
    """Marks on scales from 1 to 5, by the event. Fewer answers than may be shown are left out. One query at most."""

    def find() -> Mapping[int, Marks]:
        keys = {f"event:{one.pk}": one.pk for one in held_events(scope)}
        if not keys:
            return {}
        rows = (
            Answer.objects.filter(
                number__isnull=False,
                question__kind=QuestionKind.SCALE,
                question__minimum=1,
                question__maximum=LARGEST_MARK,
                submission__withdrawn_at=None,
                submission__submitted_at__lt=scope.cut,
                submission__questionnaire__use=FEEDBACK_USE,
                submission__questionnaire__archived_at=None,
                submission__questionnaire__object_key__in=keys,
            )
            .values_list("submission__questionnaire__object_key")
            .annotate(people=Count("submission", distinct=True), marks=Count("pk"), total=Sum("number"))
            .order_by("submission__questionnaire__object_key")
        )
        shown = (row for row in rows if row[1] >= FEWEST_ANONYMOUS)
        return {keys[key]: Marks(count, Decimal(total)) for key, _, count, total in shown}

    return scope.once("marks", find)


def _counts(scope: Scope) -> Counts:
    marks = marks_by_event(scope).values()
    count = sum(one.count for one in marks)
    total = sum((one.total for one in marks), Decimal(0))
    given = FeedbackGiven.objects.filter(event__in=events_in(scope.attendances())).count()
    return {"feedback.given": given or None, "feedback.mark": _tenths(total, count)}


def _tenths(total: Decimal, count: int) -> int | None:
    return int((total * 10 / count).quantize(Decimal(1), ROUND_HALF_UP)) if count else None


def _words(tenths: int | None) -> str:
    return "" if tenths is None else f"{tenths // 10},{tenths % 10}"


def _given_list(scope: Scope) -> FigureList:
    """An event with three answers makes three of the number: who answered is told nowhere."""
    rows = events_in(scope.attendances()).annotate(given=Count("feedback_given")).filter(given__gt=0)
    found = rows.select_related("association").in_order()
    marks = marks_by_event(scope)

    def line(event: Event) -> FigureRow:
        mark = marks.get(event.pk)
        mean = _words(_tenths(mark.total, mark.count)) if mark is not None else ""
        cells = (event.first_day, event.full_title, event.given, mean)  # type: ignore[attr-defined]
        return FigureRow(cells, event.get_absolute_url())

    headings = ("Дата", "Мероприятие", "Ответов", "Средняя оценка")
    return FigureList("Отзывы о мероприятиях", headings, LazyRows(found, lambda rows: [line(row) for row in rows]))


SOURCE: Final = FigureSource("feedback", _counts)
RULES: Final = (
    FigureRule(
        "feedback.given",
        "отзывы",
        "Отзывов о мероприятиях",
        ("отзыв", "отзыва", "отзывов"),
        GROUP,
        SOURCE,
        _given_list,
        READ,
        counts_rows=False,
    ),
    FigureRule(
        "feedback.mark",
        "средняя оценка",
        "Средняя оценка мероприятий",
        ("балл", "балла", "баллов"),
        GROUP,
        SOURCE,
        _given_list,
        READ,
        decimals=1,
        counts_rows=False,
    ),
)
