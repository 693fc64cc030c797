"""The questions of one questionnaire for another thing, and ready-made sets of questions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.questionnaires.access import can_edit_questionnaire
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Question, Questionnaire
from stellazh.questionnaires.services.locking import locked_questionnaire, scope_of
from stellazh.questionnaires.services.questionnaires import create_questionnaire
from stellazh.questionnaires.services.questions import make_question
from stellazh.questionnaires.services.refusals import AnswersExist
from stellazh.questionnaires.starters import starters
from stellazh.questionnaires.uses import questionnaire_uses
from stellazh.questionnaires.values import OptionFields, QuestionFields


@transaction.atomic
def copy_questionnaire(source_id: int, *, use: str, object_key: str, by: Actor, at: datetime) -> Questionnaire:
    """A questionnaire with the words and the present questions of another one: no answers, no moments.

    Questions of kinds that the new use does not have are left out. Whether `by` may read the source is for the caller
    to ask; the new one is asked about as in `create_questionnaire`, which says what is refused.
    """
    source = Questionnaire.objects.get(pk=source_id)
    copy = create_questionnaire(
        use,
        object_key,
        title=source.title,
        intro=source.intro,
        thanks=source.thanks,
        is_anonymous=source.is_anonymous,
        by=by,
        at=at,
    )
    offered = questionnaire_uses[use].kinds
    for question in source.questions.present().prefetch_related("options"):
        if question.kind in offered:
            make_question(copy, fields_of(question), at=at)
    record("questionnaire_copied", copy, by=by, at=at, scope=scope_of(copy), note=source.title)
    return copy


@transaction.atomic
def apply_starter(questionnaire_id: int, *, code: str, by: Actor, at: datetime) -> Questionnaire:
    """Put the questions of a ready-made set into a questionnaire that asks nothing yet.

    Raises:
        PermissionRefused: `by` may not edit the questionnaire.
        AnswersExist: it has questions already.
        KindNotOffered: the use has no such questions.
        KeyError: there is no set of that code.
    """
    questionnaire = locked_questionnaire(questionnaire_id)
    require(can_edit_questionnaire(by, questionnaire))
    if questionnaire.questions.present().exists():
        raise AnswersExist("Вопросы уже есть: готовый набор кладут в пустую анкету.")
    starter = starters[code]
    for fields in starter.questions:
        make_question(questionnaire, fields, at=at)
    record("question_added", questionnaire, by=by, at=at, scope=scope_of(questionnaire), note=starter.label)
    return questionnaire


def fields_of(question: Question) -> QuestionFields:
    """The question as it would be typed anew, its options without their rows."""
    return QuestionFields(
        kind=QuestionKind(question.kind),
        label=question.label,
        help=question.help,
        is_required=question.is_required,
        minimum=question.minimum,
        maximum=question.maximum,
        minimum_label=question.minimum_label,
        maximum_label=question.maximum_label,
        longest=question.longest,
        options=tuple(
            OptionFields(option.label, option.capacity)
            for option in question.options.all()
            if option.archived_at is None
        ),
    )
