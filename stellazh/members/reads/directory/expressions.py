"""Expressions that Django lacks or writes at length: levels of fields, whole years, lists; alike on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Aggregate, Case, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Coalesce

from stellazh.members.card_fields import FIELD_BY_CODE


class ChosenLevel(Func):
    """The level that a person chose for a field, NULL when she chose none or has no card.

    Django asks a key of JSON for its type twice more; over thousands of cards that takes five times as long.
    """

    output_field = TextField()

    def __init__(self, code: str, *, visibility: str = "card__visibility", **extra: Any) -> None:
        super().__init__(F(visibility), **extra)
        # Codes are ours and hold letters and underscores only.
        self.code = FIELD_BY_CODE[code].code

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """The text under the key."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        if connection.vendor == "sqlite":
            return f"JSON_EXTRACT({sql}, '$.{self.code}')", params
        return f"({sql} ->> '{self.code}')", params


def level(code: str) -> Coalesce:
    """The level of a field, as `visibility.level_of` has it."""
    return Coalesce(ChosenLevel(code), Value(FIELD_BY_CODE[code].default.value), output_field=TextField())


class DistinctList(Aggregate):
    """Different numbers as one text, «3,17,20»; NULL for none. So that a count and a list cost one pass."""

    output_field = TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """GROUP_CONCAT or STRING_AGG."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        if connection.vendor == "sqlite":
            return f"GROUP_CONCAT(DISTINCT {sql})", params
        return f"STRING_AGG(DISTINCT {sql}::text, ',')", params


class FullYearsSince(Func):
    """Whole years from a column's day to `day`; NULL for NULL."""

    output_field = IntegerField()

    def __init__(self, column: str, *, day: date, **extra: Any) -> None:
        super().__init__(F(column), **extra)
        self.day = day

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """The difference of years, less one until the anniversary."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        if connection.vendor == "sqlite":
            # Days are kept as texts there; Django's own EXTRACT calls Python for each row.
            year, rest = f"CAST(SUBSTR({sql}, 1, 4) AS INTEGER)", f"SUBSTR({sql}, 6, 5)"
        else:
            year, rest = f"EXTRACT(YEAR FROM {sql})::integer", f"TO_CHAR({sql}, 'MM-DD')"
        gone = f"(%s - {year} - CASE WHEN {rest} > %s THEN 1 ELSE 0 END)"
        return gone, (self.day.year, *params, *params, f"{self.day:%m-%d}")


def years_of(column: str, *, on: date, prefix: str = "card__") -> Case:
    """What `Card.years_on` gives: an experience as stated, and the whole years since."""
    stated, since = F(f"{prefix}{column}"), f"{prefix}experience_stated_on"
    return Case(
        When(Q(**{f"{since}__lte": on}), then=stated + FullYearsSince(since, day=on)),
        default=stated,
        output_field=IntegerField(),
    )


def years_before(day: date, years: int) -> date:
    """The same day that many years ago; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
