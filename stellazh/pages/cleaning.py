"""HTML that people wrote, made safe: the one subset of pages."""

from __future__ import annotations

import re
from typing import Final

import nh3

# `a` in Wagtail's own form: `linktype` and `id` of a page, or an address.
_TAGS: Final = {"p", "br", "b", "strong", "i", "em", "h2", "h3", "ol", "ul", "li", "a", "hr"}
_ATTRIBUTES: Final = {"a": {"href", "linktype", "id"}, "p": {"data-block-key"}}
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+\Z", re.IGNORECASE)
_SCHEMES: Final = {"http", "https", "mailto", "tel"}


def clean_rich_text(source: str) -> str:
    """The same text with nothing in it but headings, paragraphs, lists, emphasis and links."""
    return nh3.clean(
        source,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template"},
    )


def clean_address(value: object) -> str:
    """The address when it is one of the web, nothing otherwise: «javascript:» leads nowhere."""
    text = str(value or "").strip()
    return text if _WEB_ADDRESS.match(text) else ""
