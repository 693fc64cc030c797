"""A canonical record read back as the content it was made of."""

from __future__ import annotations

import json
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from stellazh.protocols.papers.record import RECORD_SHAPE
from stellazh.protocols.reads.content_model import OFF_RECORD, ProtocolContent


class RecordUnreadable(Exception):
    """The record is of another shape than this version knows: a fault of ours, told in the message."""


def read_record(record: str) -> ProtocolContent:
    """The content of a record. Keys of rows are not in it: they are empty.

    Raises:
        RecordUnreadable: it is no record of a known shape.
    """
    try:
        told = json.loads(record)
        if told["shape"] != RECORD_SHAPE:
            raise RecordUnreadable(f"unknown shape {told['shape']}")
        content = _built(ProtocolContent, told["protocol"])
    except (ValueError, KeyError, TypeError) as error:
        raise RecordUnreadable(str(error)) from error
    return typing.cast("ProtocolContent", content)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _built(kind: Any, value: Any) -> Any:
    if isinstance(kind, types.UnionType):
        inner = next(one for one in typing.get_args(kind) if one is not types.NoneType)
        return None if value is None else _built(inner, value)
    if typing.get_origin(kind) is tuple:
        (inner, *_) = typing.get_args(kind)
        return tuple(_built(inner, one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        kept = (one.name for one in fields(kind) if not one.metadata.get(OFF_RECORD))
        return typing.cast("Any", kind)(**{name: _built(hints[name], value[name]) for name in kept})
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
