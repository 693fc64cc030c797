"""Making a questionnaire, changing what stands around its questions, putting it away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.questionnaires.access import can_edit_questionnaire, can_restore_questionnaire
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.services.locking import locked_questionnaire, scope_of
from stellazh.questionnaires.services.refusals import AnswersExist, QuestionnaireExists, QuestionnaireWrong
from stellazh.questionnaires.uses import questionnaire_uses

LONGEST_TITLE = 200
LONGEST_WORDS = 6000


@transaction.atomic
def create_questionnaire(
    use: str,
    object_key: str,
    *,
    title: str,
    intro: str = "",
    thanks: str = "",
    is_anonymous: bool = False,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Questionnaire:
    """Begin a questionnaire of that use for that thing («event:17»; «» for none). A double click makes one.

    Raises:
        PermissionRefused: the use does not let `by` edit it, or nobody registered the use.
        QuestionnaireExists: the thing has a present one of that use.
        QuestionnaireWrong: no title, a text too long, an end before the beginning.
        FormSentTwice: the key made another one.
    """
    questionnaire = Questionnaire(
        use=use,
        object_key=object_key,
        title=title.strip(),
        intro=intro.strip(),
        thanks=thanks.strip(),
        is_anonymous=is_anonymous,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=at,
        submission_key=submission_key,
    )
    require(can_edit_questionnaire(by, questionnaire))
    made = made_before(Questionnaire.objects.of(use, object_key), submission_key)
    if made is not None:
        return made
    _check(questionnaire)
    taken = QuestionnaireExists("Такая анкета уже есть: откройте её и дополните.")
    if object_key and Questionnaire.objects.of(use, object_key).present().exists():
        raise taken
    with unique_or(taken):
        questionnaire.save(force_insert=True)
    record("questionnaire_created", questionnaire, by=by, at=at, scope=scope_of(questionnaire))
    return questionnaire


@transaction.atomic
def update_questionnaire(
    questionnaire_id: int,
    *,
    expected_version: int,
    title: str,
    intro: str = "",
    thanks: str = "",
    is_anonymous: bool = False,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Questionnaire:
    """Change the words around the questions, the moments, and whether names are kept.

    Raises:
        PermissionRefused, ChangedMeanwhile, QuestionnaireWrong.
        AnswersExist: there are answers, and names would be kept now where they were not, or the other way round.
    """
    questionnaire = locked_questionnaire(questionnaire_id)
    require(can_edit_questionnaire(by, questionnaire))
    before, was_anonymous = _shown(questionnaire), questionnaire.is_anonymous
    questionnaire.title, questionnaire.intro, questionnaire.thanks = title.strip(), intro.strip(), thanks.strip()
    questionnaire.is_anonymous = is_anonymous
    questionnaire.opens_at, questionnaire.closes_at = opens_at, closes_at
    require_version(questionnaire.version, expected_version, theirs=before, mine=_shown(questionnaire))
    _check(questionnaire)
    if is_anonymous != was_anonymous:
        _require_no_promise(questionnaire)
    questionnaire.version += 1
    questionnaire.save()
    changes = compare(before, _shown(questionnaire))
    record("questionnaire_updated", questionnaire, by=by, at=at, scope=scope_of(questionnaire), changes=changes)
    return questionnaire


@transaction.atomic
def archive_questionnaire(questionnaire_id: int, *, by: Actor, at: datetime) -> Questionnaire:
    """Put the questionnaire away: it takes no more answers; those given stay readable.

    Raises:
        PermissionRefused: `by` may not edit it, or it is put away already.
    """
    questionnaire = locked_questionnaire(questionnaire_id)
    require(can_edit_questionnaire(by, questionnaire))
    questionnaire.archived_at = at
    return _moved(questionnaire, "questionnaire_archived", by=by, at=at)


@transaction.atomic
def restore_questionnaire(questionnaire_id: int, *, by: Actor, at: datetime) -> Questionnaire:
    """Take it back from the archive; nothing when it is not there.

    Raises:
        PermissionRefused: `by` may not edit it.
        QuestionnaireExists: the thing has got another one meanwhile.
    """
    questionnaire = locked_questionnaire(questionnaire_id)
    require(can_restore_questionnaire(by, questionnaire))
    if questionnaire.archived_at is None:
        return questionnaire
    questionnaire.archived_at = None
    with unique_or(QuestionnaireExists("Вместо этой анкеты уже составлена другая.")):
        return _moved(questionnaire, "questionnaire_restored", by=by, at=at)


def _moved(questionnaire: Questionnaire, action: str, *, by: Actor, at: datetime) -> Questionnaire:
    questionnaire.version += 1
    questionnaire.save(update_fields=["archived_at", "version"])
    record(action, questionnaire, by=by, at=at, scope=scope_of(questionnaire))
    return questionnaire


def _check(questionnaire: Questionnaire) -> None:
    if not questionnaire.title:
        raise QuestionnaireWrong("Напишите название.")
    if len(questionnaire.title) > LONGEST_TITLE:
        raise QuestionnaireWrong(f"Название длинновато: не более {LONGEST_TITLE} знаков.")
    if max(len(questionnaire.intro), len(questionnaire.thanks)) > LONGEST_WORDS:
        raise QuestionnaireWrong(f"Вступление и слова благодарности: не более {LONGEST_WORDS} знаков.")
    opens, closes = questionnaire.opens_at, questionnaire.closes_at
    if opens is not None and closes is not None and closes <= opens:
        raise QuestionnaireWrong("Анкета закрывается раньше, чем открывается: поправьте даты.")
    if questionnaire.is_anonymous and not questionnaire_uses[questionnaire.use].may_be_anonymous:
        raise QuestionnaireWrong("Ответы без имени здесь невозможны: они относятся к записи человека.")


def _require_no_promise(questionnaire: Questionnaire) -> None:
    if questionnaire.submissions.exists():
        raise AnswersExist("На анкету уже ответили: теперь нельзя изменить, с именем ответы или без него.")
    if questionnaire.is_anonymous and questionnaire.questions.present().filter(kind=QuestionKind.FILE).exists():
        raise QuestionnaireWrong("В анкете без имён не может быть вопроса с файлом: файл выдаёт автора.")


def _shown(questionnaire: Questionnaire) -> dict[str, str]:
    opens, closes = questionnaire.opens_at, questionnaire.closes_at
    return {
        "Название": questionnaire.title,
        "Вступление": questionnaire.intro,
        "Слова после отправки": questionnaire.thanks,
        "Ответы без имени": "да" if questionnaire.is_anonymous else "нет",
        "Открывается": f"{opens:%d.%m.%Y %H:%M} UTC" if opens else "",
        "Закрывается": f"{closes:%d.%m.%Y %H:%M} UTC" if closes else "",
    }
