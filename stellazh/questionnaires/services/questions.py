"""Questions of a questionnaire: adding, changing, ordering, putting away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.questionnaires.access import can_edit_questionnaire
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Question, Questionnaire
from stellazh.questionnaires.services.locking import locked_question, locked_questionnaire, scope_of
from stellazh.questionnaires.services.options import keep_options
from stellazh.questionnaires.services.refusals import AnswersExist, KindNotOffered
from stellazh.questionnaires.services.wording import checked_fields, shown_question
from stellazh.questionnaires.uses import questionnaire_uses
from stellazh.questionnaires.values import QuestionFields

# What a question means: never another once somebody has answered.
MEANING = ("kind", "minimum", "maximum")
COLUMNS = (
    "kind", "label", "help", "is_required", "minimum", "maximum", "minimum_label", "maximum_label", "longest",
)  # fmt: skip


@transaction.atomic
def add_question(
    questionnaire_id: int, *, fields: QuestionFields, submission_key: UUID | None = None, by: Actor, at: datetime
) -> Question:
    """Add a question after the others. A double click with one `submission_key` adds one.

    Raises:
        PermissionRefused: `by` may not edit the questionnaire.
        KindNotOffered: the use has no questions of that kind, or a file is asked where no names are kept.
        QuestionWrong: it cannot be answered as it is put.
        FormSentTwice: the key made a question elsewhere.
    """
    questionnaire = locked_questionnaire(questionnaire_id)
    require(can_edit_questionnaire(by, questionnaire))
    made = made_before(questionnaire.questions.all(), submission_key)
    if made is not None:
        return made
    question = make_question(questionnaire, fields, submission_key=submission_key, at=at)
    changes = compare({}, shown_question(question))
    record("question_added", questionnaire, by=by, at=at, scope=scope_of(questionnaire), changes=changes)
    return question


@transaction.atomic
def update_question(
    question_id: int, *, expected_version: int, fields: QuestionFields, by: Actor, at: datetime
) -> Question:
    """Change a question. `fields.options` are all the options it shall have: those not among them are put away.

    Once somebody has answered, kind and bounds stay; words may be mended, and the audit keeps what they were.

    Raises:
        PermissionRefused, ChangedMeanwhile, KindNotOffered, QuestionWrong.
        AnswersExist: the change would give answers another meaning.
        CapacityBelowTaken: more have chosen an option than there would be places.
    """
    question = locked_question(question_id)
    questionnaire = question.questionnaire
    require(can_edit_questionnaire(by, questionnaire))
    fields = checked_fields(fields)
    before = shown_question(question)
    mine = {"Вопрос": fields.label, "Пояснение": fields.help}
    require_version(question.version, expected_version, theirs=before, mine=mine)
    if question.kind != fields.kind:
        _require_kind(questionnaire, fields.kind)
    if any(getattr(question, name) != getattr(fields, name) for name in MEANING) and question.answers.exists():
        raise AnswersExist(
            "На этот вопрос уже ответили: вид вопроса и границы больше не меняются. Уберите его и добавьте новый."
        )
    for name in COLUMNS:
        setattr(question, name, getattr(fields, name))
    question.version += 1
    question.save(update_fields=[*COLUMNS, "version"])
    keep_options(question, fields.options, at=at)
    changes = compare(before, shown_question(question))
    record("question_updated", questionnaire, by=by, at=at, scope=scope_of(questionnaire), changes=changes)
    return question


@transaction.atomic
def move_question(question_id: int, *, to_position: int, by: Actor, at: datetime) -> Question:
    """Put a question at a place among those asked, counted from 1; places beyond the ends mean the ends.

    Raises:
        PermissionRefused: `by` may not edit the questionnaire.
    """
    question = locked_question(question_id)
    questionnaire = question.questionnaire
    require(can_edit_questionnaire(by, questionnaire))
    asked = list(questionnaire.questions.present())
    order = [row.pk for row in asked]
    moved = next((row for row in asked if row.pk == question_id), None)
    if moved is None:
        return question
    asked.remove(moved)
    asked.insert(max(0, min(to_position - 1, len(asked))), moved)
    if [row.pk for row in asked] != order:
        for position, row in enumerate(asked, start=1):
            row.position = position
        Question.objects.bulk_update(asked, ["position"])
        record("question_moved", questionnaire, by=by, at=at, scope=scope_of(questionnaire), note=moved.label[:300])
    return moved


@transaction.atomic
def archive_question(question_id: int, *, by: Actor, at: datetime) -> Question:
    """Ask the question no more; its answers stay. Nothing when it is archived already.

    Raises:
        PermissionRefused: `by` may not edit the questionnaire.
    """
    question = locked_question(question_id)
    require(can_edit_questionnaire(by, question.questionnaire))
    if question.archived_at is not None:
        return question
    question.archived_at = at
    return _moved(question, "question_archived", by=by, at=at)


@transaction.atomic
def restore_question(question_id: int, *, by: Actor, at: datetime) -> Question:
    """Ask the question again, after the others. Nothing when it is asked.

    Raises:
        PermissionRefused: `by` may not edit the questionnaire.
        KindNotOffered: a file would be asked where no names are kept.
    """
    question = locked_question(question_id)
    require(can_edit_questionnaire(by, question.questionnaire))
    if question.archived_at is None:
        return question
    _require_kind(question.questionnaire, question.kind)
    question.archived_at = None
    question.position = _next_position(question.questionnaire)
    return _moved(question, "question_restored", by=by, at=at)


def make_question(
    questionnaire: Questionnaire, fields: QuestionFields, *, submission_key: UUID | None = None, at: datetime
) -> Question:
    """The row of a question and its options, without asking who makes it and without a record.

    Raises:
        KindNotOffered, QuestionWrong.
    """
    fields = checked_fields(fields)
    _require_kind(questionnaire, fields.kind)
    question = Question.objects.create(
        questionnaire=questionnaire,
        position=_next_position(questionnaire),
        submission_key=submission_key,
        **{name: getattr(fields, name) for name in COLUMNS},
    )
    keep_options(question, fields.options, at=at)
    return question


def _moved(question: Question, action: str, *, by: Actor, at: datetime) -> Question:
    question.version += 1
    question.save(update_fields=["archived_at", "position", "version"])
    questionnaire = question.questionnaire
    record(action, questionnaire, by=by, at=at, scope=scope_of(questionnaire), note=question.label[:300])
    return question


def _next_position(questionnaire: Questionnaire) -> int:
    last: int | None = questionnaire.questions.present().aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _require_kind(questionnaire: Questionnaire, kind: str) -> None:
    use = questionnaire_uses.get(questionnaire.use)
    if use is None or kind not in use.kinds:
        raise KindNotOffered(f"«{QuestionKind(kind).label}»: в этой анкете таких вопросов не бывает.")
    if kind == QuestionKind.FILE and questionnaire.is_anonymous:
        raise KindNotOffered("В анкете без имён не может быть вопроса с файлом: файл выдаёт автора.")
