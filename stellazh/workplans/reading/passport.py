"""The texts around the table of a plan: title, themes, goal, tasks, directions, expected results, signer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from stellazh.office.documents import Paragraph, Table
from stellazh.workplans.reading.activities import strip_marker
from stellazh.workplans.reading.grifs import read_grifs, starts_grif
from stellazh.workplans.reading.headings import is_month_heading
from stellazh.workplans.reading.model import Passport

_LABELS: Final = (
    (
        "unified_theme",
        r"един\w+\s+(?:(?:городск|муниципальн|районн|областн|региональн|окружн)\w+\s+)?(?:методическ\w+\s+)?тема",
    ),
    ("methodical_theme", r"методическ\w+\s+тема|тема"),
    ("goal", r"(?:основн\w+\s+)?цел[ьи](?!\w)(?:\s+и\s+задачи)?"),
    ("tasks", r"(?:основн\w+\s+)?задачи(?!\w)"),
    ("directions", r"(?:основн\w+\s+|приоритетн\w+\s+|ключев\w+\s+)*направлени[яе]"),
    ("expected_results", r"(?:ожидаем|планируем|прогнозируем|предполагаем)\w+\s+(?:конечн\w+\s+)?результат\w*"),
)  # fmt: skip
_LABEL: Final = tuple(
    (name, re.compile(rf"^\s*(?:{pattern})(?:\s+[^:.;]{{0,60}}?)?\s*(?P<end>[:.]|[–—-](?=\s)|$)\s*", re.IGNORECASE))
    for name, pattern in _LABELS
)
_KINDS_OF_PLAN: Final = (
    r"^(?:(?:годовой|календарный|перспективный|комплексный|методический)\s+)*план(?:\s*-\s*график)?\b"
)
_TITLE: Final = re.compile(_KINDS_OF_PLAN, re.IGNORECASE)
_YEAR_TAIL: Final = re.compile(
    r"[\s,]*(?:на|в)?\s*20\d\d\s*[-–—/\\]\s*(?:20)?\d\d\s*(?:уч\w*\.?|учебн\w+)?\s*(?:год[а]?|г\.?г?\.?)?[\s.»\"]*$",
    re.IGNORECASE,
)
_PLAN_WORDS: Final = re.compile(
    _KINDS_OF_PLAN + r"\s*(?:работы|деятельности|мероприятий|методической\s+работы)?\s*",
    re.IGNORECASE,
)
_ITEM_NUMBER: Final = re.compile(r"(?:^|(?<=[\s.;:]))(\d{1,2})[.)]\s*(?=[«\"А-ЯЁ])")
_ASSOCIATION: Final = re.compile(
    r"(?:методическ|творческ|профессиональн)\w+\s+объединени|\b(?:ММО|РМО|ГМО|ОМО|ГТО|МПМО|РУМО)\b", re.IGNORECASE
)
_SIGNER: Final = re.compile(
    r"^(?:руководител|председател|методист|директор|заведующ|зав\.|секретар|исполнител|составител|начальник|план\s)",
    re.IGNORECASE,
)
_HEADING_ONLY: Final = re.compile(
    r"^(?:содержание(?:\s+работы|\s+деятельности)?|основные мероприятия|пояснительная записка|паспорт.*)[.:]?$",
    re.IGNORECASE,
)
_ENDS_PASSPORT: Final = re.compile(
    r"^(?:заседани[ея]\b|[IVXІХ]{1,5}\s?[.)]\s*\S|раздел\b|план\s+(?:работы|мероприятий)\s*$)", re.IGNORECASE
)


@dataclass(slots=True)
class PassportReader:
    """Gathers the passport line by line; lines it does not need are left to others."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    title_lines: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    _open: str = ""

    def take_line(self, line: str) -> bool:
        """Take one line above the table; True when it belongs to the passport."""
        label = label_of(line)
        if label is not None:
            name, rest = label
            self._open = name
            self.others.append("")
            self.texts.setdefault(name, [])
            if rest:
                self.texts[name].append(rest)
            return True
        if _is_title(line):
            self.others.append("")
            # «План работы» again, right above the table, adds nothing to a title already read.
            self._open = "" if self.title_lines else "title"
            if not self.title_lines:
                self.title_lines.append(line)
            return True
        if self._open == "title":
            if (
                len(line) < 200
                and not _HEADING_ONLY.match(line)
                and not starts_grif(line)
                and len(self.title_lines) < 5
            ):
                self.title_lines.append(line)
                if _YEAR_TAIL.search(line):
                    self._open = ""
                return True
            self._open = ""
        if self._open and not _HEADING_ONLY.match(line):
            self.texts[self._open].append(line)
            return True
        self._open = ""
        self.others.append("" if _HEADING_ONLY.match(line) else line)
        return False

    def _goes_on_title(self, line: str) -> bool:
        if len(line) > 200 or len(self.title_lines) >= 5 or _YEAR_TAIL.search(self.title_lines[-1]):
            return False
        return not _HEADING_ONLY.match(line) and not starts_grif(line) and not is_month_heading(line)

    def take_prose(self, paragraph: Paragraph) -> bool:
        """Take a paragraph of a plan without tables; months, meetings and sections end what was open."""
        text = paragraph.visible
        if is_month_heading(text) or _ENDS_PASSPORT.match(text) or (paragraph.heading_level and label_of(text) is None):
            self._open = ""
            return _is_title(text)
        return self.take_line(paragraph.lines[0]) if len(paragraph.lines) == 1 else False

    def take_table(self, table: Table) -> bool:
        """Take a table of two columns with labels at the left; True when it was one."""
        rows = [(_column_lines(table, row, 0), _rest_lines(table, row)) for row in range(table.row_count)]
        labelled = [label_of(" ".join(left) + ":") for left, _ in rows if left]
        if not any(labelled):
            return False
        for left, right in rows:
            label = label_of(" ".join(left) + ":") if left else None
            if label is not None:
                self._open = label[0]
                self.texts.setdefault(self._open, [])
            elif left:
                self._open = ""
                self.others.extend((*left, *right))
                continue
            if self._open:
                # A row with an empty label is the rest of the row above, cut by a page break.
                self.texts[self._open].extend(right)
        self._open = ""
        return True

    def passport(self, grif_cells: Sequence[Sequence[str]], signer: str) -> Passport:
        title = " ".join(" ".join(self.title_lines).split())
        return Passport(
            title=title,
            association_name=association_of(title) or self._association_line(),
            unified_theme=self._text("unified_theme"),
            methodical_theme=self._text("methodical_theme"),
            goal=self._text("goal"),
            tasks=self._list("tasks"),
            directions=self._list("directions"),
            expected_results=self._list("expected_results"),
            grifs=read_grifs((*grif_cells, self.others)),
            signer=signer,
        )

    def _association_line(self) -> str:
        """The association where it stands on a line of its own above the title."""
        lines = [
            line for line in self.others if _ASSOCIATION.search(line) and len(line) < 160 and not starts_grif(line)
        ]
        return lines[-1].strip() if lines else ""

    def _text(self, name: str) -> str:
        return " ".join(" ".join(self.texts.get(name, [])).split())

    def _list(self, name: str) -> tuple[str, ...]:
        return as_list(self.texts.get(name, []))


