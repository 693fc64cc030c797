"""Triggers that mark changes: on every table that a registered kind is made of, alike in effect on both databases.

Whoever writes to such a table, by the ORM, in bulk or in plain SQL, leaves a mark in the same transaction.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connection, transaction

from stellazh.textindex.models import IndexedEntry, StaleEntry
from stellazh.textindex.searchable import SearchableKind, Source, searchables

logger = logging.getLogger(__name__)

PREFIX: Final = "stellazh_search_"
MARKS: Final = "textindex_staleentry"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_SET: Final = re.compile(r"\s*(SELECT|VALUES)\b", re.IGNORECASE)
_AT_ONCE: Final = 2_000
_EVERY_CHANGE: Final = "INSERT OR UPDATE OR DELETE"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it must stand: `body` is what is compared with what stands there."""

    name: str
    kind: str
    table: str
    body: str
    statements: tuple[str, ...]


def install_triggers() -> int:
    """Make the triggers of all registered kinds stand, and no others; how many were made or removed.

    What stands as it must is left alone. A kind that got a trigger anew may have changed unseen, so all its things are
    marked. A table that does not exist yet gets its triggers by the next run.
    """
    wanted = {trigger.name: trigger for trigger in wanted_triggers()}
    standing = standing_triggers()
    tables = set(connection.introspection.table_names())
    wrong = [name for name, body in standing.items() if name not in wanted or wanted[name].body != body]
    missing = [one for name, one in wanted.items() if standing.get(name) != one.body and one.table in tables]
    if not wrong and not missing:
        return 0
    with transaction.atomic():
        _remove(wrong)
        with connection.cursor() as cursor:
            for trigger in missing:
                for statement in trigger.statements:
                    cursor.execute(statement)
        for kind in sorted({trigger.kind for trigger in missing}):
            _mark_everything(searchables[kind])
    return len({*wrong, *(trigger.name for trigger in missing)})


def remove_triggers() -> None:
    """Take all of them away: before tables change, for SQLite rebuilds no table that a trigger elsewhere names."""
    _remove(list(standing_triggers()))


def mark_anew() -> None:
    """Forget all marks and mark all things and entries there are."""
    with transaction.atomic():
        StaleEntry.objects.all().delete()
        for kind in searchables:
            _mark_everything(kind)


def wanted_triggers(kinds: Iterable[SearchableKind] | None = None) -> Iterator[Trigger]:
    """The triggers that must stand, by the database at hand.

    Raises:
        ValueError: the code of a kind is not fit to be part of a name.
    """
    for kind in searchables if kinds is None else kinds:
        if not _CODE.fullmatch(kind.code):
            raise ValueError(f"searchable kind: «{kind.code}» must be small Latin letters, digits and _, at most 32")
        for source in dict.fromkeys(kind.sources):
            yield from _sqlite(kind.code, source) if connection.vendor == "sqlite" else _postgresql(kind.code, source)


def missing_triggers(kind: str | None = None) -> list[Trigger]:
    """Those that must stand and do not, or are not as they must be."""
    standing = standing_triggers()
    return [
        one for one in wanted_triggers() if kind in (None, one.kind) and standing.get(one.name) != one.body
    ]  # fmt: skip


def standing_triggers() -> dict[str, str]:
    """Names and bodies of the triggers that stand and work. One query."""
    if connection.vendor == "sqlite":
        statement = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    else:
        statement = """SELECT t.tgname, p.prosrc || '@' || t.tgrelid::regclass::text FROM pg_trigger t
            JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname LIKE %s AND t.tgenabled <> 'D'
            AND t.tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [PREFIX.replace("_", r"_") + "%"])
        return dict(cursor.fetchall())


def _keys(source: Source, row: str) -> str:
    """What gives the keys of a changed row, as a statement of one column."""
    key = source.key.replace("{row}", row)
    return key if _SET.match(key) else f"SELECT CAST({key} AS bigint)"


def _mark(kind: str, *keys: str) -> str:
    found = " UNION ".join(["SELECT CAST(NULL AS bigint) AS key WHERE 1 = 0", *keys])
    # Of codes and of SQL written by the kinds themselves; nothing that anybody typed.
    return f"INSERT INTO {MARKS} (kind, key) SELECT '{kind}', key FROM ({found}) AS found WHERE key IS NOT NULL"  # noqa: S608


def _name(kind: str, *facts: object) -> str:
    digest = hashlib.blake2b(repr(facts).encode(), digest_size=5).hexdigest()
    return f"{PREFIX}{kind[:32]}_{digest}"


def _sqlite(kind: str, source: Source) -> Iterator[Trigger]:
    new, old = _keys(source, "NEW"), _keys(source, "OLD")
    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in source.columns)
    columns = ", ".join(f'"{name}"' for name in source.columns)
    of = f" OF {columns}" if columns else ""
    for event, when, keys in (
        ("INSERT", "", (new,)),
        (f"UPDATE{of}", f" WHEN {differs}" if differs else "", (old, new)),
        ("DELETE", "", (old,)),
    ):
        name = _name(kind, source.table, event, when, keys)
        body = f'CREATE TRIGGER {name} AFTER {event} ON "{source.table}"{when} BEGIN {_mark(kind, *keys)}; END'
        yield Trigger(name, kind, source.table, body, (body,))


def _postgresql(kind: str, source: Source) -> Iterator[Trigger]:
    new, old = _keys(source, "NEW"), _keys(source, "OLD")
    differs = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in source.columns) or "TRUE"
    code = (
        f"BEGIN IF TG_OP = 'INSERT' THEN {_mark(kind, new)}; ELSIF TG_OP = 'DELETE' THEN {_mark(kind, old)};"
        f" ELSIF {differs} THEN {_mark(kind, old, new)}; END IF; RETURN NULL; END"
    )
    name = _name(kind, source.table, code)
    # Left-over functions of removed triggers are replaced by name or do nothing.
    yield Trigger(
        name,
        kind,
        source.table,
        f"{code}@{source.table}",
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $mark${code}$mark$",
            f'DROP TRIGGER IF EXISTS {name} ON "{source.table}"',
            f'CREATE TRIGGER {name} AFTER {_EVERY_CHANGE} ON "{source.table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
        ),
    )


def _remove(names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            else:
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE')


def _mark_everything(kind: SearchableKind) -> None:
    """Marks for all things of the kind and for all its entries: some of either may have come or gone unseen."""
    try:
        with transaction.atomic():
            keys = set(kind.every_key().order_by().values_list("pk", flat=True))
    except DatabaseError:
        logger.warning("search: things of the kind %s cannot be read yet", kind.code)
        keys = set()
    keys.update(IndexedEntry.objects.filter(kind=kind.code).values_list("key", flat=True))
    StaleEntry.objects.bulk_create((StaleEntry(kind=kind.code, key=key) for key in sorted(keys)), batch_size=_AT_ONCE)
