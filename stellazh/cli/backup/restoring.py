"""Putting an archive back: files first, which harm nobody, then all rows in one transaction."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from stellazh.audit.erasure import flushing
from stellazh.cli.backup.manifest import Manifest, Part
from stellazh.cli.backup.reading import Members, opened, verify
from stellazh.cli.backup.tables import (
    CHUNK_ROWS,
    Node,
    TableShape,
    all_tables_at,
    applied_migrations,
    insert,
    known_migrations,
    reader_of,
    shapes_at,
)
from stellazh.cli.backup.writing import write_archive
from stellazh.cli.refusal import CommandRefused
from stellazh.files.models import blob_path
from stellazh.textindex.entries import install_triggers, mark_anew

MADE_BY_ITSELF: Final = frozenset(
    {"contenttypes.contenttype", "auth.permission", "jobs.worker", "jobs.scheduletick", "textindex.synonymset"}
)
"""Tables whose rows come without anybody's work: a database that has no others counts as empty."""


def restore_archive(
    path: Path, *, may_replace: bool, copy_to: Callable[[], Path], at: datetime, tell: Callable[[str], None]
) -> Manifest:
    """Make the database and the files those of the archive. `tell` is given Russian sentences of what is being done.

    A database without tables gets those of the archive's time first, and after the rows all later migrations. One that
    holds data is replaced only when `may_replace`, after a copy of it was written to `copy_to()`. All rows come in one
    transaction: when anything fails the database is as it was.

    Raises:
        CommandRefused: the archive is damaged, foreign or of another version; the database holds data; nothing changed.
    """
    manifest = verify(path)
    shapes = _shapes_for(manifest)
    present = applied_migrations() if _has_tables() else []
    if present:
        _refuse_other_version(manifest, present)
        if not _is_empty(present):
            if not may_replace:
                raise CommandRefused("В базе уже есть данные. Заменить их данными из архива: та же команда с --yes.")
            copy = copy_to()
            write_archive(copy, at=at)
            tell(f"Прежние данные сохранены: {copy}")
    else:
        tell("Создаём таблицы…")
        _migrate(_tips(manifest.migrations))
    with opened(path) as members, _new_files(manifest, members):
        tell("Записываем строки…")
        _replace_rows(manifest, shapes, members)
    if not present:
        _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    # Nothing was indexed of what came: everything is marked, and found again as soon as the marks were caught up with.
    install_triggers()
    mark_anew()
    call_command("update_index", verbosity=0)
    return manifest


def _shapes_for(manifest: Manifest) -> dict[str, TableShape]:
    unknown = set(manifest.migrations) - known_migrations()
    if unknown:
        raise CommandRefused(
            f"Архив сделан другой версией Стеллажа ({manifest.version}): эта не знает его таблиц. Обновите программу."
        )
    shapes = {shape.label: shape for shape in shapes_at(manifest.migrations)}
    columns = {label: shape.columns for label, shape in shapes.items()}
    if columns != {table.model: table.columns for table in manifest.tables}:
        raise CommandRefused("Таблицы в архиве не те, что должны быть у его версии. Ничего не изменено.")
    return shapes


def _refuse_other_version(manifest: Manifest, present: list[Node]) -> None:
    if set(present) != set(manifest.migrations):
        raise CommandRefused(
            "Таблицы базы и архива от разных версий. Восстановите архив в новую пустую базу: "
            "она будет обновлена сама. Ничего не изменено."
        )


def _has_tables() -> bool:
    return "django_migrations" in connection.introspection.table_names()


def _is_empty(present: list[Node]) -> bool:
    return not any(
        shape.model._base_manager.exists()  # noqa: SLF001
        for shape in shapes_at(present)
        if shape.label not in MADE_BY_ITSELF
    )


def _tips(migrations: Iterable[Node]) -> list[Node]:
    wanted = set(migrations)
    nodes = MigrationExecutor(connection).loader.graph.node_map
    return [node for node in wanted if not any(child.key in wanted for child in nodes[node].children)]


def _migrate(targets: list[Node]) -> None:
    MigrationExecutor(connection).migrate(targets)


def _replace_rows(manifest: Manifest, shapes: dict[str, TableShape], members: Members) -> None:
    with flushing("default"), transaction.atomic():
        with connection.cursor() as cursor:
            tables = all_tables_at(manifest.migrations)
            for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=False):
                cursor.execute(statement)
        for table in manifest.tables:
            shape = shapes[table.model]
            read = reader_of(shape)
            for part in table.parts:
                for lines in _batches(members.lines(part)):
                    insert(shape, [read(line) for line in lines])
        _set_sequences([shape.model for shape in shapes.values()])
        # Found here rather than at the commit, where the sentence could not name the table.
        connection.check_constraints()
        _check_counts(manifest, shapes)


def _batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == CHUNK_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _set_sequences(tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _check_counts(manifest: Manifest, shapes: dict[str, TableShape]) -> None:
    for table in manifest.tables:
        if shapes[table.model].model._base_manager.count() != table.rows:  # noqa: SLF001
            raise CommandRefused(
                f"Строк таблицы {table.model} записалось не столько, сколько в архиве. База не изменена."
            )


@contextmanager
def _new_files(manifest: Manifest, members: Members) -> Iterator[None]:
    """Store the archive's contents; when the block fails, take back those that were not there before."""
    added: list[str] = []
    damaged = set(manifest.damaged)
    try:
        for part in manifest.files:
            if part.sha256 not in damaged:
                added += _store(part, members)
        yield
    except BaseException:
        for name in added:
            default_storage.delete(name)
        raise


def _store(part: Part, members: Members) -> list[str]:
    """Keep one content; the name under which it was added, or nothing when it was there."""
    name = blob_path(part.sha256)
    if default_storage.exists(name):
        if _sha256_of(name) == part.sha256:
            return []
        # The disk spoilt it: the archive's content is the right one.
        default_storage.delete(name)
    with tempfile.TemporaryFile() as spool:
        for content in members.pieces(part):
            spool.write(content)
        spool.seek(0)
        return [default_storage.save(name, File(spool))]


def _sha256_of(name: str) -> str:
    with default_storage.open(name, "rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()
