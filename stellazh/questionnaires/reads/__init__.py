"""Read models of questionnaires."""

from stellazh.questionnaires.reads.answers import (
    AnswerLine,
    answer_lines,
    answers_by_label,
    answers_by_submission,
    answers_of,
    asked_questions,
)
from stellazh.questionnaires.reads.places import places_left
from stellazh.questionnaires.reads.sheets import answers_sheet
from stellazh.questionnaires.reads.summaries import QuestionSummary, Summary, is_hidden, summary, texts_of

__all__ = [
    "AnswerLine",
    "QuestionSummary",
    "Summary",
    "answer_lines",
    "answers_by_label",
    "answers_by_submission",
    "answers_of",
    "answers_sheet",
    "asked_questions",
    "is_hidden",
    "places_left",
    "summary",
    "texts_of",
]
