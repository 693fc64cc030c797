"""Who may do what with questionnaires: the use answers. Who may fill one in is asked by the app that offers it."""

from __future__ import annotations

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.questionnaires.uses import questionnaire_uses

UNKNOWN_USE = "Раздел, к которому относится эта анкета, отключён."


def can_edit_questionnaire(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    """Whether the actor may change the questions. One that was put away changes no more."""
    if questionnaire.archived_at is not None:
        return refuse("Анкета в архиве: сначала верните её.")
    return can_restore_questionnaire(actor, questionnaire)


def can_restore_questionnaire(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    """Whether the actor may take the questionnaire back from the archive."""
    use = questionnaire_uses.get(questionnaire.use)
    return use.can_edit(actor, questionnaire) if use else refuse(UNKNOWN_USE)


def can_read_answers(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    """Whether the actor may read what was answered."""
    use = questionnaire_uses.get(questionnaire.use)
    return use.can_read_answers(actor, questionnaire) if use else refuse(UNKNOWN_USE)


def can_read_answer_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whether the actor may open a file given as an answer: whoever gave it, and whoever reads the answers."""
    submission = Submission.objects.filter(answers__file=stored).select_related("questionnaire").first()
    if submission is None:
        return refuse("Этот файл больше ни к чему не относится.")
    if actor.actor_kind == ActorKind.PERSON and actor.actor_id == str(submission.person_id):
        return ALLOWED
    return can_read_answers(actor, submission.questionnaire)
