"""Catching up with changes: marks written by triggers are taken in their order, what they are about is read anew.

A mark goes in the transaction that writes what it asked for, so a process that dies in the middle loses nothing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import Final

from django.db import transaction

from stellazh.textindex.entries.keeping import keep, prepare
from stellazh.textindex.entries.storage import try_to_lock_entries
from stellazh.textindex.models import StaleEntry

logger = logging.getLogger(__name__)

AT_ONCE: Final = 100


def has_stale() -> bool:
    """Whether anything waits to be read anew. One cheap query."""
    return StaleEntry.objects.exists()


def catch_up(limit: int = 500) -> int:
    """Take up to so many marks, the oldest first, and read anew what they are about; how many were taken.

    Nothing is lost and nothing is done twice when two do it at once: one of them takes nothing. A thing that cannot be
    read keeps its marks and does not keep others from theirs; its error is raised when they are done.
    """
    taken, failed = 0, dict[str, Exception]()
    while taken < limit:
        marks = StaleEntry.objects.exclude(kind__in=list(failed)).order_by("pk")[: min(AT_ONCE, limit - taken)]
        waiting = list(marks.values_list("pk", "kind", "key"))
        if not waiting:
            break
        by_kind: dict[str, list[int]] = defaultdict(list)
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, kind, key in waiting:
            by_kind[kind].append(key)
            numbers[kind].append(number)
        done = 0
        for kind, keys in by_kind.items():
            try:
                done += _catch_up(kind, list(dict.fromkeys(keys)), numbers[kind])
            except Exception as error:
                logger.exception("search: entries of the kind %s cannot be read", kind)
                failed[kind] = error
                done += _one_by_one(kind, keys, numbers[kind])
        taken += done
        if not done and not failed.keys() & by_kind.keys():
            break
    for trouble in failed.values():
        raise trouble
    return taken


def _catch_up(kind: str, keys: list[int], numbers: list[int]) -> int:
    ready = prepare(kind, keys)
    with transaction.atomic():
        if not try_to_lock_entries():
            return 0
        # Somebody may have taken some since they were seen; what is theirs is done.
        left = StaleEntry.objects.filter(pk__in=numbers)
        standing = set(left.values_list("key", flat=True))
        keep(kind, [key for key in keys if key in standing], ready)
        return left.delete()[0]


def _one_by_one(kind: str, keys: list[int], numbers: list[int]) -> int:
    """All of a lot that can be read, when it cannot be read together."""
    of_key: dict[int, list[int]] = defaultdict(list)
    for key, number in zip(keys, numbers, strict=True):
        of_key[key].append(number)
    done = 0
    for key, marks in of_key.items() if len(of_key) > 1 else ():
        try:
            done += _catch_up(kind, [key], marks)
        except Exception:
            logger.exception("search: %s %d cannot be read", kind, key)
    return done
