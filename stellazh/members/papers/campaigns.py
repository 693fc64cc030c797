"""Answers of a campaign as an Excel sheet; letters with personal links to print and cut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import segno

from stellazh.members.enums import AnswerState
from stellazh.members.models import Campaign
from stellazh.members.reads.campaigns import AnswerRow
from stellazh.members.services.campaign_letters import PaperLetter
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx
from stellazh.office.typeset import typeset

# Longer letters do not fit on half a page.
LONGEST_HALF, MOST_LINES = 1_100, 14
_TEMPLATE = Path(__file__).parent / "typst" / "letters.typ"


def answers_xlsx(campaign: Campaign, rows: Sequence[AnswerRow], *, made_on: date) -> bytes:
    """The people of a campaign as .xlsx, with what the reader may see of their contacts."""
    columns = (
        SheetColumn("Территория", 26),
        SheetColumn("Объединение", 30),
        SheetColumn("Фамилия, имя, отчество", 34),
        SheetColumn("Должность и место работы", 44),
        SheetColumn("Телефон", 20),
        SheetColumn("Почта для связи", 28),
        SheetColumn("Ответ", 24),
        SheetColumn("Когда", 12, centred=True),
        SheetColumn("Замечание", 40),
        SheetColumn("Напоминаний", 13, centred=True),
    )
    cells = [
        (
            row.answer.territory.name,
            row.answer.association.short_name,
            row.person.full_name,
            "; ".join(row.posts),
            row.phone,
            row.email,
            str(AnswerState(row.answer.state).label),
            row.answer.answered_at.date() if row.answer.answered_at else None,
            row.answer.note,
            row.answer.reminder_count,
        )
        for row in rows
    ]
    title = f"{campaign.title}: {campaign.association.short_name}, на {made_on:%d.%m.%Y}"
    author = campaign.association.short_name
    return sheet_xlsx(Sheet("Ответы", title, columns, cells, author, made_on))


def letters_pdf(campaign: Campaign, letters: Sequence[PaperLetter], *, made_at: datetime) -> bytes:
    """The letters, two on an A4 page with a line to cut along, or one when they are long; PDF/UA-1 and PDF/A-2a."""
    is_long = any(len(one.text) > LONGEST_HALF or one.text.count("\n") > MOST_LINES for one in letters)
    content = {
        "title": campaign.title,
        "author": campaign.association.short_name,
        "on_page": 1 if is_long else 2,
        "letters": [
            {
                "to": letter.answer.person.full_name,
                "place": letter.answer.association.short_name,
                "paragraphs": [part for part in letter.text.replace(letter.link, "").split("\n") if part.strip()],
                "link": letter.link,
                "code": _code_svg(letter.link),
            }
            for letter in letters
        ],
    }
    return typeset(_TEMPLATE, content, made_at=made_at)


def _code_svg(link: str) -> str:
    drawn = BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()
