"""A row for every table, whatever the tables are: values are tried until the database accepts them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.fields import NOT_PROVIDED

from stellazh.audit.erasure import flushing
from stellazh.cli.backup.tables import LEFT_OUT

TRIES = 2000
TEXTS = ("Ёлка «в кавычках»\tи с 🗂 знаком", "aé'\"\\%_", "")
JSON_VALUES = ({"ключ": [1, None, 2.5, "ё\n", {"b": True}], "я": 1, "а": "2"}, [], {}, "текст", 0)


class NoRowFits(AssertionError):
    """The database accepted none of the rows that were tried; its last words are the message."""


def fill_every_table(count: int = 3) -> None:
    """Add `count` rows to every table that has none, first to those that the others point at.

    A table whose rows are parts of others' rows, as pages are, gets as many as those need.
    """
    chance = random.Random(7)
    # Through the door by which an archive comes back: rows of a sealed report are there as well.
    with flushing("default"):
        for model in _by_dependence():
            present = model._base_manager.count()
            for number in range(present, count if not present or _has_children(model) else 0):
                _add(model, number, chance)


def _by_dependence() -> list[type[models.Model]]:
    left = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    ordered: list[type[models.Model]] = []
    while left:
        ready = [model for model in left if not _needs(model) & (set(left) - {model})]
        ordered += ready or left[:1]
        left = [model for model in left if model not in ordered]
    return ordered


def _has_children(model: type[models.Model]) -> bool:
    return any(relation.parent_link for relation in model._meta.related_objects if relation.one_to_one)


def _needs(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.related_model
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null and isinstance(field.related_model, type)
    }


def _add(model: type[models.Model], number: int, chance: random.Random) -> None:
    last: Exception | None = None
    for _ in range(TRIES):
        values = {
            field.attname: chance.choice(list(_candidates(field, number, chance)))
            for field in model._meta.local_concrete_fields
            if not field.generated and not isinstance(field, models.AutoField)
        }
        try:
            # A picture without a width looks into its file for it, and there is none.
            row = model(**values)
            with transaction.atomic():
                row.save_base(raw=True, force_insert=True)
                # Deferred checks of foreign keys belong to this row, not to the end of the test.
                connection.check_constraints([model._meta.db_table])
        except (DatabaseError, OSError) as error:
            last = error
        else:
            return
    raise NoRowFits(f"{model._meta.label}: {last}")


def _candidates(field: models.Field[Any, Any], number: int, chance: random.Random) -> Iterator[Any]:
    if field.null:
        yield None
    if isinstance(field, models.ForeignKey):
        yield from _keys(field)
        return
    if field.choices:
        yield from (value for value, _ in field.flatchoices)
        return
    if field.default is not NOT_PROVIDED and not field.unique:
        yield field.get_default()
    yield from _values(field, number + chance.randrange(1000), chance)


def _keys(field: models.ForeignKey[Any, Any]) -> Iterator[Any]:
    keys = list(field.target_field.model._base_manager.values_list(field.target_field.attname, flat=True)[:20])
    yield from keys or [None]


def _values(field: models.Field[Any, Any], number: int, chance: random.Random) -> Iterator[Any]:
    if isinstance(field, models.EmailField) or str(field) == "notices.BouncedAddress.address":
        # Capital letters are no address of ours; SQLite would let those of Russian pass, PostgreSQL does not.
        yield f"person{number}@example.org"
        return
    if isinstance(field, (models.CharField, models.TextField)):
        length = field.max_length or 5000
        texts = (*(f"{number}-{text}" for text in TEXTS), f"code{number}", f"/{number}/", f"person{number}@example.org")
        yield from (text[:length] for text in texts)
        return
    for kind, values in _VALUES:
        if isinstance(field, kind):
            yield from values(field, number, chance)
            return
    if hasattr(field, "stream_block"):
        quote = {"type": "quote", "value": {"text": "Ёлка & полка", "author": ""}, "id": f"block-{number}"}
        # A picture that is not there stays named.
        lost = {"type": "picture", "value": {"picture": 4000 + number, "caption": ""}, "id": f"picture-{number}"}
        yield from ([], [quote], [quote, lost])
        return
    if isinstance(field, models.FileField):
        yield f"pictures/{number}.png"
        return
    raise TypeError(f"no values for {field!r}")


_MOMENT = datetime(2024, 9, 10, 9, 0, 0, 123456, tzinfo=UTC)
# The narrower kinds first: a moment's field is a day's field too.
_VALUES: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any, int, random.Random], tuple[Any, ...]]], ...] = (
    (models.BooleanField, lambda field, number, chance: (True, False)),
    (models.JSONField, lambda field, number, chance: JSON_VALUES),
    (models.BinaryField, lambda field, number, chance: (b"\x00\xff\n" + bytes([number % 256]),)),
    (models.UUIDField, lambda field, number, chance: (UUID(int=chance.getrandbits(128)),)),
    (models.DateTimeField, lambda field, number, chance: (_MOMENT + timedelta(hours=number),)),
    (models.DateField, lambda field, number, chance: (date(2024, 9, 1) + timedelta(days=number),)),
    (models.TimeField, lambda field, number, chance: (time(9, number % 60, 1),)),
    (models.DurationField, lambda field, number, chance: (timedelta(days=number, microseconds=7),)),
    (models.DecimalField, lambda field, number, chance: (Decimal(number).scaleb(-(field.decimal_places or 0)),)),
    (models.FloatField, lambda field, number, chance: (number + 0.1,)),
    (models.IntegerField, lambda field, number, chance: (number, 1, 0, 2024)),
)
