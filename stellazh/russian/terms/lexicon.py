"""The words of date phrases, in every case and abbreviation that plans use, and the mending of misspelt ones."""

import re
from collections.abc import Iterable
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """Words written with blanks between them, as a set."""
    return frozenset(text.split())


def _forms(table: dict[int, str]) -> dict[str, int]:
    return {form: value for value, forms in table.items() for form in forms.split()}


MONTHS = _forms({
    1: "январь января январю январем январе янв",
    2: "февраль февраля февралю февралем феврале февр фев",
    3: "март марта марту мартом марте мар",
    4: "апрель апреля апрелю апрелем апреле апр",
    5: "май мая маю маем мае",
    6: "июнь июня июню июнем июне июн",
    7: "июль июля июлю июлем июле июл",
    8: "август августа августу августом августе авг",
    9: "сентябрь сентября сентябрю сентябрем сентябре сент сен",
    10: "октябрь октября октябрю октябрем октябре окт октяб",
    11: "ноябрь ноября ноябрю ноябрем ноябре нояб ноя",
    12: "декабрь декабря декабрю декабрем декабре дек декаб",
})  # fmt: skip

# Monday is 0, as in `datetime`.
WEEKDAYS = _forms({
    0: "понедельник понедельника понедельнику понедельником понедельнике пн пон понед",
    1: "вторник вторника вторнику вторником вторнике вт втор",
    2: "среда среды среде среду средой ср",
    3: "четверг четверга четвергу четвергом четверге чт четв",
    4: "пятница пятницы пятнице пятницу пятницей пт пятн",
    5: "суббота субботы субботе субботу субботой сб суб субб",
    6: "воскресенье воскресенья воскресенью воскресеньем воскресение вс воскр",
})  # fmt: skip
WEEKDAYS_PLURAL = _forms({
    0: "понедельники понедельникам", 1: "вторники вторникам", 2: "среды средам", 3: "четверги четвергам",
    4: "пятницы пятницам", 5: "субботы субботам", 6: "воскресенья воскресеньям",
})  # fmt: skip
DAYS_OF_WORK = word_set("будни будням будние будним выходные выходным рабочим рабочие учебным учебные")

_ORDINAL_STEMS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят", 10: "десят",
    11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат",
    17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат", 20: "двадцат", 30: "тридцат",
}  # fmt: skip
_ORDINAL_ENDS = word_set("ый ой ая ое ого ому ым ом ую ые ых ыми")
ORDINALS = {stem + end: value for value, stem in _ORDINAL_STEMS.items() for end in _ORDINAL_ENDS} | dict.fromkeys(
    word_set("третий третья третье третьего третьей третьему третьим третьем третью третьи третьих"), 3
)
TENS = {"двадцать": 20, "тридцать": 30}
ORDINAL_SUFFIXES = word_set("я ая ья й ый ой ий е ое ье го ого его му ому ему ю ую ью м ом ем х ых их ей")
LAST = -1
PENULTIMATE = -2
LAST_WORDS = word_set("последний последняя последнее последнего последней последнему последнюю последнем посл")
PENULTIMATE_WORDS = word_set("предпоследний предпоследняя предпоследней предпоследнюю предпоследнего")

COUNTS = _forms({
    1: "один одна одно одну одного однажды", 2: "два две двух дважды", 3: "три трех трижды", 4: "четыре четырех",
    5: "пять пяти", 6: "шесть шести", 7: "семь семи", 8: "восемь восьми", 9: "девять девяти", 10: "десять десяти",
})  # fmt: skip
ADVERBIAL_COUNTS = frozenset({"дважды", "трижды", "однажды"})
TIMES = word_set("раз раза разу разов р")

YEAR_WORDS = word_set("г год года годом году годе гола годв гда годо годов годы годам гг")
YEARS_WORDS = word_set("гг годы годов годам годах")
STUDY_WORDS = word_set(
    "учебный учебная учебную учебной учебное учебного учебному учебном учебным учебн учебные учебных учеб уч учебой "
    "учебног"
)
CALENDAR_WORDS = word_set("календарный календарного календарному календарном календарным")
THIS_WORDS = word_set("текущего текущий текущему текущем этого этот этом сего данного данном нынешнего")
NEXT_WORDS = word_set("следующего следующему следующем будущего будущем")

QUARTER = word_set("квартал квартала кварталу кварталом квартале кварталы кварталов кварталам кварталах кв")
SCHOOL_QUARTER = word_set("четверть четверти четвертью четвертей четвертям четвертях четв чет чтв четверт")
HALF_YEAR = word_set("полугодие полугодия полугодию полугодием полугодии полугодий полугодиям полуг полугод")
WEEK = word_set("неделя недели неделе неделю неделей недель неделям неделях нед")
DECADE = word_set("декада декады декаде декаду декадой декад декадах дек")
HALF = word_set("половина половины половине половину половиной пол полов")
MONTH_WORDS = word_set("месяц месяца месяцу месяце месяцем месяцы месяцев месяцам мес")
DAY_WORDS = word_set("день дня дню днем дне дней дни дням днях")
NUMBER_WORDS = word_set("число числа числу числе числом чисел числах числам")
HOLIDAY_WORDS = word_set("каникулы каникул каникулам каникулах каникулами")
HOLIDAY_TIME_WORDS = word_set("каникулярное каникулярный каникулярные каникулярного каникулярных каникулярном")

