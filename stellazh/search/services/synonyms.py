"""Words that mean the same in search: «ФПУ = федеральный перечень учебников»."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.search.access import can_edit_synonyms
from stellazh.textindex.entries.synonyms import meaning
from stellazh.textindex.models import SynonymSet

LONGEST: Final = 500


class TooFewSynonyms(DomainError):
    """The line says nothing: at least two different words or phrases stand in one."""


class SynonymsKnown(DomainError):
    """The very same line is there already."""


class SynonymsTooLong(DomainError):
    """The line is longer than fits."""


@transaction.atomic
def add_synonyms(words: str, *, by: Actor, at: datetime) -> SynonymSet:
    """Let the words and phrases of the line, apart by «=», be found one for another from now on."""
    require(can_edit_synonyms(by))
    line = _checked(words)
    if SynonymSet.objects.filter(words=line).exists():
        raise SynonymsKnown("Такая строка уже есть.")
    added = SynonymSet.objects.create(words=line)
    record("synonyms_added", added, by=by, at=at, note=line)
    return added


@transaction.atomic
def update_synonyms(set_id: int, words: str, *, by: Actor, at: datetime) -> SynonymSet:
    """Let the line say this instead."""
    require(can_edit_synonyms(by))
    line = _checked(words)
    changed = SynonymSet.objects.select_for_update().get(pk=set_id)
    if SynonymSet.objects.exclude(pk=set_id).filter(words=line).exists():
        raise SynonymsKnown("Такая строка уже есть.")
    if changed.words != line:
        before, changed.words = changed.words, line
        changed.save(update_fields=["words"])
        record("synonyms_updated", changed, by=by, at=at, changes={"Слова": (before, line)})
    return changed


@transaction.atomic
def switch_synonyms(set_id: int, *, is_active: bool, by: Actor, at: datetime) -> SynonymSet:
    """Let the line count, or count no longer; nothing is lost. The second time changes nothing."""
    require(can_edit_synonyms(by))
    changed = SynonymSet.objects.select_for_update().get(pk=set_id)
    if changed.is_active != is_active:
        changed.is_active = is_active
        changed.save(update_fields=["is_active"])
        record("synonyms_switched", changed, by=by, at=at, note="включены" if is_active else "выключены")
    return changed


def _checked(words: str) -> str:
    sides = [" ".join(side.split()) for side in words.replace("\x00", "").split("=")]
    meant = {tuple(word.surface for word in meaning(side)): side for side in sides if meaning(side)}
    if len(meant) <= 1:
        raise TooFewSynonyms("Впишите через знак «=» хотя бы два слова, которые значат одно и то же.")
    line = " = ".join(meant.values())
    if len(line) > LONGEST:
        raise SynonymsTooLong(f"Строка длиннее {LONGEST} знаков: разделите её на две.")
    return line
