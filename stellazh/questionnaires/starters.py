"""Ready-made sets of questions, offered while a questionnaire asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stellazh.common.registries import Registry
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.uses import QuestionnaireUse
from stellazh.questionnaires.values import OptionFields, QuestionFields


@dataclass(frozen=True)
class Starter:
    """One set: what it is for, and its questions in order."""

    code: str
    label: str
    about: str
    questions: tuple[QuestionFields, ...]


starters: Registry[Starter] = Registry("ready-made set of questions", key=lambda entry: entry.code)

starters.add(
    Starter(
        "feedback",
        "После мероприятия",
        "Насколько полезно, что возьмут в работу, чего не хватило, о чём говорить в следующий раз.",
        (
            QuestionFields(
                QuestionKind.SCALE,
                "Насколько встреча была полезна?",
                is_required=True,
                minimum=Decimal(1),
                maximum=Decimal(5),
                minimum_label="не пригодилось",
                maximum_label="очень полезно",
            ),
            QuestionFields(QuestionKind.LONG_TEXT, "Что возьмёте в работу?", help="Приём, книга, сайт — что угодно."),
            QuestionFields(QuestionKind.LONG_TEXT, "Чего не хватило?"),
            QuestionFields(QuestionKind.TEXT, "О чём поговорить на следующей встрече?"),
            QuestionFields(QuestionKind.YES_NO, "Готовы поделиться своим опытом?"),
        ),
    )
)
starters.add(
    Starter(
        "registration",
        "К регистрации",
        "Выступает ли человек и с какой темой, нужна ли техника, о чём спросить ведущих.",
        (
            QuestionFields(QuestionKind.YES_NO, "Вы будете выступать?"),
            QuestionFields(QuestionKind.TEXT, "Тема выступления", help="Если выступаете.", longest=200),
            QuestionFields(
                QuestionKind.MULTIPLE,
                "Какая техника нужна?",
                options=(
                    OptionFields("Проектор"),
                    OptionFields("Ноутбук"),
                    OptionFields("Колонки"),
                    OptionFields("Микрофон"),
                ),
            ),
            QuestionFields(QuestionKind.LONG_TEXT, "Вопросы к ведущим", help="На них ответят на встрече."),
        ),
    )
)


def offered_by(use: QuestionnaireUse) -> Iterator[Starter]:
    """The sets that fit the use."""
    for starter in starters:
        is_named = use.starters is None or starter.code in use.starters
        if is_named and all(question.kind in use.kinds for question in starter.questions):
            yield starter
