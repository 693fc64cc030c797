"""What search engines are told of: an index of parts, each with the addresses that everybody may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from stellazh.common.requests import Request
from stellazh.pages.reads import site_addresses
from stellazh.pages.reads.site_addresses import PublicAddress
from stellazh.pages.views.social import absolute

# A part may hold 50,000 addresses; smaller ones are read sooner.
MOST: Final = 5_000
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
PARTS: Final[Mapping[str, Callable[[], Iterable[PublicAddress]]]] = {
    "places": site_addresses.places,
    "pages": site_addresses.pages,
    "news": site_addresses.news,
    "plans": site_addresses.plans,
    "events": site_addresses.events,
    "documents": site_addresses.documents,
    "papers": site_addresses.papers,
}


@login_not_required
@require_safe
def sitemap(request: Request) -> HttpResponse:
    """The index: parts that hold something, each with its last change."""
    lines = []
    for name, found in PARTS.items():
        rows = list(found())
        for number in range(0, len(rows), MOST):
            part = rows[number : number + MOST]
            path = reverse("pages:sitemap_part", args=[name, number // MOST + 1])
            changed = max((row.changed_at for row in part if row.changed_at), default=None)
            lines.append(_entry("sitemap", PublicAddress(path, changed)))
    return _xml("sitemapindex", lines)


@login_not_required
@require_safe
def sitemap_part(request: Request, name: str, number: int) -> HttpResponse:
    """One part: `name` is its kind, `number` counts from one."""
    found = PARTS.get(name)
    rows = list(found())[(number - 1) * MOST : number * MOST] if found and number else []
    if not rows:
        raise Http404
    return _xml("urlset", [_entry("url", row) for row in rows])


def _entry(tag: str, row: PublicAddress) -> str:
    changed = f"<lastmod>{row.changed_at:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if row.changed_at else ""
    return f"<{tag}><loc>{escape(absolute(row.path))}</loc>{changed}</{tag}>"


def _xml(tag: str, lines: list[str]) -> HttpResponse:
    body = "\n".join(lines)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="{_NAMESPACE}">\n{body}\n</{tag}>\n'
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "max-age=3600"
    return response
