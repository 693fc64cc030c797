"""Why the services of questionnaires say no."""

from __future__ import annotations

from collections.abc import Mapping

from stellazh.common.errors import DomainError


class QuestionnaireExists(DomainError):
    """The thing has a questionnaire of that use already."""


class QuestionnaireWrong(DomainError):
    """Its title, texts or moments are not acceptable."""


class AnswersExist(DomainError):
    """Somebody has answered: what was promised or asked then does not change any more."""


class QuestionWrong(DomainError):
    """The question is not put in a way that can be answered."""


class KindNotOffered(DomainError):
    """Questions of that kind are not for questionnaires of this use."""


class CapacityBelowTaken(DomainError):
    """More have chosen the option than there would be places."""


class QuestionnaireNotOpen(DomainError):
    """Answers are not taken now."""


class AlreadyAnswered(DomainError):
    """The respondent has answered; the answers can be changed."""


class SubmissionIsWithdrawn(DomainError):
    """These answers were withdrawn."""


class AnswersRefused(DomainError):
    """Some answers are not acceptable. `problems` is a sentence for each of these questions, by the question's key."""

    def __init__(self, problems: Mapping[int, str], labels: Mapping[int, str]) -> None:
        super().__init__(" ".join(f"«{labels[key]}»: {words}" for key, words in problems.items()))
        self.problems = dict(problems)


class PlaceTaken(DomainError):
    """The last place of an option is gone. Names the option, and where there are places left."""

    def __init__(self, message: str, *, question_id: int, option_id: int) -> None:
        super().__init__(message)
        self.question_id = question_id
        self.option_id = option_id
        self.problems = {question_id: message}
