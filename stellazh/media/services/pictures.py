"""Pictures: written anew before they are kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.files.services import store_file
from stellazh.media.access import can_manage_media
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.file_purposes import PICTURE, PREVIEW
from stellazh.media.models import MediaItem
from stellazh.media.pictures import clean_picture
from stellazh.media.services.items import LONGEST_ALT_TEXT, add_item, clean_title
from stellazh.media.uses import MediaUse, use_of

_KINDS = {MediaKind.VIDEO: "видео", MediaKind.AUDIO: "звук", MediaKind.PICTURE: "картинки"}


class KindNotTaken(DomainError):
    """The place takes media, but not of this kind."""


def require_kind(use: MediaUse, kind: MediaKind) -> None:
    """Pass when the use takes that kind.

    Raises:
        KindNotTaken: it does not; the message says what it takes.
    """
    if kind not in use.kinds:
        taken = ", ".join(_KINDS[known] for known in MediaKind if known in use.kinds)
        raise KindNotTaken(f"Сюда добавляют только: {taken}.")


def add_picture(
    use: str,
    object_key: str,
    *,
    content: BinaryIO | bytes,
    name: str,
    title: str,
    alt_text: str,
    by: Actor,
    at: datetime,
) -> MediaItem:
    """Keep a picture, upright, of at most 2560 pixels, without the place and the camera, and a small one of it.

    An empty title becomes the file's name. What was brought itself is not kept.

    Raises:
        PermissionRefused: `by` does not keep the object.
        KindNotTaken: the object takes no pictures.
        PictureNotAccepted: too large, broken, or no picture of a kind we take.
    """
    require(can_manage_media(by, use, object_key))
    rules = use_of(use)
    require_kind(rules, MediaKind.PICTURE)
    stem = PurePath(name).stem
    told = clean_title(title.strip() or stem or "Картинка")
    # Before the transaction: nobody waits for the work of pixels.
    clean = clean_picture(content)
    scope = rules.scope(object_key)
    with transaction.atomic():
        file = store_file(clean.content, name=f"{stem}.{clean.suffix}", purpose=PICTURE, scope=scope, by=by, at=at)
        small = store_file(clean.preview, name=f"{stem}.webp", purpose=PREVIEW, scope=scope, by=by, at=at)
        item = MediaItem(
            use=use,
            object_key=object_key,
            kind=MediaKind.PICTURE,
            source=MediaSource.UPLOADED,
            title=told,
            file=file,
            preview=small,
            media_type=file.media_type,
            width=clean.width,
            height=clean.height,
            alt_text=" ".join(alt_text.split())[:LONGEST_ALT_TEXT],
        )
        return add_item(item, by=by, at=at)
