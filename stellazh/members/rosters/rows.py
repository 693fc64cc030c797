"""One row of a list, understood: a person or a school, and sentences about what was not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from stellazh.members.enums import ImportKind
from stellazh.members.rosters import values
from stellazh.members.rosters.columns import label_of
from stellazh.members.rosters.names import Name, has_latin, name_of, split_name
from stellazh.members.rosters.records import CourseReading, read_awards, read_courses
from stellazh.members.rosters.values import Reader, is_blank
from stellazh.russian.collation import fold
from stellazh.russian.text_lines import one_line

_TOTAL: Final = re.compile(r"^(?:итого|всего)\b", re.IGNORECASE)
# Words that stand where a name should; «Школьникова» is a name.
_NOBODY: Final = re.compile(
    r"\b(?:вакан(?:т|си)\w*|свободн(?:о|ая)|декрет\w{0,4}|библиотек(?:а|арь)|школ[аы]|гимназия|лицей|район|округ|сош|м[бка]?оу|нет)\b"
)
# Formulas and addresses hold letters too.
_NO_LETTERS_OF_NAMES: Final = re.compile(r"[=<>\\|{}\[\]\"]|://")
NO_NAME = "Нет имени: в строке не найдено, о ком она."
NO_PERSON = "«{text}»: это не похоже на имя человека."
TOTAL = "Похоже на строку итогов, а не на {whom}."
NO_SCHOOL = "Нет названия: в строке не найдено, о какой школе она."
NO_POST = "должность не указана"

# How a text becomes a value, by the column of `Card`.
_CARD: Final[dict[str, Reader]] = {
    "birth_on": values.read_day,
    "phone": values.read_phone,
    "max_contact": values.read_text(100),
    "vk_contact": values.read_text(100),
    "other_work": values.read_text(200),
    "experience_total": values.read_years,
    "experience_library": values.read_years,
    "experience_teaching": values.read_years,
    "experience_here": values.read_years,
    "education_level": values.read_education,
    "education_institution": values.read_text(300),
    "education_year": values.read_year,
    "speciality": values.read_text(200),
    "qualification": values.read_text(200),
    "category": values.read_category,
    "category_on": values.read_day,
    "category_order": values.read_text(120),
    "self_education_theme": values.read_text(300),
}
_SCHOOL: Final[dict[str, Reader]] = {
    "settlement": values.read_settlement,
    "school_type": values.read_text(120),
    "pupil_count": values.read_count,
    "class_count": values.read_count,
    "phone": values.read_phone,
    "site": values.read_text(300),
    "library_kind": values.read_library_kind,
    "room": values.read_room,
    "area_m2": values.read_area,
    "has_reading_room": values.read_yes,
    "seat_count": values.read_count,
    "computer_count": values.read_count,
    "has_internet": values.read_yes,
    "library_system": values.read_text(120),
    "fund_count": values.read_count,
    "textbook_count": values.read_count,
    "fiction_count": values.read_count,
    "stated_on": values.read_day,
}


@dataclass(slots=True)
class PersonRow:
    """A person as a row tells. `refusal` says why nobody can be entered; `card` holds what is understood, by column."""

    name: Name | None = None
    email: str = ""
    school: str = ""
    school_inn: str = ""
    territory: str = ""
    post: str = ""
    rate: Decimal | None = None
    position: str = ""
    card: dict[str, Any] = field(default_factory=dict)
    courses: tuple[CourseReading, ...] = ()
    retraining: tuple[CourseReading, ...] = ()
    awards: tuple[tuple[str, int | None], ...] = ()
    problems: list[str] = field(default_factory=list)
    refusal: str = ""

    @property
    def has_school(self) -> bool:
        return bool(self.school or self.school_inn)


@dataclass(slots=True)
class SchoolRow:
    """A school as a row tells."""

    name: str = ""
    short_name: str = ""
    inn: str = ""
    territory: str = ""
    card: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    refusal: str = ""


def read_person(cells: Mapping[str, str], *, today: date) -> PersonRow:
    """A row of a list of people; `cells` are its texts by field."""
    row = PersonRow()
    given = {code: text for code, text in cells.items() if not is_blank(text)}
    row.name, row.refusal = _name(given)
    if any(has_latin(given.get(code, "")) for code in ("full_name", "family_name", "given_name", "patronymic")):
        row.problems.append("ФИО: среди русских букв были латинские, они заменены на русские.")
    row.email = _read(row.problems, "people", given, "email", values.read_email, today) or ""
    row.school = one_line(given.get("school", ""))
    row.school_inn = _read(row.problems, "people", given, "school_inn", values.read_inn, today) or ""
    row.territory = one_line(given.get("territory", ""))
    row.post = _read(row.problems, "people", given, "post", values.read_text(160), today) or ""
    row.rate = _read(row.problems, "people", given, "rate", values.read_rate, today)
    row.position = _read(row.problems, "people", given, "position", values.read_text(120), today) or ""
    for code, reader in _CARD.items():
        value = _read(row.problems, "people", given, code, reader, today)
        if value is not None:
            row.card[code] = value
    _settle_education(row, given)
    _settle_category(row, given, today)
    row.courses = read_courses(given.get("courses", ""), today)
    row.retraining = read_courses(given.get("retraining", ""), today)
    row.awards = read_awards(given.get("awards", ""), today)
    return row


def read_school(cells: Mapping[str, str], *, today: date) -> SchoolRow:
    """A row of a list of schools; `cells` are its texts by field."""
    row = SchoolRow()
    given = {code: text for code, text in cells.items() if not is_blank(text)}
    full, short = one_line(given.get("name", "")), one_line(given.get("short_name", ""))
    row.name, row.short_name = (full or short)[:400], short or full
    if not row.name or not any(sign.isalpha() for sign in row.name):
        row.refusal = NO_SCHOOL
    elif _TOTAL.match(row.name):
        row.refusal = TOTAL.format(whom="школу")
    elif len(row.short_name) > 120:
        row.refusal = "Название длиннее 120 знаков: впишите краткое в столбец «Краткое название»."
    row.inn = _read(row.problems, "schools", given, "inn", values.read_inn, today) or ""
    row.territory = one_line(given.get("territory", ""))
    for code, reader in _SCHOOL.items():
        value = _read(row.problems, "schools", given, code, reader, today)
        if value is not None:
            row.card[code] = value
    return row


def _name(given: Mapping[str, str]) -> tuple[Name | None, str]:
    full = one_line(given.get("full_name", ""))
    parts = [one_line(given.get(code, "")) for code in ("family_name", "given_name", "patronymic")]
    typed = " ".join(part for part in parts if part) or full
    if not typed:
        return None, NO_NAME
    if _TOTAL.match(typed):
        return None, TOTAL.format(whom="человека")
    # The parts are surer than the whole, when there are both.
    name = name_of(*parts) if parts[0] else split_name(full)
    if name is not None and (_NOBODY.search(fold(typed)) or _NO_LETTERS_OF_NAMES.search(typed)):
        name = None
    return name, "" if name else NO_PERSON.format(text=typed[:80])


def _settle_education(row: PersonRow, given: Mapping[str, str]) -> None:
    """«Высшее» and a speciality of libraries, or another one, are a level; «высшее» alone is not."""
    pair = row.card.get("education_level")
    if not isinstance(pair, tuple):
        return
    speciality = f"{given.get('speciality', '')} {given.get('qualification', '')}".strip().casefold()
    if speciality:
        row.card["education_level"] = pair[0] if "библ" in speciality else pair[1]
        row.problems = [problem for problem in row.problems if "библиотечное ли" not in problem]
    else:
        del row.card["education_level"]


def _settle_category(row: PersonRow, given: Mapping[str, str], today: date) -> None:
    """A day written beside the category, when no column of days says another."""
    if "category" in row.card and "category_on" not in row.card:
        day = values.day_in(given.get("category", ""))
        if day is not None and day.year > values.OLDEST_YEAR and day <= today:
            row.card["category_on"] = day


def _read(problems: list[str], kind: str, given: Mapping[str, str], code: str, reader: Reader, today: date) -> Any:
    text = given.get(code)
    if text is None:
        return None
    reading = reader(text, today)
    if reading.problem:
        problems.append(f"{label_of(ImportKind(kind).value, code)}: {reading.problem}")
    return reading.value
