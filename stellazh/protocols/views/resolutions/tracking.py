"""How far a resolution is: by point, by municipality, and what was done when."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.protocols.access import can_follow_resolution
from stellazh.protocols.forms.resolutions import PlacesFilterForm
from stellazh.protocols.models import Resolution
from stellazh.protocols.papers.resolution_table import places_xlsx
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.story import story_of, tone_of
from stellazh.protocols.reads.resolutions.territories import place_table
from stellazh.protocols.views.finding import visible_resolution
from stellazh.ui.downloads import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50


@require_GET
def resolution_progress(request: Request, resolution_id: int) -> HttpResponse:
    """Every point with its bar, and the timeline of the year."""
    resolution = _followed(request, resolution_id)
    today = clock.today(resolution.association.time_zone)
    page = Paginator(story_of(resolution), PAGE).get_page(request.GET.get("page"))
    context = {
        "resolution": resolution,
        "content": resolution_content(resolution, on=today, standing_only=True),
        "page": page,
        "story": [(entry, tone_of(entry.state)) for entry in page],
    }
    return render(request, "protocols/resolutions/resolution_progress.html", context)


@require_GET
def resolution_places(request: Request, resolution_id: int) -> HttpResponse:
    """Municipalities against the points of one section."""
    resolution = _followed(request, resolution_id)
    today = clock.today(resolution.association.time_zone)
    content = resolution_content(resolution, on=today, standing_only=True)
    form = PlacesFilterForm(content.sections, request.GET or None)
    wanted = form.cleaned_data["section"] if form.is_bound and form.is_valid() else None
    usual = next((one for one in content.sections if one.marks.total > len(one.points)), None)
    section = next((one for one in content.sections if one.section.pk == wanted), usual)
    section = section or (content.sections[0] if content.sections else None)
    if not form.is_bound and section is not None:
        form = PlacesFilterForm(content.sections, initial={"section": section.section.pk})
    context = {
        "resolution": resolution,
        "content": content,
        "section": section,
        "form": form,
        "table": place_table(content, section.points if section else (), on=today),
    }
    return render(request, "protocols/resolutions/resolution_places.html", context)


@require_GET
def resolution_places_table(request: Request, resolution_id: int) -> HttpResponse:
    """Municipalities against all points, as an Excel table."""
    resolution = _followed(request, resolution_id)
    today = clock.today(resolution.association.time_zone)
    content = resolution_content(resolution, on=today, standing_only=True)
    table = place_table(content, content.points, on=today)
    name = f"Резолюция по муниципалитетам {today:%Y-%m-%d}.xlsx"
    return download(places_xlsx(resolution, table, made_on=today), name, XLSX)


def _followed(request: Request, resolution_id: int) -> Resolution:
    resolution = visible_resolution(request, resolution_id)
    if not resolution.is_binding or not can_follow_resolution(request.actor, resolution):
        raise Http404
    return resolution
