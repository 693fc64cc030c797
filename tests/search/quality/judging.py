"""Which place the expected answer has, for each question of `queries.csv`, over the filled demonstration."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stellazh.common.actor import Actor, Guest
from stellazh.pages.demo.filling import DOMAIN
from stellazh.people.models import Person
from stellazh.search.reads.results import Narrowing, Result, results

HERE: Final = Path(__file__).resolve().parent
QUERIES: Final = HERE / "queries.csv"
ANSWERS: Final = HERE / "answers.csv"
PLACES: Final = (1, 3, 10)
_READERS: Final = {"гость": "", "участник": "member", "руководитель": "head", "методист": "methodist"}
_FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types, who does, and what she hopes for: pairs of a kind and a part of a title, any of them.

    `whose` is the short name of the association that the answer is of, or empty.
    """

    query: str
    reader: str
    hoped: tuple[tuple[str, str], ...]
    whose: str
    difficulty: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the place of its answer, from one; None when it is not among the first ten."""

    question: Question
    place: int | None
    meant: str
    first: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """As it is kept in `answers.csv`."""
        return self.question.reader, self.question.query, str(self.place or "–"), self.meant, *self.first


def questions() -> list[Question]:
    """All of them, in the order of the file."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [
        Question(
            row["вопрос"],
            row["кто ищет"],
            tuple(_hoped(one) for one in row["что ищет"].split(" | ")),
            row["чьё"],
            row["чем труден"],
        )
        for row in rows
    ]


def kept_answers() -> list[tuple[str, ...]]:
    """What `answers.csv` holds."""
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=";")]


def keep_answers(judged: Iterable[Judged]) -> None:
    """Write `answers.csv` anew."""
    with ANSWERS.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\n").writerows(one.row for one in judged)


def judge_all() -> list[Judged]:
    """Ask everything as those who ask, and look at the page that they see."""
    readers = {reader: _actor(login) for reader, login in _READERS.items()}
    return [_judge(one, readers[one.reader]) for one in questions()]


def share(judged: Sequence[Judged], place: int) -> float:
    """Of how many questions the answer stands at that place or before it."""
    return sum(one.place is not None and one.place <= place for one in judged) / len(judged)


def table(judged: Sequence[Judged]) -> Iterator[tuple[str, ...]]:
    """Rows of difficulty, count of questions and shares in per cent; the whole last."""
    by_difficulty: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_difficulty[one.question.difficulty].append(one)
    for name, some in (*sorted(by_difficulty.items()), ("всего", list(judged))):
        yield name, str(len(some)), *(f"{share(some, place):.0%}" for place in PLACES)


def _hoped(text: str) -> tuple[str, str]:
    kind, _, title = text.partition(": ")
    return kind.strip(), title.strip()


def _actor(login: str) -> Actor:
    return Person.objects.get(email=f"{login}@{DOMAIN}") if login else Guest()


def _judge(question: Question, actor: Actor) -> Judged:
    shown = results(question.query, Narrowing(), actor, page=1)
    rows = shown.rows[: PLACES[-1]]
    place = next((number for number, row in enumerate(rows, start=1) if _is_hoped(question, row)), None)
    first = tuple(" – ".join(filter(None, (f"{row.kind_label}: {_title(row)}", row.whose))) for row in rows[:_FIRST])
    return Judged(question, place, shown.meant, first)


def _is_hoped(question: Question, row: Result) -> bool:
    title = _title(row)
    about = " ".join((title, row.note, row.whose, *(one.label for one in row.namesakes)))
    return question.whose in about and any(kind == row.kind_label and part in title for kind, part in question.hoped)


def _title(row: Result) -> str:
    return "".join(part for part, _ in row.title)
