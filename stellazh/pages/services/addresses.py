"""Former addresses of a site: where somebody comes by an old link, she is led on to a page of the same site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.pages.access import can_publish_site
from stellazh.pages.models import SiteHome
from stellazh.pages.models.site import leads_elsewhere

LONGEST = 250


class AddressIsNotOwn(DomainError):
    """The former address does not lie below the site's own."""


class AddressIsInUse(DomainError):
    """A page or another former address stands there."""


class TargetIsNotOwn(DomainError):
    """The page to lead to is not one of the site's published ones."""


def prefix_of(home: SiteHome) -> str:
    """What every former address of the site begins with: «/o/omo/»."""
    return f"/o/{home.slug}/"


@transaction.atomic
def add_address(home: SiteHome, old_path: str, target_id: int, *, by: Actor, at: datetime) -> Redirect:
    """Lead whoever comes by a former address of the site to a page of it.

    Raises:
        PermissionRefused: `by` does not publish this site.
        AddressIsNotOwn, AddressIsInUse, TargetIsNotOwn: the sentence says what to change.
    """
    require(can_publish_site(by, home.association))
    path = Redirect.normalise_path(old_path)
    if not f"{path}/".startswith(prefix_of(home)) or f"{path}/" == prefix_of(home) or len(path) > LONGEST:
        raise AddressIsNotOwn(f"Прежний адрес должен начинаться с «{prefix_of(home)}» и вести дальше.")
    if "?" in path or ";" in path:
        raise AddressIsNotOwn("Впишите адрес без знаков «?» и «;» и того, что после них.")
    target = Page.objects.filter(pk=target_id, path__startswith=home.path, live=True).first()
    if target is None:
        raise TargetIsNotOwn("Выберите опубликованную страницу своего сайта.")
    if leads_elsewhere(f"{path}/") or Page.objects.filter(url_path=_tree_path(home, path), live=True).exists():
        raise AddressIsInUse("По этому адресу уже открывается страница.")
    site = Site.objects.get(is_default_site=True)
    # Locked, so that of two at once the second sees the first one's.
    SiteHome.objects.select_for_update(of=("self",)).get(pk=home.pk)
    if Redirect.objects.filter(old_path=path, site=site).exists():
        raise AddressIsInUse("Этот прежний адрес уже записан.")
    row = Redirect.add_redirect(path, redirect_to=target, site=site, is_permanent=True)
    record("site_address_added", row, by=by, at=at, scope=home.association.path, note=f"{path} → {target.title}")
    return row


@transaction.atomic
def remove_address(home: SiteHome, redirect_id: int, *, by: Actor, at: datetime) -> None:
    """Forget a former address: whoever comes by it finds nothing.

    Raises:
        PermissionRefused: `by` does not publish this site.
        AddressIsNotOwn: it belongs to another site, or is gone.
    """
    require(can_publish_site(by, home.association))
    row = Redirect.objects.select_for_update(of=("self",)).filter(pk=redirect_id).first()
    if row is None or not row.old_path.startswith(prefix_of(home)):
        raise AddressIsNotOwn("Такого прежнего адреса у сайта нет.")
    record("site_address_removed", row, by=by, at=at, scope=home.association.path, note=row.old_path)
    row.delete()


def _tree_path(home: SiteHome, path: str) -> str:
    below = path.removeprefix(prefix_of(home).rstrip("/"))
    return f"{home.url_path.rstrip('/')}{below}/"
