"""Options of a question and the places they have."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Count

from stellazh.questionnaires.models import AnswerOption, Option, Question
from stellazh.questionnaires.services.refusals import CapacityBelowTaken, QuestionWrong
from stellazh.questionnaires.values import OptionFields


def places_taken(option_ids: Collection[int], *, besides: int | None = None) -> Mapping[int, int]:
    """How many standing answers chose each option (options nobody chose are left out), one submission not counted.

    One query. What it says holds while the questionnaire is locked.
    """
    rows = AnswerOption.objects.filter(option_id__in=option_ids, answer__submission__withdrawn_at=None)
    if besides is not None:
        rows = rows.exclude(answer__submission_id=besides)
    return dict(rows.values_list("option_id").annotate(taken=Count("pk")))


def keep_options(question: Question, options: Sequence[OptionFields], *, at: datetime) -> None:
    """Make these the options of the question; others are put away, or deleted when nobody has chosen them.

    One that names its `option_id` keeps its row under any words; one without takes up the row of the same words, an
    archived one too, so that the places taken there stay taken.

    Raises:
        CapacityBelowTaken: more have chosen an option than there would be places.
        QuestionWrong: an option of another question is named.
    """
    known = {option.pk: option for option in question.options.all()}
    words = {option.pk: option.label for option in known.values()}
    # Of the same words the row that is offered comes last and is found.
    archived_first = sorted(known.values(), key=lambda row: row.archived_at is None)
    by_label = {option.label.casefold(): option for option in archived_first}
    named = {fields.option_id for fields in options if fields.option_id is not None}
    if not named <= known.keys():
        raise QuestionWrong("Такого варианта в этом вопросе нет: откройте вопрос заново.")
    kept: list[Option] = []
    for fields in options:
        same = by_label.get(fields.label.casefold())
        row = known[fields.option_id] if fields.option_id else same if same and same.pk not in named else None
        row = row or Option(question=question)
        row.label, row.capacity, row.archived_at = fields.label, fields.capacity, None
        kept.append(row)
    _require_room([row for row in kept if row.pk])
    _let_go([option for option in known.values() if option not in kept], at=at)
    # Two labels changing places would meet on the way: rows that are renamed step aside first.
    for row in kept:
        if row.pk and row.label != words[row.pk]:
            Option.objects.filter(pk=row.pk).update(label=f"~{row.pk}~")
    for position, row in enumerate(kept, start=1):
        row.position = position
        row.save()


def _require_room(options: Sequence[Option]) -> None:
    taken = places_taken([option.pk for option in options])
    for option in options:
        count = taken.get(option.pk, 0)
        if option.capacity is not None and option.capacity < count:
            raise CapacityBelowTaken(
                f"Вариант «{option.label}» уже выбрали {count}: мест не может быть меньше. "
                "Чтобы его больше не выбирали, поставьте столько же мест или уберите вариант."
            )


def _let_go(options: Sequence[Option], *, at: datetime) -> None:
    keys = [option.pk for option in options]
    chosen = set(AnswerOption.objects.filter(option_id__in=keys).values_list("option_id", flat=True))
    Option.objects.filter(pk__in=[key for key in keys if key not in chosen]).delete()
    Option.objects.filter(pk__in=chosen, archived_at=None).update(archived_at=at)
