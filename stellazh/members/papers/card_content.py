"""What the paper card says: the parts of a portfolio, each a table of facts and, if need be, a table of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from stellazh.common import clock
from stellazh.members.enums import TrainingKind
from stellazh.members.models import Membership, PupilResult, Training
from stellazh.members.reads.cards import CardPage
from stellazh.russian.calendar_words import long_date, short_date
from stellazh.russian.text_lines import one_line

TITLE: Final = "Карточка библиотекаря"
# Which groups of the card stand in which part of the paper.
_PARTS: Final = (
    ("Общие сведения", ("Работа", "Контакты", "Личное")),
    ("Образование и курсы", ("Образование",)),
    ("Аттестация", ("Аттестация",)),
    ("Достижения", ("Достижения",)),
)
_IN_TABLES: Final = frozenset({"trainings", "pupil_results"})


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows of one kind; `widths_cm` add up to the width of the text."""

    caption: str
    columns: tuple[str, ...]
    widths_cm: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A heading, facts as pairs of label and lines, and tables."""

    title: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    tables: tuple[PaperTable, ...]


@dataclass(frozen=True, slots=True)
class CardPaper:
    """A card ready for print; every text one plain line."""

    name: str
    parts: tuple[PaperPart, ...]
    made_on: date
    made_at: datetime


def card_paper(page: CardPage, *, at: datetime) -> CardPaper:
    """What the reader of `page` may see, as a paper; pupils stand as «Имя Ф., класс» but for a parent's consent."""
    facts = {section.title: section.facts for section in page.sections}
    tables = {"Образование": _trainings(page.trainings), "Достижения": _results(page.pupil_results)}
    parts = []
    for title, groups in _PARTS:
        told = tuple(
            (fact.label, tuple(one_line(line) for line in fact.lines))
            for group in groups
            for fact in facts.get(group, ())
            if fact.lines and fact.code not in _IN_TABLES
        )
        drawn = tuple(table for group in groups for table in tables.get(group, ()))
        if told or drawn:
            parts.append(PaperPart(title, told, drawn))
    if page.memberships:
        places = tuple(
            (one_line(row.association.short_name), (one_line(f"{row.position or 'участник'}, {_span(row)}"),))
            for row in page.memberships
        )
        parts.append(PaperPart("Участие в объединениях", places, ()))
    return CardPaper(one_line(page.title), tuple(parts), clock.day_of(at), at)


def _span(row: Membership) -> str:
    return f"с {short_date(row.from_on)}" + (f" по {short_date(row.to_on)}" if row.to_on else "")


def _trainings(rows: tuple[Training, ...]) -> tuple[PaperTable, ...]:
    found = []
    for kind, caption in (
        (TrainingKind.RETRAINING, "Профессиональная переподготовка"),
        (TrainingKind.COURSE, "Повышение квалификации"),
    ):
        lines = tuple(
            (
                one_line(row.title),
                one_line(row.institution),
                str(row.hours or ""),
                short_date(row.ended_on) if row.ended_on else "",
                one_line(row.document_number),
            )
            for row in rows
            if row.kind == kind
        )
        if lines:
            columns = ("Программа, тема", "Организация", "Часов", "Окончено", "Документ")
            found.append(PaperTable(caption, columns, (5.0, 4.1, 1.8, 2.7, 3.4), lines))
    return tuple(found)


def _results(rows: tuple[PupilResult, ...]) -> tuple[PaperTable, ...]:
    lines = tuple(
        (one_line(row.pupil), one_line(row.contest), one_line(row.level), one_line(row.place), str(row.year or ""))
        for row in rows
    )
    columns = ("Ученик", "Конкурс", "Уровень", "Результат", "Год")
    return (PaperTable("Результаты учеников", columns, (3.9, 4.8, 3.6, 3.2, 1.5), lines),) if lines else ()


def made_words(paper: CardPaper) -> str:
    """«Сведения на 1 сентября 2026 г.»."""
    return f"Сведения на {long_date(paper.made_on)}"
