"""What is asked on a board, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.reports.access import can_edit_rules
from stellazh.reports.enums import YEARLY, KeptPaper
from stellazh.reports.models import PaperRule
from stellazh.reports.reads.rules import Rule, rules_of


class RuleIsWrong(DomainError):
    """No such day or month, or a monthly plan that is asked for no month."""


@transaction.atomic
def change_rule(
    board_id: int,
    *,
    kind: KeptPaper,
    is_asked: bool,
    due_day: int,
    due_month: int | None = None,
    months: Sequence[int] = (),
    expected_version: int,
    by: Actor,
    at: datetime,
) -> PaperRule:
    """Say when that paper is due from those below the board and from itself. `expected_version` is 0 of a built-in one.

    Raises:
        PermissionRefused: `by` does not set rules there. RuleIsWrong: what was typed.
        ChangedMeanwhile: somebody saved first.
    """
    board = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=board_id)
    require(can_edit_rules(by, board))
    before = rules_of(board)[kind]
    wanted = _checked(Rule(kind, due_day, due_month, tuple(sorted(set(months))), is_asked))
    require_version(before.version, expected_version, theirs={"Срок": before.words}, mine={"Срок": wanted.words})
    rule, _ = PaperRule.objects.update_or_create(
        association=board,
        kind=kind,
        defaults={
            "is_asked": wanted.is_asked,
            "due_day": wanted.due_day,
            "due_month": wanted.due_month,
            "months": list(wanted.months),
            "version": before.version + 1,
        },
    )
    changes = compare({str(kind.label): before.words}, {str(kind.label): wanted.words})
    record("paper_rule_changed", board, by=by, at=at, scope=board.path, changes=changes)
    return rule


def _checked(rule: Rule) -> Rule:
    most = 60 if rule.kind == KeptPaper.PROTOCOL else 31
    if not 1 <= rule.due_day <= most:
        raise RuleIsWrong(f"Число – от 1 до {most}.")
    if rule.kind in YEARLY and (rule.due_month is None or not 1 <= rule.due_month <= 12):
        raise RuleIsWrong("Выберите месяц, до которого сдают.")
    if any(not 1 <= month <= 12 for month in rule.months):
        raise RuleIsWrong("Таких месяцев нет.")
    if rule.kind == KeptPaper.MONTH_PLAN and rule.is_asked and not rule.months:
        raise RuleIsWrong("Отметьте месяцы, за которые нужен план.")
    return Rule(
        rule.kind,
        rule.due_day,
        rule.due_month if rule.kind in YEARLY else None,
        rule.months if rule.kind == KeptPaper.MONTH_PLAN else (),
        rule.is_asked,
    )
