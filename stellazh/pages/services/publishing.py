"""Publishing: what a page needs before everybody may read it, and the ways of ours to publish and take down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.fields import StreamField
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.pages.access import can_publish_site
from stellazh.pages.models import SiteHome, SitePicture
from stellazh.pages.permissions import is_frame
from stellazh.people.models import Person

HOME_DEPTH: Final = 3


class PictureMayNotBeShown(DomainError):
    """A picture of the page may not be shown: who is on it is unknown, or it was hidden."""


class StrangePicture(DomainError):
    """A picture of the page belongs to another association."""


class PageMayNotBeTakenDown(DomainError):
    """The page is part of the frame of a site, or nobody can read it anyway."""


class PageMayNotBePublished(DomainError):
    """There is nothing of the page to publish."""


def home_of(page: Page) -> SiteHome | None:
    """The home of the site that the page belongs to; none for the tree above. One query."""
    if page.depth is None or page.depth < HOME_DEPTH:
        return None
    found: SiteHome | None = (
        SiteHome.objects.select_related("association").filter(path=page.path[: HOME_DEPTH * Page.steplen]).first()
    )
    return found


def association_of_page(page: Page) -> Association | None:
    """Whose page it is."""
    home = home_of(page)
    return home.association if home is not None else None


def picture_ids(page: Page) -> list[int]:
    """The pictures that the page names, in the order of its fields and blocks."""
    return [int(key) for model, key in _named(page) if issubclass(model, SitePicture)]


def page_ids(page: Page) -> list[int]:
    """The pages that the page leads to by its blocks and links."""
    return [int(key) for model, key in _named(page) if issubclass(model, Page)]


def check_pictures(page: Page) -> None:
    """Pass when every picture of the page may be shown to everybody.

    Asked by each way of publishing: the editor, approval, the clock, our own services, a page saved as published.

    Raises:
        PictureMayNotBeShown: names the pictures of which nobody said who is on them, and the hidden ones.
        StrangePicture: one is another association's.
    """
    named = picture_ids(page)
    if not named:
        return
    pictures = list(SitePicture.objects.filter(pk__in=named).order_by("pk"))
    unknown = [picture for picture in pictures if not picture.may_be_shown]
    if unknown:
        titles = ", ".join(f"«{picture.title}»" for picture in unknown)
        raise PictureMayNotBeShown(
            f"Эти картинки ещё нельзя показывать: {titles}. Откройте каждую в разделе «Картинки» и укажите, кто на "
            "ней; если есть дети – запишите согласие родителей. Скрытую картинку уберите со страницы."
        )
    check_owner(page, pictures)


def check_owner(page: Page, pictures: list[SitePicture] | None = None) -> None:
    """Pass when every picture of the page is of its own association.

    Raises:
        StrangePicture: one is another's.
    """
    if pictures is None:
        pictures = list(SitePicture.objects.filter(pk__in=picture_ids(page)))
    home = home_of(page)
    if home is None or home.collection_id is None:
        return
    if any(picture.collection_id != home.collection_id for picture in pictures):
        raise StrangePicture("Картинка взята у другого объединения: загрузите её в свои картинки.")


@transaction.atomic
def publish_page(page_id: int, *, by: Actor, at: datetime) -> Page:
    """Publish what was last written on a page, or plan it for the moment it names.

    Raises:
        PermissionRefused: `by` does not publish this site.
        PictureMayNotBeShown, StrangePicture: see `check_pictures`.
    """
    page = _locked(page_id)
    require(can_publish_site(by, _site_association(page)))
    revision = page.get_latest_revision() or page.save_revision(user=_user(by), log_action=True)
    check_pictures(revision.as_object())
    revision.publish(user=_user(by), skip_permission_checks=True)
    return page.specific_class.objects.get(pk=page_id)


@transaction.atomic
def unpublish_page(page_id: int, *, by: Actor, at: datetime) -> Page:
    """Take a page down: everybody but its editors stops seeing it, and what stands below it. Nothing is deleted.

    Raises:
        PermissionRefused: `by` does not publish this site.
        PageMayNotBeTakenDown: the home or the feed of news, or a page that is not published.
    """
    page = _locked(page_id)
    require(can_publish_site(by, _site_association(page)))
    if is_frame(page):
        raise PageMayNotBeTakenDown("Главную страницу и ленту новостей снять нельзя: без них сайта нет.")
    if not page.live:
        raise PageMayNotBeTakenDown("Эта страница и так не опубликована.")
    for one in (page, *page.get_descendants().live().specific()):
        # Whether she may was asked above; Wagtail would ask for groups that only the editor projects.
        UnpublishPageAction(one, user=_user(by)).execute(skip_permission_checks=True)
    return page


def _locked(page_id: int) -> Page:
    return Page.objects.select_for_update().get(pk=page_id).specific


def _site_association(page: Page) -> Association:
    association = association_of_page(page)
    if association is None:
        raise PageMayNotBePublished("Эта страница не принадлежит ни одному сайту.")
    return association


def _user(by: Actor) -> Person | None:
    return by if isinstance(by, Person) else None


def _named(page: Page) -> Iterator[tuple[type, Any]]:
    for field in page._meta.get_fields():  # noqa: SLF001
        if isinstance(field, StreamField):
            for model, key, *_ in field.stream_block.extract_references(getattr(page, field.name)):
                yield model, key
        elif getattr(field, "related_model", None) is SitePicture and field.concrete:
            key = getattr(page, field.attname)
            if key is not None:
                yield SitePicture, key
