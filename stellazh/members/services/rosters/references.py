"""Who points at people and schools that a list made: what somebody already uses is not taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import models

from stellazh.members.services.rosters.known_people import in_lots


def references_to(
    model: type[models.Model], ids: Iterable[int], *, passing_over: Collection[str]
) -> Mapping[int, list[str]]:
    """Key → Russian names of the kinds of rows that point at it. `passing_over` are «members.Post.person» and the like,
    or whole apps («notices»). One query for each relation and five hundred keys."""
    found: dict[int, list[str]] = defaultdict(list)
    wanted = list(in_lots(ids))
    for relation in model._meta.related_objects:  # noqa: SLF001
        there, name = relation.related_model, relation.field.name
        meta = there._meta  # noqa: SLF001
        if f"{meta.label}.{name}" in passing_over or meta.app_label in passing_over:
            continue
        for lot in wanted:
            rows = there._default_manager.filter(**{f"{name}__in": lot}).order_by()  # noqa: SLF001
            for key in set(rows.values_list(f"{name}_id" if not relation.many_to_many else name, flat=True)):
                found[int(key)].append(str(meta.verbose_name_plural))
    return found