# The first month of a season.
SEASONS = _forms({
    12: "зима зимы зиме зиму зимой зимою", 3: "весна весны весне весну весной весною",
    6: "лето лета лету летом лете", 9: "осень осени осенью",
})  # fmt: skip
# The name of the каникулы in `StudyCalendar`.
HOLIDAY_SEASONS = {
    form: name
    for name, stem in {
        "autumn": "осенн", "winter": "зимн", "spring": "весенн", "summer": "летн", "winter_new_year": "новогодн",
    }.items()
    for form in [stem + end for end in word_set("ие их им ими яя ее")]
} | {"осен": "autumn", "зим": "winter", "весен": "spring", "лет": "summer"}  # fmt: skip

BEGINNING, MIDDLE, ENDING = 0, 1, 2
PARTS = _forms({
    BEGINNING: "начало начала началу начале началом нач", MIDDLE: "середина середины середине середину серед сер",
    ENDING: "конец конца концу конце концом кон окончание окончания окончанию окончании завершение завершения",
})  # fmt: skip

EVERY = word_set("каждый каждая каждое каждую каждого каждой каждом каждому каждые каждых")
EVERY_PERIOD = {
    "ежемесячно": "month", "ежемесячный": "month", "ежемесячная": "month", "ежемесячное": "month", "помесячно": "month",
    "еженедельно": "week", "еженедельный": "week", "понедельно": "week", "ежедневно": "day", "ежедневный": "day",
    "ежеквартально": "quarter", "ежеквартальный": "quarter", "поквартально": "quarter", "ежегодно": "year",
    "ежегодный": "year", "ежегодная": "year", "ежегодное": "year", "ежечетвертно": "quarter",
}  # fmt: skip

CLASS_WORDS = word_set("класс класса классы классов классам классах классе кл")

# What the misspelt word is compared with, and words that are right although they stand one letter off.
_VOCABULARY = tuple(
    sorted(
        {
            word
            for words in (
                MONTHS, WEEKDAYS, QUARTER, SCHOOL_QUARTER, HALF_YEAR, WEEK, DECADE, HALF, HOLIDAY_WORDS, EVERY_PERIOD,
                PARTS,
                {"постоянно", "регулярно", "систематически", "необходимости", "течение", "учебного", "последняя"},
            )
            for word in words
            if len(word) >= 6 and word.isalpha()
        }
    )
)  # fmt: skip
_RIGHT = word_set(
    "октябрят августина августин четверо четверка средам конца началь недельный концерт концерта месячник течении "
    "течения учебной учебное последний последней календарь"
)


def _one_slip(word: str, right: str) -> bool:
    """Whether one letter is missing, extra, wrong or two neighbours have changed places."""
    if len(word) == len(right):
        wrong = [place for place, (one, other) in enumerate(zip(word, right, strict=True)) if one != other]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and word[wrong[0]] == right[wrong[1]]
            and word[wrong[1]] == right[wrong[0]]
        )
    short, long = sorted((word, right), key=len)
    at = next((place for place, sign in enumerate(short) if sign != long[place]), len(short))
    return len(long) == len(short) + 1 and short[at:] == long[at + 1 :]


def known_words(*vocabularies: Iterable[str]) -> frozenset[str]:
    """All words of several tables."""
    return frozenset(word for vocabulary in vocabularies for word in vocabulary)


KNOWN = known_words(
    MONTHS, WEEKDAYS, WEEKDAYS_PLURAL, ORDINALS, LAST_WORDS, PENULTIMATE_WORDS, COUNTS, TIMES, YEAR_WORDS, STUDY_WORDS,
    CALENDAR_WORDS, QUARTER, SCHOOL_QUARTER, HALF_YEAR, WEEK, DECADE, HALF, MONTH_WORDS, DAY_WORDS, NUMBER_WORDS,
    HOLIDAY_WORDS, SEASONS, HOLIDAY_SEASONS, PARTS, EVERY, EVERY_PERIOD, _VOCABULARY, _RIGHT,
)  # fmt: skip

_LONG_WORD = re.compile("[а-я]{5,16}")


@lru_cache(maxsize=4096)
def mended(word: str) -> str:
    """The word of the dictionary one slip away, if there is exactly one sense to choose; else the word itself."""
    if word in KNOWN or not _LONG_WORD.fullmatch(word):
        return word
    near = [right for right in _VOCABULARY if abs(len(right) - len(word)) <= 1 and _one_slip(word, right)]
    senses = {MONTHS.get(right, right[:4]) for right in near}
    return near[0] if len(senses) == 1 else word
