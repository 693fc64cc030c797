"""Keeping to the terms of keeping."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from stellazh.people.retention import retention_rules

logger = logging.getLogger(__name__)


def keep_to_terms(*, at: datetime) -> dict[str, int]:
    """Forget whatever is past its term; how many things of each rule. Each rule in a transaction of its own.

    A rule that fails does not keep back the others: it is logged, and the last failure is raised when all are done.
    """
    forgotten: dict[str, int] = {}
    failure: Exception | None = None
    for rule in retention_rules:
        if rule.sweep is None:
            continue
        try:
            with transaction.atomic():
                forgotten[rule.code] = rule.sweep(at)
        except Exception as error:
            logger.exception("Retention rule %s failed", rule.code)
            failure = error
    if failure is not None:
        raise failure
    return forgotten
