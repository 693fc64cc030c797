"""Finding an import and locking it. Imports of other associations do not exist for a stranger."""

from __future__ import annotations

from django.db.models import QuerySet

from stellazh.associations.access import reach
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.workplans.access import can_create_plan
from stellazh.workplans.enums import ImportStatus
from stellazh.workplans.models import PlanImport
from stellazh.workplans.services.imports.refusals import ImportNotOpen

_WHY_NOT_OPEN = {
    ImportStatus.READING: "Файл ещё читается: подождите немного.",
    ImportStatus.CONFIRMED: "Этот план уже внесён: правьте его на странице плана.",
    ImportStatus.UNDONE: "Эта загрузка отменена: загрузите файл заново.",
    ImportStatus.ABANDONED: "Эта загрузка оставлена: загрузите файл заново.",
}


def visible_imports(actor: Actor) -> QuerySet[PlanImport]:
    """Imports of the associations whose plans the actor may edit, the latest first, without their readings."""
    imports = PlanImport.objects.filter(reach(actor, "workplans.edit_plan", "association__"))
    return imports.select_related("association__territory").order_by("-made_at", "-pk")


def locked_import(import_id: int) -> PlanImport:
    """The import with its association, locked until the transaction ends.

    Raises:
        PlanImport.DoesNotExist: there is none.
    """
    return PlanImport.objects.select_for_update(of=("self",)).select_related("association__territory").get(pk=import_id)


def require_open(plan_import: PlanImport) -> None:
    """Pass while the import waits to be checked.

    Raises:
        ImportNotOpen: it does not.
    """
    if plan_import.status != ImportStatus.PREVIEW:
        raise ImportNotOpen(_WHY_NOT_OPEN[ImportStatus(plan_import.status)])


def can_read_source(actor: Actor, stored: StoredFile) -> Verdict:
    """Whether the actor may read the paper a plan came from: whoever may edit that association's plans."""
    plan_import = PlanImport.objects.filter(file=stored).select_related("association__territory").first()
    if plan_import is None:
        return refuse("Этот файл не относится ни к одной загрузке плана.")
    return can_create_plan(actor, plan_import.association)
