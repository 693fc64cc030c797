"""What an address of the editor may be asked of: objects of the editor's own sites, and nothing else exists."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest
from wagtail.models import Page, TaskState
from wagtail.users.models import UserProfile

from stellazh.pages.cms.numbers import number
from stellazh.pages.models import SitePicture
from stellazh.pages.permissions import is_frame, was_published
from stellazh.pages.present import PresentEditor

Kwargs = Mapping[str, Any]
Check = Callable[[PresentEditor, HttpRequest, tuple[Any, ...], Kwargs], bool]
_SWITCH: Final = re.compile(r"[\w.:-]{1,80}\Z", re.ASCII)
LONGEST_SWITCHES: Final = 2_000
MOST_SWITCHES: Final = 200
# «Root» and «all sites»: above every tree, empty of words.
ABOVE_SITES: Final = 2


def own_page(name: str) -> Check:
    """The page in the address stands in a tree of hers."""

    def check(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
        page = _page(kwargs.get(name))
        return page is not None and editor.owns(page)

    return check


def own_first_page(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
    """As `own_page`, of an address that names nothing."""
    page = _page(args[0] if args else None)
    return page is not None and editor.owns(page)


def own_or_above(name: str) -> Check:
    """Hers, or one above all sites."""

    def check(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
        page = _page(kwargs.get(name))
        return page is not None and (page.depth <= ABOVE_SITES or editor.owns(page))

    return check


def own_or_published(name: str) -> Check:
    """Hers, one that everybody may read, or one above all sites."""

    def check(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
        page = _page(kwargs.get(name))
        return page is not None and (page.depth <= ABOVE_SITES or page.live or editor.owns(page))

    return check


def remembered_switches(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
    """What is remembered of the editor's screens is a few switches, not a store: a short object of short names."""
    if request.method != "PATCH":
        return True
    try:
        told = json.loads(request.body)
    except ValueError:
        return False
    if not isinstance(told, dict) or not all(_SWITCH.match(name) for name in told):
        return False
    known = UserProfile.objects.filter(user_id=request.user.pk).values_list("dismissibles", flat=True).first() or {}
    return len(request.body) <= LONGEST_SWITCHES and len({*known, *told}) <= MOST_SWITCHES


def own_target(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
    """Where a page shall be moved or copied is hers: a refusal would tell the title of the other."""
    wanted = request.POST.get("new_parent_page", "") if request.method == "POST" else ""
    if not wanted:
        return True
    page = _page(wanted)
    return page is not None and editor.owns(page)


def own_picture(name: str) -> Check:
    """The picture in the address lies in a collection of hers."""

    def check(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
        key = number(kwargs.get(name))
        found = SitePicture.objects.filter(pk=key, collection_id__in=editor.collection_ids)
        return key is not None and found.exists()

    return check


def task_of_page(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
    """The step of moderation is one of the page in the address."""
    states = TaskState.objects.filter(pk=number(kwargs.get("task_state_id")))
    return bool(states.filter(workflow_state__object_id=str(kwargs.get("page_id"))).exists())


def edited_page(editor: PresentEditor, request: HttpRequest, args: tuple[Any, ...], kwargs: Kwargs) -> bool:
    """The thing that somebody says to be editing is a page of hers."""
    page = _page(kwargs.get("object_id"))
    is_page = kwargs.get("app_label") in {"pages", "wagtailcore"} and kwargs.get("model_name") in _PAGES
    return is_page and page is not None and editor.owns(page)


def why_not_deleted(kwargs: Kwargs) -> str:
    """What to say instead of deleting the page; nothing where it may be deleted by whoever has the right."""
    page = _page(kwargs.get("page_id"))
    if page is None:
        return ""
    if is_frame(page):
        return "Главная страница и лента новостей есть у каждого сайта: их не удаляют."
    if was_published(page):
        return "Эта страница уже была опубликована: её не удаляют, а снимают с публикации."
    if page.locked:
        return "Страница закрыта для правки: сначала откройте её."
    return ""


_PAGES: Final = frozenset({"page", "sitehome", "newsindex", "newspage", "sectionpage", "textpage"})


def _page(value: object) -> Page | None:
    key = number(value)
    found: Page | None = Page.objects.filter(pk=key).first() if key is not None else None
    return found
