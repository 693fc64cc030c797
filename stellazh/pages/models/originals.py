"""Where the originals of pictures lie: among the stored files, so that nothing but our service lets one go."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.utils.deconstruct import deconstructible


@deconstructible
class OriginalPictures(Storage):
    """Reads contents of stored files by their place. Equal pictures share one content: deleting is the sweep's work."""

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        return default_storage.open(name, mode)

    def exists(self, name: str) -> bool:
        return bool(default_storage.exists(name))

    def size(self, name: str) -> int:
        return int(default_storage.size(name))

    def path(self, name: str) -> str:
        return str(default_storage.path(name))

    def delete(self, name: str) -> None:
        """Nothing: the row of the stored file goes, its content follows when no other row names it."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        raise RuntimeError("A picture is kept by stellazh.pages.services.pictures, not written beside it.")
