"""`{% load site %}`: pictures in their size, films that load nothing before a click, addresses of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from wagtail.models import Page

from stellazh.media.videos import NotAVideoAddress, VideoAddress, parse_video_address
from stellazh.pages.models import SitePicture
from stellazh.pages.reads.showing_pictures import TILE, WIDE, ShownPicture, shown_picture
from stellazh.pages.reads.site import address_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Film:
    """A film of another host, as the player of media draws it."""

    title: str
    address: VideoAddress
    is_embedded: bool = True


@register.filter
def film(value: Any) -> Film | None:
    """The film of a block; nothing while its address is not understood, as in a preview half typed."""
    try:
        return Film(str(value.get("title") or "Видеозапись"), parse_video_address(str(value.get("address") or "")))
    except NotAVideoAddress:
        return None


@register.filter
def wide(picture: SitePicture | None) -> ShownPicture | None:
    """The picture as wide as the text; nothing where it may not be shown."""
    return shown_picture(picture, WIDE)


@register.filter
def tile(picture: SitePicture | None) -> ShownPicture | None:
    """The picture as a tile of a gallery; nothing where it may not be shown."""
    return shown_picture(picture, TILE)


@register.filter
def address(page: Page) -> str:
    """The address of a page of a site, without asking the database."""
    return address_of(page.url_path)
