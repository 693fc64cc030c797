"""Tables as rows of JSON that no database would recognise as its own, and back.

The models are those of the migrations' history at the state that the data are in, so that an archive can be made before
an update's migrations and read after them.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Cast
from django.utils.duration import duration_iso_string

from stellazh.cli.refusal import CommandRefused

LEFT_OUT: Final = frozenset(
    {
        "sessions.session",
        "people.personsession",
        "textindex.indexedentry",
        "textindex.staleentry",
        "pages.siterendition",
        "wagtailcore.uploadedfile",
        "wagtailsearch.indexentry",
        "wagtailsearch.sqliteftsindexentry",
    }
)
"""Sessions and the lists of them with their keys stay behind: an archive must not sign anybody in, and after a restore
everybody signs in again. The search of everything is made anew from what it is about, and so is that of the editor of
pages, which is another on each database; smaller pictures, whose files lie beside the stored ones, are made when they
are shown; a picture still being brought is brought again."""
CHUNK_ROWS: Final = 500

Node = tuple[str, str]


@dataclass(frozen=True)
class TableShape:
    """A table of the database: its model in the history and the fields whose values are kept."""

    model: type[models.Model]
    fields: tuple[models.Field[Any, Any], ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower  # noqa: SLF001

    @property
    def name(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All rows by primary key, fetched in chunks. Within a transaction: PostgreSQL's cursor needs one."""
        names = [Cast(field.attname, models.TextField()) if _is_body(field) else field.attname for field in self.fields]
        found = self.model._base_manager.order_by("pk").values_list(*names)  # noqa: SLF001
        yield from found.iterator(chunk_size=CHUNK_ROWS)


def applied_migrations() -> list[Node]:
    """The migrations that this database has, of apps that this version knows."""
    loader = MigrationLoader(connection)
    return sorted(node for node in loader.applied_migrations if node in loader.graph.nodes)


def known_migrations() -> set[Node]:
    """Every migration of this version."""
    return set(MigrationLoader(None).disk_migrations)


def shapes_at(migrations: Iterable[Node]) -> list[TableShape]:
    """The tables of a database that has these migrations and no others, by label, without those left out."""
    return [shape for shape in _all_shapes_at(migrations) if shape.label not in LEFT_OUT]


def all_tables_at(migrations: Iterable[Node]) -> list[str]:
    """Names of all tables to be emptied before a restore: also those whose rows are left out."""
    return [shape.name for shape in _all_shapes_at(migrations)]


def _all_shapes_at(migrations: Iterable[Node]) -> list[TableShape]:
    loader = MigrationLoader(None)
    wanted = set(migrations)
    tips = [node for node in wanted if not any(child.key in wanted for child in loader.graph.node_map[node].children)]
    apps: Apps = loader.project_state(tips).apps
    return sorted(
        (
            TableShape(model, tuple(field for field in model._meta.local_concrete_fields if not field.generated))  # noqa: SLF001
            for model in apps.get_models(include_auto_created=True)
            if _has_table(model)
        ),
        key=lambda shape: shape.label,
    )


def _has_table(model: type[models.Model]) -> bool:
    meta = model._meta  # noqa: SLF001
    return meta.managed and not meta.proxy and not meta.swapped


def to_json(shape: TableShape, row: tuple[Any, ...]) -> bytes:
    """One line, without its end.

    Raises:
        TypeError: a value of a kind that this format does not know.
    """
    values = [_kept(field, value) for field, value in zip(shape.fields, row, strict=True)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _is_body(field: models.Field[Any, Any]) -> bool:
    """Whether it is the body of a page. Such a field reads pictures and pages that it names, which may not be there yet
    when rows are put back; here it is the JSON that the database holds, no more.
    """
    return hasattr(field, "stream_block")


def _kept(field: models.Field[Any, Any], value: Any) -> Any:
    if _is_body(field):
        return None if value is None else json.loads(value)
    return value if isinstance(field, models.JSONField) else _plain(value)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal() | UUID():
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case _:
            raise TypeError(f"no form in the archive for {type(value).__name__}")


def reader_of(shape: TableShape) -> Callable[[bytes], list[Any]]:
    """What turns a line into the values that this database stores."""
    readers = [_reader(field) for field in shape.fields]

    def read(line: bytes) -> list[Any]:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(readers):
            raise CommandRefused(f"В архиве испорчена строка таблицы {shape.label}.")
        try:
            return [reader(value) for reader, value in zip(readers, values, strict=True)]
        except (ValidationError, ValueError, TypeError, binascii.Error) as error:
            raise CommandRefused(f"В архиве испорчено значение в таблице {shape.label}.") from error

    return read


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if _is_body(field):
        plain = models.JSONField()
        return lambda value: None if value is None else plain.get_db_prep_save(value, connection)
    if isinstance(field, models.JSONField):
        if field.null:
            return lambda value: field.get_db_prep_save(value, connection)
        # A column that takes no NULL holds JSON's own null.
        return lambda value: connection.ops.adapt_json_value(value, field.encoder)
    if isinstance(field, models.BinaryField):
        return lambda value: field.get_db_prep_save(
            None if value is None else base64.b64decode(value, validate=True), connection
        )
    return lambda value: field.get_db_prep_save(field.to_python(value), connection)


def insert(shape: TableShape, rows: Iterable[list[Any]]) -> None:
    """Add rows as they are: no defaults, no signals, no automatic times."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in shape.columns)
    places = ", ".join(["%s"] * len(shape.fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(shape.name)} ({columns}) VALUES ({places})", list(rows))  # noqa: S608
