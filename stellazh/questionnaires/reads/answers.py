"""What was answered, in words: one by one, for lists and for files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from stellazh.questionnaires.enums import CHOICES, QuestionKind
from stellazh.questionnaires.figures import in_figures
from stellazh.questionnaires.models import Answer, AnswerOption, Question, Questionnaire, Submission


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and the answer in words; `href` opens the file that was given."""

    question_id: int
    label: str
    text: str
    href: str = ""


def asked_questions(questionnaire: Questionnaire) -> list[Question]:
    """The questions that stand over the columns of a list: those asked now, and archived ones somebody answered."""
    asking = questionnaire.questions.asking()
    answered = set(Answer.objects.filter(question__in=asking).values_list("question_id", flat=True).distinct())
    return [question for question in asking if not question.is_archived or question.pk in answered]


def answer_lines(submission: Submission) -> list[AnswerLine]:
    """The answers of one submission in the order of the questions. Two queries."""
    return _lines([submission.pk]).get(submission.pk, [])


def answers_of(submission: Submission) -> list[tuple[str, str]]:
    """The answers of one submission as pairs of the question and the words. Two queries."""
    return [(line.label, line.text) for line in answer_lines(submission)]


def answers_by_submission(submission_ids: Collection[int]) -> Mapping[int, Mapping[int, str]]:
    """For each submission its answers in words by the key of the question (`asked_questions` are the columns).

    Two queries, however many submissions; every key asked for is there.
    """
    lines = _lines(submission_ids)
    return {key: {line.question_id: line.text for line in lines.get(key, [])} for key in submission_ids}


def answers_by_label(submission_ids: Collection[int]) -> Mapping[int, list[tuple[str, str]]]:
    """`answers_of` of many submissions. Two queries."""
    lines = _lines(submission_ids)
    return {key: [(line.label, line.text) for line in lines.get(key, [])] for key in submission_ids}


def _lines(submission_ids: Collection[int]) -> dict[int, list[AnswerLine]]:
    rows = (
        Answer.objects.filter(submission__in=submission_ids)
        .select_related("question", "file")
        .prefetch_related(Prefetch("chosen", AnswerOption.objects.select_related("option")))
        .order_by("submission_id", "question__position", "question_id")
    )
    found: dict[int, list[AnswerLine]] = {}
    for answer in rows:
        href = answer.file.get_absolute_url() if answer.file else ""
        line = AnswerLine(answer.question_id, answer.question.label, in_words(answer), href)
        found.setdefault(answer.submission_id, []).append(line)
    return found


def in_words(answer: Answer) -> str:
    """One answer as a person would say it; its question, file and options are loaded."""
    kind = QuestionKind(answer.question.kind)
    if kind in CHOICES:
        return "; ".join(_labels(answer))
    if kind == QuestionKind.CONSENT:
        return "согласие дано" if answer.number else "согласие не дано"
    if kind == QuestionKind.YES_NO:
        return "да" if answer.number else "нет"
    if kind == QuestionKind.DAY:
        return f"{answer.day:%d.%m.%Y}" if answer.day else ""
    if kind == QuestionKind.FILE:
        return answer.file.name if answer.file else ""
    if answer.number is not None:
        return in_figures(answer.number)
    return answer.text


def _labels(answer: Answer) -> Iterator[str]:
    options = sorted((row.option for row in answer.chosen.all()), key=lambda option: (option.position, option.pk))
    return (option.label for option in options)
