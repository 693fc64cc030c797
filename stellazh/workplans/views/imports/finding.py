"""How a request finds its import; strangers get 404."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.workplans.access import can_create_plan
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.models import PlanImport
from stellazh.workplans.services.imports.doubts import OwnerBook, owner_book
from stellazh.workplans.services.imports.opening import visible_imports


def import_of(request: Request, public_id: UUID) -> PlanImport:
    """The import with its association and plan."""
    imports = visible_imports(request.actor).select_related("plan", "file", "made_by")
    return get_object_or_404(imports, public_id=public_id)


def association_of(request: Request, code: str) -> Association:
    """The association, when the actor may import its plans."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not can_create_plan(request.actor, association):
        raise Http404
    return association


def today_at(plan_import: PlanImport) -> date:
    """The present day at the association."""
    return clock.today(plan_import.association.time_zone)


def draft_and_book(plan_import: PlanImport) -> tuple[Draft, OwnerBook]:
    """The preview and who is meant in it. Three queries at most."""
    draft = Draft.from_json(plan_import.reading)
    return draft, owner_book(draft, plan_import.association, on=today_at(plan_import))
