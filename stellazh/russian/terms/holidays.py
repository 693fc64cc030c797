"""Days that school libraries plan by: «ко Дню Победы», «Неделя детской книги», «День школьных библиотек»."""

from collections.abc import Callable
from datetime import date, timedelta

from stellazh.russian.terms.lexicon import DAY_WORDS, word_set
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import Mark, days_of_month, month_mark, nth_weekday
from stellazh.russian.terms.model import TermKind

_OF_RUSSIA = frozenset({"россии", "рф", "в"})

# Stems after the word «день» → (month, day). Written as people write them; the longest that fits wins.
_FIXED = {
    "знани": (9, 1), "солидарност": (9, 3), "окончани втор": (9, 3), "грамотност": (9, 8),
    "распростран грамотност": (9, 8), "бородин": (9, 8), "мира": (9, 21), "воспитател": (9, 27), "туризм": (9, 27),
    "дошкольн работник": (9, 27), "интернет росси": (9, 30), "интернет": (9, 30),
    "пожил": (10, 1), "музык": (10, 1), "животн": (10, 4), "учител": (10, 5), "почт": (10, 9),
    "лице": (10, 19), "царскосельск лице": (10, 19), "журавл": (10, 22), "бел журавл": (10, 22), "оон": (10, 24),
    "памят жертв политическ репресс": (10, 30),
    "народн единств": (11, 4), "единств": (11, 4), "толерантност": (11, 16), "ребенк": (11, 20),
    "прав ребенк": (11, 20),
    "правов помощ": (11, 20), "словар": (11, 22), "словар и энциклопед": (11, 22),
    "борьб спид": (12, 1), "математик": (12, 1), "неизвестн солдат": (12, 3), "инвалид": (12, 3),
    "добровольц": (12, 5), "волонтер": (12, 5), "геро отечеств": (12, 9), "борьб коррупц": (12, 9),
    "прав человек": (12, 10),
    "конституц": (12, 12), "спасател": (12, 27), "заповедник": (1, 11), "спасибо": (1, 11), "детск изобрет": (1, 17),
    "ручн письм": (1, 23), "студент": (1, 25), "российск студен": (1, 25), "снят блокад": (1, 27),
    "полн освобожд ленинград": (1, 27), "освобожд ленинград": (1, 27), "холокост": (1, 27),
    "памят жертв холокост": (1, 27),
    "разгром": (2, 2), "сталинград": (2, 2), "наук": (2, 8), "российск наук": (2, 8), "памят пушкин": (2, 10),
    "дарени книг": (2, 14), "книгодарен": (2, 14), "влюблен": (2, 14), "святого валентин": (2, 14),
    "памят росси исполн": (2, 15), "родн язык": (2, 21), "защитник отечеств": (2, 23), "защитник": (2, 23),
    "писател": (3, 3), "дик природ": (3, 3), "женск": (3, 8), "православн книг": (3, 14),
    "воссоединен": (3, 18), "крым": (3, 18), "поэзи": (3, 21), "воды": (3, 22), "водных ресурс": (3, 22),
    "театр": (3, 27),
    "смех": (4, 1), "птиц": (4, 1), "детск книг": (4, 2), "геолог": (4, 2), "космонавтик": (4, 12),
    "авиац и космонавтик": (4, 12), "полет человек космос": (4, 12), "культур": (4, 15), "памятник": (4, 18),
    "памят геноцид": (4, 19), "местн самоуправл": (4, 21), "земл": (4, 22), "матер-земл": (4, 22),
    "книг": (4, 23), "книг и авторск прав": (4, 23), "авторск прав": (4, 23), "чернобыл": (4, 26), "танц": (4, 29),
    "весн и труд": (5, 1), "труд": (5, 1), "солнц": (5, 3), "победы": (5, 9), "победе": (5, 9), "велик побед": (5, 9),
    "семь": (5, 15), "музе": (5, 18), "пионер": (5, 19), "детск организац": (5, 19),
    "славянск письмен": (5, 24), "славянск культур": (5, 24), "филолог": (5, 25), "библиотек": (5, 27),
    "российск библиотек": (5, 27), "библиотечн работник": (5, 27),
    "защит детей": (6, 1), "эколог": (6, 5), "окружающ сред": (6, 5), "охран окружающ сред": (6, 5),
    "русск язык": (6, 6), "пушкин": (6, 6), "друз": (6, 9), "россии": (6, 12), "независимост россии": (6, 12),
    "памят и скорб": (6, 22), "семь любв и верност": (7, 8), "семь любв верност": (7, 8), "крещени рус": (7, 28),
    "флаг": (8, 22), "государственн флаг": (8, 22), "российск флаг": (8, 22), "российск кин": (8, 27),
    "герб": (11, 30), "государственн герб": (11, 30),
}  # fmt: skip

# Names without the word «день» → (month, day) or the first and the last day.
_NAMED = {
    "новому год": (1, 1), "новый год": (1, 1), "нового год": (1, 1), "новым год": (1, 1), "новом год": (1, 1),
    "рождеств": (1, 7), "рождеству христов": (1, 7), "татьян ден": (1, 25), "татьян дн": (1, 25),
    "всемирн ден информац": (11, 26), "всемирн дн информац": (11, 26),
    "всемирн ден здоров": (4, 7), "всемирн дн здоров": (4, 7),
    "международн женск ден": (3, 8), "международн женск дн": (3, 8), "женск ден": (3, 8), "женск дн": (3, 8),
    "пушкинск ден": (6, 6), "пушкинск дн": (6, 6), "первома": (5, 1), "праздник весн и труд": (5, 1),
    "крещение господ": (1, 19), "годовщин побед": (5, 9), "летию побед": (5, 9), "летие побед": (5, 9),
}  # fmt: skip

