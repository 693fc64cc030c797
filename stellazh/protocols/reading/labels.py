"""The words that open a part of a protocol: «Повестка дня:», «СЛУШАЛИ», «По первому вопросу выступила …»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from stellazh.protocols.reading.people import names_in


class Label(Enum):
    """What a line opens."""

    PROTOCOL = auto()
    THEME = auto()
    DATE = auto()
    TIME = auto()
    END = auto()
    PLACE = auto()
    FORMAT = auto()
    COUNT = auto()
    PRESENT = auto()
    PARTICIPANTS = auto()
    ROLL = auto()
    INVITED = auto()
    ABSENT = auto()
    CHAIR = auto()
    SECRETARY = auto()
    AGENDA = auto()
    REPORTER = auto()
    SPEECHES = auto()
    QUESTION = auto()
    HEARD = auto()
    SPOKE = auto()
    DECIDED = auto()
    VOTED = auto()
    TERM = auto()
    OWNER = auto()
    ATTACHMENTS = auto()
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label at the head of a line, the words after it, the question it names, and the words that led to it.

    `rest` of a sentence such as «По первому вопросу выступила …» is the whole sentence.
    """

    label: Label
    rest: str
    question: int | None = None
    lead: str = ""


_END: Final = r"\s*(?:[:–—-]+|$)\s*"
_MEETING: Final = r"(?:заседани[яею]|встреч[аие]|совещани[яе]|собрани[яе]|семинар[ае]?|мероприяти[яе])"
_HELD: Final = rf"(?:\s+(?:проведения|{_MEETING}|составления))*"

# Labels that need the sign or the end of the line after them, in the order they are tried.
_PLAIN: Final = tuple(
    (label, re.compile(rf"^(?:{pattern}){_END}", re.IGNORECASE))
    for label, pattern in (
        (Label.THEME, rf"(?:тема|тематика)(?:\s+{_MEETING})?"),
        (Label.DATE, rf"(?:дата)(?:(?:\s*,|\s+и)\s+(?:время|место))*{_HELD}"),
        (Label.END, rf"(?:время\s+)?окончани[ея](?:\s+{_MEETING})?"),
        (Label.TIME, rf"(?:время(?:\s+начала)?|начало)(?:\s+и\s+место)?{_HELD}"),
        (Label.PLACE, rf"(?:место(?:\s+и\s+время)?|город|адрес|площадка){_HELD}"),
        (Label.FORMAT, rf"(?:формат?|форма|способ){_HELD}"),
        (Label.COUNT, r"(?:общее\s+)?(?:количество|число)\s+(?:присутствующих|присутствовавших|участников)|всего"),
        (Label.PARTICIPANTS, (r"(?:состав\s+|категория\s+)?участник(?:и|ов)(?:\s+заседания)?"
         r"|(?:в\s+заседании\s+)?приняли\s+участие")),
        (Label.ROLL, (r"(?:явочный\s+лист|(?:список|лист|реестр)\s+(?:регистрации|присутств\w+|участников)"
         r"(?:\s+(?:на\s+)?(?:участников|заседани[яи]|\w?МО))*)")),
        (Label.AGENDA, (rf"повестка(?:\s*дня)?(?:\s+{_MEETING})?"
         rf"|(?:рассматриваемые\s+вопросы|вопросы\s+(?:для\s+обсуждения|повестки(?:\s+дня)?)"
         rf"|программа\s+{_MEETING}|программа)")),
        (Label.REPORTER, r"(?:содокладчик|докладчик|докл\.|выступающ|спикер)\w*"),
        (Label.SPEECHES, (r"выступлени[яе](?:\s+участников)?"
         r"|ход\s+(?:заседания|встречи|собрания|совещания)|содержание\s+(?:выступлений|заседания)")),
        (Label.TERM, r"сроки?(?:\s+(?:исполнения|выполнения|проведения|реализации))?"),
        (Label.OWNER, r"(?:отв\.?|ответственн\w+(?:\s+(?:за\s+(?:исполнение|выполнение)|лиц[оа]))?|исполнител[ьи])"),
    )
)  # fmt: skip
# Labels that a sentence may follow at once.
_LOOSE: Final = tuple(
    (label, re.compile(rf"^(?:{pattern})\s*[:–—-]*\s*", re.IGNORECASE))
    for label, pattern in (
        (Label.INVITED, r"(?:приглаш[её]нн?ые|приглашены|гости)(?:\s+(?:лица|на\s+заседание))?(?=\s*[:–—(-]|$)"),
        (Label.ABSENT, r"отсутств(?:овал[иоа]?|уют|ующие)(?![а-яё])"),
        (Label.REMARK, (rf"(?=(?:(?:цел[ьи]|задачи)(?:\s+{_MEETING})?\s*:|кворум"
                       r"|заседание\s+(?:правомочно|закрыто|окончено|завершено|объявлено|объявляется)"
                       r"|вопросов\s+не\s+поступило|"
                       r"повестка(?:\s+дня)?\s+(?:утверждена|принята)|других\s+вопросов)(?![а-яё]))")),
        (Label.ATTACHMENTS, (r"(?=(?:приложени[ея]\s*(?:№|\d|:|[–—-]|к\s+протоколу|$)"
                            r"|к\s+протоколу\s+прил(?:агаются|агается|ожен[аоы]?)))")),
    )
)  # fmt: skip
_PRESENT: Final = re.compile(
    r"^(?P<lead>(?:на\s+(?:заседании|встрече|совещании|собрании|семинаре)\s+|всего\s+|из\s+\d+\s[^:.]{0,60}?)?)"
    r"присутств(?:овал[иоа]?|уют|ует|ующие)(?![а-яё])(?:\s+на\s+заседании)?\s*[:–—-]*\s*",
    re.IGNORECASE,
)
_OFFICE: Final = (
    (Label.CHAIR, re.compile(
        rf"^(?:председател[ьи]|председателем\s+(?:{_MEETING}\s+)?(?:из|вы)бран[аы]?|председательству(?:ющий|ющая|ет)|ведущ(?:ий|ая|ие)|в[её]л[аи]?|модератор)(?![а-яё])(?:\s+{_MEETING})?",
        re.IGNORECASE,
    )),
    (Label.SECRETARY, re.compile(rf"^(?:секретарь(?:\s+{_MEETING})?"
        rf"|секретар[её]м\s+(?:{_MEETING}\s+)?(?:из|вы)бран[аы]?|протокол\s+(?:в[её]л[аи]?|составил[аи]?))(?![а-яё])",
        re.IGNORECASE,
    )),
)  # fmt: skip
_PROTOCOL: Final = re.compile(r"^(?P<lead>выписка\s+из\s+)?протокол(?P<a>а)?(?![а-яё])\s*[:.]?\s*", re.IGNORECASE)
_VOTED: Final = re.compile(
    r"^(?:(?:результаты|итоги)\s+голосования|голосовани[ея]|(?:про)?голосовали)(?![а-яё])|^[«\"]?за[»\"]?\s*[:–—-]\s*(?:\d|единогл|все)|"
    r"^[«\"]?(?:против|воздержал\w+)[»\"]?\s*[:–—-]\s*(?:\d|нет)|"
    r"^\(?(?:(?:решение|предложение|решения)\s+)?(?:принят[оаы]?\s+)?(?:единогласно|большинством\s+голосов)\)?[\s.]*$",
    re.IGNORECASE,
)

