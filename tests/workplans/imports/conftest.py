"""Papers of invented people, as an association would bring them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from pathlib import Path

import pytest

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.models import PlanImport
from stellazh.workplans.services.imports.reading import start_import

SHARED = Path(__file__).resolve().parents[4] / "shared" / "inputs"

ROWS = (
    ("I. Организационная деятельность",),
    ("1.", "Заседание № 1 «Планирование работы»", "сентябрь 2024", "Ольхова В.И."),
    ("2.", "Банк данных школьных библиотекарей", "В течение года", "Ольхова В.И. Липина В.И."),
    ("II. Работа с учащимися",),
    ("3.", "Конкурс юных чтецов", "15.03.2025", "Рябинина В.И."),
    ("4.", "Неделя детской книги", "24-30 марта 2025", "Школьные библиотекари"),
)


def paper_of(rows: Iterable[tuple[str, ...]] = ROWS, *, name: str = "план.html", above: str = "") -> Paper:
    """A page with a numbered plan; a row of one cell is a section."""
    head = "<tr>" + "".join(f"<th>{word}</th>" for word in ("№", "Мероприятие", "Сроки", "Ответственный")) + "</tr>"
    body = "".join(
        f'<tr><td colspan="4">{escape(row[0])}</td></tr>'
        if len(row) == 1
        else "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    page = f"<html><body>{above}<table>{head}{body}</table></body></html>"
    return Paper(name=name, content=page.encode())


@pytest.fixture
def bring(association: Association, head: Person, at: datetime) -> Callable[..., PlanImport]:
    """Bring a paper for 2024/2025 as the head; `rows` or a whole `paper`."""

    def start(rows: Iterable[tuple[str, ...]] = ROWS, *, paper: Paper | None = None, year: int = 2024) -> PlanImport:
        return start_import(association, paper or paper_of(rows), school_year=year, submission_key=None, by=head, at=at)

    return start
