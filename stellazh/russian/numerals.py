"""Nouns with their numbers, as a person would say them: «5 мероприятий», «21 участие»."""

from typing import NamedTuple

from stellazh.common.numerals import agree

__all__ = [
    "ACTIVITIES",
    "ANSWERS",
    "ATTENDANCES",
    "BOOKS",
    "CERTIFICATES",
    "COPIES",
    "DAYS",
    "FILES",
    "HOURS",
    "ITEMS",
    "LETTERS",
    "LIBRARIANS",
    "MEETINGS",
    "MONTHS",
    "MUNICIPALITIES",
    "PARTICIPANTS",
    "PEOPLE",
    "QUESTIONS",
    "RECORDS",
    "ROWS",
    "SCHOOLS",
    "WARNINGS",
    "WORKS",
    "Noun",
    "agree",
    "counted",
]


class Noun(NamedTuple):
    """The three forms of a noun: with 1, with 2–4, with 5 and more. Calling it gives the number with the noun."""

    one: str
    few: str
    many: str

    def __call__(self, count: int) -> str:
        """«1 пункт», «2 пункта», «5 пунктов»."""
        return counted(count, *self)


def counted(count: int, one: str, few: str, many: str) -> str:
    """The number and the noun that agrees with it.

    From five figures on, thousands are parted by a no-break blank, as Russian typesetting has it.
    """
    figures = f"{count:,}".replace(",", "\u00a0") if abs(count) >= 10_000 else str(count)
    return f"{figures} {agree(count, one, few, many)}"


ACTIVITIES = Noun("мероприятие", "мероприятия", "мероприятий")
ITEMS = Noun("пункт", "пункта", "пунктов")
# «Человек» has its old plural after numbers: 2 человека, 5 человек.
PEOPLE = Noun("человек", "человека", "человек")
PARTICIPANTS = Noun("участник", "участника", "участников")
ATTENDANCES = Noun("участие", "участия", "участий")
WARNINGS = Noun("предупреждение", "предупреждения", "предупреждений")
MUNICIPALITIES = Noun("муниципалитет", "муниципалитета", "муниципалитетов")
SCHOOLS = Noun("школа", "школы", "школ")
LIBRARIANS = Noun("библиотекарь", "библиотекаря", "библиотекарей")
MEETINGS = Noun("заседание", "заседания", "заседаний")
CERTIFICATES = Noun("сертификат", "сертификата", "сертификатов")
QUESTIONS = Noun("вопрос", "вопроса", "вопросов")
ANSWERS = Noun("ответ", "ответа", "ответов")
LETTERS = Noun("письмо", "письма", "писем")
WORKS = Noun("работа", "работы", "работ")
BOOKS = Noun("книга", "книги", "книг")
COPIES = Noun("экземпляр", "экземпляра", "экземпляров")
RECORDS = Noun("запись", "записи", "записей")
ROWS = Noun("строка", "строки", "строк")
FILES = Noun("файл", "файла", "файлов")
HOURS = Noun("час", "часа", "часов")
DAYS = Noun("день", "дня", "дней")
MONTHS = Noun("месяц", "месяца", "месяцев")
