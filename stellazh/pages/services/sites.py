"""The site of an association: its home, feed of news and sections; who edits it follows from the roles."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.pages.enums import SectionFeed
from stellazh.pages.models import NewsIndex, SectionPage, SiteHome, SiteTree

TREE_SLUG: Final = "sites"
# The six sections that a site begins with; an editor renames them, adds words and others.
SECTIONS: Final = (
    ("about", "Об объединении", SectionFeed.STRUCTURE),
    ("work", "План и мероприятия", SectionFeed.PLAN),
    ("docs", "Документы", SectionFeed.DOCUMENTS),
    ("minutes", "Протоколы и отчёты", SectionFeed.PROTOCOLS),
    ("mediatheque", "Медиатека", SectionFeed.RECORDINGS),
)
NEWS_SLUG: Final = "news"
_WRITER: Final = ("add_page", "change_page")
_PUBLISHER: Final = (*_WRITER, "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the rights of its own model of pictures, whatever model stands in its place.
_PICTURES: Final = ("add_image", "change_image", "choose_image")


def group_name(association_id: int, *, publishes: bool) -> str:
    """The group that stands for a capability in the editor of pages."""
    return f"site-{association_id}-{'publish' if publishes else 'write'}"


@transaction.atomic
def ensure_site(association: Association, *, by: Actor, at: datetime) -> SiteHome:
    """The home of the association's site; made with a feed of news and its sections where there was none.

    Asks nobody's rights: a site that nobody wrote in shows nothing but what is public anyway.
    """
    known: SiteHome | None = SiteHome.objects.filter(association=association).first()
    if known is not None:
        return known
    tree = _tree()
    # Of two at once the second waits here and finds the first one's.
    SiteTree.objects.select_for_update().get(pk=tree.pk)
    known = SiteHome.objects.filter(association=association).first()
    if known is not None:
        return known
    tree.refresh_from_db()
    home = SiteHome(title=association.short_name, slug=association.code, association=association, show_in_menus=False)
    tree.add_child(instance=home)
    home.add_child(instance=NewsIndex(title="Новости", slug=NEWS_SLUG, show_in_menus=True))
    for slug, title, feed in SECTIONS:
        home.add_child(instance=SectionPage(title=title, slug=slug, feed=feed, show_in_menus=True))
    _give_rights(home)
    record("site_made", home, by=by, at=at, scope=association.path)
    return home


def ensure_all_sites(*, by: Actor, at: datetime) -> int:
    """Make the sites of all present associations that have none; how many."""
    without = Association.objects.present().filter(site_home=None).order_by("path")
    for association in without:
        ensure_site(association, by=by, at=at)
    return len(without)


def _tree() -> SiteTree:
    """What all sites hang under; made the first time, in place of the page that Wagtail brings."""
    tree: SiteTree | None = SiteTree.objects.first()
    if tree is not None:
        return tree
    root = _root()
    tree = SiteTree.objects.first()
    if tree is not None:
        return tree
    brought = Page.objects.filter(depth=2, slug="home").first()
    tree = SiteTree(title="Сайты объединений", slug=TREE_SLUG)
    root.add_child(instance=tree)
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": address.hostname or "localhost", "port": port, "root_page": tree, "site_name": ""},
    )
    if brought is not None:
        brought.delete()
    return tree


def _root() -> Page:
    """The root of all trees; a database that was emptied has lost what Wagtail's migrations had put there."""
    root = Page.objects.filter(depth=1).select_for_update().first()
    if root is None:
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        root = Page.add_root(title="Root", slug="root")
    return root


def _give_rights(home: SiteHome) -> None:
    """Two groups of the association, a collection of its pictures, and who approves what the writers send."""
    association = home.association
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    collection = Collection(name=association.short_name)
    root.add_child(instance=collection)
    home.collection = collection
    home.save(update_fields=["collection"])
    groups: dict[bool, Group] = {}
    for publishes in (False, True):
        group, _ = Group.objects.get_or_create(name=group_name(association.pk, publishes=publishes))
        group.permissions.add(access)
        wanted = _PUBLISHER if publishes else _WRITER
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=wanted):
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=_PICTURES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
        groups[publishes] = group
    workflow = Workflow.objects.create(name=f"Проверка: {association.short_name}", active=True)
    task = GroupApprovalTask.objects.create(name=f"Проверяет редактор: {association.short_name}", active=True)
    task.groups.add(groups[True])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)
