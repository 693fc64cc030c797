"""The canonical record: what a protocol says as one text that is always written the same way."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from stellazh.office.plain_text import printable_lines
from stellazh.protocols.reads.content_model import OFF_RECORD, ProtocolContent

# Raised when the shape of the record changes, so that old records stay readable for what they are.
RECORD_SHAPE: Final = 1


def canonical_record(content: ProtocolContent) -> str:
    """The content as JSON: keys in order, composed letters, whole numbers only; the keys of rows are left out.

    Characters no paper can hold are dropped here as they are on paper, so the record and the papers say the same.
    """
    record = {"shape": RECORD_SHAPE, "protocol": _plain(content)}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def record_sha256(record: str) -> str:
    """The fingerprint of a record: SHA-256 of its UTF-8 bytes, 64 hexadecimal digits."""
    return hashlib.sha256(record.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kept = (one.name for one in fields(value) if not one.metadata.get(OFF_RECORD))
        return {name: _plain(getattr(value, name)) for name in kept}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", printable_lines(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"a record holds no {type(value).__name__}")
