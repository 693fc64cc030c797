"""Readers with their rights: what of each kind they may find."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache, partial

from stellazh.associations.access import grants_of
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.members.belonging import own_line
from stellazh.textindex.entries import Reader
from stellazh.textindex.entries.reader import Kept
from stellazh.textindex.searchable import searchables

MOST_READERS = 64


def reader_for(actor: Actor) -> Reader:
    """Every kind with what of it the actor may find. No query: a kind is asked when words meet it.

    What is asked of the kinds is written as SQL once an hour for each reader and her rights, by each process: it costs
    more than everything else. It holds no answers, only conditions: who she is, her grants and her associations, which
    are read anew for every question and are a part of what it is kept by.
    """
    return Reader({kind.code: partial(kind.visible_to, actor) for kind in searchables}, kept=partial(_kept_for, actor))


def forget_readers(**told: object) -> None:
    """Write everything anew: tables were made or emptied."""
    _kept.cache_clear()


def _kept_for(actor: Actor) -> Kept:
    # Days begin at whole hours in every zone there is here; conditions know of time by days only.
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    if actor.actor_kind != ActorKind.PERSON:
        return _kept((actor,), hour)
    return _kept(("person", actor.actor_id, grants_of(actor), tuple(own_line(actor))), hour)


@lru_cache(maxsize=MOST_READERS)
def _kept(who: Hashable, hour: Hashable) -> Kept:
    return {}
