"""Items as they are: their words, and whether they are put away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.media.access import can_manage_media
from stellazh.media.models import MediaItem
from stellazh.media.uses import use_of

LONGEST_TITLE = 200
LONGEST_ALT_TEXT = 300
TITLE, ALT_TEXT = "Название", "Что на картинке"


class NoTitle(DomainError):
    """A thing without a name cannot be told from others."""


def clean_title(title: str) -> str:
    """The title on one line, at most 200 signs.

    Raises:
        NoTitle: nothing is left of it.
    """
    told = " ".join(title.split())[:LONGEST_TITLE]
    if not told:
        raise NoTitle("Напишите название: по нему запись узнают в списке.")
    return told


def add_item(item: MediaItem, *, by: Actor, at: datetime) -> MediaItem:
    """Store a new item that somebody else has made ready, and keep who added it. Asks no right."""
    item.added_at = at
    item.added_by_kind = str(by.actor_kind)
    item.added_by_id = by.actor_id
    item.added_by_name = by.actor_name[:200]
    item.save(force_insert=True)
    record("media_added", item, by=by, at=at, scope=use_of(item.use).scope(item.object_key), note=item.object_key)
    return item


@transaction.atomic
def rename_item(
    item: MediaItem,
    *,
    title: str,
    alt_text: str | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> MediaItem:
    """Give an item another title, and another description where one is told.

    Raises:
        PermissionRefused: `by` does not keep the object it belongs to.
        NoTitle: nothing would be left of it.
        ChangedMeanwhile: somebody renamed it first.
    """
    stored = _locked(item, by)
    told = clean_title(title)
    described = stored.alt_text if alt_text is None else " ".join(alt_text.split())[:LONGEST_ALT_TEXT]
    before = {TITLE: stored.title, ALT_TEXT: stored.alt_text}
    after = {TITLE: told, ALT_TEXT: described}
    if expected_version is not None:
        require_version(stored.version, expected_version, theirs=before, mine=after)
    if before == after:
        return stored
    stored.title, stored.alt_text = told, described
    _save(stored, ["title", "alt_text"])
    record("media_renamed", stored, by=by, at=at, scope=_scope(stored), changes=compare(before, after))
    return stored


@transaction.atomic
def archive_item(item: MediaItem, *, by: Actor, at: datetime) -> MediaItem:
    """Put an item away: nobody but those who keep the object sees it. Doing it twice changes nothing.

    Raises:
        PermissionRefused: `by` does not keep the object it belongs to.
    """
    stored = _locked(item, by)
    if stored.archived_at is None:
        stored.archived_at = at
        _save(stored, ["archived_at"])
        record("media_archived", stored, by=by, at=at, scope=_scope(stored))
    return stored


@transaction.atomic
def restore_item(item: MediaItem, *, by: Actor, at: datetime) -> MediaItem:
    """Show an item again that was put away. Doing it twice changes nothing.

    Raises:
        PermissionRefused: `by` does not keep the object it belongs to.
    """
    stored = _locked(item, by)
    if stored.archived_at is not None:
        stored.archived_at = None
        _save(stored, ["archived_at"])
        record("media_restored", stored, by=by, at=at, scope=_scope(stored))
    return stored


def _locked(item: MediaItem, by: Actor) -> MediaItem:
    require(can_manage_media(by, item.use, item.object_key))
    return MediaItem.objects.select_for_update().get(pk=item.pk)


def _save(item: MediaItem, fields: list[str]) -> None:
    item.version += 1
    item.save(update_fields=[*fields, "version"])


def _scope(item: MediaItem) -> str:
    return use_of(item.use).scope(item.object_key)
