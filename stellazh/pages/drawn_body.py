"""The words of a page drawn, with the list of what stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

# A list of contents pays for pages that do not fit on two screens.
LEAST_HEADINGS: Final = 3
LEAST_SIGNS: Final = 3000

_HEADING: Final = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<words>.*?)</h2>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DrawnBody:
    """The HTML of the blocks; `contents` are anchors and words of its headings, empty for a short page."""

    html: SafeString
    contents: tuple[tuple[str, str], ...] = ()
    has_films: bool = False


def drawn_body(body: StreamValue | None, request: HttpRequest) -> DrawnBody:
    """The blocks drawn by their templates. Headings get anchors, so that one can link to them."""
    if not body:
        return DrawnBody(SafeString(""))
    context: dict[str, Any] = {"request": request}
    html = "\n".join(str(block.render(context)) for block in body)
    has_films = any(block.block_type == "video" for block in body)
    found: list[tuple[str, str]] = []

    def anchored(match: re.Match[str]) -> str:
        words = unescape(strip_tags(match["words"])).strip()
        if not words or "id=" in match["attributes"]:
            return match[0]
        anchor = f"part-{len(found) + 1}"
        found.append((anchor, words))
        return f'<h2 id="{anchor}"{match["attributes"]}>{match["words"]}</h2>'

    html = _HEADING.sub(anchored, html)
    is_long = len(found) >= LEAST_HEADINGS and len(strip_tags(html)) >= LEAST_SIGNS
    return DrawnBody(SafeString(html), tuple(found) if is_long else (), has_films)
