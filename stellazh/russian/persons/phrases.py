"""Posts, groups and organisations as plans write them beside and instead of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stellazh.russian.persons.morphology import is_known, is_likely, may_be

_I: Final = re.IGNORECASE

POST: Final = re.compile(
    r"""(?:и\.\s?о\.\s?|врио\s+)?
    (?:(?:старш|ведущ|главн|школьн|сельск|городск|районн)\w{2,3}\s+)*
    (?P<head>
      зам(?:\.|естител[ьи])\s*(?:директора|руководителя|заведующ\w+|председателя|начальника)(?:\s+по\s+[А-ЯЁ]{2,4}\b)?
    | зав(?:\.|\b|едующ(?:ий|ая|ие)\b)\s*(?:школьн\w+\s+|сельск\w+\s+|детск\w+\s+)?
      (?:библиотек(?:ой|ами)|ШИБЦ|ИБЦ|ИБК|отделом|сектором|кабинетом)?
    | педагог(?:и|ов)?\s?[-–—]\s?библиотекар[ьи] | библиотекар[ьи]\s?[-–—]\s?педагоги? | библиотекар[ьи]
    | библиограф\w?\b | методисты?\b | руководител[ьи]\b | директора?\b | председатель | секретарь | координаторы?\b
    | специалисты?\b | учител[ья](?:-[а-яё]+|\s[-–—]\s?предметник[а-я]*)? | педагоги?(?:-[а-яё]+)? | воспитател[ьи]
    | советники?\b | начальник\b | члены?\b | модератор\b | преподавател[ьи] | тьюторы?\b | инженер\b | лаборант\b
    )(?![а-яё])""",
    _I | re.VERBOSE,
)
_PLURAL_HEAD: Final = re.compile(
    r"(?:библиотекари|библиографы|методисты|руководители|директора|координаторы|специалисты|учителя|педагоги|воспитатели|"
    r"советники|члены|преподаватели|тьюторы|заместители|заведующие|зав\S*\s.*ами\b)",
    _I,
)

_ORGANISATION: Final = re.compile(
    r"(?:М[БАК]?ОУ|Г[БАК]?ОУ|О?Г[БАК]ПОУ|ОГ[БАК]ОУ|ЧОУ|НОУ|АНОО?|МБ?УК?|МАУК?|МКУК?|Г[БАК]УК?|ОГ[БАК]УК?|М[БА]УДО|М[БА]?ДОУ|"
    r"СОШ|ООШ|НОШ|ОШ|НШДС|ЦРО|ИМЦ|ГМЦ|ММЦ|КИМЦ|РИМЦ|ИРО|РИБЦ|ЦБС|М?ЦБС?|ЦГБ|ЦДБ|ЦРБ|МЦБ|ЦДТ|ДДТ|ДЮЦ|ЦДО|РУО|УО|РОНО|ГорОНО)\b"
    r"|(?:гимнази[яи]|лице[йи]|школ[аы]|библиотек[аи]|центр\w?|управлени[ея]|отдел\w?|комитет\w?|администраци[яи]|музе[йи]|"
    r"институт\w?|колледж\w?|департамент\w?|министерств\w?|методкабинет\w?|дом)(?![а-яё])",
)
_NAMED_ORGANISATION: Final = re.compile(
    r"(?:[а-яё-]+(?:ая|ий|ый|ой|ое)\s+){0,4}"
    r"(?:гимназия|лицей|школа|библиотека|центр|управление|отдел|комитет|музей|институт|департамент|министерство|"
    r"методкабинет|дом\s+(?:детского\s+)?творчества|дом\s+культуры)(?![а-яё])",
    _I,
)
# What may follow a post or the name of an organisation; a capitalised word of a new sentence may not.
_TAIL: Final = re.compile(
    r"""[ \t]*(?:
      №\s?\d+[а-яА-Я]?\b | \d{1,4}\b(?!\.\d) | «[^«»\n]{1,90}(?:«[^«»\n]{1,60}»[^«»\n]{0,40})?» | "[^"\n]{1,90}"
    | \([^()\n]{1,60}\)
    | (?:пгт|рп|р\.\s?п|с\.\s?п|г\.\s?о|пос|дер|ст|[псгдхар])\.?\s?
      [А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+|[ ][А-ЯЁ][а-яё]+(?!\s*[А-ЯЁ]\.))?
    | им(?:\.|ени)\s*(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?
    | [А-ЯЁ][а-яё-]+(?:ск(?:ого|ой)|ской|ого|ой)\s+(?=ГО\b|МО\b|МР\b|район|округ|област|кра[йя]|городск|муницип|сел)
    | [А-ЯЁ]{2,}(?:[-–][А-ЯЁ]{2,})?\b
    | [а-яё]+(?:-[а-яё]+)*(?:\s-\s[а-яё]+)?(?![\w])
    )""",
    re.VERBOSE,
)
_KIND_OF_SCHOOL: Final = re.compile(r"\s(?:вечерн|средн|основн|начальн|сельск|городск|центральн|детск)\w+\s+$")
_TAIL_STOP: Final = re.compile(
    r"\s*(?:онлайн|офлайн|очно|заочно|дистанционно|отв\b|ответствен|срок|совместно|с\s+участием|по\s+согласованию|"
    r"и\s+др\b|а\s+также|для\b|на\b|об?\b|в\b|во\b|к\b)",
    _I,
)
_TAIL_WORDS: Final = 9
# «руководитель ММО и школьные библиотекари» are two owners, «учителя истории и обществознания» are one.
_AND: Final = re.compile(
    r"\s*и\s+(?:(?![а-яё])|(?:вс[ея]\s+)?(?:[а-яё]+(?:ые|ие|ая|ый|ий)\s+)*(?:библиотекар[ьи]|педагоги?\b|методисты?\b|"
    r"руководител[ьи]|специалисты?\b|учителя?\b|члены|родители|волонт[её]ры|заведующ(?:ий|ая|ие)|администраци|актив\b|"
    r"рабочая|творческая|зав\b))"
)

_COLLECTIVE: Final = re.compile(
    r"(?:(?:вс[ея]|члены|участники|представители|руководители|руководитель|актив|совет|бюро)\s+)?"
    r"(?:(?:рабоч|творческ|инициативн|проблемн|экспертн|проектн|методическ)\w{2}\s+групп[аы]\b|"
    r"(?:городск|муниципальн|районн|окружн|методическ|творческ|профессиональн|школьн|педагогическ|экспертн)\w{2,3}"
    r"(?:\s+\w+[ое]е)?\s+(?:совет|объединени[ея]|сообществ[оа]|актив|коллектив[ы]?)\b|"
    r"(?:[ГМРОШ]?М?[МТ]О|МПМО|МО|РУМО|УМО|ГТО|ШБ|ШИБЦ|ИБЦ|ИБК|ОУ|ОО|ДОУ|ОМСУ)\b|"
    r"(?:администраци[яи]|оргкомитет\w?|жюри|актив|совет|бюро|комисси[яи]|педколлектив\w?|коллектив\w?|методсовет|штаб)\b|"
    r"вс[ея](?:\s+(?:школы|библиотеки|оу|оо|желающие))?(?![\w]))",
    _I,
)
_PLACES_OF_WORK: Final = re.compile(
    r"(?:вс[ея]\s+)?(?:школьные\s+|сельские\s+|городские\s+)?(?:школы|библиотеки|ШБ|образовательные\s+(?:организации|учреждения)|"
    r"общеобразовательные\s+(?:организации|учреждения)|шибц)(?![а-яё])",
    _I,
)
_WORD: Final = re.compile(
    r"[А-ЯЁа-яё]+(?:-[а-яё]+|\s[-–—]\s(?:предметник|словесник|логопед|психолог|библиотекар)[а-яё]*)?"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found at some place: where it ends, the post and the organisation inside it, and its number."""

    end: int
    post: str = ""
    organisation: str = ""
    is_plural: bool = False


