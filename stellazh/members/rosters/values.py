"""What one cell says. What is not surely understood gives no value but a sentence for whoever checks the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stellazh.members.enums import Category, EducationLevel, LibraryKind, RoomKind, SettlementKind
from stellazh.russian.collation import fold
from stellazh.russian.phones import phone_number
from stellazh.russian.text_lines import one_line

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("янв", "фев", "мар", "апр", "мая май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
    )
    for name in names.split()
}
_EMPTY: Final = re.compile(
    r"^(?:[-–—.?*/\\\s]*|н/?д|не ?указан[оа]?|нет данных|нет свед\w*|отсутствует данные)$", re.IGNORECASE
)
_SHORTENED: Final = re.compile(r"^\d+[.,]\d+[eе]\+?\d+$", re.IGNORECASE)
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s*[.,/\-]\s*(\d{1,2})\s*[.,/\-]\s*(\d{4}|\d{2})(?!\d)")
_ISO_DAY: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WORDED_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s+([а-яё]{3,9})\.?\s+(\d{4})", re.IGNORECASE)
_YEARS: Final = re.compile(
    r"^(\d{1,2})(?:[.,](\d{1,2}))?\s*(?:л|лет|г|год|года)?\.?(?:\s*(?:и\s*)?(\d{1,2})\s*(?:м|мес|месяц\w*)\.?)?$"
)
_MONTHS_ONLY: Final = re.compile(r"^(\d{1,2})\s*(?:м|мес|месяц\w*)\.?$")
_RATE: Final = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:ст|ставк[аи]|ставок)?\.?$")
_COUNT: Final = re.compile(r"^(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)\s*(?:чел\w*|шт|экз\w*|уч\w*|кл\w*|мест\w*)?\.?$")
_SERIAL: Final = re.compile(r"^[1-6]\d{4}$")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_WORD_OF_MAIL: Final = re.compile(r"[^\s;,<>()]+")
OLDEST_YEAR: Final = 1930


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood, None for nothing; and a sentence when it is doubtful or not understood at all."""

    value: Any = None
    problem: str = ""


NOTHING: Final = Reading()
Reader = Callable[[str, date], Reading]


def is_blank(text: str) -> bool:
    """Whether a cell says that it says nothing: empty, a dash, «нет данных»."""
    return bool(_EMPTY.match(text.strip()))


def read_day(text: str, today: date) -> Reading:
    """«07.03.2019», «7/3/19», «2019-03-07», «7 марта 2019 г.», a day as Excel stores it («43531»)."""
    found = day_in(text)
    if found is not None:
        if found.year < OLDEST_YEAR or found > today + timedelta(days=366):
            return Reading(None, f"«{text}»: проверьте дату, год не похож на верный.")
        return Reading(found)
    if _SERIAL.match(text.strip()):
        return Reading(date(1899, 12, 30) + timedelta(days=int(text)))
    if _YEAR.fullmatch(re.sub(r"\s*(?:г|год)\.?$", "", text.strip())):
        return Reading(None, f"«{text}»: здесь только год, а нужна полная дата: день, месяц и год.")
    return Reading(None, f"«{text}»: дата не понята, напишите её вроде 07.03.2019.")


def day_in(text: str) -> date | None:
    """The first whole day that a text names; None when there is none, or no such day."""
    if found := _ISO_DAY.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.search(text):
        year = int(found[3])
        if year < 100:
            year += 2000 if year < 50 else 1900
        return _date(year, int(found[2]), int(found[1]))
    if found := _WORDED_DAY.search(text):
        month = MONTHS.get(fold(found[2])[:3])
        return _date(int(found[3]), month, int(found[1])) if month else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_years(text: str, today: date) -> Reading:
    """«12», «12 лет», «12л 3м», «12,5», «5 мес.» → whole years."""
    plain = fold(text)
    if found := _YEARS.match(plain):
        return Reading(int(found[1]))
    if _MONTHS_ONLY.match(plain):
        return Reading(0)
    if found := re.fullmatch(r"с (\d{4})(?: ?г\w*\.?)?", plain):
        return Reading(None, f"«{text}»: здесь год начала, а нужно число лет.")
    return Reading(None, f"«{text}»: стаж не понят, напишите число полных лет.")