_ORDINALS: Final = ("перв", "втор", "трет", "четв", "пят", "шест", "седьм", "восьм", "девят", "десят")
_BY_QUESTION: Final = re.compile(
    rf"^(?:(?:\d{{1,2}}|[IVXІХ]{{1,5}})\s*[.)]\s*)?по\s+(?:(?P<word>{'|'.join(_ORDINALS)})\w*|(?P<figure>\d{{1,2}})(?:\s?-?\s?(?:о?му|м|у))?)"
    r"\s+(?:вопросу|пункту)(?:\s+повестки(?:\s+дня)?)?(?![а-яё])\s*[,:.–—-]*\s*|"
    r"^(?:по\s+)?вопрос[уа]?\s*№?\s*(?P<number>\d{1,2})(?!\d)\s*[.:–—-]*\s*",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"^(?:(?P<figure>\d{1,2})|(?P<roman>[IVXІХ]{1,5}))\s*[.)]\s*")
_ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_DECIDED_WORD: Final = (
    r"(?:решили|решено|постановили|постановлено|принято\s+решение|приняли\s+решение|было\s+решено|решил[аои]?)"
)
_DEEDS: Final = (
    (Label.HEARD, re.compile(r"^(?:(?:слушали|заслушали)(?![а-яё])|докладывал[аи]?\s*:)\s*[:.–—-]*\s*", re.IGNORECASE)),
    (Label.SPOKE, re.compile(
        r"^(?:(?:в\s+прениях\s+|в\s+обсуждении\s+)?выступили(?![а-яё])|выступил[аи]?\s*:|в\s+обсуждении\s+приняли\s+участие)\s*[:.–—-]*\s*",
        re.IGNORECASE,
    )),
    (Label.DECIDED, re.compile(
        rf"^(?:(?:{_DECIDED_WORD})(?![а-яё])\s*[:.–—-]*|решени[ея](?:\s+{_MEETING})?\s*(?:[:–—-]+|$))\s*", re.IGNORECASE
    )),
)  # fmt: skip
_LED_DECIDED: Final = re.compile(
    r"^(?P<lead>(?:в\s+ходе|в\s+результате|по\s+итогам|по\s+результатам|обсудив|заслушав|на\s+основании|после)"
    rf"(?![а-яё])[^:]{{0,200}}?)(?<![а-яё])(?:{_DECIDED_WORD})(?![а-яё])\s*(?:[:–—-]+|$)\s*",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^(?:в\s+ходе|в\s+результате|по\s+итогам|по\s+результатам|обсудив|заслушав|после)\s+[^.!?:]{5,200}[,:]?$",
    re.IGNORECASE,
)
_SAID: Final = (
    (Label.DECIDED, re.compile(rf"^[^.!?:]{{0,120}}?(?<![а-яё]){_DECIDED_WORD}(?![а-яё])\s*[:–—-]*\s*", re.IGNORECASE)),
    (Label.HEARD, re.compile(
        r"(?<![а-яё])(?:слушали|заслушал[аи]?|доложил[аи]?|докладывал[аи]?)(?![а-яё])", re.IGNORECASE
    )),
    (Label.SPOKE, re.compile(
        r"(?<![а-яё])(?:выступил[аи]?|слово\s+(?:предоставлено|было|взяла))(?![а-яё])", re.IGNORECASE
    )),
)  # fmt: skip
_SPOKE_ALONE: Final = re.compile(r"^выступил[а]?\s+[А-ЯЁа-яё]", re.IGNORECASE)


