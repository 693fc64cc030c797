"""How many places options have left."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, F, Q

from stellazh.questionnaires.models import Option, Questionnaire


def places_left(questionnaire: Questionnaire) -> Mapping[int, int]:
    """Places left by the key of the option, for options of questions asked now that have a limit. One query."""
    standing = Count("chosen", filter=Q(chosen__answer__submission__withdrawn_at=None))
    rows = (
        Option.objects.present()
        .filter(question__questionnaire=questionnaire, question__archived_at=None)
        .exclude(capacity=None)
        .annotate(taken=standing)
    )
    return {key: max(left, 0) for key, left in rows.values_list("pk", F("capacity") - F("taken"))}