def read_rate(text: str, today: date) -> Reading:
    """«1 ставка», «0,5», «полставки», «1/2», «50%»."""
    plain = fold(text).replace("½", "1/2").replace("¼", "1/4").replace("¾", "3/4")
    worded = {"полставки": "0.5", "пол ставки": "0.5", "ставка": "1", "целая": "1", "полная": "1", "полная ставка": "1",
              "целая ставка": "1", "четверть ставки": "0.25", "полторы ставки": "1.5"}  # fmt: skip
    value: Decimal | None = None
    if plain in worded:
        value = Decimal(worded[plain])
    elif found := re.fullmatch(r"(\d)\s*/\s*(\d)\s*(?:ст\w*\.?)?", plain):
        value = Decimal(int(found[1])) / Decimal(int(found[2])) if int(found[2]) else None
    elif found := re.fullmatch(r"(\d{2,3})\s*%", plain):
        value = Decimal(int(found[1])) / 100
    elif found := _RATE.match(plain):
        value = Decimal(found[1].replace(",", "."))
    if value is None or not 0 < value <= 2:
        return Reading(None, f"«{text}»: ставка не понята, напишите её вроде 0,5.")
    return Reading(value.quantize(Decimal("0.01")))


def read_category(text: str, today: date) -> Reading:
    """«1 кв.кат.», «высш.», «СЗД», «соответствие», «б/к», «нет» → a `Category`; a date may stand beside it."""
    plain = re.sub(r"[^\wа-я]+", " ", fold(text)).strip()
    found: set[str] = set()
    if re.search(r"\bвысш|\bвкк\b|\bвк\b", plain):
        found.add(Category.HIGHEST)
    if re.search(r"\bперв|\bпкк\b|^(?:1|i|1 ?я|первая)\b|\b(?:1|i) (?:кв|кат|к\b)", plain):
        found.add(Category.FIRST)
    if re.search(r"\bсзд\b|соответ|\bсоотв\b", plain):
        found.add(Category.FITNESS)
    if not found and re.search(r"^(?:нет|без|б к|бк|не имеет|не аттест|отсутств|не присв)", plain):
        found.add(Category.NONE)
    if len(found) == 1:
        return Reading(found.pop().value)  # type: ignore[attr-defined]
    return Reading(None, f"«{text}»: категория не понята. Бывают: первая, высшая, соответствие, нет.")


def read_education(text: str, today: date) -> Reading:
    """«высшее библ.», «ср. спец. (небибл.)», «неоконченное высшее» → an `EducationLevel`.

    «Высшее» alone says nothing of libraries: then the value is the pair of levels between which the speciality decides.
    """
    plain = re.sub(r"[^\wа-я]+", " ", fold(text)).strip()
    if re.search(r"неок|незак|не оконч|н в\b", plain):
        return Reading(EducationLevel.HIGHER_UNFINISHED.value)
    is_higher = bool(re.search(r"\bвысш|^в\b|\bво\b|бакалавр|магистр|специалитет", plain))
    is_secondary = bool(re.search(r"\bспо\b|спец|проф|\bсср?\b|колледж|техникум|училищ|\bнпо\b", plain))
    if is_higher == is_secondary:
        if not is_higher and re.search(r"^сред|общее|\b1[01] кл", plain) and not re.search(r"библ", plain):
            return Reading(EducationLevel.GENERAL.value)
        return Reading(None, f"«{text}»: образование не понято. Пишут «высшее библиотечное», «СПО небиблиотечное».")
    library, other = (
        (EducationLevel.HIGHER_LIBRARY, EducationLevel.HIGHER_OTHER)
        if is_higher
        else (EducationLevel.SECONDARY_LIBRARY, EducationLevel.SECONDARY_OTHER)
    )
    if re.search(r"не ?библ|непроф|педагог|филолог|учител|эконом|юрид|техн|инж", plain):
        return Reading(other.value)
    if "библ" in plain:
        return Reading(library.value)
    return Reading(
        (library.value, other.value), f"«{text}»: не сказано, библиотечное ли образование. Уровень не записан."
    )


def read_phone(text: str, today: date) -> Reading:
    """One telephone, or two as they are written; a number that Excel has shortened has lost its digits."""
    line = one_line(text)
    if _SHORTENED.match(line):
        return Reading(None, f"«{text}»: Excel сократил номер, цифры потеряны. Впишите телефон заново.")
    if sum(sign.isdigit() for sign in line) < 5:
        return Reading(None, f"«{text}»: это не похоже на телефон.")
    if len(line) > 40:
        return Reading(None, f"«{text}»: слишком длинно для телефона, оставьте один номер.")
    return Reading(phone_number(line))


def read_email(text: str, today: date) -> Reading:
    """One address in small letters; of several the first."""
    # Word by word: a pattern of a whole address would begin anew at every sign of a long text without one.
    found = [word for word in _WORD_OF_MAIL.findall(text.replace("mailto:", "")) if "@" in word[1:-1]]
    address = found[0].strip(".").casefold() if found else ""
    try:
        validate_email(address)
    except ValidationError:
        return Reading(None, f"«{text}»: это не адрес почты, он пишется вроде name@example.ru.")
    return Reading(address, f"«{text}»: адресов несколько, взят первый." if len(found) > 1 else "")


