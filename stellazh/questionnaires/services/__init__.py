"""Every write of questionnaires. Those about answers do not ask who may answer: the calling app does."""

from stellazh.questionnaires.services.copying import apply_starter, copy_questionnaire, fields_of
from stellazh.questionnaires.services.questionnaires import (
    archive_questionnaire,
    create_questionnaire,
    restore_questionnaire,
    update_questionnaire,
)
from stellazh.questionnaires.services.questions import (
    add_question,
    archive_question,
    move_question,
    restore_question,
    update_question,
)
from stellazh.questionnaires.services.refusals import (
    AlreadyAnswered,
    AnswersExist,
    AnswersRefused,
    CapacityBelowTaken,
    KindNotOffered,
    PlaceTaken,
    QuestionnaireExists,
    QuestionnaireNotOpen,
    QuestionnaireWrong,
    QuestionWrong,
    SubmissionIsWithdrawn,
)
from stellazh.questionnaires.services.submissions import change_submission, submit, withdraw_submission
from stellazh.questionnaires.values import (
    IncomingFile,
    OptionFields,
    QuestionFields,
    Respondent,
    Value,
    Values,
)

__all__ = [
    "AlreadyAnswered",
    "AnswersExist",
    "AnswersRefused",
    "CapacityBelowTaken",
    "IncomingFile",
    "KindNotOffered",
    "OptionFields",
    "PlaceTaken",
    "QuestionFields",
    "QuestionWrong",
    "QuestionnaireExists",
    "QuestionnaireNotOpen",
    "QuestionnaireWrong",
    "Respondent",
    "SubmissionIsWithdrawn",
    "Value",
    "Values",
    "add_question",
    "apply_starter",
    "archive_question",
    "archive_questionnaire",
    "change_submission",
    "copy_questionnaire",
    "create_questionnaire",
    "fields_of",
    "move_question",
    "restore_question",
    "restore_questionnaire",
    "submit",
    "update_question",
    "update_questionnaire",
    "withdraw_submission",
]
