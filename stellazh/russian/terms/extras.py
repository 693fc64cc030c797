"""Rules for what stands beside the time: conditions, the format, the place, and words that spoil a reading."""

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.model import TermKind

_DOT = frozenset(".")

# «*» ends a stem, «$» is the end of the text. The first sequence that fits wins, so the longer ones stand first.
_CONDITIONS: tuple[tuple[str, TermKind], ...] = (
    ("без ограничен* срок*", TermKind.UNLIMITED), ("без ограничен* по срок*", TermKind.UNLIMITED),
    ("без срок* давност*", TermKind.UNLIMITED), ("без срок*", TermKind.UNLIMITED),
    ("без ограничен*", TermKind.UNLIMITED),
    ("бессрочн*", TermKind.UNLIMITED), ("неограничен*", TermKind.UNLIMITED), ("срок не ограничен*", TermKind.UNLIMITED),
    ("не ограничен*", TermKind.UNLIMITED), ("до отмены", TermKind.UNLIMITED),
    ("до особого распоряжения", TermKind.UNLIMITED),
    ("неопределенный срок", TermKind.UNLIMITED),
    ("на постоянной основе", TermKind.PERMANENT), ("на регулярной основе", TermKind.PERMANENT),
    ("в постоянном режиме", TermKind.PERMANENT), ("в постоянном", TermKind.PERMANENT),
    ("на постоянном контроле", TermKind.PERMANENT),
    ("в системе $", TermKind.PERMANENT), ("в рабочем порядке", TermKind.PERMANENT),
    ("в текущем порядке", TermKind.PERMANENT),
    ("постоянн*", TermKind.PERMANENT), ("регулярн*", TermKind.PERMANENT), ("систематическ*", TermKind.PERMANENT),
    ("непрерывн*", TermKind.PERMANENT), ("периодическ*", TermKind.PERMANENT), ("всегда", TermKind.PERMANENT),
    ("по мере", TermKind.AS_NEEDED), ("по необходимост*", TermKind.AS_NEEDED),
    ("при необходимост*", TermKind.AS_NEEDED),
    ("в случае", TermKind.AS_NEEDED), ("по запрос*", TermKind.AS_NEEDED), ("по требован*", TermKind.AS_NEEDED),
    ("по заявк*", TermKind.AS_NEEDED), ("по заявлен*", TermKind.AS_NEEDED), ("по обращен*", TermKind.AS_NEEDED),
    ("по просьб*", TermKind.AS_NEEDED), ("по желан*", TermKind.AS_NEEDED), ("по потребност*", TermKind.AS_NEEDED),
    ("по поступлени*", TermKind.AS_NEEDED), ("по факт*", TermKind.AS_NEEDED), ("по вызов*", TermKind.AS_NEEDED),
    ("по возможност*", TermKind.AS_NEEDED), ("по приглашени*", TermKind.AS_NEEDED),
    ("по индивидуальн* запрос*", TermKind.AS_NEEDED), ("по индивидуальн* заявк*", TermKind.AS_NEEDED),
    ("по надобност*", TermKind.AS_NEEDED), ("при обращени*", TermKind.AS_NEEDED),
    ("при поступлени*", TermKind.AS_NEEDED),
    ("при наличи*", TermKind.AS_NEEDED),
    ("согласно", TermKind.BY_SCHEDULE), ("в соответствии с", TermKind.BY_SCHEDULE),
    ("в соответствии", TermKind.BY_SCHEDULE),
    ("по согласовани*", TermKind.BY_SCHEDULE), ("по договоренност*", TermKind.BY_SCHEDULE),
    ("по договору", TermKind.BY_SCHEDULE),
    ("в установленн* срок*", TermKind.BY_SCHEDULE), ("в срок* установленн*", TermKind.BY_SCHEDULE),
    ("срок* установлен*", TermKind.BY_SCHEDULE), ("в указанн* срок*", TermKind.BY_SCHEDULE),
    ("по назначени*", TermKind.BY_SCHEDULE), ("план-график", TermKind.BY_SCHEDULE), ("график", TermKind.BY_SCHEDULE),
)  # fmt: skip

