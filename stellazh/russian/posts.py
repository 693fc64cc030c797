"""Posts in the dative: «вручается педагогу-библиотекарю»."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stellazh.russian.persons.morphology import dative_form

_BETWEEN: Final = ", "
# Longer runs of adjectives stand before no noun of ours.
_MOST_WORDS: Final = 6


@lru_cache(maxsize=1024)
def dative_of_post(post: str) -> str:
    """The post in the dative: of each part between commas its first adjectives and the noun they belong to; what
    follows depends on that noun. «Заведующая библиотекой, учитель истории» gives «заведующей библиотекой, учителю
    истории». Empty for what begins with no word of a dictionary: better no line than a wrong one.
    """
    parts = [_part(part) for part in " ".join(post.split()).split(_BETWEEN)]
    return _BETWEEN.join(parts) if all(parts) else ""


def _part(post: str) -> str:
    words = post.split()
    declined: list[str] = []
    for word in words[:_MOST_WORDS]:
        form = dative_form(word)
        if form is None:
            break
        declined.append(form[0])
        if form[1]:
            break
    if not declined:
        return ""
    return " ".join([*declined, *words[len(declined) :]])
