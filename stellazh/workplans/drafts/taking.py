"""From what the reader gives to a draft that can be kept, shown beside its paper, and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.model import Cell, OfficeDocument, Table
from stellazh.office.intake import open_paper, open_pasted
from stellazh.russian.persons import Owner, find_mentions
from stellazh.russian.terms import Term
from stellazh.workplans.drafts.model import (
    Draft,
    DraftNote,
    DraftOwner,
    DraftRow,
    DraftTerm,
    Passport,
    SourceCell,
)
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.drafts.spellings import take_apart
from stellazh.workplans.reading import read_plan
from stellazh.workplans.reading.model import ItemReading, PlanForm, PlanReading, Warning

NO_ITEMS: Final = "В этом файле не нашлось ни одного пункта плана: проверьте, тот ли файл вы выбрали."
ROW_LIMIT: Final = 2_000
TOO_MANY: Final = f"В файле больше {ROW_LIMIT} пунктов: для плана на год это слишком много. Оставьте в нём один план."
SOURCE_LIMIT: Final = 1_500
# How much the columns of an item hold; what is longer is shortened with a warning, not lost: the paper is kept.
LIMITS: Final = {
    "title": 4_000,
    "number": 12,
    "section": 300,
    "place_name": 200,
    "audience": 200,
    "outcome_document": 200,
    "note": 4_000,
}
TERM_LIMIT: Final = 300
OWNER_LIMIT: Final = 200
DETAIL_LIMIT: Final = 300
PASSPORT_LIMITS: Final = {"title": 400, "signer_post": 200, "signer_name": 120}
TEXT_LIMIT: Final = 20_000
_NAMES: Final = {
    "title": "Мероприятие",
    "number": "№",
    "section": "Раздел",
    "place_name": "Место",
    "audience": "Для кого",
    "outcome_document": "Итоговый документ",
    "note": "Примечание",
}
# The reader's words for a form of work and the codes under which items keep them; another word keeps no code.
_FORMS: Final = {
    "семинар-практикум": "practicum",
    "мета-выставка": "exhibition",
    "виртуальная выставка": "exhibition",
    "круглый стол": "round_table",
    "горячая линия": "hotline",
    "веб-форум": "web_forum",
    "форум": "web_forum",
    "мастер-класс": "master_class",
    "вебинар": "webinar",
    "конференция": "conference",
    "громкие чтения": "literary",
    "литературная гостиная": "literary",
    "интеллектуальная игра": "game",
    "библиотечный урок": "lesson",
    "конкурс": "contest",
    "выставка": "exhibition",
    "викторина": "game",
    "квест": "game",
    "игра": "game",
    "месячник": "campaign",
    "неделя": "week",
    "акция": "campaign",
    "практикум": "practicum",
    "семинар": "seminar",
    "совещание": "conference_meeting",
    "заседание": "meeting",
    "консультация": "consultation",
    "тестирование": "test",
    "анкетирование": "survey",
    "мониторинг": "report",
    "курсы": "courses",
    "отчёт": "report",
    "анализ": "report",
}
_FIELDS: Final = {"direction": "section"}
_PLACES: Final = {"term": "срок", "owners": "ответственные"}


def read_draft(paper: Paper, school_year: int) -> Draft:
    """Read a paper as a plan of the school year that opens in that calendar year.

    Raises:
        UnreadablePaper: it cannot be read, or holds no plan.
    """
    if paper.is_pasted:
        document = open_pasted(html=paper.html, text=paper.text)
    else:
        document = open_paper(paper.content, paper.name)
    return draft_of(read_plan(document, school_year), document)


def draft_of(reading: PlanReading, document: OfficeDocument) -> Draft:
    """The draft of a reading; the words of the paper come from the document.

    Raises:
        UnreadablePaper: there is no item, or there are far too many.
    """
    if not reading.items:
        raise UnreadablePaper(NO_ITEMS)
    if len(reading.items) > ROW_LIMIT:
        raise UnreadablePaper(TOO_MANY)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    is_matrix = reading.form is PlanForm.MATRIX
    rows = tuple(
        _row(f"r{place}", item, tables, is_matrix=is_matrix) for place, item in enumerate(reading.items, start=1)
    )
    in_order = _by_columns(reading.items, rows) if is_matrix else rows
    return Draft(
        form="matrix" if is_matrix else "sections",
        passport=_passport(reading),
        sections=tuple(dict.fromkeys(row.section for row in in_order if row.section)),
        rows=rows,
        notes=tuple(dict.fromkeys((*(_note(warning, tables) for warning in reading.warnings), *_grifs(reading)))),
        next_key=len(rows) + 1,
    )


def _by_columns(items: Sequence[ItemReading], rows: Sequence[DraftRow]) -> list[DraftRow]:
    """The rows from the left column of the matrix to the right one."""
    pairs = sorted(zip(items, rows, strict=True), key=lambda pair: pair[0].source.column)
    return [row for _, row in pairs]


def term_of(term: Term) -> tuple[DraftTerm, tuple[DraftNote, ...]]:
    """A read term as a draft keeps it, and its warnings."""
    notes = [DraftNote(warning.code, warning.text, "term") for warning in term.warnings]
    if len(term.raw) > TERM_LIMIT:
        notes.append(DraftNote("shortened", f"Срок длиннее {TERM_LIMIT} знаков и сокращён.", "term"))
    kept = DraftTerm(term.raw[:TERM_LIMIT], term.kind.value, term.start, term.end, term.time, term.months)
    return kept, tuple(notes)


def _row(key: str, item: ItemReading, tables: list[Table], *, is_matrix: bool) -> DraftRow:
    term, term_notes = term_of(item.term)
    texts = {
        "title": " ".join(item.title.split()),
        "number": item.number,
        "section": (item.direction or item.section) if is_matrix else (item.section or item.direction),
        "place_name": item.place,
        "audience": item.audience,
        "outcome_document": item.outcome,
        "note": item.note,
    }
    shortened = tuple(
        DraftNote("shortened", f"«{_NAMES[name]}»: текст длиннее {LIMITS[name]} знаков и сокращён.", name)
        for name, text in texts.items()
        if len(text) > LIMITS[name]
    )
    notes = (*(_note(warning, tables) for warning in item.warnings), *term_notes, *shortened)
    fitting = {name: text[: LIMITS[name]] for name, text in texts.items()}
    return DraftRow(
        key=key,
        title=fitting["title"],
        number=fitting["number"],
        section=fitting["section"],
        place_name=fitting["place_name"],
        audience=fitting["audience"],
        outcome_document=fitting["outcome_document"],
        note=fitting["note"],
        place=_place(item, tables),
        source=_source(item, tables, is_matrix=is_matrix),
        form=_FORMS.get(item.form, ""),
        format=item.format,
        term=term,
        owners=tuple(dict.fromkeys(_owner(owner) for owner in item.owners)),
        notes=_unique(notes),
    )


def _unique(notes: tuple[DraftNote, ...]) -> tuple[DraftNote, ...]:
    """The term's own warnings may come by two ways: the same words of one field are one warning."""
    return tuple({(note.code, note.text): note for note in reversed(notes)}.values())[::-1]


