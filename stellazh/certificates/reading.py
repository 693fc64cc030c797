"""Lists of people as they are typed, pasted or brought in a file: Excel, CSV, a table in Word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stellazh.certificates.recipient_lists import Recipient
from stellazh.certificates.wording import DEGREE, NOMINATION, POINTS, WORK
from stellazh.common.errors import UnreadablePaper
from stellazh.members.enums import ImportKind
from stellazh.members.rosters.columns import NOT_NEEDED, plain, recognise
from stellazh.members.rosters.headings import Heading, best_sheet, data_rows, find_heading
from stellazh.office.documents.model import Table
from stellazh.office.intake import open_paper
from stellazh.office.tables import TableFile, TableSheet, open_table, refuse_at_the_door
from stellazh.russian.text_lines import one_line

# One series of letters and one file for the printer; whoever has more divides the list.
MOST_ROWS: Final = 3000
TOO_MANY: Final = (
    f"В списке больше {MOST_ROWS} человек, а в одной выдаче может быть не больше {MOST_ROWS}: разделите список "
    "на части и выдайте документы по частям."
)
NOBODY: Final = "В списке нет ни одного имени: проверьте, тот ли это файл и есть ли в нём столбец «ФИО»."
NO_NAMES: Final = (
    "Не найден столбец с именами: подпишите его «ФИО» (или «Фамилия», «Имя», «Отчество») и загрузите снова."
)
_NAME, _POST, _SCHOOL, _PLACE, _EMAIL = "full_name", "post", "school", "territory", "email"
_PARTS: Final = ("family_name", "given_name", "patronymic")
_KNOWN: Final = frozenset({_NAME, _POST, _SCHOOL, _PLACE, _EMAIL, *_PARTS})
_DETAILS: Final = (POINTS, WORK, NOMINATION, DEGREE)
_OWN: Final = (
    (POINTS, re.compile(r"^балл|\bбалл(?:ы|ов)\b|^результат")),
    (NOMINATION, re.compile(r"^номинаци")),
    (DEGREE, re.compile(r"^степень|^диплом$|^место$|^занят\w* место")),
    (WORK, re.compile(r"^работа$|(?:назван|наименован|тема)\w* (?:работ|доклад|выступ|публик|стать)|^доклад|^тема$")),
)  # fmt: skip
_IS_SCHOOL: Final = re.compile(
    r"школ|гимнази|лице[йя]|интернат|колледж|техникум|библиотек[аи]\b|центр|№|\b(?:[МГК]?[БКА]?ОУ|СОШ|ООШ|НОШ)\b", re.I
)  # fmt: skip
_SEPARATOR: Final = re.compile(r"\t|;|,")
_ORDINAL: Final = re.compile(r"^\d{1,4}[.)]?\s+")
_FORMULA: Final = re.compile(r"^[=+@\s]+")
_LIMITS: Final = {"name": 250, "post": 250, "school": 300, "municipality": 200}


@dataclass(frozen=True, slots=True)
class ReadList:
    """Who was found, and sentences about what was not understood."""

    recipients: tuple[Recipient, ...]
    notes: tuple[str, ...] = ()


def read_names(text: str) -> ReadList:
    """A list typed or pasted: a name in each line, after it the post, the school, the address of mail in any order,
    divided by tabs, semicolons or commas; or a table pasted with its headings.

    Raises:
        UnreadablePaper: there is nobody in it, or far too many.
    """
    lines = [_ORDINAL.sub("", line.strip(" ·•–—")) for line in text.replace("\r\n", "\n").split("\n")]
    rows = tuple(tuple(one_line(part) for part in _SEPARATOR.split(line)) for line in lines if line.strip())
    tabbed = tuple(tuple(one_line(part) for part in line.split("\t")) for line in lines if line.strip())
    sheet = TableSheet("", tabbed)
    heading = find_heading(sheet, ImportKind.PEOPLE) if tabbed else None
    if heading is not None and heading.is_sure and _has_name(_columns(heading.texts)):
        return _from_sheet(sheet, heading, ())
    return _finished(_from_line(row) for row in rows)


def read_file(content: bytes, name: str) -> ReadList:
    """A list in a file: .xlsx, CSV, or the largest table of a .docx. Columns are known by their headings.

    Raises:
        UnreadablePaper: it is no such file, there is nobody in it, or far too many.
    """
    table = _table_of(content, name)
    sheet = best_sheet(table, ImportKind.PEOPLE)
    heading = find_heading(sheet, ImportKind.PEOPLE)
    notes = (*table.notes, *sheet.warnings)
    columns = _columns(heading.texts)
    if heading.is_sure and _has_name(columns):
        return _from_sheet(sheet, heading, notes)
    if heading.is_sure or sheet.width > 1:
        raise UnreadablePaper(NO_NAMES)
    # One column without a heading is a list of names.
    return _finished((_from_line(row) for row in sheet.rows if any(row)), notes)


def _table_of(content: bytes, name: str) -> TableFile:
    if name.casefold().endswith(".docx"):
        tables = [block for block in open_paper(content, name).blocks if isinstance(block, Table)]
        if not tables:
            raise UnreadablePaper("В этом файле Word нет таблицы: оформите список таблицей или вставьте его как текст.")
        largest = max(tables, key=lambda table: table.row_count)
        rows = tuple(tuple(" ".join(text.split()) for text in row) for row in largest.texts())
        return TableFile((TableSheet("", rows),))
    refuse_at_the_door(content, name)
    return open_table(content, name)


def _columns(texts: Sequence[str]) -> dict[int, str]:
    """Number of a column → what it holds; the first of several alike counts."""
    found: dict[int, str] = {}
    for place, text in enumerate(texts):
        heading = plain(text)
        code = next((code for code, pattern in _OWN if pattern.search(heading)), None)
        code = code or recognise(text, ImportKind.PEOPLE)
        if code not in (None, NOT_NEEDED) and (code in _KNOWN or code in _DETAILS) and code not in found.values():
            found[place] = str(code)
    return found


def _has_name(columns: Mapping[int, str]) -> bool:
    return bool({_NAME, "family_name"} & set(columns.values()))


def _from_sheet(sheet: TableSheet, heading: Heading, notes: Sequence[str]) -> ReadList:
    columns = _columns(heading.texts)
    unknown = [
        text for place, text in enumerate(heading.texts)
        if text and place not in columns and recognise(text, ImportKind.PEOPLE) != NOT_NEEDED
    ]  # fmt: skip
    if unknown:
        shown = ", ".join(f"«{text[:40]}»" for text in unknown[:6])
        notes = (*notes, f"Эти столбцы на листах не нужны и пропущены: {shown}.")
    rows = data_rows(sheet, heading)
    return _finished((_from_cells(row, columns) for _, row in rows), notes)


def _from_cells(row: Sequence[str], columns: Mapping[int, str]) -> Recipient | None:
    cells = {code: one_line(row[place]) for place, code in columns.items() if place < len(row) and row[place]}
    name = " ".join(cells[part] for part in _PARTS if part in cells) if "family_name" in cells else cells.get(_NAME, "")
    if not name:
        return None
    details = {code: cells[code][:300] for code in _DETAILS if cells.get(code)}
    return _recipient(
        name, cells.get(_POST, ""), cells.get(_SCHOOL, ""), cells.get(_PLACE, ""), cells.get(_EMAIL, ""), details
    )


def _from_line(parts: Sequence[str]) -> Recipient | None:
    filled = [part for part in parts if part]
    if not filled:
        return None
    name, post, school, email = filled[0], "", "", ""
    for part in filled[1:]:
        if "@" in part:
            email = email or part
        elif not school and _IS_SCHOOL.search(part):
            school = part
        elif len(post) < _LIMITS["post"]:
            post = f"{post}, {part}" if post else part
    return _recipient(name, post, school, "", email, {})


def _recipient(
    name: str, post: str, school: str, municipality: str, email: str, details: Mapping[str, str]
) -> Recipient:
    return Recipient(
        name=_FORMULA.sub("", name)[: _LIMITS["name"]].strip(),
        post=post[: _LIMITS["post"]],
        school=school[: _LIMITS["school"]],
        municipality=municipality[: _LIMITS["municipality"]],
        email=_address(email),
        details=details,
    )


def _address(text: str) -> str:
    """The address, or nothing for what is none."""
    found = text.strip(" <>;,").casefold()
    try:
        validate_email(found)
    except ValidationError:
        return ""
    return found if len(found) <= 254 else ""


def _finished(found: Iterator[Recipient | None], notes: Sequence[str] = ()) -> ReadList:
    recipients: list[Recipient] = []
    odd = 0
    for one in found:
        if one is None:
            continue
        if not any(sign.isalpha() for sign in one.name):
            odd += 1
            continue
        recipients.append(one)
        if len(recipients) > MOST_ROWS:
            raise UnreadablePaper(TOO_MANY)
    if not recipients:
        raise UnreadablePaper(NOBODY)
    said = [*notes]
    if odd:
        said.append(f"Строки без имени пропущены: {odd}.")
    return ReadList(tuple(recipients), tuple(said))
