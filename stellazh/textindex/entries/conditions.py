"""A question as a condition of either database. Our words hold letters and digits only: nothing in them can be an
operator of FTS5 or of tsquery, so they are written into its text, which goes in as one parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import BooleanField, CharField, F, Func, IntegerField

from stellazh.textindex.entries.asking import Asked, Clause, Item, Phrase

SQLITE_INDEX: Final = "textindex_entrywords"
PLACE_SIGN: Final = "="


def for_sqlite(clauses: Sequence[Clause], without: Sequence[Item], *, in_title: bool, between: str = " AND ") -> str:
    """As FTS5 reads it; `in_title` looks into titles only."""
    met = between.join(
        "(" + " OR ".join("(" + " AND ".join(_fts(item, in_title) for item in option) + ")" for option in one) + ")"
        for one in (clause.options for clause in clauses)
    )
    if not without:
        return met
    return f"({met}) NOT ({' OR '.join(_fts(item, in_title=False) for item in without)})"


def for_postgresql(clauses: Sequence[Clause], without: Sequence[Item], *, between: str = " & ") -> str:
    """As the type tsquery reads it."""
    met = between.join(
        "(" + " | ".join("(" + " & ".join(map(_ts, option)) + ")" for option in one) + ")"
        for one in (clause.options for clause in clauses)
    )
    return f"({met})" + "".join(f" & !({_ts(item)})" for item in without)


def _fts(item: Item, in_title: bool) -> str:
    if isinstance(item, Phrase):
        return f'{{{"title_places" if in_title else "title_places text_places"}}} : "{" ".join(item.places)}"'
    options = [f'"{word}"' for word in item.words] + ([f'"{item.prefix}" *'] if item.prefix else [])
    return f"{{{'title' if in_title else 'title text'}}} : ({' OR '.join(options)})"


def _ts(item: Item) -> str:
    if isinstance(item, Phrase):
        return "(" + " <-> ".join(f"'{PLACE_SIGN}{form}'" for form in item.places) + ")"
    options = [f"'{word}'" for word in item.words]
    return "(" + " | ".join([*options, f"'{item.prefix}':*"] if item.prefix else options) + ")"


class Meets(Func):
    """Whether the entry meets the clauses (all, or any of them) and holds nothing of `without`."""

    output_field = BooleanField()
    conditional = True

    def __init__(
        self, clauses: Sequence[Clause], without: Sequence[Item] = (), *, in_title: bool = False, is_any: bool = False
    ) -> None:
        super().__init__(F("pk"))
        self.clauses, self.without, self.in_title, self.is_any = clauses, without, in_title, is_any

    @classmethod
    def question(cls, asked: Asked) -> Meets:
        """The whole question."""
        return cls(asked.clauses, asked.without)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """Both ask for the numbers of rows: SQLite the FTS table, PostgreSQL the functions of migration 0005."""
        number, _ = compiler.compile(self.get_source_expressions()[0])
        if connection.vendor == "sqlite":
            asked = for_sqlite(
                self.clauses, self.without, in_title=self.in_title, between=" OR " if self.is_any else " AND "
            )
            return f"({number} IN (SELECT rowid FROM {SQLITE_INDEX} WHERE {SQLITE_INDEX} MATCH %s))", (asked,)  # noqa: S608
        asked = for_postgresql(self.clauses, self.without, between=" | " if self.is_any else " & ")
        function = "textindex_titled" if self.in_title else "textindex_meeting"
        return f"({number} IN (SELECT {function}(%s::tsquery)))", (asked,)


class Flag(Meets):
    """The same to be read, as a number on SQLite: a thousand rows are not worth a conversion each."""

    output_field = IntegerField()  # type: ignore[assignment]
    conditional = False


class Day(Func):
    """The day as text, «2025-09-01», for the same reason."""

    def __init__(self) -> None:
        super().__init__(F("on"), output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """SQLite keeps it so anyway."""
        return super().as_sql(compiler, connection, template="CAST(%(expressions)s AS text)")


class PlainKind(Func):
    """The kind compared by its bytes, which gives the same order on both databases, and by no index: the words are the
    narrower way in, which SQLite cannot know."""

    def __init__(self) -> None:
        super().__init__(F("kind"), output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """As PostgreSQL has it."""
        return super().as_sql(compiler, connection, template='%(expressions)s COLLATE "C"')

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """SQLite compares bytes anyway; the plus keeps it from its index."""
        return super().as_sql(compiler, connection, template="+%(expressions)s")