_PAPERS = (
    "план", "график", "расписани", "положени", "приказ", "программ", "срокам", "распоряжени", "регламент", "циклограмм",
    "дорожн", "указани", "порядк", "календар", "информационн",
)  # fmt: skip
_PAPER_WORDS_BEFORE = 4

_UNDECIDED = words.word_set(
    "уточняется уточняются уточнятся уточнится уточнить уточнению уточнении уточнения объявлена объявлены сообщена "
    "сообщены сообщено сообщается определена определен определено определены определяется назначена согласована "
    "дополнительно"
)

_ONLINE = ("онлайн", "online", "он-лайн", "дистанц", "вкс", "видеоконференц", "zoom", "сферум", "удаленн", "вебинар")
_ONSITE = ("очно", "очный", "очная", "очное", "очном", "очной", "офлайн", "оффлайн", "offline")
_MIXED = ("смешанн", "гибридн", "комбинированн")

PLACES = words.word_set(
    "мбоу маоу мкоу моу гбоу гоу гкоу гапоу гбпоу мбудо мбу мау мку мбдоу мадоу сош ооош ооош ноош сш оош нош чоу ано "
    "оо лицей лицее лицея гимназия гимназии школа школе школы школ шк библиотека библиотеке библиотеки цгб цбс цдб "
    "црб гдб одб оунб рдб дк цдт ддт цро имц кимц ммц рибц иро гау соиро рмк ипк ипкро цнппм центр центре дом доме "
    "дворец дворце зал зале актовый актовом каб кабинет кабинете аудитория аудитории ауд конференц-зал читальный "
    "читальном музей музее театр театре шибц ибц шб роо уо управление администрация администрации площадка площадке "
    "территория ул улица улице пос поселок село деревня сайт сайте платформа платформе корпус здание здании"
) - {"ооош", "ноош"}  # fmt: skip
_PLACE_LEADS = words.word_set("в во на базе место проведения г по адресу")

# Words after which a date means something else than itself.
HAZARDS = words.word_set(
    "после перед через спустя кроме исключая исключением помимо ранее раньше позднее позже или либо около приказ "
    "приказа письмо письма протокол протокола постановление распоряжение отложено перенесено перенос завтра вчера "
    "сегодня послезавтра прошлого прошлом предыдущего между отменено отменен отменена"
)
_DURATIONS = (
    (words.DAY_WORDS - {"день", "дню", "днем", "дне"})
    | words.WEEK
    | words.MONTH_WORDS
    | {"сутки", "суток", "лет", "дневный", "дневного", "недельный", "недельного"}
)
DATE_LIKE = words.known_words(
    _DURATIONS, words.DECADE - {"дек"}, words.QUARTER - {"кв"}, words.SCHOOL_QUARTER, words.HALF_YEAR, words.SEASONS,
    words.HOLIDAY_WORDS, words.NUMBER_WORDS, words.YEAR_WORDS - {"г"}, words.PARTS, words.HALF - {"пол"},
    words.TIMES - {"р"}, words.EVERY, {"полгода", "каникулярное", "каникулярный"},
)  # fmt: skip


def _sequence_at(line: Line, place: int, sequence: str) -> int:
    at = place
    for stem in sequence.split():
        if stem == "$":
            return at if at >= len(line) else 0
        at = line.skip(at, ",") if at > place else at
        word = line.word(at)
        if not word or not (word.startswith(stem[:-1]) if stem.endswith("*") else word == stem):
            return 0
        at += 1
    return at


def condition(line: Line, place: int) -> tuple[TermKind, int] | None:
    """«по мере необходимости», «по плану …», «постоянно», «бессрочно», and the place after the words that say so."""
    if not line.word(place):
        return None
    for sequence, kind in _CONDITIONS:
        if end := _sequence_at(line, place, sequence):
            return kind, end
    if line.is_word(place, {"при"}) and _is_circumstance(line, place + 1):
        return TermKind.AS_NEEDED, place + 1
    if line.is_word(place, {"по", "график", "план"}):
        return _by_paper(line, place)
    if line.is_word(place, _UNDECIDED):
        return TermKind.UNKNOWN, place + 1
    return None