_WEEKS = {
    "недел детск книг": (3, 24, 30), "недел детск и юношеск книг": (3, 24, 30), "книжкин недел": (3, 24, 30),
    "недел юношеск книг": (3, 24, 30), "недел детск и подростков книг": (3, 24, 30), "недел книг детям": (3, 24, 30),
    "книжкин именин": (3, 24, 30), "недел детск юношеск книг": (3, 24, 30),
}  # fmt: skip

_OCTOBER_OF_LIBRARIES = (
    "ммшб", "месячник школьн библиот", "международн месячник школьн библиот", "месячник библиот",
)  # fmt: skip

# Titles that may stand before the word «день» and belong to the name.
_TITLES = (
    "междунар", "всемир", "всеросс", "общеросс", "российск", "европейск", "праздник", "праздничн", "памятн", "единый",
)  # fmt: skip


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Orthodox church in the Gregorian calendar, 1900–2099 (Meeus)."""
    lunar = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - lunar + 34) % 7
    month, day = divmod(lunar + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _easter(before: int, length: int) -> Callable[[], Mark]:
    def build(in_year: int) -> tuple[date, date]:
        first = orthodox_easter(in_year) - timedelta(days=before)
        return first, first + timedelta(days=length - 1)

    return lambda: Mark(TermKind.HOLIDAY_RELATIVE, 4, build)


def _day_of(month: int, day: int) -> Callable[[], Mark]:
    return lambda: days_of_month(TermKind.HOLIDAY_RELATIVE, month, day, day)


def _movable(month: int, weekday: int, number: int) -> Callable[[], Mark]:
    def make() -> Mark:
        mark = nth_weekday(month, weekday, number)
        return Mark(TermKind.HOLIDAY_RELATIVE, month, mark.build, day=mark.day)

    return make


def _october() -> Mark:
    mark = month_mark(10)
    return Mark(TermKind.HOLIDAY_RELATIVE, 10, mark.build)


def _span_of(month: int, first: int, last: int) -> Callable[[], Mark]:
    return lambda: days_of_month(TermKind.HOLIDAY_RELATIVE, month, first, last)


_Names = dict[tuple[str, ...], Callable[[], Mark]]


def _by_first_stem(names: _Names) -> dict[str, list[tuple[tuple[str, ...], Callable[[], Mark]]]]:
    # Keyed by the first letters, so that one word of a line is compared with a handful of names.
    table: dict[str, list[tuple[tuple[str, ...], Callable[[], Mark]]]] = {}
    for stems, make in sorted(names.items(), key=lambda pair: -sum(map(len, pair[0]))):
        table.setdefault(stems[0][:2], []).append((stems, make))
    return table


_AFTER_DAY = _by_first_stem(
    {tuple(stems.split()): _day_of(*when) for stems, when in _FIXED.items()}
    | {
        ("матер",): _movable(11, 6, -1),
        ("отца",): _movable(10, 6, 3),
        ("отцов",): _movable(10, 6, 3),
        ("молодеж",): _movable(6, 5, -1),
        ("школьн", "библиот"): _movable(10, 0, 4),
        ("физкультурник",): _movable(8, 5, 2),
    }
)
_ALONE = _by_first_stem(
    {tuple(stems.split()): _day_of(*when) for stems, when in _NAMED.items()}
    | {tuple(stems.split()): _span_of(*when) for stems, when in _WEEKS.items()}
    | {tuple(stems.split()): _october for stems in _OCTOBER_OF_LIBRARIES}
    | {("пасх",): _easter(0, 1), ("маслениц",): _easter(55, 7), ("масленой", "недел"): _easter(55, 7)}
)

_FILLERS = word_set("и в с от о об по рф")


def _fits(line: Line, place: int, stems: tuple[str, ...]) -> int:
    """The place after the words that begin with these stems, small words aside; 0 if they do not stand here."""
    for number, stem in enumerate(stems):
        if number and line.word(place) != stem:
            place = line.skip(line.skip_words(place, _FILLERS), {","})
            place = line.skip_words(place, _FILLERS)
            while len(line.word(place)) == 1 and line.is_mark(place + 1, "."):
                place += 2
        word = line.word(place)
        if not word.startswith(stem) or (len(stem) < 2 and word != stem):
            return 0
        place += 1
    return place


def _longest(
    line: Line, place: int, table: dict[str, list[tuple[tuple[str, ...], Callable[[], Mark]]]]
) -> tuple[Mark, int] | None:
    best: tuple[Mark, int] | None = None
    for stems, make in table.get(line.word(place)[:2], ()):
        end = _fits(line, place, stems)
        if end and (best is None or end > best[1]):
            best = make(), end
    return best


def named_holiday(line: Line, place: int) -> tuple[Mark, int] | None:
    """The holiday whose name begins at a place, and the place after its name."""
    if found := _longest(line, place, _ALONE):
        return found
    at = place
    while line.word(at).startswith(_TITLES):
        at += 1
    if line.is_word(at, DAY_WORDS):
        after = line.skip_words(at + 1, {"государственного", "государственный"})
        if (number := line.number(after, 1, 31)) is not None and number == 8 and line.is_word(after + 1, {"марта"}):
            return _day_of(3, 8)(), after + 2
        if found := _longest(line, after, _AFTER_DAY) or _longest(line, at + 1, _AFTER_DAY):
            return found[0], line.skip_words(found[1], _OF_RUSSIA) if found[1] else found[1]
    elif at > place and (found := _longest(line, at, _ALONE)):
        return found
    return None
