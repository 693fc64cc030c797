"""Pictures made smaller for the place they stand in. One that may not be shown is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from stellazh.pages.models import SitePicture, SiteRendition

CARD: Final = "fill-560x350|format-webp|webpquality-72"
WIDE: Final = "width-1100|format-webp|webpquality-78"
HERO: Final = "fill-800x500|format-webp|webpquality-75"
TILE: Final = "fill-400x300|format-webp|webpquality-72"
SHARED: Final = "fill-1200x630|format-jpeg"


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """What stands in `<img>`."""

    src: str
    width: int
    height: int
    alt: str


def shown_picture(picture: SitePicture | None, spec: str) -> ShownPicture | None:
    """The picture in that size, made the first time; nothing where it may not be shown or its file is gone."""
    if picture is None or not picture.may_be_shown:
        return None
    try:
        rendition = picture.get_rendition(spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None
    return ShownPicture(rendition.url, rendition.width, rendition.height, picture.default_alt_text)


def shown_pictures(pictures: Iterable[SitePicture | None], spec: str) -> dict[int, ShownPicture]:
    """The same for many, by their keys. One query when all were made before."""
    shown = {picture.pk: picture for picture in pictures if picture is not None and picture.may_be_shown}
    made = Prefetch("renditions", SiteRendition.objects.filter(filter_spec=spec), to_attr="prefetched_renditions")
    prefetch_related_objects(list(shown.values()), made)
    found = {pk: shown_picture(picture, spec) for pk, picture in shown.items()}
    return {pk: picture for pk, picture in found.items() if picture is not None}


def shown_file(picture: SitePicture | None, spec: str) -> bytes | None:
    """The bytes of the picture in that size; nothing where it may not be shown or its file is gone."""
    if picture is None or not picture.may_be_shown:
        return None
    try:
        with picture.get_rendition(spec).file.open("rb") as file:
            return bytes(file.read())
    except (SourceImageIOError, OSError):
        return None
