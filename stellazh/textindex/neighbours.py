"""Words a slip of the finger apart: which spellings they share, and how far apart they are.

A word without one letter is shared by all words one letter away; without two, by those two away. Only the beginning of
long words is taken, so that a word has thirty such spellings at most and no neighbour is lost (tests compare with all).
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

from rapidfuzz.distance import OSA

SHORTEST: Final = 4
LONG: Final = 7
BEGINNING: Final = 7


def most_slips(word: str) -> int:
    """How many letters of a typed word may be wrong: none in short words and numbers, one in middling, two in long."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < LONG else 2


def spellings(word: str) -> set[str]:
    """What a known or a typed word is to be found by: itself, and its beginning without up to `most_slips` letters."""
    beginning, slips = word[:BEGINNING], most_slips(word)
    found = {word, beginning}
    for count in range(1, slips + 1):
        for left in combinations(range(len(beginning)), len(beginning) - count):
            found.add("".join(beginning[place] for place in left))
    return found


def slips_between(typed: str, known: str, most: int) -> int:
    """Letters changed, missing, added or swapped with a neighbour; a number above `most` when there are more."""
    return int(OSA.distance(typed, known, score_cutoff=most))
