"""Finding a brought list and locking it. Lists of other associations do not exist for a stranger."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Count

from stellazh.associations.access import reach
from stellazh.audit.actions import AuditAction, actions
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.jobs.services import enqueue
from stellazh.members.access.rosters import can_import_kind, can_read_roster_file
from stellazh.members.enums import ImportState, RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.models.imports import RosterImportQuerySet
from stellazh.members.services.rosters.refusals import NotInReview
from stellazh.office.tables.limits import UPLOAD_LIMIT_BYTES
from stellazh.people.models import Person

ROSTER_FILE: Final = "members.roster"
READ_ROSTER: Final = "members.read_roster"
APPLY_ROSTER: Final = "members.apply_roster"
UNDO_ROSTER: Final = "members.undo_roster"

_WHY_NOT_OPEN: Final = {
    ImportState.READING: "Файл ещё читается: подождите немного.",
    ImportState.APPLYING: "Список уже вносится: решения больше не меняются.",
    ImportState.APPLIED: "Список уже внесён: правьте карточки на их страницах.",
    ImportState.UNDOING: "Загрузка отменяется.",
    ImportState.UNDONE: "Эта загрузка отменена: загрузите файл заново.",
    ImportState.FAILED: "Файл не прочитан: загрузите его заново.",
}


def register() -> None:
    """Name the deeds of brought lists and the purpose of their files."""
    for code, label in (
        ("roster_brought", "Загружен список"),
        ("roster_unread", "Список не прочитан"),
        ("roster_applied", "Список внесён"),
        ("roster_undone", "Загрузка списка отменена"),
        ("post_withdrawn", "Должность из загрузки убрана"),
    ):
        actions.add(AuditAction(code, label))
    # What a table is, its reader decides; the copy kept is for download only.
    purposes.add(FilePurpose(ROSTER_FILE, "Список для загрузки", UPLOAD_LIMIT_BYTES, None, can_read_roster_file))


def visible_rosters(actor: Actor) -> RosterImportQuerySet:
    """Lists of the associations to which the actor may bring lists, the latest first."""
    rosters = RosterImport.objects.filter(reach(actor, "members.import_rosters", "association__"))
    return rosters.select_related("association__territory", "association__parent", "file", "job").newest_first()


def locked_roster(roster_id: int, *, by: Actor) -> RosterImport:
    """The list with its association, locked until the transaction ends.

    Raises:
        PermissionRefused: `by` may not bring lists of that kind there.
    """
    roster = (
        RosterImport.objects.select_for_update(of=("self",))
        .select_related("association__territory", "association__parent", "file", "job")
        .get(pk=roster_id)
    )
    require(can_import_kind(by, roster.association, roster.kind))
    return roster


def begin_work(roster: RosterImport, name: str, *, label: str, by: Person, at: datetime) -> None:
    """Put the job `name` of a locked list into the queue, unless it waits or runs there already."""
    # The key gives the job that is under way, when there is one.
    roster.job = enqueue(
        name,
        {"roster_id": roster.pk, "person_id": by.pk},
        by=by,
        at=at,
        label=f"{label} «{roster.file.name}»"[:200],
        scope=roster.association.path[:100],
        key=f"{name}:{roster.pk}",
    )
    roster.save(update_fields=["job"])


def require_review(roster: RosterImport) -> None:
    """Pass while the rows wait for decisions.

    Raises:
        NotInReview: they do not.
    """
    if roster.state != ImportState.REVIEW:
        raise NotInReview(_WHY_NOT_OPEN[ImportState(roster.state)])


def count_rows(roster: RosterImport) -> None:
    """Keep how many rows came to each decision."""
    found = ImportRow.objects.filter(roster=roster).order_by().values_list("decision").annotate(number=Count("pk"))
    roster.counts = dict.fromkeys(RowDecision.values, 0) | dict(found)
    roster.save(update_fields=["counts"])