def find_label(text: str) -> FoundLabel | None:
    """The label at the head of a line, whatever part of the paper it stands in; None for ordinary text."""
    found = _PROTOCOL.match(text)
    # «Выписка из протокола», but «протокол» alone.
    if found is not None and bool(found["lead"]) == bool(found["a"]) and _is_title(text, found.end()):
        return FoundLabel(Label.PROTOCOL, text[found.end() :], lead=found["lead"] or "")
    return _by_question(text) or _deed(text) or _office(text) or _header(text)


def is_lead_to_decisions(text: str) -> bool:
    """True for «В ходе обсуждения вопросов повестки», a line that only leads to «Решили:» below it."""
    return bool(_LEAD.match(text))


def question_number(text: str) -> tuple[int | None, str]:
    """The number before a line («2.», «II)») and the rest of it."""
    found = _NUMBER.match(text)
    if found is None:
        return None, text
    if found["figure"]:
        return int(found["figure"]), text[found.end() :]
    roman = found["roman"].replace("І", "I").replace("Х", "X")
    return (_ROMANS.index(roman) + 1, text[found.end() :]) if roman in _ROMANS else (None, text)


def _is_title(text: str, end: int) -> bool:
    """«Протокол № 2», «ПРОТОКОЛ», «Протокол заседания …»; not «Протокол рабочей группы утвердить»."""
    word = text[:end].strip(" .:")
    rest = text[end:]
    return (
        not rest
        or word.isupper()
        or bool(
            re.match(r"(?:№|N\b|\d|от\b|заседани|собрани|совещани|встреч|общего|расширенного)", rest, re.IGNORECASE)
        )
    )


def _by_question(text: str) -> FoundLabel | None:
    found = _BY_QUESTION.match(text)
    if found is None:
        return None
    number = _ordinal(found)
    rest = text[found.end() :]
    if deed := _deed(rest):
        return FoundLabel(deed.label, deed.rest, number, deed.lead)
    for label, pattern in _SAID:
        if said := pattern.search(rest):
            if label is Label.DECIDED:
                return FoundLabel(label, rest[said.end() :], number, _without_verb(said[0]))
            return FoundLabel(label, text, number)
    return FoundLabel(Label.QUESTION, rest, number)


def _ordinal(found: re.Match[str]) -> int:
    if found["word"]:
        return _ORDINALS.index(found["word"].casefold()) + 1
    return int(found["figure"] or found["number"])


def _without_verb(lead: str) -> str:
    return re.sub(rf"{_DECIDED_WORD}\s*[:–—-]*\s*$", "", lead, flags=re.IGNORECASE).strip(" ,")


def _deed(text: str) -> FoundLabel | None:
    number, rest = question_number(text)
    for label, pattern in _DEEDS:
        if found := pattern.match(rest):
            after = rest[found.end() :]
            if said := _BY_QUESTION.match(after):
                return FoundLabel(label, after[said.end() :], _ordinal(said))
            return FoundLabel(label, after, number)
    if found := _LED_DECIDED.match(text):
        return FoundLabel(Label.DECIDED, text[found.end() :], lead=found["lead"].strip(" ,"))
    if _SPOKE_ALONE.match(rest):
        return FoundLabel(Label.SPOKE, rest, number)
    return FoundLabel(Label.VOTED, text) if _VOTED.match(text) else None


def _office(text: str) -> FoundLabel | None:
    for label, pattern in _OFFICE:
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :]
        if sign := re.match(r"\s*(?:[:–—-]+|$|_+)\s*", rest):
            return FoundLabel(label, rest[sign.end() :])
        # «Председатель РМО школьных библиотекарей – …»: the words between belong to the post.
        sign = re.match(r"\s[^:–—_.]{2,80}?(?:\s*[:–—]|\s-|\s*_{2,})\s*", rest)
        if sign is not None and not names_in(sign[0]):
            return FoundLabel(label, rest[sign.end() :], lead=text[: found.end() + sign.end()].strip(" :–—-_"))
        if re.match(r"\s+[А-ЯЁ]", rest):
            return FoundLabel(label, rest.strip())
    return None


def _header(text: str) -> FoundLabel | None:
    for label, pattern in (*_PLAIN, *_LOOSE):
        if found := pattern.match(text):
            return FoundLabel(label, text[found.end() :])
    if found := _PRESENT.match(text):
        return FoundLabel(Label.PRESENT, text[found.end() :], lead=found["lead"].strip())
    return None