def read_inn(text: str, today: date) -> Reading:
    """The ten digits of an organisation; a wrong check digit is told of."""
    digits = re.sub(r"[\s\u00a0]", "", text).removesuffix(",0").removesuffix(".0")
    if _SHORTENED.match(digits):
        return Reading(None, f"«{text}»: Excel сократил ИНН, цифры потеряны. Впишите его заново.")
    if len(digits) == 12 and digits.isdecimal():
        return Reading(None, f"«{text}»: это ИНН человека, а не организации. Он не записан.")
    if not digits.isdecimal() or len(digits) != 10:
        lost = " Возможно, Excel потерял ноль в начале." if len(digits) == 9 and digits.isdecimal() else ""
        return Reading(None, f"«{text}»: ИНН организации — 10 цифр.{lost}")
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    control = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11 % 10
    return Reading(
        digits, "" if control == int(digits[9]) else f"«{text}»: проверьте ИНН, контрольная цифра не сходится."
    )


def read_count(text: str, today: date) -> Reading:
    """«612», «1 250», «450 чел.»."""
    found = _COUNT.match(fold(text))
    if found is None:
        return Reading(None, f"«{text}»: нужно число без слов.")
    return Reading(int(re.sub(r"\s", "", found[1])))


def read_area(text: str, today: date) -> Reading:
    """«84,5», «84.5 кв. м»."""
    found = re.match(r"^(\d{1,5}(?:[.,]\d+)?)\s*(?:кв\.? ?м\.?|м2|м²|м\.? ?кв\.?)?$", fold(text))
    try:
        return Reading(Decimal(found[1].replace(",", "."))) if found else _not_a_number(text)
    except InvalidOperation:
        return _not_a_number(text)


def _not_a_number(text: str) -> Reading:
    return Reading(None, f"«{text}»: нужно число квадратных метров.")


def read_year(text: str, today: date) -> Reading:
    """«1994», «1994 г.», the year of a day."""
    found = _YEAR.findall(text)
    if len(set(found)) == 1 and int(found[0]) <= today.year:
        return Reading(int(found[0]))
    return Reading(None, f"«{text}»: нужен один год, вроде 1994.")


def read_yes(text: str, today: date) -> Reading:
    """«да», «есть», «+» → True; «нет», «отсутствует» → False."""
    plain = fold(text).strip(" .!")
    if re.match(r"^(?:да|есть|имеется|имеет|\+|1|v|✓|✔)", plain):
        return Reading(True)
    if re.match(r"^(?:нет|не |отсутств|0$|не имеется)", plain):
        return Reading(False)
    return Reading(None, f"«{text}»: нужно «да» или «нет».")


def read_settlement(text: str, today: date) -> Reading:
    """«город», «городская», «село», «сельская»."""
    plain = fold(text)
    if plain.startswith(("гор", "г.")) or plain == "г":
        return Reading(SettlementKind.TOWN.value)
    if plain.startswith(("сел", "с.", "дерев", "пос", "д.", "п.", "станиц", "хутор", "аул")) or plain == "с":
        return Reading(SettlementKind.VILLAGE.value)
    return Reading(None, f"«{text}»: нужно «город» или «село».")


def read_library_kind(text: str, today: date) -> Reading:
    """«ШБ», «ШИБЦ», «нет»."""
    plain = fold(text)
    if "ибц" in plain or "информационно" in plain:
        return Reading(LibraryKind.SHIBC.value)
    if re.match(r"^(?:шб|школьная библ|библиотека|шк\. ?библ)", plain):
        return Reading(LibraryKind.SB.value)
    if re.match(r"^(?:нет|отсутств|библиотеки нет)", plain):
        return Reading(LibraryKind.NONE.value)
    return Reading(None, f"«{text}»: статус не понят. Бывают: ШБ, ШИБЦ, библиотеки нет.")


def read_room(text: str, today: date) -> Reading:
    """«отдельное», «общее», «нет»."""
    plain = fold(text)
    if re.match(r"^(?:отд|есть|да|имеется|\+|собств)", plain):
        return Reading(RoomKind.SEPARATE.value)
    if re.match(r"^(?:общ|совм|в кабин|кабин|часть|вместе)", plain):
        return Reading(RoomKind.SHARED.value)
    if re.match(r"^(?:нет|отсутств|не имеет)", plain):
        return Reading(RoomKind.NONE.value)
    return Reading(None, f"«{text}»: помещение не понято. Бывают: отдельное, общее, нет.")


def read_text(limit: int) -> Reader:
    """A reader of plain texts of at most so many signs."""

    def read(text: str, today: date) -> Reading:
        line = one_line(text)
        if len(line) > limit:
            return Reading(None, f"«{line[:40]}…»: слишком длинно, помещается {limit} знаков.")
        return Reading(line)

    return read
