"""Old protocols of invented people, as an association would bring them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.models import ProtocolIntake
from stellazh.protocols.services.intake import IntakeChanges, bring_protocol, correct_intake

SHARED = Path(__file__).resolve().parents[4] / "shared" / "inputs"
LINES = (
    "ПРОТОКОЛ № 2",
    "заседания методического объединения школьных библиотекарей",
    "Тема: Чтение и школа",
    "Дата проведения: 12.10.2021",
    "Время проведения: 14:00",
    "Место: г. Сосногорск",
    "Председатель: Ольхова В.И., руководитель объединения",
    "Секретарь: Липина Е.С.",
    "Присутствовали: 13 человек",
    "Повестка дня:",
    "1. О месячнике школьных библиотек. Докладчик: Ольхова В.И.",
    "2. О подписке на журналы.",
    "1. СЛУШАЛИ: Ольхову В.И., которая рассказала о плане месячника.",
    "ВЫСТУПИЛИ: Рябинина О.П. поддержала план.",
    "РЕШИЛИ:",
    "1.1. Провести месячник во всех школах. Срок: до 25 октября 2021 г. Ответственные: школьные библиотекари.",
    "Голосовали: за – 13, против – нет, воздержались – нет.",
    "2. СЛУШАЛИ: Липину Е.С. о подписке.",
    "РЕШИЛИ:",
    "2.1. Оформить подписку до 1 декабря 2021 г.",
    "Председатель ____________ В.И. Ольхова",
    "Секретарь ____________ Е.С. Липина",
)
Bring = Callable[..., ProtocolIntake]
Correct = Callable[..., ProtocolIntake]


def word_file(lines: Iterable[str] = LINES) -> bytes:
    """A file of Word with one paragraph a line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_line(old: str, new: str) -> tuple[str, ...]:
    """The usual lines with one of them another."""
    assert old in LINES
    return tuple(new if line == old else line for line in LINES)


def draft_of(intake: ProtocolIntake) -> ProtocolDraft:
    return ProtocolDraft.from_json(ProtocolIntake.objects.get(pk=intake.pk).reading)


@pytest.fixture
def bring(association: Association, head: Person, at: datetime) -> Bring:
    """Bring a file as the head: `lines` or whole `content`."""

    def start(lines: Iterable[str] = LINES, *, by: Person | None = None, **options: Any) -> ProtocolIntake:
        content = options.pop("content", None)
        return bring_protocol(
            association.pk,
            content=word_file(lines) if content is None else content,
            name=options.pop("name", "Протокол 2.docx"),
            submission_key=options.pop("submission_key", None),
            by=by or head,
            at=at,
        )

    return start


@pytest.fixture
def correct(head: Person, at: datetime) -> Correct:
    """Correct fields of the heading, choices (`follows`, `as_draft`, `event_id`, `links`), or anything by `facts`."""

    def change(intake: ProtocolIntake, *, heading: Any = None, fates: Any = None, **choices: Any) -> ProtocolIntake:
        draft = draft_of(intake)
        facts = choices.pop("facts", draft.facts)
        facts = replace(facts, heading=replace(facts.heading, **(heading or {})))
        changes = IntakeChanges(facts, replace(draft.choices, **choices), fates or {})
        version = ProtocolIntake.objects.get(pk=intake.pk).version
        return correct_intake(intake.pk, expected_version=version, changes=changes, by=head, at=at)

    return change
