"""Every word that stands on somebody's sheet."""

from __future__ import annotations

from stellazh.certificates.enums import DocumentGenre
from stellazh.certificates.layout import Layout, layout_from_json
from stellazh.certificates.models import IssueRun, RunRow
from stellazh.certificates.wording import (
    BASIS,
    DEGREE,
    EVENT,
    EVENT_DATES,
    EVENT_PLACE,
    GENDER,
    HOURS_COUNT,
    HOURS_GENITIVE,
    ISSUED_ON,
    ISSUER,
    MUNICIPALITY,
    NAME,
    NAME_DATIVE,
    NAME_GENITIVE,
    NOMINATION,
    NUMBER,
    POINTS,
    POST,
    POST_DATIVE,
    SCHOOL,
    TITLE,
    WORK,
    fields_in,
    hours_genitive,
    hours_words,
    points_words,
)
from stellazh.russian.calendar_words import long_date
from stellazh.russian.posts import dative_of_post

# What may differ from sheet to sheet besides the name and the school.
DETAIL_FIELDS = (POINTS, WORK, NOMINATION, DEGREE)
_DEGREES = {DocumentGenre.FIRST: "I", DocumentGenre.SECOND: "II", DocumentGenre.THIRD: "III"}
_MOST_POINTS = 100_000


def sheet_values(run: IssueRun, row: RunRow, *, number_words: str = "") -> dict[str, str]:
    """The values of the sheet of that row, by the names of `wording.FIELDS`; empty ones are left out. The run comes
    with its association and kind. No query."""
    values = {
        NAME: row.name,
        NAME_DATIVE: row.dative,
        NAME_GENITIVE: row.genitive,
        GENDER: row.gender,
        POST: row.post,
        POST_DATIVE: dative_of_post(row.post) if row.post else "",
        SCHOOL: row.school,
        MUNICIPALITY: row.municipality,
        EVENT: run.subject_title,
        EVENT_DATES: run.dates_words,
        EVENT_PLACE: run.place,
        HOURS_COUNT: hours_words(run.hours) if run.hours else "",
        HOURS_GENITIVE: hours_genitive(run.hours) if run.hours else "",
        BASIS: run.basis,
        DEGREE: _DEGREES.get(DocumentGenre(run.kind.genre), ""),
        TITLE: run.kind.title,
        NUMBER: number_words,
        ISSUED_ON: long_date(run.issued_on),
        ISSUER: run.association.name,
    }
    values |= {field: row.details[field] for field in DETAIL_FIELDS if row.details.get(field)}
    values[POINTS] = _points(values.get(POINTS, ""))
    return {name: text for name, text in values.items() if text}


def run_layout(run: IssueRun) -> Layout | None:
    """What the sheets of the run look like: as submitted, before that as its template is now; None when it has none.

    The run comes with its template and the template of its kind.

    Raises:
        LayoutUnfit: the template cannot be printed.
    """
    if run.layout:
        return layout_from_json(run.layout)
    template = run.template or run.kind.template
    return layout_from_json(template.layout) if template is not None else None


def layout_fields(layout: Layout) -> set[str]:
    """The fields that stand somewhere on a sheet."""
    return {field for block in layout.blocks for field in fields_in(block.text)}


def _points(text: str) -> str:
    """«87» becomes «87 баллов»; what is words already stays."""
    return points_words(int(text)) if text.isascii() and text.isdecimal() and int(text) <= _MOST_POINTS else text
