"""What a stored file can be for. Each app registers its own purposes from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stellazh.common.registries import Registry

if TYPE_CHECKING:
    from stellazh.common.actor import Actor
    from stellazh.common.verdict import Verdict
    from stellazh.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class FilePurpose:
    """One kind of file: how large it may be, of which media types (None is any), and who may read it.

    With `is_read` the words of such files are read in the background, for the search (`FileText`).
    """

    code: str
    label: str
    max_bytes: int
    media_types: frozenset[str] | None
    may_read: Callable[[Actor, StoredFile], Verdict]
    is_read: bool = False


purposes: Registry[FilePurpose] = Registry("file purpose", key=lambda entry: entry.code)