def post_at(text: str, start: int) -> Phrase | None:
    """A post with the organisation after it: «зав. библиотекой МБОУ СОШ №5», or an organisation alone."""
    found = POST.match(text, start)
    if found is None:
        end = organisation_at(text, start)
        return None if end is None else Phrase(end, organisation=text[start:end].strip())
    place = _tail(text, found.end(), limit=_TAIL_WORDS)
    post, organisation = _parted(text[start:place], found.end() - start)
    return Phrase(place, post, organisation, is_plural=bool(_PLURAL_HEAD.match(found["head"])))


def organisation_at(text: str, start: int, *, may_open_sentence: bool = False) -> int | None:
    """The end of an organisation's name that begins here: «МБОУ СОШ №5», «МКУ «ЦРО»», «школа №3».

    With `may_open_sentence` also «Управление образования» and «Центральная библиотека», which in running text may as
    well be the first words of an activity.
    """
    found = _ORGANISATION.match(text, start)
    if found is None and may_open_sentence:
        found = _NAMED_ORGANISATION.match(text, start)
    return None if found is None else _tail(text, found.end(), limit=_TAIL_WORDS)


def group_at(text: str, start: int) -> Phrase | None:
    """A group named instead of people: «школьные библиотекари», «ГТО ШБ», «руководители ММО», «рабочая группа».

    A single post alone («методист», «руководитель ММО») counts as long as only an institution follows it.
    """
    for pattern in (_COLLECTIVE, _PLACES_OF_WORK):
        if found := pattern.match(text, start):
            return Phrase(_tail(text, found.end(), limit=_TAIL_WORDS), is_plural=True)
    found = POST.match(text, start)
    if found is not None:
        is_plural = bool(_PLURAL_HEAD.match(found["head"]))
        place = _tail(text, found.end(), limit=_TAIL_WORDS)
        if is_plural or not re.search(r"(?<![\w.])[а-яё]{3,}", _INSTITUTION_WORDS.sub("", text[found.end() : place])):
            return Phrase(place, is_plural=is_plural)
        return None
    return _living_plural(text, start)


