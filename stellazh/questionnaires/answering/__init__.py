"""A questionnaire as a form to fill in, for the pages of whatever app offers it."""

from stellazh.questionnaires.answering.form import AnswerForm, answer_form

__all__ = ["AnswerForm", "answer_form"]
