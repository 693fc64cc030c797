"""Who asks: of each kind, what of it she may find, as it is written into a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from stellazh.textindex.entries.conditions import MayFind

Things = QuerySet[Any, Any]
# A SELECT of keys with its parameters; None is of nothing at all.
Written = tuple[str, tuple[Any, ...]] | None
Kept = MutableMapping[str, Written]


class Reader:
    """What of each kind somebody may find, given as querysets of `pk`s: asked only of kinds that words meet.

    To make and write them all costs more than the question itself. `kept` gives what was written for the same reader
    before: whoever passes it answers for its being the same reader with the same rights. It is asked for when it is
    needed first.
    """

    def __init__(self, may_find: Mapping[str, Callable[[], Things]], *, kept: Callable[[], Kept] | None = None) -> None:
        self._things = dict(may_find)
        self._kept = kept
        self._written: Kept | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """Codes of the kinds that may be found at all."""
        return frozenset(self._things)

    def may_find(self, kind: str, among: Sequence[int] | None = None) -> MayFind | None:
        """The condition that she may find the thing of an entry of that kind; None when she can find none.

        `among` are all keys that the question can come to, if they are known.
        """
        if self._written is None:
            self._written = self._kept() if self._kept is not None else {}
        if kind not in self._written:
            self._written[kind] = _write(self._things[kind]())
        written = self._written[kind]
        return None if written is None else MayFind(*written, among)


def _write(things: Things) -> Written:
    try:
        statement, parameters = things.order_by().values("pk").query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return None
    return statement, tuple(parameters)
