"""How a pupil is named where a parent has not agreed to the whole name."""

from __future__ import annotations

import re
from typing import Final

# «5», «5А», «5 «А»», «11-б».
_CLASS: Final = re.compile(r"\d{1,2}(\s*-?\s*[«\"]?[^\W\d_][»\"]?)?\Z")


def minor_name(given: str, family: str, school_class: str) -> str:
    """«Маша О., 5 класс»: the given name, the first letter of the family name, the class.

    A second word among the given names (a patronymic, a family name put into the wrong field) is dropped.
    """
    name = " ".join(part for part in (_first_word(given), _initial(family)) if part)
    return ", ".join(part for part in (name, class_words(school_class)) if part)


def class_words(school_class: str) -> str:
    """«5» → «5 класс», «5 А» → «5 А класс»; what says «класс» or is no class stays."""
    typed = " ".join(school_class.split())
    return f"{typed} класс" if _CLASS.match(typed) else typed


def _first_word(text: str) -> str:
    words = text.split()
    return words[0] if words else ""


def _initial(family: str) -> str:
    letter = next((sign for sign in family if sign.isalpha()), "")
    return f"{letter.upper()}." if letter else ""
