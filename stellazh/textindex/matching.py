"""A question in words, and the condition it becomes on either database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Func

from stellazh.russian.lemmas import Word, words_of

MOST_WORDS: Final = 10
LONGEST_QUERY: Final = 300
PREFIX_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word asked for: any of `words`, or a word that begins with `prefix` unless that is empty."""

    words: tuple[str, ...]
    prefix: str = ""

    @classmethod
    def of(cls, word: Word) -> Wanted:
        """A word as typed: its forms, and what it may be the beginning of. A number begins nothing."""
        is_beginning = len(word.surface) >= PREFIX_LETTERS and word.surface.isalpha()
        return cls(word.every, word.surface if is_beginning else "")

    def is_met_by(self, words: frozenset[str]) -> bool:
        """Whether a text of these words has it."""
        if any(word in words for word in self.words):
            return True
        return bool(self.prefix) and any(word.startswith(self.prefix) for word in words)


@dataclass(frozen=True, slots=True)
class Question:
    """Words that must all stand in a text. A question without words is answered by nothing."""

    wanted: tuple[Wanted, ...]

    @classmethod
    def of(cls, query: str) -> Question:
        """What somebody typed: its first words; signs, quotes and operators of either database mean nothing in it."""
        return cls(tuple(Wanted.of(word) for word in words_of(query[:LONGEST_QUERY], limit=MOST_WORDS)))

    def for_sqlite(self) -> str:
        """As FTS5 reads it. The words hold letters and digits only, so nothing in them can be an operator."""
        return " AND ".join(_any_of(one, " OR ", '"{}"', '"{}"*') for one in self.wanted)

    def for_postgresql(self) -> str:
        """As the type tsquery reads it."""
        return " & ".join(_any_of(one, " | ", "'{}'", "'{}':*") for one in self.wanted)


def _any_of(wanted: Wanted, between: str, whole: str, beginning: str) -> str:
    options = [whole.format(word) for word in wanted.words]
    return f"({between.join([*options, beginning.format(wanted.prefix)] if wanted.prefix else options)})"


class HasWords(Func):
    """The condition: takes the row's number, its kind and its words, and asks the index of the database at hand."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, of_kind: str, question: Question, **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.of_kind = of_kind
        self.question = question

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """SQLite asks the FTS table by the row's number, PostgreSQL its GIN index by the expression it was made of.

        No word of the text passes through a parser of PostgreSQL: it would take «5-а» or «№1.2» apart in its own way.
        """
        (number, _), (kind, _), (words, _) = (compiler.compile(source) for source in self.get_source_expressions())
        if connection.vendor == "sqlite":
            inside = "SELECT rowid FROM textindex_words WHERE textindex_words MATCH %s"
            # The plus keeps SQLite from reading the whole kind through its index: the words are the narrower way in.
            return f"({number} IN ({inside}) AND +{kind} = %s)", (self.question.for_sqlite(), self.of_kind)
        matches = f"array_to_tsvector(string_to_array({words}, ' ')) @@ %s::tsquery"
        return f"({matches} AND {kind} = %s)", (self.question.for_postgresql(), self.of_kind)
