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
        self.most: int | None = None
        self.is_checked = False

    def first(self, most: int) -> Meets:
        """The same of so many entries only, whichever the index gives first."""
        some = Meets(self.clauses, self.without, in_title=self.in_title, is_any=self.is_any)
        some.most = most
        return some

    def checked(self) -> Meets:
        """The same, to be asked of rows that are read anyway, and not as the way to them."""
        plain = Meets(self.clauses, self.without, in_title=self.in_title, is_any=self.is_any)
        plain.is_checked = True
        return plain

    @classmethod
    def question(cls, asked: Asked) -> Meets:
        """The whole question."""
        return cls(asked.clauses, asked.without)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """Both ask for the numbers of rows: SQLite the FTS table, PostgreSQL the functions of migration 0005."""
        number, _ = compiler.compile(self.get_source_expressions()[0])
        most = f" LIMIT {self.most}" if self.most is not None else ""
        if connection.vendor == "sqlite":
            asked = for_sqlite(
                self.clauses, self.without, in_title=self.in_title, between=" OR " if self.is_any else " AND "
            )
            plus = "+" if self.is_checked else ""
            inside = f"SELECT rowid FROM {SQLITE_INDEX} WHERE {SQLITE_INDEX} MATCH %s{most}"  # noqa: S608
            return f"({plus}{number} IN ({inside}))", (asked,)
        asked = for_postgresql(self.clauses, self.without, between=" | " if self.is_any else " & ")
        function = "textindex_titled" if self.in_title else "textindex_meeting"
        is_true = " IS TRUE" if self.is_checked else ""
        return f"(({number} IN (SELECT {function}(%s::tsquery){most})){is_true})", (asked,)


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


class InOrder(PlainKind):
    """The same to order by, as the index of the order has it."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """The column itself."""
        return Func.as_sql(self, compiler, connection, template="%(expressions)s")


class MayFind(Func):
    """Whether the thing of an entry is among those of a SELECT of keys: of all that somebody may find of its kind."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, things: str, parameters: Sequence[Any], among: Sequence[int] | None = None) -> None:
        super().__init__(F("key"))
        self.things, self.parameters, self.among = things, tuple(parameters), among

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """They are read as a whole, once; only those of `among` where these are known."""
        key, _ = compiler.compile(self.get_source_expressions()[0])
        if self.among is None:
            return f"({key} IN ({self.things}))", self.parameters
        numbers = ", ".join(["%s"] * len(self.among))
        inside = f"WITH things(number) AS ({self.things}) SELECT number FROM things WHERE number IN ({numbers})"  # noqa: S608
        return f"({key} IN ({inside}))", (*self.parameters, *self.among)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """Each is looked up by its key: SQLite keeps what is inside the conditions between rows by itself."""
        key, _ = compiler.compile(self.get_source_expressions()[0])
        inside = f"WITH things(number) AS ({self.things}) SELECT 1 FROM things WHERE number = {key}"  # noqa: S608
        return f"(EXISTS ({inside}))", self.parameters
