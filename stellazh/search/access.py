"""Who may do what with the search."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.search.capabilities import SYNONYMS


def can_edit_synonyms(actor: Actor) -> Verdict:
    """Whether the actor may change what means the same in search: at the root, for they hold for everybody."""
    root = Association.objects.filter(parent=None).order_by("pk").first()
    if root is None:
        return refuse("Сначала заведите объединение.")
    return can(actor, SYNONYMS, root)
