"""Files in a folder that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.core.files.storage import FileSystemStorage


class _Chunked(Protocol):
    def chunks(self) -> Iterable[bytes]: ...


class WholeFileStorage(FileSystemStorage):
    """A folder in which nobody ever sees half a file: each is written aside and then given its name at once.

    Of two who bring one name at one moment the later content stays; under names that are hashes both are equal.
    """

    def link_in(self, name: str, source: Path) -> bool:
        """Give a file that is already on this disk the name, without copying it; its own name stays to the caller.

        False where the disk cannot: the file lies on another one, or the file system knows no second names.
        """
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as content:
            os.fsync(content.fileno())
        # Brought just now, whenever its bytes came: the sweep of orphans goes by this.
        os.utime(source)
        source.chmod(self.file_permissions_mode or 0o644)
        try:
            target.hardlink_to(source)
        except FileExistsError:
            return True
        except OSError:
            return False
        return True

    def _save(self, name: str, content: _Chunked) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).chmod(self.file_permissions_mode or 0o644)
            Path(aside).replace(target)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        return name.replace("\\", "/")
