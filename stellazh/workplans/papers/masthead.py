"""What stands around the table of a plan: approval blocks, title, passport, signature; the same in every file."""

import math
import re
from dataclasses import dataclass

from stellazh.office.plain_text import unbroken
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.measure import text_width_cm

GRIF_WORDS = {
    "reviewed": "РАССМОТРЕНО",
    "agreed": "СОГЛАСОВАНО",
    "approve": "УТВЕРЖДАЮ",
    "approved": "УТВЕРЖДЕНО",
}
DRAFT_MARK = "ПРОЕКТ"
SUBJECT = "План работы методического объединения"
GRIFS_ABREAST = 3

_YEARS = re.compile(r"\s+(?=на\s+\d{4}\s*(?:[/–—-]\s*\d{4}\s*)?(?:учебный|уч\.|год))", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{1,2})\s*[.)]\s*")
# Letters that tell a word of a name apart from its other cases: «объединение», «объединения» → «объеди».
_STEM_LETTERS = 6
_NAMED_SHARE = 0.6
# Of the first heading in every file; bold, hence taken a little larger than it is.
_TITLE_SIZE_PT = 14.7
# A longer title is no title; it is left to the program that shows it.
_MOST_BALANCED_LINES = 8


@dataclass(frozen=True, slots=True)
class GrifBlock:
    """A block of approval as printed: its word in capitals, then its lines."""

    word: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassportEntry:
    """A line of the passport: a text or a numbered list, whichever is not empty."""

    label: str
    text: str = ""
    points: tuple[str, ...] = ()


def title_lines(paper: PlanPaper, width_cm: float) -> tuple[str, ...]:
    """The title in lines of like length for a page of this text width, «на 2024/2025 учебный год» on one of its own."""
    title, *years = _YEARS.split(paper.title or SUBJECT, maxsplit=1)
    parts = [part for part in (title, *years) if part]
    return tuple(line for part in parts for line in _balanced(part, width_cm))


def _balanced(text: str, width_cm: float) -> list[str]:
    """The text cut at blanks into as few lines as it needs, none much shorter than another; a lone word is no line."""

    def width_of(part: list[str]) -> float:
        return text_width_cm(" ".join(part), _TITLE_SIZE_PT)

    words = text.split(" ")
    count = math.ceil(width_of(words) / width_cm)
    if count > _MOST_BALANCED_LINES:
        return [text]
    lines: list[str] = []
    for left in range(count, 1, -1):
        goal_cm = width_of(words) / left
        # The cut whose line is nearest to the mean, among those that fit the page.
        fitting = [cut for cut in range(1, len(words)) if width_of(words[:cut]) <= width_cm]
        cut = min(fitting, key=lambda place: abs(width_of(words[:place]) - goal_cm), default=len(words))
        lines.append(" ".join(words[:cut]))
        words = words[cut:]
    return [line for line in (*lines, " ".join(words)) if line]


def grif_rows(paper: PlanPaper) -> list[tuple[GrifBlock, ...]]:
    """The blocks of approval, at most three side by side; names and numbers in them do not break over a line."""
    blocks = [GrifBlock(GRIF_WORDS[grif.kind], tuple(map(unbroken, grif.lines))) for grif in paper.grifs]
    return [tuple(blocks[first : first + GRIFS_ABREAST]) for first in range(0, len(blocks), GRIFS_ABREAST)]


def association_line(paper: PlanPaper) -> str:
    """The name of the association, unless the title already holds it in whatever grammatical case; then empty."""
    title = {word[:_STEM_LETTERS] for word in _words(paper.title)}
    name = [word[:_STEM_LETTERS] for word in _words(paper.association_name)]
    named = sum(stem in title for stem in name)
    return "" if not name or named >= len(name) * _NAMED_SHARE else paper.association_name


def passport(paper: PlanPaper) -> tuple[PassportEntry, ...]:
    """Themes, goal, tasks and expected results; what is empty is left out."""
    entries = (
        PassportEntry("Единая тема", paper.unified_theme),
        PassportEntry("Методическая тема", paper.methodical_theme),
        PassportEntry("Цель", paper.goal),
        PassportEntry("Задачи", points=_without_ordinals(paper.tasks)),
        PassportEntry("Ожидаемые результаты", points=_without_ordinals(paper.expected_results)),
    )
    return tuple(entry for entry in entries if entry.text or entry.points)


def _without_ordinals(points: tuple[str, ...]) -> tuple[str, ...]:
    """Points typed as «1. …», «2. …» lose the number they get anyway; any other beginning stays."""
    found = [_ORDINAL.match(point) for point in points]
    if all(match and int(match[1]) == place for place, match in enumerate(found, start=1)):
        return tuple(_ORDINAL.sub("", point, count=1) for point in points)
    return points


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w{3,}", text)]
