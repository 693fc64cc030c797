"""Every write of media."""

from stellazh.media.services.embedding import add_embedded
from stellazh.media.services.finishing import add_uploaded, finish_upload
from stellazh.media.services.items import NoTitle, archive_item, rename_item, restore_item
from stellazh.media.services.pictures import KindNotTaken, add_picture
from stellazh.media.services.sweeping import sweep_uploads
from stellazh.media.services.uploads import (
    NoRoomForFile,
    TooManyUploads,
    UploadIsClosed,
    UploadIsEmpty,
    UploadTooLarge,
    WrongOffset,
    cancel_upload,
    largest_bytes,
    receive_part,
    start_upload,
)

__all__ = [
    "KindNotTaken",
    "NoRoomForFile",
    "NoTitle",
    "TooManyUploads",
    "UploadIsClosed",
    "UploadIsEmpty",
    "UploadTooLarge",
    "WrongOffset",
    "add_embedded",
    "add_picture",
    "add_uploaded",
    "archive_item",
    "cancel_upload",
    "finish_upload",
    "largest_bytes",
    "receive_part",
    "rename_item",
    "restore_item",
    "start_upload",
    "sweep_uploads",
]
