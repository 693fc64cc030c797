"""Rows of the matrix: questionnaires by the use that events make of them, the questions put to those who register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.matrix.row import LISTS, NO_METHOD_INSIDE, RUNNERS, RUNNERS_DO, Named, Row
from tests.matrix.world import World, new_key


def _questions(**more: Callable[[World], Any]) -> Named:
    return lambda world: {
        "public_id": world.questions.public_id,
        **{name: value(world) for name, value in more.items()},
    }


def _question(name: str) -> Named:
    return _questions(question_id=lambda world: getattr(world, name).pk)


def _of_draft(world: World) -> Mapping[str, Any]:
    return {"public_id": world.draft_questions.public_id}


def _answered(world: World) -> Mapping[str, Any]:
    assert world.submission
    return _questions()(world)


EDITING = (
    Row("questionnaires:questionnaire_edit", RUNNERS, NO_METHOD_INSIDE, _questions(), state="of an event"),
    Row("questionnaires:questionnaire_edit", RUNNERS, NO_METHOD_INSIDE, _of_draft, state="of a draft"),
    Row(
        "questionnaires:questionnaire_settings",
        RUNNERS,
        RUNNERS_DO,
        _questions(),
        lambda w: {"version": w.questions.version, "title": "Иначе"},
    ),
    Row("questionnaires:questionnaire_preview", RUNNERS, NO_METHOD_INSIDE, _questions()),
    Row(
        "questionnaires:starter_apply",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        _questions(),
        lambda w: {"code": "registration"},
    ),
    Row(
        "questionnaires:question_create",
        RUNNERS,
        RUNNERS_DO,
        _questions(kind=lambda w: "text"),
        lambda w: {"label": "Что привезёте?", "submission_key": new_key()},
    ),
    Row(
        "questionnaires:question_edit",
        RUNNERS,
        RUNNERS_DO,
        _question("question"),
        lambda w: {"label": "Иначе", "version": w.question.version},
    ),
    Row(
        "questionnaires:question_move",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        _question("second_question"),
        lambda w: {"to": "up"},
    ),
    Row("questionnaires:question_archive", RUNNERS, RUNNERS_DO, _question("question")),
    Row("questionnaires:question_restore", NO_METHOD_INSIDE, RUNNERS_DO, _question("archived_question")),
)

ANSWERS = (
    Row("questionnaires:answers_summary", LISTS, NO_METHOD_INSIDE, _answered, state="of an event"),
    Row("questionnaires:answers_summary", RUNNERS, NO_METHOD_INSIDE, _of_draft, state="of a draft"),
    Row("questionnaires:submission_list", LISTS, NO_METHOD_INSIDE, _answered),
    Row(
        "questionnaires:submission_detail",
        LISTS,
        NO_METHOD_INSIDE,
        _questions(submission_id=lambda w: w.submission.public_id),
    ),
    Row("questionnaires:text_list", LISTS, NO_METHOD_INSIDE, _question("question")),
    Row("questionnaires:answers_download", LISTS, NO_METHOD_INSIDE, _answered),
)

ROWS = (*EDITING, *ANSWERS)
