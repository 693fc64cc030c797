"""The composition and the white spots as Excel sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stellazh.associations.models import Association
from stellazh.common.numerals import agree
from stellazh.members.reads.composition import Composition, Span
from stellazh.members.reads.white_spots import Contact, Municipality
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx


def span_words(span: Span) -> str:
    """«на 01.05.2024» or «с 01.08.2023 по 31.08.2024»."""
    if span.first == span.last:
        return f"на {span.first:%d.%m.%Y}"
    return f"с {span.first:%d.%m.%Y} по {span.last:%d.%m.%Y}"


def composition_words(found: Composition) -> str:
    """«9 специалистов из 7 муниципалитетов»."""
    count, places = found.specialist_count, found.municipality_count
    people = f"{count} {agree(count, 'специалист', 'специалиста', 'специалистов')}"
    if not places:
        return people
    return f"{people} из {places} {agree(places, 'муниципалитета', 'муниципалитетов', 'муниципалитетов')}"


def composition_sheet(association: Association, span: Span, found: Composition, *, made_on: date) -> bytes:
    """The composition as .xlsx."""
    columns = (
        SheetColumn("Фамилия, имя, отчество", 34),
        SheetColumn("В объединении", 22),
        SheetColumn("Роли", 24),
        SheetColumn("Должность и место работы", 44),
        SheetColumn("Муниципалитет", 26),
        SheetColumn("С", 12, centred=True),
        SheetColumn("По", 12, centred=True),
    )
    rows = [
        (
            one.person.full_name,
            ", ".join(one.positions) or "участник",
            ", ".join(one.roles),
            "; ".join(one.posts),
            one.municipality,
            one.from_on,
            one.to_on,
        )
        for one in found.specialists
    ]
    title = f"{association.short_name}: состав {span_words(span)} — {composition_words(found)}"
    return sheet_xlsx(Sheet("Состав", title, columns, rows, author=association.short_name, made_on=made_on))


def white_spots_sheet(rows: Sequence[Municipality], *, made_on: date) -> bytes:
    """The municipalities with their gaps and phones as .xlsx."""
    columns = (
        SheetColumn("Муниципалитет", 28),
        SheetColumn("Чего нет", 26),
        SheetColumn("Объединения", 30),
        SheetColumn("Руководитель", 36),
        SheetColumn("Ответственный", 36),
        SheetColumn("Куда звонить", 40),
        SheetColumn("Участников", 12, centred=True),
        SheetColumn("Школ", 10, centred=True),
    )
    cells = [
        (
            row.territory.name,
            ", ".join(row.gap_labels),
            ", ".join(one.short_name for one in row.associations),
            _named(row.heads),
            _named(row.responsible),
            _named(row.authorities),
            row.member_count,
            row.school_count,
        )
        for row in rows
    ]
    title = f"Муниципалитеты на {made_on:%d.%m.%Y}"
    return sheet_xlsx(Sheet("Муниципалитеты", title, columns, cells, author="", made_on=made_on))


def _named(contacts: Sequence[Contact]) -> str:
    return "; ".join(f"{one.name}, {one.phone}" if one.phone else one.name for one in contacts)
