"""What somebody should look at in a row of a run before its sheet is printed, in plain sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# Told apart from the others: it goes once the cases are settled.
CASES: Final = "Падежи имени: "
TWIN: Final = "В списке уже есть человек с таким именем: проверьте, не один ли это человек."
NO_SCHOOL: Final = "Не указана школа: её строка на листе останется пустой."
INITIALS: Final = "Вместо имени и отчества инициалы: впишите их полностью."
ONE_WORD: Final = "Записано одно слово: впишите фамилию, имя и отчество."
CAPITALS: Final = "Имя набрано заглавными буквами: исправьте, на листе оно будет таким же."
NO_ADDRESS: Final = "Нет адреса почты: письмо не уйдёт."

_INITIAL: Final = re.compile(r"(?:^|[\s.])[А-ЯЁA-Z]\.|(?<=\s)[А-ЯЁA-Z](?=\s|$)")
_LATIN: Final = re.compile(r"[A-Za-z]")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_DIGITS: Final = re.compile(r"\d")


def received(title: str, number_words: str) -> str:
    """What is said of somebody who has such a document for the same thing."""
    return f"Уже получил(а): {title.lower()}, {number_words}."


def name_doubts(name: str) -> list[str]:
    """What is odd about a name as it was typed."""
    found = []
    words = name.split()
    if len(words) == 1:
        found.append(ONE_WORD)
    if _INITIAL.search(name):
        found.append(INITIALS)
    if _CYRILLIC.search(name) and (latin := sorted(set(_LATIN.findall(name)))):
        found.append(f"В имени среди русских букв стоят латинские ({', '.join(latin)}): наберите их по-русски.")
    parts = _LETTERS.findall(name)
    if parts and all(part.isupper() for part in parts):
        found.append(CAPITALS)
    if _DIGITS.search(name):
        found.append("В имени есть цифры: проверьте, имя ли это.")
    return found


def row_doubts(
    *, name: str, cases_doubt: str, has_school: bool, lacks_address: bool, others: Sequence[str] = ()
) -> list[str]:
    """All doubts about one row. `cases_doubt` is empty when the cases are clear or settled."""
    found = [f"{CASES}{cases_doubt}"] if cases_doubt else []
    found += others
    found += name_doubts(name)
    if not has_school:
        found.append(NO_SCHOOL)
    if lacks_address:
        found.append(NO_ADDRESS)
    return found


def without_cases(doubts: Sequence[str]) -> list[str]:
    """The doubts that are left when the cases are settled."""
    return [doubt for doubt in doubts if not doubt.startswith(CASES)]