def label_of(line: str) -> tuple[str, str] | None:
    """`(field, text after the label)` of a line that opens a part of the passport: «Цель: …», «Задачи», «Тема ГТО»."""
    for name, pattern in _LABEL:
        match = pattern.match(line)
        if match is None or (len(line) > 90 and match["end"] == ""):
            continue
        # «Цель работы объединения» alone is a label; «Тема заседания «…»» is not.
        if match["end"] == "." and match.end() < len(line):
            continue
        if re.match(r"\s*тем\w+\s+(?:заседани|совещани|выступлени)", line, re.IGNORECASE):
            continue
        return name, line[match.end() :].strip()
    return None


def _is_title(line: str) -> bool:
    return bool(_TITLE.match(line.strip(' «"'))) and len(line) < 300 and not _HEADING_ONLY.match(line)


def association_of(title: str) -> str:
    """The association in the words of the title, without «План работы» and the year: «ММО школьных библиотекарей …»."""
    rest = _PLAN_WORDS.sub("", title.strip(' «"'))
    rest = _YEAR_TAIL.sub("", rest).strip(' .,«»"')
    return rest if rest != title and re.search(r"[А-ЯЁа-яё]{2,}", rest) else ""


def as_list(lines: Sequence[str]) -> tuple[str, ...]:
    """The points of a list: by their numbers where they count up from 1, else by lines. Sub-points stay inside."""
    text = "\n".join(lines)
    starts: list[tuple[int, int]] = []
    for found in _ITEM_NUMBER.finditer(text):
        if int(found[1]) == len(starts) + 1:
            starts.append((found.start(), found.end()))
    if starts:
        ends = [start for start, _ in starts[1:]] + [len(text)]
        points = [text[begin:end] for (_, begin), end in zip(starts, ends, strict=True)]
        lead = text[: starts[0][0]]
        points = [lead, *points] if lead.strip(" :\n") else points
    else:
        points = [strip_marker(line) for line in lines]
    return tuple(clean for point in points if (clean := " ".join(point.split()).rstrip(";, ")))


def signer_of(lines: Iterable[str]) -> str:
    """The line below the table in which somebody signs, blanks and underscores as single spaces."""
    for line in lines:
        if _SIGNER.match(line.strip()):
            return " ".join(re.sub(r"[_/]{2,}", " ", line).split()).strip(" /")
    return ""


def _column_lines(table: Table, row: int, column: int) -> tuple[str, ...]:
    cell = table.covering(row, column)
    return cell.lines if cell is not None and cell.row == row and cell.column == column else ()


def _rest_lines(table: Table, row: int) -> tuple[str, ...]:
    return tuple(line for cell in table.starting_in(row) if cell.column > 0 for line in cell.lines)
