"""Papers that the site of an association shows by itself: apps that the site does not know say which they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from stellazh.common.registries import Registry


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """One paper: its title, its address, the day it is of, and what it is, in words."""

    title: str
    href: str
    on: date | None = None
    facts: str = ""


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An address that everybody may open, and when what stands there last changed."""

    path: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class ShownPapers:
    """Papers of one kind. `of_association` gives what everybody may read, the newest first; one query at most.
    `addresses` are those of the whole installation, for search engines."""

    code: str
    of_association: Callable[[int], list[ShownPaper]]
    addresses: Callable[[], Iterable[PublicAddress]]


shown_papers: Registry[ShownPapers] = Registry("papers on sites", key=lambda entry: entry.code)
