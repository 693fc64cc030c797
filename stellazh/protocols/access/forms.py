"""Rights to the files of own Word forms."""

from __future__ import annotations

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.protocols.access.protocols import can_manage_forms


def can_read_form_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever manages the forms of the association it was brought for."""
    association = Association.objects.select_related("territory").filter(path=stored.scope).first()
    if association is None:
        return refuse("Этой формы больше нет.")
    return can_manage_forms(actor, association)
