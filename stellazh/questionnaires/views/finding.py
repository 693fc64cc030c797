"""How a request finds its questionnaire: whoever the use lets in; 404 for everybody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.common.requests import Request
from stellazh.questionnaires import access
from stellazh.questionnaires.models import Question, Questionnaire
from stellazh.questionnaires.uses import questionnaire_uses


def editable(request: Request, public_id: UUID) -> Questionnaire:
    """The questionnaire, when the actor may change it."""
    questionnaire = get_object_or_404(Questionnaire, public_id=public_id)
    if not access.can_edit_questionnaire(request.actor, questionnaire):
        raise Http404
    return questionnaire


def editable_question(request: Request, public_id: UUID, question_id: int) -> Question:
    """The question of a questionnaire that the actor may change."""
    questionnaire = editable(request, public_id)
    question = get_object_or_404(questionnaire.questions, pk=question_id)
    question.questionnaire = questionnaire
    return question


def readable(request: Request, public_id: UUID) -> Questionnaire:
    """The questionnaire, when the actor may read its answers."""
    questionnaire = get_object_or_404(Questionnaire, public_id=public_id)
    if not access.can_read_answers(request.actor, questionnaire):
        raise Http404
    return questionnaire


def around(request: Request, questionnaire: Questionnaire) -> dict[str, Any]:
    """What every page of a questionnaire shows: what it is for, where «back» leads, which pages are open."""
    use = questionnaire_uses[questionnaire.use]
    return {
        "questionnaire": questionnaire,
        "use": use,
        "back": use.address(questionnaire),
        "may_edit": bool(access.can_edit_questionnaire(request.actor, questionnaire)),
        "may_read": bool(access.can_read_answers(request.actor, questionnaire)),
    }
