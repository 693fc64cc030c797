"""Invented things of five kinds for measuring search: titles and texts of words of uneven frequency."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.directory import surname

KINDS = ("person", "event", "protocol", "material", "document")
_GIVEN = ("Вера Ильинична", "Анна Львовна", "Нина Васильевна", "Ольга Петровна", "Зоя Павловна", "Инна Юрьевна")
_HEADS = ("Вебинар", "Семинар", "Заседание", "Мастер-класс", "Круглый стол", "Конкурс", "Практикум", "Совещание")
_SUBJECTS = (
    "комплектование фонда учебников", "информационная культура школьников", "чтение в начальной школе",
    "федеральный перечень учебников", "работа с детской книгой", "электронный каталог библиотеки",
    "сверка фонда со списком экстремистских материалов", "читательская грамотность", "библиотечный урок",
    "проектная деятельность", "списание ветхой литературы", "литературная гостиная", "неделя детской книги",
)  # fmt: skip
_COMMON = (
    "школьная", "библиотека", "библиотекарь", "педагог", "работа", "школа", "ученик", "книга",
    "чтение", "учебник", "фонд", "район", "муниципальный", "методический", "объединение", "заседание",
    "учитель", "образование", "программа", "мероприятие", "проект", "год", "занятие", "ресурс",
    "информационный", "культура", "развитие", "литература", "писатель", "урок", "выставка", "читатель",
    "каталог", "учёт", "отчёт", "план",
)  # fmt: skip
_STEMS = ("библио", "медиа", "лит", "книг", "крае", "кино", "тео", "хрест", "граф", "фольк", "пис", "карт", "слов")
_MIDDLES = ("тек", "ват", "мор", "лон", "рин", "сал", "вед", "кан", "тур", "фил", "дор", "мин", "пас", "бел", "ник")
_ENDS = ("ение", "ость", "арь", "ник", "изм", "атор", "ство", "ка", "ура", "ация")


def rare_word(number: int) -> str:
    """One of 29,250 invented nouns; the smaller the number the more often it is taken."""
    stem, rest = number % len(_STEMS), number // len(_STEMS)
    middle, rest = rest % len(_MIDDLES), rest // len(_MIDDLES)
    return f"{_STEMS[stem]}{_MIDDLES[middle]}{_MIDDLES[rest % len(_MIDDLES)]}{_ENDS[rest // len(_MIDDLES) % 10]}"


def entries(size: int) -> Iterator[tuple[str, Any]]:
    """So many things, a fifth of each kind, the same ones every time. A document has 150 words, others 12 to 60."""
    from stellazh.textindex.searchable import SearchEntry

    luck = random.Random(2_026)
    for number in range(1, size + 1):
        kind = KINDS[number % len(KINDS)]
        on = date(2019, 9, 1) + timedelta(days=luck.randrange(2_500))
        if kind == "person":
            title = f"{surname(number * 17 % 3_600)} {_GIVEN[number // 5 % len(_GIVEN)]}"
            text = f"педагог-библиотекарь, МБОУ СОШ № {number % 97}, школа, {_text(luck, 6)}"
            yield kind, SearchEntry(key=number, title=title, text=text, place=f"/1/{number % 27}/")
            continue
        title = f"{luck.choice(_HEADS)} «{luck.choice(_SUBJECTS).capitalize()}» № {number % 40}"
        text = f"В работе школы. {_text(luck, 150 if kind == 'document' else luck.randrange(12, 60))}"
        text += f" Выступает {surname(luck.randrange(3_600))} {luck.choice(_GIVEN)}."
        yield (
            kind,
            SearchEntry(
                key=number,
                title=title,
                text=text,
                on=on,
                year=on.year,
                place=f"/1/{number % 27}/",
                territory_id=number % 27,
            ),
        )


def _text(luck: random.Random, words: int) -> str:
    found = []
    for _ in range(words):
        if luck.random() < 0.6:
            found.append(luck.choice(_COMMON))
        else:
            found.append(rare_word(int(29_250 * luck.random() ** 4)))
    return " ".join(found)
