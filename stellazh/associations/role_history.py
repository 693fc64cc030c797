"""Who was what in an association, from which day to which, and who gave the role."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from stellazh.associations.models import Association, Grant
from stellazh.common.capabilities import Role


def roles_of(association: Association, *, on: date | None, with_members: bool) -> QuerySet[Grant]:
    """Roles given at exactly that association, those of today first; only those in force on a day, if one is named."""
    rows = Grant.objects.filter(association=association).select_related("person", "granted_by")
    if on is not None:
        rows = rows.active_on(on)
    if not with_members:
        rows = rows.exclude(role=Role.MEMBER)
    return rows.order_by("-from_on", "person__sort_key", "pk")