def _owner(owner: Owner) -> DraftOwner:
    written = " ".join(owner.as_written.split())
    parts = take_apart(written)
    # The reader's name has initials; a name written in full says more.
    name = written if parts is not None and len(parts.given) > 1 and parts.patronymic else owner.name
    detail = " ".join(part for part in (owner.post, owner.organisation) if part)
    return DraftOwner(name[:OWNER_LIMIT], detail[:DETAIL_LIMIT], str(owner.kind.value))


def _note(warning: Warning, tables: list[Table]) -> DraftNote:
    # The reader gives the column of the activity; about terms and owners the column is named by what it holds.
    column = f"столбец {warning.column + 1}" if warning.column >= 0 else ""
    where = _PLACES.get(warning.field, column) if column else ""
    return DraftNote(
        code=warning.code,
        text=warning.text,
        field=_FIELDS.get(warning.field, warning.field),
        column=where,
        replaces=warning.replaces,
        replacement=warning.suggestion if warning.replaces else "",
    )


def _place(item: ItemReading, tables: list[Table]) -> str:
    if item.source.table < 0:
        return "вне таблицы"
    row = f"строка {item.source.row + 1}"
    return f"таблица {item.source.table + 1}, {row}" if len(tables) > 1 else row


def _source(item: ItemReading, tables: list[Table], *, is_matrix: bool) -> tuple[SourceCell, ...]:
    source = item.source
    own = SourceCell("", _clipped(source.text))
    if not 0 <= source.table < len(tables):
        return (own,)
    table = tables[source.table]
    columns = [0, source.column] if is_matrix else list(range(table.column_count))
    cells = []
    for column, cell in _cells(table, source.row, columns):
        # A cell of the matrix holds several activities: only this one's words. A row of the other form is one activity.
        text = source.text if is_matrix and column == source.column else cell.text
        if text:
            cells.append(SourceCell(_heading(table, column), _clipped(text)))
    if not is_matrix:
        cells += _torn_off(item, table, columns)
    return tuple(cells) or (own,)


