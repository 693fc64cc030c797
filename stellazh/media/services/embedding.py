"""Films that lie at Rutube or VK Видео."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.media.access import can_manage_media
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem
from stellazh.media.services.items import add_item, clean_title
from stellazh.media.services.pictures import require_kind
from stellazh.media.uses import use_of
from stellazh.media.videos import parse_video_address


@transaction.atomic
def add_embedded(use: str, object_key: str, *, address: str, title: str, by: Actor, at: datetime) -> MediaItem:
    """Show a film of a host at an object. The same film added there again is found, not doubled.

    Nothing is asked of the host: a page must not wait for it.

    Raises:
        PermissionRefused: `by` does not keep the object.
        NotAVideoAddress: the address leads to no film of a host that is taken.
        KindNotTaken, NoTitle: the object takes no films; the film has no title.
    """
    require(can_manage_media(by, use, object_key))
    require_kind(use_of(use), MediaKind.VIDEO)
    film = parse_video_address(address)
    told = clean_title(title)
    known = (
        MediaItem.objects.select_for_update()
        .filter(use=use, object_key=object_key, provider=film.provider, video_id=film.video_id, archived_at=None)
        .first()
    )
    if known is not None:
        return known
    item = MediaItem(
        use=use,
        object_key=object_key,
        kind=MediaKind.VIDEO,
        source=MediaSource.EMBEDDED,
        title=told,
        provider=film.provider,
        video_id=film.video_id,
        access_key=film.access_key,
        start_seconds=film.start_seconds,
    )
    return add_item(item, by=by, at=at)
