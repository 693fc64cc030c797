"""What the editor of pages shows and offers; Wagtail finds these by the name of the module."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from stellazh.pages.cms.panels import DraftsPanel, WaitingPanel
from stellazh.pages.present import present_editor

_KEPT_IN_MENU = frozenset({"stellazh-pages", "images", "stellazh-back"})
_OWN_TREE_ONLY = frozenset({"move_to", "copy_to", "bulk_move_to", "add_subpage"})


@hooks.register("register_admin_menu_item")
def pages_menu_item() -> MenuItem:
    """«Страницы»: a plain link, for the tree that slides out asks an address that is closed."""
    return MenuItem(
        "Страницы",
        reverse("wagtailadmin_explore_root"),
        name="stellazh-pages",
        icon_name="folder-open-inverse",
        order=100,
    )


@hooks.register("register_admin_menu_item")
def back_menu_item() -> MenuItem:
    """The way back to the product."""
    return MenuItem("В Стеллаж", reverse("pages:desk"), name="stellazh-back", icon_name="arrow-left", order=900)


@hooks.register("construct_main_menu", order=1000)
def only_what_an_editor_needs(request: HttpRequest, items: list[MenuItem]) -> None:
    """No reports, settings and help: nothing there is an editor's."""
    items[:] = [item for item in items if item.name in _KEPT_IN_MENU]
    for item in items:
        if item.name == "images":
            item.label = "Картинки"


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_help_menu")
def nothing(request: HttpRequest, items: list[Any]) -> None:
    """These menus are empty."""
    items.clear()


# After Wagtail has put its own in.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    """Counts there are of all sites together."""
    items.clear()


@hooks.register("construct_homepage_panels")
def our_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the editor's check, and her drafts."""
    panels[:] = [WaitingPanel(), DraftsPanel()]


@hooks.register("construct_page_chooser_queryset")
def only_what_may_be_named(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Of other associations only what everybody reads; where a page is put, only her own trees."""
    editor = present_editor.get()
    if editor is None:
        return pages.none()
    own = Q(pk__in=[])
    for path in editor.home_paths:
        own |= Q(path__startswith=path)
    if request.GET.get("user_perms") in _OWN_TREE_ONLY:
        return pages.filter(own | Q(depth__lte=2))
    return pages.filter(own | Q(live=True))


@hooks.register("construct_image_chooser_queryset")
def only_own_pictures(pictures: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Pictures of her associations that were not hidden."""
    editor = present_editor.get()
    if editor is None:
        return pictures.none()
    return pictures.filter(collection_id__in=editor.collection_ids, hidden_at=None)


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    """The colours of the product, and what an editor does not need out of sight."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/cms.css"))


@hooks.register("insert_global_admin_js")
def names_for_fields() -> str:
    """Names for fields that Wagtail leaves without one."""
    return format_html('<script type="module" src="{}"></script>', static("pages/cms.js"))
