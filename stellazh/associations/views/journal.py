"""The journal of an association and the history of its roles: to be read, never to be changed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from stellazh.associations import access, journal
from stellazh.associations.forms import JournalForm, RoleHistoryForm
from stellazh.associations.models import Association
from stellazh.associations.role_history import roles_of
from stellazh.audit.models import AuditEntryQuerySet
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.ui.downloads import download

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def journal_list(request: Request, code: str) -> HttpResponse:
    """Who did what, when, from what to what; fifty a page."""
    association = _readable(request, code)
    form, entries = _asked(request, association)
    words = journal.kind_names()
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "associations/journal_list.html",
        {
            "association": association,
            "form": form,
            "page": page,
            "rows": [
                (entry, words.get(entry.object_type, entry.object_type), journal.changes_of(entry)) for entry in page
            ],
            "query": request.GET.urlencode(),
            "most_rows": journal.MOST_ROWS,
        },
    )


@require_GET
def journal_export(request: Request, code: str) -> HttpResponse:
    """What the filters leave, as .xlsx."""
    association = _readable(request, code)
    _, entries = _asked(request, association)
    today = clock.today(association.time_zone)
    body = journal.journal_sheet(association, entries, made_on=today)
    return download(body, f"Журнал {association.short_name} {today:%d.%m.%Y}.xlsx", XLSX)


@require_GET
def role_history(request: Request, code: str) -> HttpResponse:
    """Who was what from when to when, and who gave the role; `?on=` asks for one day."""
    association = _readable(request, code)
    form = RoleHistoryForm(request.GET)
    form.is_valid()
    on, with_members = form.cleaned_data.get("on"), bool(form.cleaned_data.get("members"))
    rows = roles_of(association, on=on, with_members=with_members)
    return render(
        request,
        "associations/role_history.html",
        {
            "association": association,
            "form": form,
            "on": on,
            "today": clock.today(association.time_zone),
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        },
    )


def _asked(request: Request, association: Association) -> tuple[JournalForm, AuditEntryQuerySet]:
    entries = journal.journal_of(association, request.actor)
    form = JournalForm(journal.journal_choices(entries), request.GET)
    return form, journal.filtered(entries, form.asked(), association.time_zone)


def _readable(request: Request, code: str) -> Association:
    association = get_object_or_404(Association, code=code)
    if not access.can_read_journal(request.actor, association):
        raise Http404
    return association
