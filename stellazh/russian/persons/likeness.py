"""How alike two names are, for the screen where a person decides. A likeness never merges anybody."""

from __future__ import annotations

from enum import StrEnum

from stellazh.russian.persons.mentions import find_mentions


class Likeness(StrEnum):
    """The same name; one letter apart in the surname; the same surname with other initials; different."""

    SAME = "same"
    ONE_LETTER = "one_letter"
    OTHER_INITIALS = "other_initials"
    DIFFERENT = "different"


def names_alike(first: str, second: str) -> Likeness:
    """Compare two names as written: dots, blanks, letter case and ё do not matter, the order may be either.

    ONE_LETTER is one letter changed, missing, added, or two neighbours changed about, the initials being equal.
    OTHER_INITIALS also holds when one of the names gives fewer initials.
    """
    one, other = _parted(first), _parted(second)
    if one == other:
        return Likeness.SAME
    if one[0] == other[0]:
        return Likeness.OTHER_INITIALS
    if one[1] == other[1] and _is_one_edit(one[0], other[0]):
        return Likeness.ONE_LETTER
    return Likeness.DIFFERENT


def _parted(name: str) -> tuple[str, str]:
    """Surname and initials, folded; words that are no name are taken whole."""
    mentions = find_mentions(name)
    if len(mentions) == 1:
        return _folded(mentions[0].surname), _folded(mentions[0].initials)
    return _folded(" ".join(name.split()).rstrip(" .")), ""


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _is_one_edit(first: str, second: str) -> bool:
    """True for one letter changed, added or missing, or one pair of neighbours swapped."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    start = next((place for place, letter in enumerate(first) if letter != second[place]), len(first))
    if len(first) < len(second):
        return first[start:] == second[start + 1 :]
    if first[start + 1 :] == second[start + 1 :]:
        return True
    swapped = second[start : start + 2][::-1]
    return first[start : start + 2] == swapped and first[start + 2 :] == second[start + 2 :]
