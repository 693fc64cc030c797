"""«Мои сертификаты»: a person's own documents, one by one and all at once."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stellazh.certificates.models import CertificateQuerySet
from stellazh.certificates.papers.own_archive import ArchivedSheet
from stellazh.certificates.reads.own import in_year, latest_copies, own_documents, searched, shown
from stellazh.common.requests import Request
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.files.services import FileIsLost
from stellazh.office.archives import archive_pieces
from stellazh.ui.downloads import streamed_download

PAGE: Final = 50


@require_GET
def mine(request: Request) -> HttpResponse:
    """What I was given, by year."""
    rows = own_documents(int(request.actor.actor_id))
    words = request.GET.get("q", "").strip()[:100]
    found = searched(rows, words).select_related("association")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    documents = shown(list(page.object_list), base=settings.SITE_URL)
    context = {
        "page": page,
        "years": [
            (year, SchoolYear(year).label, [one for one in documents if one.year == year])
            for year in sorted({one.year for one in documents}, reverse=True)
        ],
        "words": words,
        "has_any": bool(documents) or rows.exists(),
    }
    return render(request, "certificates/mine.html", context)


@require_GET
def mine_archive(request: Request, year: int | None = None) -> HttpResponseBase:
    """All that hold, or those of one school year, in one archive."""
    rows: CertificateQuerySet = own_documents(int(request.actor.actor_id)).valid()
    if year is not None:
        rows = in_year(rows, year) if FIRST_YEAR <= year <= LAST_YEAR else rows.none()
    certificates = list(rows)
    latest = latest_copies(certificates)
    sheets = [
        ArchivedSheet(
            file=copy.file,
            issued_on=one.issued_on,
            title=one.title,
            number=one.number_words,
            folder="" if year is not None else SchoolYear.of(one.issued_on).label.replace("/", "-"),
        )
        for one in certificates
        if (copy := latest.get(one.pk)) is not None and copy.file is not None
    ]
    if not sheets:
        messages.info(request, "Скачивать пока нечего: готовых файлов нет.")
        return redirect("certificates:mine")
    name = f"Мои сертификаты{f' {SchoolYear(year).label}'.replace('/', '-') if year is not None else ''}.zip"
    return streamed_download(request, archive_pieces((sheet.entry for sheet in sheets), lost=FileIsLost), name)
