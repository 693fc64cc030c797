"""Whether a question can be answered as it is put, and how it reads in the audit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from stellazh.questionnaires.enums import CHOICES, MEASURES, TEXTS, QuestionKind
from stellazh.questionnaires.models import Question
from stellazh.questionnaires.services.refusals import QuestionWrong
from stellazh.questionnaires.values import (
    LONGEST_CONSENT,
    LONGEST_HELP,
    LONGEST_LABEL,
    LONGEST_OPTION,
    MOST_GRADES,
    MOST_NUMBER,
    MOST_OPTIONS,
    MOST_PLACES,
    MOST_SIGNS,
    OptionFields,
    QuestionFields,
)

LONGEST_END = 60


def checked_fields(fields: QuestionFields) -> QuestionFields:
    """The fields without what their kind does not have, texts trimmed.

    Raises:
        QuestionWrong: it cannot be answered as it is put.
    """
    kind = QuestionKind(fields.kind)
    label, help_text = fields.label.strip(), fields.help.strip()
    if not label:
        raise QuestionWrong("Напишите вопрос.")
    longest_label = LONGEST_CONSENT if kind == QuestionKind.CONSENT else LONGEST_LABEL
    if len(label) > longest_label:
        raise QuestionWrong(f"Вопрос длинноват: не более {longest_label} знаков.")
    if len(help_text) > LONGEST_HELP:
        raise QuestionWrong(f"Пояснение длинновато: не более {LONGEST_HELP} знаков.")
    minimum, maximum = _bounds(kind, fields.minimum, fields.maximum)
    longest = fields.longest if kind in TEXTS else None
    if longest is not None and not 1 <= longest <= MOST_SIGNS:
        raise QuestionWrong(f"Длина ответа: от 1 до {MOST_SIGNS} знаков.")
    is_scale = kind == QuestionKind.SCALE
    return replace(
        fields,
        kind=kind,
        label=label,
        help=help_text,
        is_required=fields.is_required and kind != QuestionKind.HEADING,
        minimum=minimum,
        maximum=maximum,
        minimum_label=fields.minimum_label.strip()[:LONGEST_END] if is_scale else "",
        maximum_label=fields.maximum_label.strip()[:LONGEST_END] if is_scale else "",
        longest=longest,
        options=_options(fields.options) if kind in CHOICES else (),
    )


def shown_question(question: Question) -> dict[str, str]:
    """The question in words, for the audit."""
    options = "; ".join(
        option.label if option.capacity is None else f"{option.label} — мест: {option.capacity}"
        for option in question.options.present()
    )
    bounds = [str(bound.normalize()) if bound is not None else "" for bound in (question.minimum, question.maximum)]
    return {
        "Вопрос": question.label,
        "Вид": QuestionKind(question.kind).label,
        "Пояснение": question.help,
        "Обязателен": "да" if question.is_required else "нет",
        "Границы": "–".join(bounds) if any(bounds) else "",
        "Подписи шкалы": " / ".join(part for part in (question.minimum_label, question.maximum_label) if part),
        "Длина ответа": str(question.longest or ""),
        "Варианты": options,
    }


def _bounds(
    kind: QuestionKind, minimum: Decimal | None, maximum: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if kind not in MEASURES:
        return None, None
    if kind == QuestionKind.SCALE:
        minimum = Decimal(1) if minimum is None else minimum
        maximum = Decimal(5) if maximum is None else maximum
        if minimum % 1 or maximum % 1 or minimum < 0 or not 1 <= maximum - minimum < MOST_GRADES:
            raise QuestionWrong(
                f"Шкала: целые оценки от 0 или от 1, всего не больше {MOST_GRADES}, например от 1 до 5."
            )
    if minimum is not None and maximum is not None and maximum < minimum:
        raise QuestionWrong("Наибольшее число меньше наименьшего: поправьте границы.")
    if any(bound is not None and abs(bound) > MOST_NUMBER for bound in (minimum, maximum)):
        raise QuestionWrong("Граница слишком велика.")
    return minimum, maximum


def _options(options: tuple[OptionFields, ...]) -> tuple[OptionFields, ...]:
    trimmed = tuple(replace(option, label=" ".join(option.label.split())) for option in options)
    written = tuple(option for option in trimmed if option.label)
    if not written:
        raise QuestionWrong("Напишите варианты ответа, по одному в строке.")
    if len(written) > MOST_OPTIONS:
        raise QuestionWrong(f"Вариантов слишком много: не больше {MOST_OPTIONS}.")
    seen: set[str] = set()
    for option in written:
        if option.label.casefold() in seen:
            raise QuestionWrong(f"Вариант «{option.label}» назван дважды.")
        seen.add(option.label.casefold())
        if len(option.label) > LONGEST_OPTION:
            raise QuestionWrong(f"Вариант «{option.label[:40]}…»: не более {LONGEST_OPTION} знаков.")
        if option.capacity is not None and not 0 <= option.capacity <= MOST_PLACES:
            raise QuestionWrong(f"Вариант «{option.label}»: мест — от 0 до {MOST_PLACES}.")
    return written
