"""The texts of certificates: the fields they may hold, and what becomes of them.

A field is written `{{ фио в дательном }}`; case, ё and doubled blanks do not matter. `{{ принял|приняла }}` chooses by
the gender of the recipient. Nothing else is ever done with a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from stellazh.office.plain_text import printable_lines, unbroken
from stellazh.office.word_forms.marks import Finder
from stellazh.office.word_forms.model import FormVocabulary, fold_name
from stellazh.russian.calendar_words import day_and_month, long_date
from stellazh.russian.numerals import HOURS, Noun


class Field(NamedTuple):
    """What a field holds, and how it may look."""

    label: str
    example: str


NAME: Final = "фио"
NAME_DATIVE: Final = "фио в дательном"
NAME_GENITIVE: Final = "фио в родительном"
POST: Final = "должность"
POST_DATIVE: Final = "должность в дательном"
SCHOOL: Final = "школа"
MUNICIPALITY: Final = "муниципалитет"
EVENT: Final = "мероприятие"
EVENT_KIND: Final = "вид мероприятия"
EVENT_DATES: Final = "даты мероприятия"
EVENT_PLACE: Final = "место"
HOURS_COUNT: Final = "часы"
HOURS_GENITIVE: Final = "часы в родительном"
POINTS: Final = "баллы"
WORK: Final = "работа"
NOMINATION: Final = "номинация"
DEGREE: Final = "степень"
BASIS: Final = "основание"
NUMBER: Final = "номер"
ISSUED_ON: Final = "дата выдачи"
ISSUER: Final = "организация"
TITLE: Final = "заголовок"

# Not a field of a text: by it `{{ принял|приняла }}` chooses. «m», «f» or nothing.
GENDER: Final = "пол"

FIELDS: Final[Mapping[str, Field]] = {
    NAME: Field("Фамилия, имя, отчество", "Липина Мария Сергеевна"),
    NAME_DATIVE: Field("ФИО в дательном падеже: вручается кому", "Липиной Марии Сергеевне"),
    NAME_GENITIVE: Field("ФИО в родительном падеже: работа кого", "Липиной Марии Сергеевны"),
    POST: Field("Должность", "педагог-библиотекарь"),
    POST_DATIVE: Field("Должность в дательном падеже", "педагогу-библиотекарю"),
    SCHOOL: Field("Школа", "МБОУ «Школа № 12»"),
    MUNICIPALITY: Field("Муниципалитет", "Озёрский округ"),
    EVENT: Field("Название мероприятия", "Форум школьных библиотекарей"),
    EVENT_KIND: Field("Вид мероприятия", "форум"),
    EVENT_DATES: Field("Даты мероприятия словами", "с 20 по 27 ноября 2026 г."),
    EVENT_PLACE: Field("Место", "г. Озёрск"),
    HOURS_COUNT: Field("Сколько часов", "8 часов"),
    HOURS_GENITIVE: Field("Сколько часов: в объёме чего", "8 часов"),
    POINTS: Field("Набранные баллы", "87 баллов из 100"),
    WORK: Field("Название работы или доклада", "Читаем всей семьёй"),
    NOMINATION: Field("Номинация", "Лучший буктрейлер"),
    DEGREE: Field("Степень диплома", "II"),
    BASIS: Field("Основание выдачи", "приказ от 30 ноября 2026 г. № 45"),
    NUMBER: Field("Номер по журналу регистрации", "№ 37/2026-Ф"),
    ISSUED_ON: Field("Дата выдачи", "30 ноября 2026 г."),
    TITLE: Field("Что это за бумага", "Сертификат участника"),
    ISSUER: Field("Кто выдаёт", "Методическое объединение школьных библиотекарей Озёрского округа"),
}
VOCABULARY: Final = FormVocabulary({name: field.label for name, field in FIELDS.items()}, {})
POINTS_NOUN: Final = Noun("балл", "балла", "баллов")

_FOLDED: Final = {fold_name(name): name for name in FIELDS}
_MARK: Final = re.compile(r"\{\{([^{}]{0,200})\}\}")
_GENDERED: Final = re.compile(r"\{\{\s*([^{}|]{1,60}?)\s*\|\s*([^{}|]{1,60}?)\s*\}\}")
_ABSENT: Final = "\x00"
# What an absent field takes with it: its quotes or brackets, the comma or dash before it (or after it, at the start).
_EMPTY_PAIRS: Final = re.compile(r"«[\s\x00]*\x00[\s\x00]*»|\([\s\x00]*\x00[\s\x00]*\)|\"\x00\"")
_LED: Final = re.compile(r"\s*[,;:–—-]?\s*\x00(?=\s*(?:[,;.:!?)»]|$))")
_OPENING: Final = re.compile(r"^\s*\x00\s*[,;:–—-]?\s*")
_LONE: Final = re.compile(r"\s*\x00")
_BLANKS: Final = re.compile(r" {2,}")
_DOUBLED: Final = re.compile(r"№[ \u00a0]*(?=№)|«(?=«)|»(?=»)")


def fields_in(text: str) -> tuple[str, ...]:
    """The known fields of the text, by their names in `FIELDS`, each once, in the order they stand."""
    found = (_FOLDED.get(fold_name(mark[1])) for mark in _MARK.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name))


def unknown_fields(text: str) -> tuple[str, ...]:
    """What stands in `{{ … }}` and is neither a field nor a choice by gender, as it was written."""
    without = _GENDERED.sub("", text)
    return tuple(
        dict.fromkeys(mark[1].strip() for mark in _MARK.finditer(without) if fold_name(mark[1]) not in _FOLDED)
    )


def wording_faults(text: str) -> tuple[str, ...]:
    """Sentences for the author of the text: unknown fields with what was probably meant, brackets left open."""
    found = Finder(VOCABULARY).find(_GENDERED.sub("", text), "В тексте")
    return (*found.faults, *found.doubts)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with `values` (by the names of `FIELDS`, and `GENDER`) in place of its fields.

    A line none of whose fields has a value disappears with its other words: «Номинация: {{ номинация }}». Within a line
    an absent value takes its quotes, brackets or comma along. Unknown fields are nothing, and signs that no paper can
    hold are left out; quotes of a title in quotes and «№» are not doubled. Values are never looked through for fields.
    """
    known = {_FOLDED.get(fold_name(name), name): _clean(value) for name, value in values.items()}
    return "\n".join(line for raw in _clean(text).split("\n") if (line := _line(raw, known)) is not None)


