"""Who may bring lists of people and of schools."""

from __future__ import annotations

from stellazh.associations.access import can, can_manage_territory, grants_of
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.capabilities import reaches
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.members.enums import ImportKind
from stellazh.members.models import RosterImport


def can_import_rosters(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may bring lists there, see those brought, and take a list of people in."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто.")
    return can(actor, "members.import_rosters", association)


def can_import_kind(actor: Actor, association: Association, kind: str) -> Verdict:
    """The same for one kind: a list of schools makes organisations, so it also needs the keeping of the territory.

    A deputy, who keeps people but not the structure, brings lists of people only.
    """
    verdict = can_import_rosters(actor, association)
    if verdict and kind == ImportKind.SCHOOLS:
        return can_manage_territory(actor, association.territory)
    return verdict


def can_read_roster_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whether the actor may read a list as it was brought: whoever may bring lists of that kind there."""
    roster = RosterImport.objects.filter(file=stored).select_related("association__territory").first()
    if roster is None:
        return refuse("Этот файл не относится ни к одной загрузке.")
    return can_import_kind(actor, roster.association, roster.kind)


def place_to_import(actor: Actor) -> str:
    """Code of the association to which the actor brings lists, the highest of several; empty for none. No query."""
    paths = sorted(
        grant.association_path
        for grant in grants_of(actor)
        if grant.association_path and reaches(grant.role, "members.import_rosters") is not None
    )
    return paths[0].strip("/").rpartition("/")[2] if paths else ""
