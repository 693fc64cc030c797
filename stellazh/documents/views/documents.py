"""Lists of documents: everything the actor may read, those of one association, their register as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.documents.access import can_create_document
from stellazh.documents.forms.documents import DocumentFilterForm
from stellazh.documents.models import Document, DocumentQuerySet
from stellazh.documents.papers.register import MOST_ROWS, register_xlsx
from stellazh.documents.reads.document_list import document_rows, narrowed, offered_of, ordered
from stellazh.documents.services import DEEDS
from stellazh.documents.views.finding import KEEP, association_of, layout_for
from stellazh.files.media_types import XLSX
from stellazh.ui.downloads import download

PAGE: Final = 50


@login_not_required
@require_GET
def document_list(request: Request) -> HttpResponse:
    """Everything the actor may read; a guest sees what is public."""
    rows = Document.objects.visible_to(request.actor)
    known = Association.objects.filter(pk__in=rows.order_by().values("association_id")).select_related("territory")
    return _show(request, rows, None, list(known.in_order()))


@login_not_required
@require_GET
def association_documents(request: Request, code: str) -> HttpResponse:
    """Documents of one association, as far as the actor may read them."""
    association = association_of(code)
    return _show(request, _of(request, association), association, ())


@require_GET
def document_register(request: Request, code: str) -> HttpResponse:
    """The list as it is narrowed, whole, as an .xlsx file."""
    association = association_of(code)
    rows = _of(request, association)
    form = _form(request, rows, association, ())
    found = ordered(narrowed(rows, form.filters), form.filters.order)[:MOST_ROWS]
    today = clock.today(association.time_zone)
    body = register_xlsx(association, document_rows(found), made_on=today)
    return download(body, f"Реестр документов {association.short_name} {today:%Y-%m-%d}.xlsx", XLSX)


def _of(request: Request, association: Association) -> DocumentQuerySet:
    return Document.objects.visible_to(request.actor).filter(association=association)


def _form(
    request: Request, rows: DocumentQuerySet, association: Association | None, associations: Sequence[Association]
) -> DocumentFilterForm:
    keeps = association is not None and bool(can(request.actor, KEEP, association))
    return DocumentFilterForm(
        request.GET,
        offered=offered_of(rows),
        keeps=keeps,
        associations=associations,
        shows_audience=request.actor.actor_kind != ActorKind.GUEST,
    )


def _show(
    request: Request, rows: DocumentQuerySet, association: Association | None, associations: Sequence[Association]
) -> HttpResponse:
    form = _form(request, rows, association, associations)
    filters = form.filters
    page = Paginator(ordered(narrowed(rows, filters), filters.order), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "layout": layout_for(request),
        "association": association,
        "form": form,
        "page": page,
        "rows": document_rows(page.object_list) if page.paginator.count else [],  # type: ignore[arg-type]
        "keeps": association is not None and bool(can_create_document(request.actor, association)),
        "deeds": [(code, deed.label) for code, deed in DEEDS.items()],
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "is_guest": request.actor.actor_kind == ActorKind.GUEST,
        "query": query.urlencode(),
    }
    template = "documents/document_list.html"
    return render(request, f"{template}#rows" if request.htmx else template, context)
