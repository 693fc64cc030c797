"""What many tests of questionnaires need: fields of questions, respondents, threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import connections, models

from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.services import OptionFields, QuestionFields, Respondent, Value

USE = "tests.feedback"
NARROW = "tests.narrow"


def key_of(thing: models.Model) -> str:
    return f"association:{thing.pk}"


def question_fields(kind: str = QuestionKind.TEXT, label: str = "Тема выступления", **more: Any) -> QuestionFields:
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        more.setdefault("options", (OptionFields("Переплёт", 2), OptionFields("Каталог")))
    return QuestionFields(QuestionKind(kind), label, **more)


def somebody(number: int) -> Respondent:
    return Respondent(f"registration:{number}")


def number(value: str | int) -> Value:
    return Value(number=Decimal(value))


def all_at_once(count: int, deed: Callable[[int], object]) -> list[str]:
    """Run the deed in so many threads that start together: «done» or the name of what was raised, sorted."""
    start = threading.Barrier(count)
    results: list[str] = []

    def run(place: int) -> None:
        start.wait()
        try:
            deed(place)
        except Exception as refusal:
            results.append(type(refusal).__name__)
        else:
            results.append("done")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)