def _line(raw: str, values: Mapping[str, str]) -> str | None:
    present: list[bool] = []

    def value_of(mark: re.Match[str]) -> str:
        if gendered := _GENDERED.fullmatch(mark[0]):
            return _by_gender(gendered[1], gendered[2], values.get(GENDER, ""))
        value = values.get(_FOLDED.get(fold_name(mark[1]), ""), "")
        present.append(bool(value))
        return value or _ABSENT

    line = _MARK.sub(value_of, raw)
    if present and not any(present):
        return None
    line = _without_absent(line)
    return unbroken(_DOUBLED.sub("", line)) or None


def _without_absent(line: str) -> str:
    if _ABSENT not in line:
        return line.strip()
    line = _EMPTY_PAIRS.sub(_ABSENT, line)
    line = _OPENING.sub("", line)
    line = _LED.sub("", line)
    return _BLANKS.sub(" ", _LONE.sub("", line)).strip()


def _by_gender(his: str, hers: str, gender: str) -> str:
    if gender in ("m", "f"):
        return his if gender == "m" else hers
    if hers.startswith(his):
        return f"{his}({hers[len(his) :]})"
    return f"{his}/{hers}"


def _clean(text: str) -> str:
    return printable_lines(text)


def dates_words(start: date | None, end: date | None = None) -> str:
    """«16 ноября 2026 г.», «с 20 по 27 ноября 2026 г.»; months and years are told twice where they differ.

    Unlike `russian.calendar_words.span_words`, whole months stay days: a paper tells when something was held.
    """
    first, last = start or end, end or start
    if first is None or last is None:
        return ""
    if first >= last:
        return long_date(last)
    if first.year != last.year:
        return f"с {long_date(first)} по {long_date(last)}"
    begins = str(first.day) if first.month == last.month else day_and_month(first)
    return f"с {begins} по {long_date(last)}"


