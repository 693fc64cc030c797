"""What came in is well-formed; nothing is decided here."""

from stellazh.questionnaires.answering import AnswerForm, answer_form
from stellazh.questionnaires.forms.editing import QuestionForm, QuestionnaireForm, StarterForm

__all__ = ["AnswerForm", "QuestionForm", "QuestionnaireForm", "StarterForm", "answer_form"]
