"""Every write locks the questionnaire first: answers and changes of the questions come one after another."""

from __future__ import annotations

from stellazh.questionnaires.models import Question, Questionnaire
from stellazh.questionnaires.uses import questionnaire_uses


def locked_questionnaire(questionnaire_id: int) -> Questionnaire:
    """The questionnaire, locked until the transaction ends.

    Raises:
        Questionnaire.DoesNotExist: there is none.
    """
    return Questionnaire.objects.select_for_update().get(pk=questionnaire_id)


def locked_question(question_id: int) -> Question:
    """The question as it stands after its questionnaire has been locked; `question.questionnaire` is the locked one.

    Raises:
        Question.DoesNotExist: there is none.
    """
    questionnaire = locked_questionnaire(
        Question.objects.values_list("questionnaire_id", flat=True).get(pk=question_id)
    )
    question = Question.objects.get(pk=question_id)
    question.questionnaire = questionnaire
    return question


def scope_of(questionnaire: Questionnaire) -> str:
    """The association's path for the audit; nothing when the use is gone."""
    use = questionnaire_uses.get(questionnaire.use)
    return use.scope(questionnaire) if use else ""