def _is_circumstance(line: Line, place: int) -> bool:
    # «при выдаче учебников», but not «при школе» and «при РИБЦ».
    word = line.word(place)
    return bool(word) and word not in PLACES and line.slice(place, place + 1).islower()


def _by_paper(line: Line, place: int) -> tuple[TermKind, int] | None:
    start = place + 1 if line.is_word(place, {"по"}) else place
    for at in range(start, start + _PAPER_WORDS_BEFORE):
        word = line.word(at)
        if not word or word in words.MONTHS:
            return None
        if word.startswith(_PAPERS) and (at > place or line.is_word(place, {"график", "план"})):
            return TermKind.BY_SCHEDULE, at + 1
    return None


def format_of(line: Line, place: int) -> tuple[str, int] | None:
    """«онлайн», «очно», «в смешанном формате», «очно-дистанционно» and the place after."""
    at = line.skip_words(place, {"в", "формат", "формате", "режиме"})
    name, end = _one_format(line, at)
    if not name:
        return None
    while line.is_mark(end, "-/+,") or line.is_word(end, {"и"}):
        other, after = _one_format(line, end + 1)
        if not other:
            break
        name, end = (name if name == other else "mixed"), after
    return name, line.skip_words(end, {"формат", "формате", "режим", "режиме", "форма", "форме"})


def _one_format(line: Line, place: int) -> tuple[str, int]:
    word = line.word(place)
    if word in {"он", "on", "оп"} and line.is_mark(place + 1, "-") and line.word(place + 2) in {"лайн", "line"}:
        return "online", place + 3
    if word in {"оф", "офф"} and line.is_mark(place + 1, "-") and line.word(place + 2) == "лайн":
        return "onsite", place + 3
    if word == "очно" and line.is_mark(place + 1, "-") and line.word(place + 2).startswith("заочн"):
        return "mixed", place + 3
    for name, stems in (("mixed", _MIXED), ("online", _ONLINE), ("onsite", _ONSITE)):
        if word.startswith(stems):
            return name, place + 1
    return "", place


def place_start(line: Line, place: int) -> int:
    """Where the name of a place begins, past «на базе» and the like; -1 if none begins here."""
    at = line.skip_words(place, _PLACE_LEADS)
    if line.is_word(at, {"г"}):
        at = line.skip(at + 1, _DOT)
    token = line.at(at)
    if token.kind == "word" and (token.text in PLACES or _is_school_name(line, at)):
        return at
    town = (
        line.is_word(place, {"г", "с", "п", "д"}) and line.is_mark(place + 1, ".") and line.at(place + 2).kind == "word"
    )
    if town and line.clean[line.at(place + 2).start].isupper() and not line.is_word(place + 2, words.MONTHS):
        return place
    if line.number(at, 1, 999) is not None and line.is_word(
        at + 1, {"школа", "школе", "школы", "лицей", "гимназия", "каб"}
    ):
        return at
    return -1


def _is_school_name(line: Line, place: int) -> bool:
    token = line.at(place)
    return token.text.startswith(("мбо", "мао", "мко", "гбо", "мбу", "мау")) and line.clean[token.start].isupper()


def explained_number(line: Line, place: int) -> int:
    """The place after a number that counts things or names them: «№ 5», «5-9 классы», «25 человек»; 0 if it is none."""
    if line.is_mark(place, "№"):
        return place + 2 if line.at(place + 1).kind == "number" else place + 1
    end = place
    while line.at(end).kind in {"number", "roman"}:
        end += 1
        if len(line.word(end)) == 1 and line.word(end) in "абвгде" and line.glued(end):
            end += 1
        if (line.is_mark(end, "-,") or line.is_word(end, {"и"})) and line.at(end + 1).kind in {"number", "roman"}:
            end += 1
    if end == place:
        return 0
    if line.is_mark(end, {"-"}) and line.is_word(end + 1, words.ORDINAL_SUFFIXES):
        end += 2
    if line.is_mark(end, {"+", "%"}):
        return end + 1
    word = line.word(end)
    if word in words.CLASS_WORDS:
        return line.skip(end + 1, _DOT)
    counted = len(word) > 2 and word not in DATE_LIKE and word not in words.KNOWN and word not in HAZARDS
    return end if counted else 0