def _torn_off(item: ItemReading, table: Table, columns: list[int]) -> Iterator[SourceCell]:
    """The rows that a page break had torn off and that the reader joined to this item."""
    for row in dict.fromkeys(warning.row for warning in item.warnings if warning.code == "row_joined"):
        for column, cell in _cells(table, row, columns):
            if cell.text:
                yield SourceCell(f"{_heading(table, column)}, продолжение", _clipped(cell.text))


def _cells(table: Table, row: int, columns: list[int]) -> Iterator[tuple[int, Cell]]:
    seen: set[tuple[int, int]] = set()
    for column in columns:
        cell = table.covering(row, column)
        if cell is not None and (cell.row, cell.column) not in seen:
            seen.add((cell.row, cell.column))
            yield column, cell


def _heading(table: Table, column: int) -> str:
    cell = table.covering(0, column)
    words = cell.flat if cell is not None and cell.column_span < max(2, table.column_count) else ""
    return words[:60] or f"столбец {column + 1}"


def _clipped(text: str) -> str:
    return text if len(text) <= SOURCE_LIMIT else f"{text[:SOURCE_LIMIT]}…"


def _passport(reading: PlanReading) -> Passport:
    passport = reading.passport
    post, name = _signer(passport.signer)
    texts = {
        "title": passport.title,
        "unified_theme": passport.unified_theme,
        "methodical_theme": passport.methodical_theme,
        "goal": passport.goal,
        "tasks": "\n".join(passport.tasks),
        "expected_results": "\n".join(passport.expected_results),
        "signer_post": post,
        "signer_name": name,
    }
    return Passport(**{key: text[: PASSPORT_LIMITS.get(key, TEXT_LIMIT)] for key, text in texts.items()})


def _signer(line: str) -> tuple[str, str]:
    """«Руководитель ММО  Ольхова В.И.» taken apart into post and name."""
    mentions = find_mentions(line)
    if not mentions:
        return "", " ".join(line.split())
    last = mentions[-1]
    post = " ".join(f"{line[: last.start]} {line[last.end :]}".replace("_", " ").strip(" :;,.–—-/").split())
    return post, last.name


def _grifs(reading: PlanReading) -> Iterator[DraftNote]:
    for grif in reading.passport.grifs:
        words = " ".join(part for part in (grif.text, f"№ {grif.number}" if grif.number else "", grif.date_raw) if part)
        yield DraftNote(
            "grif",
            f"В файле есть гриф «{grif.kind.value}»: {' '.join(words.split())[:300]}. "
            "Он не переносится: гриф появится, когда план рассмотрят и утвердят.",
        )
