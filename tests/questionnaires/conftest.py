"""A use of our own: whoever edits plans of an association edits its questionnaires and reads the answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict
from stellazh.questionnaires.enums import ALL_KINDS, QuestionKind
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.uses import QuestionnaireUse, questionnaire_uses
from tests.questionnaires.making import NARROW, USE, key_of


def _association(questionnaire: Questionnaire) -> Association:
    return Association.objects.get(pk=int(questionnaire.object_key.partition(":")[2]))


def _may_edit(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    return can(actor, "workplans.edit_plan", _association(questionnaire))


def _scope(questionnaire: Questionnaire) -> str:
    return _association(questionnaire).path


def _address(questionnaire: Questionnaire) -> str:
    return "/back/"


@pytest.fixture(autouse=True)
def uses() -> Iterator[None]:
    """The uses, gone again after the test."""
    for code, kinds in ((USE, ALL_KINDS), (NARROW, frozenset({QuestionKind.TEXT, QuestionKind.HEADING}))):
        questionnaire_uses.add(QuestionnaireUse(code, "Отзывы", kinds, _may_edit, _may_edit, _address, _scope))
    yield
    for code in (USE, NARROW):
        questionnaire_uses._entries.pop(code)


@pytest.fixture
def questionnaire(association: Association) -> Questionnaire:
    """An empty one of `association`, that `head` edits."""
    from tests.factories.questionnaires import QuestionnaireFactory

    return QuestionnaireFactory(use=USE, object_key=key_of(association))
