"""What an archive says of itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from stellazh.cli.refusal import CommandRefused

FORMAT: Final = 1
PRODUCT: Final = "stellazh"
MANIFEST_NAME: Final = "manifest.json"
MAX_MANIFEST_BYTES: Final = 256 * 1024 * 1024
MAX_PART_BYTES: Final = 512 * 1024 * 1024
"""Of one part of a table, unpacked. Parts hold about four megabytes; only a single huge row makes a larger one."""

PART_NAME: Final = re.compile(r"data/([a-z0-9_]+\.[a-z0-9_]+)/(\d{6,})\.jsonl\.gz")
FILE_NAME: Final = re.compile(r"files/([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """A member of the archive: stored size and SHA-256; for rows also how many there are and their unpacked size."""

    name: str
    size: int
    sha256: str
    rows: int = 0
    unpacked: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its model, its columns in the order of the rows' values, and its parts."""

    model: str
    columns: list[str]
    rows: int
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`missing` and `damaged` are contents that the storage had lost or spoilt already when the archive was made."""

    version: str
    made_at: str
    engine: str
    migrations: list[tuple[str, str]]
    tables: list[Table]
    files: list[Part]
    missing: list[str]
    damaged: list[str]

    @property
    def row_count(self) -> int:
        return sum(table.rows for table in self.tables)

    def to_bytes(self) -> bytes:
        """JSON with the format's name first."""
        values = {"product": PRODUCT, "format": FORMAT, **asdict(self)}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def read_manifest(content: bytes) -> Manifest:
    """The manifest of an archive.

    Raises:
        CommandRefused: it is not ours, of a later format, or not what it should be.
    """
    try:
        values = json.loads(content)
        product, number = values.pop("product"), values.pop("format")
        if product != PRODUCT or not isinstance(number, int):
            raise ValueError("a foreign archive")
        if number > FORMAT:
            raise CommandRefused("Архив сделан более новой версией Стеллажа. Обновите программу и повторите.")
        return _manifest(values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CommandRefused("Это не архив Стеллажа: его опись не читается.") from error


def _manifest(values: dict[str, Any]) -> Manifest:
    manifest = Manifest(
        version=_text(values["version"]),
        made_at=_text(values["made_at"]),
        engine=_text(values["engine"]),
        migrations=[(_text(app), _text(name)) for app, name in values["migrations"]],
        tables=[_table(table) for table in values["tables"]],
        files=[_part(part, FILE_NAME) for part in values["files"]],
        missing=[_text(name) for name in values["missing"]],
        damaged=[_text(name) for name in values["damaged"]],
    )
    names = [part.name for part in all_parts(manifest)]
    if len(set(names)) != len(names):
        raise ValueError("a part is named twice")
    misnamed = {sha256 for part in manifest.files if (sha256 := part.name.removeprefix("files/")) != part.sha256}
    if misnamed - set(manifest.damaged):
        raise ValueError("a content under another's name")
    return manifest


def all_parts(manifest: Manifest) -> list[Part]:
    """Every member but the manifest itself, in the order of the archive."""
    return [part for table in manifest.tables for part in table.parts] + manifest.files


def _table(values: dict[str, Any]) -> Table:
    table = Table(
        model=_text(values["model"]),
        columns=[_text(column) for column in values["columns"]],
        rows=_count(values["rows"]),
        parts=[_part(part, PART_NAME) for part in values["parts"]],
    )
    owners = {PART_NAME.fullmatch(part.name)[1] for part in table.parts}  # type: ignore[index]
    if owners - {table.model} or table.rows != sum(part.rows for part in table.parts):
        raise ValueError("a table whose parts are not its own")
    return table


def _part(values: dict[str, Any], pattern: re.Pattern[str]) -> Part:
    part = Part(
        name=_text(values["name"]),
        size=_count(values["size"]),
        sha256=_text(values["sha256"]),
        rows=_count(values["rows"]),
        unpacked=_count(values["unpacked"]),
    )
    if not pattern.fullmatch(part.name) or part.unpacked > MAX_PART_BYTES:
        raise ValueError("a part that cannot be")
    return part


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("no count")
    return value
