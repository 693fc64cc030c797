"""The answers as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet

from stellazh.common import clock
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.questionnaires.reads.answers import answers_by_submission, asked_questions
from stellazh.questionnaires.reads.summaries import FEWEST_ANONYMOUS, TOO_FEW

WIDTH: Final = 28
NAMED: Final = (SheetColumn("Кто ответил", 26), SheetColumn("Когда", 12, centred=True))


def answers_sheet(
    questionnaire: Questionnaire, *, on: date, author: str = "", submissions: QuerySet[Submission] | None = None
) -> bytes:
    """The standing answers as an .xlsx file, a row for each submission and a column for each question.

    Of an anonymous questionnaire there is no name and no day, the order says nothing, and fewer than three answers are
    not shown at all. `submissions` narrows it to some. Six queries at most, however many answers.
    """
    questions = asked_questions(questionnaire)
    chosen = questionnaire.submissions.standing() if submissions is None else submissions
    columns = [SheetColumn(question.label[:300], WIDTH) for question in questions]
    rows: list[Sequence[CellValue]] = []
    if questionnaire.is_anonymous:
        # By a random key: the order in which they came would tell who was first.
        keys = list(chosen.order_by("public_id").values_list("pk", flat=True))
        hidden = len(keys) < FEWEST_ANONYMOUS
        texts = {} if hidden else answers_by_submission(keys)
        rows = [[texts[key].get(question.pk, "") for question in questions] for key in texts]
        columns = [SheetColumn(TOO_FEW, 60)] if hidden or not columns else columns
        rows = [] if hidden or not questions else rows
    else:
        named = list(chosen.select_related("person").order_by("submitted_at", "pk"))
        texts = answers_by_submission([row.pk for row in named])
        columns = [*NAMED, *columns]
        rows = [
            [
                row.person.full_name if row.person else "",
                clock.day_of(row.submitted_at),
                *(texts[row.pk].get(question.pk, "") for question in questions),
            ]
            for row in named
        ]
    return sheet_xlsx(Sheet("Ответы", questionnaire.title, columns, rows, author, on))
