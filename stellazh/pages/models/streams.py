"""Bodies of pages, cleaned by whatever way they came."""

from __future__ import annotations

import json
from typing import Any

from django.db.models.expressions import Expression
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField


class CleanStreamField(StreamField):
    """A body whose every block goes through its own `get_prep_value` before it is kept.

    Wagtail writes blocks that nobody has looked at just as they came; here each is read, and so cleaned, first.
    """

    def to_python(self, value: Any) -> StreamValue:
        read: StreamValue = super().to_python(value if isinstance(value, StreamValue) else _blocks_of(value))
        return read

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Expression):
            return super().get_prep_value(value)
        stream = value if isinstance(value, StreamValue) else self.to_python(value)
        if stream.raw_text is not None:
            # What is no body at all would be kept as it came: nothing is kept of it.
            return []
        for child in stream:
            # Looked at, it is written from what was read and cleaned.
            _ = child.value
        return super().get_prep_value(stream)


def _blocks_of(value: Any) -> Any:
    """The value when it may hold blocks, nothing otherwise: a number, a word, a lone thing."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, list | tuple):
        return None
    return [one for one in value if _is_block(one)]


def _is_block(one: object) -> bool:
    return isinstance(one, tuple) or (isinstance(one, dict) and isinstance(one.get("type"), str))
