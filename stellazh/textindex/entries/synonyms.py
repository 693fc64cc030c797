"""Words and phrases that mean the same in search, read from lines like «ФПУ = федеральный перечень учебников»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stellazh.russian.lemmas import Word, words_of
from stellazh.textindex.entries.words import place_form
from stellazh.textindex.models import SynonymSet

LONGEST_PHRASE: Final = 8
# A word or a phrase as it stands in places: what it is recognised by in any form.
Places = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """What else may be said instead of a word or a phrase."""

    others: dict[Places, tuple[tuple[Word, ...], ...]]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Synonyms:
        """From lines of words and phrases apart by «=». A line with less than two of them means nothing."""
        others: dict[Places, dict[Places, tuple[Word, ...]]] = defaultdict(dict)
        for line in lines:
            phrases = {places_of(words): words for part in line.split("=") if (words := meaning(part))}
            for places in phrases:
                others[places].update((other, words) for other, words in phrases.items() if other != places)
        return cls({places: tuple(found.values()) for places, found in others.items() if found})

    def instead_of(self, words: Iterable[Word]) -> tuple[tuple[Word, ...], ...]:
        """Other ways to say exactly this; none when no line knows it."""
        return self.others.get(places_of(words), ())


def meaning(text: str) -> tuple[Word, ...]:
    """One side of a line in words."""
    return tuple(words_of(text, limit=LONGEST_PHRASE))


def places_of(words: Iterable[Word]) -> Places:
    """Words as they stand in places."""
    return tuple(place_form(word.surface) for word in words)


def load() -> Synonyms:
    """Those in force now. One query; what the lines mean is worked out once in a process for the same lines."""
    lines = SynonymSet.objects.filter(is_active=True).order_by("pk").values_list("words", flat=True)
    return _meant(tuple(lines))


@lru_cache(maxsize=4)
def _meant(lines: tuple[str, ...]) -> Synonyms:
    return Synonyms.of(lines)


def shipped_synonyms() -> Iterator[str]:
    """Abbreviations and words of school libraries: what a new installation begins with."""
    yield from _SHIPPED


def fill_synonyms() -> None:
    """Write the shipped lines into a list that is empty: of a new installation."""
    if not SynonymSet.objects.exists():
        SynonymSet.objects.bulk_create(SynonymSet(words=words) for words in shipped_synonyms())


_SHIPPED: Final = (
    # Books and lists.
    "ФПУ = федеральный перечень учебников = перечень учебников",
    "ФСЭМ = федеральный список экстремистских материалов = список экстремистских материалов",
    "УМК = учебно-методический комплект = учебно-методический комплекс",
    "ЭОР = электронный образовательный ресурс",
    "ЦОР = цифровой образовательный ресурс",
    "ЭФУ = электронная форма учебника = электронный учебник",
    "НЭБ = Национальная электронная библиотека",
    "ЭБС = электронно-библиотечная система = электронная библиотечная система",
    "ББК = библиотечно-библиографическая классификация",
    "УДК = универсальная десятичная классификация",
    "СБА = справочно-библиографический аппарат",
    "АБИС = автоматизированная библиотечно-информационная система",
    "КСУ = книга суммарного учёта = книга суммарного учета фонда",
    "списание = списать",
    "закупка = закупить = приобретение",
    "сверка = сверить",
    "инвентаризация = проверка фонда",
    "буккроссинг = книгообмен = обмен книгами",
    "иноагент = иностранный агент",
    # Libraries and schools.
    "ШИБЦ = школьный информационно-библиотечный центр",
    "ИБЦ = информационно-библиотечный центр = БИЦ = библиотечно-информационный центр",
    "РИБЦ = региональный информационно-библиотечный центр",
    "ШБ = школьная библиотека",
    "РШБА = Русская школьная библиотечная ассоциация = Ассоциация школьных библиотекарей русского мира",
    "ОО = образовательная организация",
    "ОУ = образовательное учреждение",
    "СОШ = средняя общеобразовательная школа = средняя школа",
    "ООШ = основная общеобразовательная школа = основная школа",
    "ИРО = институт развития образования",
    "УО = управление образования",
    "минобр = министерство образования",
    "минпрос = минпросвещения = министерство просвещения",
    # Associations.
    "МО = методическое объединение = методобъединение",
    "РМО = районное методическое объединение = районное объединение",
    "ММО = муниципальное методическое объединение = муниципальное объединение",
    "ГМО = городское методическое объединение = городское объединение",
    "ОМО = областное методическое объединение = областное объединение",
    "ГТО = городское творческое объединение = творческое объединение",
    "УМО = учебно-методическое объединение",
    "МПМО = муниципальное предметное методическое объединение",
    # Rules and training.
    "ФГОС = федеральный государственный образовательный стандарт",
    "ФОП = федеральная образовательная программа",
    "ООП = основная образовательная программа",
    "ПК = повышение квалификации",
    "КПК = курсы повышения квалификации",
    "ДПО = дополнительное профессиональное образование",
    "ФГ = функциональная грамотность",
    "профстандарт = профессиональный стандарт",
    "нацпроект = национальный проект",
    "педсовет = педагогический совет",
    "методсовет = методический совет",
    "методдень = методический день",
    "методкабинет = методический кабинет",
    # Meetings and papers.
    "МК = мастер-класс",
    "вебинар = онлайн-семинар",
    "запись = видеозапись",
    "библиоурок = библиотечный урок",
    "соцсети = социальные сети",
    "регистрация = зарегистрироваться",
    "анкета = анкетирование = опрос",
    "благодарность = благодарственное письмо",
)
