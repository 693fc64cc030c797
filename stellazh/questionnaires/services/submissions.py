"""Answers: sent, changed, withdrawn.

None of these services asks who may answer: the app that offers the questionnaire does, before it calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor, System
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.files.forgetting import forget_file
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.file_purposes import ANSWER_FILE
from stellazh.questionnaires.models import Answer, AnswerOption, Questionnaire, Submission
from stellazh.questionnaires.services.checking import CheckedAnswer, checked
from stellazh.questionnaires.services.locking import locked_questionnaire, scope_of
from stellazh.questionnaires.services.refusals import (
    AlreadyAnswered,
    QuestionnaireNotOpen,
    SubmissionIsWithdrawn,
)
from stellazh.questionnaires.values import Respondent, Values

TIDYING = System("ответы на анкеты")


@transaction.atomic
def submit(
    questionnaire_id: int,
    *,
    respondent: Respondent,
    values: Values,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Submission:
    """Keep the answers of a respondent. Does NOT ask whether `by` may answer: the calling app does.

    Of an anonymous questionnaire neither the respondent, nor the hour, nor an entry of the audit is kept: who has
    answered already is then for the caller to know. Withdrawn answers of the same respondent are taken up again, with
    these answers in their place. A double click with one `submission_key` is one submission.

    Raises:
        QuestionnaireNotOpen: too early, too late, or put away.
        AlreadyAnswered: the respondent's answers stand: `change_submission` changes them.
        AnswersRefused: some answers are not acceptable; a sentence for each.
        PlaceTaken: an option has no place left.
        What `store_file` refuses.
    """
    questionnaire = locked_questionnaire(questionnaire_id)
    made = made_before(questionnaire.submissions.all(), submission_key)
    if made is not None:
        return made
    _require_open(questionnaire, at)
    submission = _place_for(questionnaire, respondent, submission_key, at)
    answers = checked(questionnaire, values, before=submission if submission.pk else None)
    submission.save()
    _keep(submission, answers, by=by, at=at)
    if not questionnaire.is_anonymous:
        record("submission_sent", submission, by=by, at=at, scope=scope_of(questionnaire))
    return submission


@transaction.atomic
def change_submission(
    submission_id: int, *, expected_version: int, values: Values, by: Actor, at: datetime
) -> Submission:
    """Put other answers in the place of those given. Does NOT ask whether `by` may: the calling app does.

    Places that the respondent holds stay hers while she keeps the option. Answers to questions that are asked no more
    stay as they were. Refuses as `submit` does, and:

    Raises:
        ChangedMeanwhile: the answers are not those that were shown.
        SubmissionIsWithdrawn: they were withdrawn; `submit` takes them up again.
    """
    submission = _locked_submission(submission_id)
    questionnaire = submission.questionnaire
    _require_open(questionnaire, at)
    if submission.withdrawn_at is not None:
        raise SubmissionIsWithdrawn("Эти ответы отозваны: отправьте их заново.")
    require_version(submission.version, expected_version)
    answers = checked(questionnaire, values, before=submission)
    submission.version += 1
    submission.updated_at = _kept_moment(questionnaire, at)
    submission.save(update_fields=["version", "updated_at"])
    _keep(submission, answers, by=by, at=at)
    if not questionnaire.is_anonymous:
        record("submission_changed", submission, by=by, at=at, scope=scope_of(questionnaire))
    return submission


@transaction.atomic
def withdraw_submission(submission_id: int, *, by: Actor, at: datetime) -> Submission:
    """Take the answers back: their places are free, and they are counted no more. Does NOT ask whether `by` may.

    What was answered is kept until its term ends (`retention.py`). Withdrawn ones stay as they are.
    """
    submission = _locked_submission(submission_id)
    if submission.withdrawn_at is not None:
        return submission
    submission.withdrawn_at = _kept_moment(submission.questionnaire, at)
    submission.version += 1
    submission.save(update_fields=["withdrawn_at", "version"])
    if not submission.questionnaire.is_anonymous:
        record("submission_withdrawn", submission, by=by, at=at, scope=scope_of(submission.questionnaire))
    return submission


def _require_open(questionnaire: Questionnaire, at: datetime) -> None:
    if questionnaire.is_open(at):
        return
    if questionnaire.opens_at is not None and at < questionnaire.opens_at:
        raise QuestionnaireNotOpen("Ответы ещё не принимаются: загляните позже.")
    raise QuestionnaireNotOpen("Ответы больше не принимаются.")


def _place_for(
    questionnaire: Questionnaire, respondent: Respondent, submission_key: UUID | None, at: datetime
) -> Submission:
    """The row to fill: a new one, or the withdrawn one of the same respondent."""
    at = _kept_moment(questionnaire, at)
    key = "" if questionnaire.is_anonymous else respondent.key
    earlier = Submission.objects.filter(questionnaire=questionnaire, respondent_key=key).first() if key else None
    if earlier is None:
        return Submission(
            questionnaire=questionnaire,
            respondent_key=key,
            person_id=None if questionnaire.is_anonymous else respondent.person_id,
            submitted_at=at,
            updated_at=at,
            submission_key=submission_key,
        )
    if earlier.withdrawn_at is None:
        raise AlreadyAnswered("Ответы уже отправлены: их можно изменить.")
    earlier.submitted_at = earlier.updated_at = at
    earlier.withdrawn_at = None
    earlier.person_id = respondent.person_id
    earlier.submission_key = submission_key
    earlier.version += 1
    return earlier


def _keep(submission: Submission, answers: Sequence[CheckedAnswer], *, by: Actor, at: datetime) -> None:
    """The rows of these answers instead of those that the same questions had; files let go are forgotten."""
    asked = [answer.question.pk for answer in answers]
    before = {row.question_id: row for row in submission.answers.filter(question__in=asked).select_related("file")}
    files = {answer.question.pk: _file(submission, answer, before, by=by, at=at) for answer in answers}
    submission.answers.filter(question__in=asked).delete()
    rows = Answer.objects.bulk_create(
        Answer(
            submission=submission,
            question=answer.question,
            text=answer.value.text,
            number=_number(answer),
            day=answer.value.day,
            file=files[answer.question.pk],
        )
        for answer in answers
        if answer.is_given
    )
    given = {answer.question.pk: answer for answer in answers}
    AnswerOption.objects.bulk_create(
        AnswerOption(answer=row, option_id=option_id) for row in rows for option_id in given[row.question_id].option_ids
    )
    held = {stored.pk for stored in files.values() if stored is not None}
    for row in before.values():
        if row.file_id is not None and row.file_id not in held:
            forget_file(row.file_id, why="ответ заменён", by=TIDYING, at=at)


def _file(
    submission: Submission, answer: CheckedAnswer, before: dict[int, Answer], *, by: Actor, at: datetime
) -> StoredFile | None:
    if answer.value.keeps_file:
        return before[answer.question.pk].file
    if answer.value.file is None:
        return None
    brought = answer.value.file
    scope = scope_of(submission.questionnaire)
    return store_file(brought.content, name=brought.name, purpose=ANSWER_FILE, scope=scope, by=by, at=at)


def _number(answer: CheckedAnswer) -> Decimal | None:
    if answer.question.kind in {QuestionKind.YES_NO, QuestionKind.CONSENT}:
        return Decimal(bool(answer.value.is_yes))
    return answer.value.number


def _kept_moment(questionnaire: Questionnaire, at: datetime) -> datetime:
    """The moment, or of an anonymous questionnaire the day alone: the hour would tell who it was."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if questionnaire.is_anonymous else at


def _locked_submission(submission_id: int) -> Submission:
    key = Submission.objects.values_list("questionnaire_id", flat=True).get(pk=submission_id)
    questionnaire = locked_questionnaire(key)
    submission = Submission.objects.get(pk=submission_id)
    submission.questionnaire = questionnaire
    return submission
