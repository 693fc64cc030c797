"""What questionnaires are for: each higher app registers its uses from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stellazh.common.registries import Registry

if TYPE_CHECKING:
    from stellazh.common.actor import Actor
    from stellazh.common.verdict import Verdict
    from stellazh.questionnaires.enums import QuestionKind
    from stellazh.questionnaires.models import Questionnaire


@dataclass(frozen=True)
class QuestionnaireUse:
    """One thing questionnaires are for.

    `kinds` are the kinds of questions offered; `can_edit` and `can_read_answers` decide for this app's own pages and
    services, and are asked about a questionnaire not stored yet too (then it has `use` and `object_key` alone).
    `address` is where «back» leads; `scope` is the association's path for the audit, or nothing. `starters` are codes
    of the ready-made sets offered while there is no question (`starters.py`); None offers all that fit the kinds.
    Where answers are found again by who gave them, `may_be_anonymous` is False.
    """

    code: str
    label: str
    kinds: frozenset[QuestionKind]
    can_edit: Callable[[Actor, Questionnaire], Verdict]
    can_read_answers: Callable[[Actor, Questionnaire], Verdict]
    address: Callable[[Questionnaire], str]
    scope: Callable[[Questionnaire], str]
    starters: tuple[str, ...] | None = None
    may_be_anonymous: bool = True


questionnaire_uses: Registry[QuestionnaireUse] = Registry("use of questionnaires", key=lambda entry: entry.code)