_INSTITUTION_WORDS: Final = re.compile(
    r"«[^»]*»|города|района|округа|области|края|школы|школ|центра|отдела|управления|комитета|образования|имени|им\.|"
    r"городск\w+|районн\w+|муниципальн\w+|школьн\w+|вечерн\w+|средн\w+|основн\w+|начальн\w+|методическ\w+|объединени\w+|"
    r"библиотекар\w+|библиотек\w*|педагог\w*",
    _I,
)


def _living_plural(text: str, start: int) -> Phrase | None:
    """«родители», «юные читатели», «учителя-словесники»: adjectives and a living noun, all nominative plural."""
    place = start
    for _ in range(4):
        found = _WORD.match(text, place)
        if found is None:
            return None
        word = re.sub(r"\s?[-–—]\s?", "-", found[0])
        if may_be(word, "NOUN", "anim", "plur", "nomn") and (is_known(word) or "-" in word):
            if not is_likely(word, "NOUN"):
                return None
            return Phrase(_tail(text, found.end(), limit=5), is_plural=True)
        if not may_be(word, "ADJF", "plur", "nomn") and not may_be(word, "PRTF", "plur", "nomn"):
            return None
        place = found.end() + 1 if text[found.end() : found.end() + 1] == " " else found.end()
    return None


def _tail(text: str, start: int, *, limit: int) -> int:
    place = start
    for _ in range(limit):
        if _TAIL_STOP.match(text, place) or _AND.match(text, place):
            break
        found = _TAIL.match(text, place)
        if found is None or found.end() == place:
            break
        place = found.end()
    return place


def _parted(phrase: str, head_end: int) -> tuple[str, str]:
    """Part «зав. библиотекой МБОУ СОШ №5» into the post and the organisation."""
    found = _ORGANISATION.search(phrase, head_end)
    if found is None:
        wordy = re.search(r"\s(?=(?:вечерн|средн|основн|начальн|сельск)\w+\s+(?:школ|библиотек))", phrase[head_end:])
        if wordy is None:
            return phrase.strip(), ""
        return phrase[: head_end + wordy.start()].strip(), phrase[head_end + wordy.end() :].strip()
    lead = re.search(
        r"\s(?:вечерн|средн|основн|начальн|сельск|городск|центральн|детск)\w+\s+$", phrase[: found.start()]
    )
    cut = lead.start() if lead and lead.start() >= head_end else found.start()
    return phrase[:cut].strip(), phrase[cut:].strip()
