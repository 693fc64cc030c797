"""Lists of protocols: everything the actor may read, and those of one association."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.requests import Request
from stellazh.protocols.access import can_create_protocol, can_manage_forms
from stellazh.protocols.forms.life import ARCHIVED, ProtocolFilterForm
from stellazh.protocols.models import Protocol, ProtocolQuerySet
from stellazh.protocols.reads.protocol_list import ProtocolFilters, narrowed, protocol_rows
from stellazh.protocols.views.open_pages import not_for_everybody, open_list

PAGE = 50


@require_GET
def protocol_list(request: Request) -> HttpResponse:
    """Every protocol the actor may read, the newest meeting first."""
    rows = Protocol.objects.visible_to(request.actor)
    return _show(request, rows, None)


@login_not_required
@require_GET
def association_protocols(request: Request, code: str) -> HttpResponse:
    """The protocols of one association; whoever may read none of it gets the published ones, if there are any."""
    association = Association.objects.select_related("parent", "territory").filter(code=code).first()
    if association is None:
        return not_for_everybody(request)
    codes = ("protocols.read_protocol", "protocols.edit_protocol")
    if not any(can(request.actor, capability, association) for capability in codes):
        return open_list(request, association)
    rows = Protocol.objects.visible_to(request.actor).filter(association=association)
    return _show(request, rows, association)


def _show(request: Request, rows: ProtocolQuerySet, association: Association | None) -> HttpResponse:
    known = rows.order_by().values_list("association_id", "school_year").distinct()
    pairs = list(known)
    keys = {pair[0] for pair in pairs}
    several = association is None and len(keys) > 1
    form = ProtocolFilterForm(
        request.GET,
        years=sorted({pair[1] for pair in pairs}, reverse=True),
        associations=list(Association.objects.filter(pk__in=keys).in_order()) if several else [],
        has_archive=rows.exclude(archived_at=None).exists(),
    )
    form.is_valid()
    chosen = form.cleaned_data
    state = chosen.get("state", "")
    filters = ProtocolFilters(
        words=chosen.get("q", ""),
        year=chosen.get("year"),
        association_id=chosen.get("association"),
        state="" if state == ARCHIVED else state,
        is_archived=state == ARCHIVED,
    )
    found = narrowed(rows, filters).select_related("association").in_order()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "association": association,
        "form": form,
        "page": page,
        "rows": protocol_rows(list(page.object_list)),
        "manages_forms": association is not None and bool(can_manage_forms(request.actor, association)),
        "shows_association": several,
        "may_create": association is not None and bool(can_create_protocol(request.actor, association)),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "protocols/protocol_list.html", context)
