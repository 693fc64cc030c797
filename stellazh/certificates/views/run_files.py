"""What a run gives out: one file for the printer, an archive of all sheets, the list as Excel."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from stellazh.certificates import access
from stellazh.certificates.papers.run_lists import run_xlsx
from stellazh.certificates.services.prints import ask_for_print, present_copies
from stellazh.certificates.services.run_exports import note_export
from stellazh.certificates.services.sheets import sheet_name
from stellazh.certificates.views.run_finding import managed_run
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.files.names import clean_name
from stellazh.files.services import FileIsLost, open_file
from stellazh.office.archives import ArchiveEntry, archive_pieces
from stellazh.ui.downloads import download, streamed_download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def run_print(request: Request, run_id: int) -> HttpResponse:
    """Have the one file made; it stands on the run's page when it is ready."""
    run = managed_run(request, run_id, access.can_drive_run)
    try:
        job = ask_for_print(run.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect(run)
    if job is not None:
        messages.success(request, "Собираем листы в один файл. Ссылка появится здесь.")
    return redirect(run)


@require_POST
def run_zip(request: Request, run_id: int) -> HttpResponseBase:
    """Every sheet as a file of its own, in one archive."""
    run = managed_run(request, run_id, access.can_drive_run)
    copies = present_copies(run.pk)
    if not copies:
        messages.warning(request, "Готовых листов пока нет.")
        return redirect(run)
    note_export(run.pk, what="Архив листов", by=request.actor, at=clock.now())
    zone = ZoneInfo(run.association.time_zone)
    entries = (
        ArchiveEntry(clean_name(sheet_name(copy)), partial(open_file, copy.file), copy.made_at.astimezone(zone))
        for copy in copies
        if copy.file is not None
    )
    return streamed_download(request, archive_pieces(entries, lost=FileIsLost), f"{clean_name(run.title[:80])}.zip")


@require_POST
def run_table(request: Request, run_id: int) -> HttpResponse:
    """The list with numbers as Excel."""
    run = managed_run(request, run_id, access.can_drive_run)
    note_export(run.pk, what="Список, Excel", by=request.actor, at=clock.now())
    body = run_xlsx(run, made_on=clock.today(run.association.time_zone))
    return download(body, f"{clean_name(run.title[:80])}.xlsx", XLSX)
