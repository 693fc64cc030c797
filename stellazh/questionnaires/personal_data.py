"""What questionnaires know of a person: what she answered under her name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

from stellazh.common.actor import System
from stellazh.files.forgetting import forget_file
from stellazh.files.services import FileIsLost, open_file
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders, move
from stellazh.people.models import Person
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Answer, Submission
from stellazh.questionnaires.reads.answers import answers_by_label

MOST_FILE_BYTES: Final = 200 * 1024 * 1024
ERASING: Final = System("удаление сведений")
# Counted without a name these tell nothing of anybody; words, days, files and consents do.
COUNTED: Final = (
    QuestionKind.SINGLE,
    QuestionKind.MULTIPLE,
    QuestionKind.SCALE,
    QuestionKind.YES_NO,
)


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "questionnaires.submissions",
            "Ответы на анкеты и вопросы регистрации",
            ("questionnaires.Submission.person",),
            _export,
            _erase,
            _repoint,
        )
    )


def _export(person: Person) -> Taken:
    rows = Submission.objects.filter(person=person).select_related("questionnaire").order_by("submitted_at", "pk")
    told = answers_by_label([row.pk for row in rows])
    value = [
        {
            "Анкета": row.questionnaire.title,
            "Отправлено": f"{timezone.localtime(row.submitted_at):%d.%m.%Y %H:%M}",
            "Отозвано": f"{timezone.localtime(row.withdrawn_at):%d.%m.%Y %H:%M}" if row.withdrawn_at else "",
            "Ответы": [{"Вопрос": label, "Ответ": text} for label, text in told[row.pk]],
        }
        for row in rows
    ]
    return Taken(value, _files(person))


def _files(person: Person) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MOST_FILE_BYTES
    given = Answer.objects.filter(submission__person=person).exclude(file=None).select_related("file").order_by("pk")
    for answer in given:
        if answer.file is None or answer.file.size_bytes > left:
            continue
        try:
            with open_file(answer.file) as content:
                files[f"{answer.pk} {answer.file.name}"] = content.read()
        except FileIsLost:
            continue
        left -= answer.file.size_bytes
    return files


def forget_answers(answers: models.QuerySet[Answer], *, why: str, by: System, at: datetime) -> int:
    """Delete these answers and the files given with them; how many answers."""
    files = list(answers.exclude(file=None).values_list("file_id", flat=True))
    count = answers.count()
    answers.delete()
    for key in files:
        if key is not None:
            forget_file(key, why=why, by=by, at=at)
    return count


def _erase(person: Person, at: datetime) -> Sequence[Erased]:
    """What she said goes; what she ticked stays in the count, with nothing that leads to her."""
    rows = Submission.objects.filter(person=person)
    said = Answer.objects.filter(submission__in=rows)
    gone = forget_answers(said.exclude(question__kind__in=COUNTED), why="человек удалён", by=ERASING, at=at)
    # Written over an option or a grade there is nothing; what a withdrawn one held is counted nowhere.
    gone += forget_answers(said.exclude(submission__withdrawn_at=None), why="человек удалён", by=ERASING, at=at)
    kept = Answer.objects.filter(submission__in=rows).count()
    for row in rows:
        row.person, row.respondent_key = None, ""
        row.save(update_fields=["person", "respondent_key"])
    why = "выбранные варианты и оценки остались в общем счёте; чьи они, больше не известно"
    return [
        Erased("Ответы на анкеты: слова, числа, даты, файлы и согласия", gone),
        Erased("Отметки в анкетах", 0, kept, why),
    ]


def _repoint(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Answers go over; the key «person:5» too, unless the other card has answered the same questionnaire."""
    old, new = f"person:{absorbed.pk}", f"person:{survivor.pk}"
    answered = set(Submission.objects.filter(respondent_key=new).values_list("questionnaire_id", flat=True))
    moved: list[Moved] = []
    for row in Submission.objects.filter(Q(person=absorbed) | Q(respondent_key=old)):
        if row.person_id == absorbed.pk:
            moved.append(move(row, "person_id", survivor.pk))
        if row.respondent_key == old and row.questionnaire_id not in answered:
            moved.append(move(row, "respondent_key", new))
    return moved