def hours_words(hours: int | Decimal) -> str:
    """«8 часов», «2 часа», «1,5 часа»; nothing for none."""
    return _hours(hours, HOURS)


def hours_genitive(hours: int | Decimal) -> str:
    """After «в объёме»: «1 часа», «2 часов», «21 часа», «1,5 часа»."""
    return _hours(hours, Noun("часа", "часов", "часов"))


def _hours(hours: int | Decimal, noun: Noun) -> str:
    if hours <= 0:
        return ""
    if hours == int(hours):
        return noun(int(hours))
    return f"{Decimal(hours).normalize():f} часа".replace(".", ",")


def points_words(points: int, most: int | None = None) -> str:
    """«87 баллов», «87 баллов из 100»."""
    return POINTS_NOUN(points) + (f" из {most}" if most is not None else "")


def sample_values() -> dict[str, str]:
    """Values for a preview: an invented librarian and her forum."""
    return {name: field.example for name, field in FIELDS.items()} | {GENDER: "f"}


def longest_sample_values() -> dict[str, str]:
    """Values as long as life has them, to see whether a layout holds them."""
    return sample_values() | {
        NAME: "Константинопольская-Преображенская Александрина Константиновна",
        NAME_DATIVE: "Константинопольской-Преображенской Александрине Константиновне",
        NAME_GENITIVE: "Константинопольской-Преображенской Александрины Константиновны",
        POST: "заведующая библиотекой, педагог-библиотекарь, руководитель методического объединения",
        POST_DATIVE: "заведующей библиотекой, педагогу-библиотекарю, руководителю методического объединения",
        SCHOOL: (
            "Муниципальное автономное общеобразовательное учреждение «Средняя общеобразовательная школа № 118 "
            "с углублённым изучением отдельных предметов имени первооткрывателей Севера»"
        ),
        MUNICIPALITY: "Верхнеозёрско-Заречный муниципальный округ",
        EVENT: (
            "Межрегиональный форум школьных библиотекарей «Школьная библиотека как центр читательской культуры, "
            "цифровой грамотности и наставничества: от замысла к практике»"
        ),
        EVENT_KIND: "межрегиональный форум с международным участием",
        EVENT_DATES: "с 30 сентября 2026 г. по 27 января 2027 г.",
        EVENT_PLACE: "г. Верхнеозёрск, Дворец детского и юношеского творчества «Созвездие»",
        HOURS_COUNT: "144 часа",
        HOURS_GENITIVE: "144 часов",
        POINTS: "1 000 баллов из 1 000",
        WORK: (
            "Семейное чтение в малой сельской школе: как один читательский дневник объединил три поколения, "
            "четыре деревни и две библиотеки"
        ),
        NOMINATION: "Лучшая методическая разработка по продвижению чтения среди подростков и их родителей",
        DEGREE: "III",
        BASIS: (
            "приказ Министерства образования от 30 ноября 2026 г. № 1045/26-ОД, протокол жюри от 28 ноября 2026 г. № 12"
        ),
        NUMBER: "№ 100 037/2026-ФОРУМ",
        ISSUER: (
            "Региональное методическое объединение педагогов-библиотекарей и заведующих библиотеками "
            "общеобразовательных организаций Верхнеозёрской области"
        ),
    }


def shortest_sample_values() -> dict[str, str]:
    """The least that a paper is ever issued with."""
    return {
        NAME: "Ли Ян", NAME_DATIVE: "Ли Яну", NAME_GENITIVE: "Ли Яна", EVENT: "Час чтения", NUMBER: "№ 1",
        EVENT_DATES: "1 мая 2026 г.", ISSUED_ON: "1 мая 2026 г.", ISSUER: "РМО", GENDER: "m", DEGREE: "I",
    }  # fmt: skip
