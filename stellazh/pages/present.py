"""Who is in the editor of pages during this request: what may be pointed at, and in whose name pictures are kept."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wagtail.models import Page

if TYPE_CHECKING:
    from stellazh.common.actor import Actor
    from stellazh.pages.models import SitePicture


@dataclass(frozen=True, slots=True)
class PresentEditor:
    """The sites whose pages she writes, as the tree tells them, and the collections of their pictures."""

    actor: Actor
    home_paths: tuple[str, ...]
    collection_ids: frozenset[int]

    def owns(self, page: Page) -> bool:
        """Whether the page stands in one of her trees."""
        return bool(page.path.startswith(self.home_paths))


present_editor: ContextVar[PresentEditor | None] = ContextVar("present_editor", default=None)
_LINK: Final = re.compile(r'<a [^>]*linktype="page"[^>]*>(.*?)</a>', re.DOTALL)
_ID: Final = re.compile(r'\bid="(\d+)"')


def may_point_at(page: Page) -> bool:
    """Whether the page may be named to the present editor: published, or hers. Outside of the editor always."""
    editor = present_editor.get()
    return editor is None or page.live or editor.owns(page)


def may_take(picture: SitePicture) -> bool:
    """Whether the present editor may put that picture into a page: one of her collections. Outside always."""
    editor = present_editor.get()
    return editor is None or picture.collection_id in editor.collection_ids


def without_strange_links(html: str) -> str:
    """The text without links to pages that may not be named to the present editor; their words stay."""
    if present_editor.get() is None or "linktype" not in html:
        return html

    def checked(match: re.Match[str]) -> str:
        named = _ID.search(match[0])
        page = Page.objects.filter(pk=int(named[1][:18])).first() if named else None
        return match[0] if page is not None and may_point_at(page) else match[1]

    return _LINK.sub(checked, html)
