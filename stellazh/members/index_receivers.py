"""Keeping the search of the directories true: whoever was named or moved is found by the new words at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stellazh.associations.signals import organisations_changed, territories_named
from stellazh.common.actor import System
from stellazh.jobs.services import enqueue
from stellazh.members.models import Post
from stellazh.members.services.indexing import REINDEX, reindex_people, reindex_schools
from stellazh.people.signals import people_merged, people_named

INDEXING = System("поиск по справочникам")


def connect() -> None:
    """Listen. From `AppConfig.ready()` only."""
    people_named.connect(_people_changed, dispatch_uid="members.people_named")
    people_merged.connect(_people_changed, dispatch_uid="members.people_merged")
    organisations_changed.connect(_organisations_changed, dispatch_uid="members.organisations_changed")
    territories_named.connect(_territories_named, dispatch_uid="members.territories_named")


def _people_changed(person_ids: list[int], **told: Any) -> None:
    reindex_people(person_ids)


def _organisations_changed(organisation_ids: list[int], **told: Any) -> None:
    reindex_schools(organisation_ids)
    reindex_people(Post.objects.filter(organisation_id__in=organisation_ids).values_list("person_id", flat=True))


def _territories_named(at: datetime, **told: Any) -> None:
    # A region has thousands of people and schools: in the background, once for however many names.
    enqueue(REINDEX, {}, by=INDEXING, at=at, key=REINDEX)
