"""The directory of schools and its file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.jobs.services import enqueue
from stellazh.members.access.rosters import place_to_import
from stellazh.members.forms.directory import ExportForm
from stellazh.members.forms.school_directory import SchoolDirectoryForm
from stellazh.members.papers.directory import KINDS
from stellazh.members.reads.directory.schools import PAGE, SCHOOL_COLUMNS, STAFF, SchoolDirectory, school_paper
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.directory_files import (
    AT_ONCE,
    EXPORT_SCHOOLS,
    NobodyToExport,
    TooManyForFile,
    file_name,
    require_exportable,
)
from stellazh.russian.numerals import SCHOOLS
from stellazh.ui.downloads import download


@require_GET
def school_directory(request: Request) -> HttpResponse:
    """Schools of the territories whose people the reader may find, searched and narrowed; fifty a page."""
    scope = Scope.of(request.actor, on=clock.today())
    form = SchoolDirectoryForm(request.GET, scope=scope)
    found = SchoolDirectory.find(form.query, form.filters, scope)
    page = Paginator(range(found.count), PAGE).get_page(request.GET.get("page"))
    address = form.address()
    context = {
        "form": form,
        "scope": scope,
        "found": found,
        "page": page,
        "columns": SCHOOL_COLUMNS,
        "staff": STAFF,
        "rows": [
            (row, [(column.label, column.words(row)) for column in SCHOOL_COLUMNS]) for row in found.page(page.number)
        ],
        "counted": SCHOOLS(found.count),
        "address": address,
        "main": [form[name] for name in form.MAIN],
        "rest": [form[name] for name in form.REST],
        "chips": form.chips(),
        "kinds": [("xlsx", "Скачать Excel"), ("docx", "Скачать Word")],
        "school_address": reverse("members:school_detail", args=[0]).removesuffix("0/"),
        "people_address": reverse("members:directory"),
        "import_code": place_to_import(request.actor),
    }
    if not request.htmx or request.htmx.boosted:
        response = render(request, "members/school_directory.html", context)
    else:
        response = render(request, "members/school_directory.html#rows", context)
        here = form.address(page=str(page.number)) if page.number > 1 else address
        push_url(response, f"{request.path}?{here}" if here else request.path)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def school_directory_export(request: Request) -> HttpResponse:
    """What is seen as a file: at once, or as a job of its own when there is much of it."""
    asked = ExportForm(request.POST)
    if not asked.is_valid():
        raise Http404
    kind, at = asked.cleaned_data["kind"], clock.now()
    scope = Scope.of(request.actor, on=clock.today())
    form = SchoolDirectoryForm(QueryDict(asked.cleaned_data["query"]), scope=scope)
    found = SchoolDirectory.find(form.query, form.filters, scope)
    try:
        require_exportable(found.count, kind=kind)
    except (NobodyToExport, TooManyForFile) as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('members:school_directory')}?{form.address()}")
    if found.count > AT_ONCE:
        return redirect(enqueue(EXPORT_SCHOOLS, {"query": form.address(), "kind": kind}, by=request.actor, at=at))
    body = KINDS[kind].write(school_paper(found, narrowed=form.in_words()))
    return download(body, file_name("Школы", kind, at), KINDS[kind].media_type)
