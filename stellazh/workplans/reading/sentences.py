"""Where one sentence ends and another begins: what tells a row cut by a page break from a new activity."""

from __future__ import annotations

import re
from typing import Final

_UNFINISHED_WORD: Final = re.compile(
    r"(?:^|\s)(?:в|во|на|по|с|со|к|ко|о|об|от|до|для|из|и|или|а|при|за|под|над|у|через|между|без|не|ни|как|что|среди|"
    r"им\.|г\.|№|п\.|с\.)$",
    re.IGNORECASE,
)
_UNFINISHED_SIGN: Final = re.compile(r"[,«(\-–—]$")
_GOES_ON: Final = re.compile(r"^(?:[а-яё]|[,.;:)»]|[–—-]\s?[а-яё])")
_LOWER_WORD: Final = re.compile(r"^[«\"(]?[а-яё]")
_INITIALS: Final = re.compile(r"^[А-ЯЁ]\.\s?[А-ЯЁ]?\.?(?:[\s,;]|$)")
_SURNAME_LAST: Final = re.compile(r"[А-ЯЁ][а-яё]+$")


def goes_on(before: str, after: str) -> bool:
    """True when `after` continues the sentence of `before`: it begins small, or `before` breaks off."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return False
    if _GOES_ON.match(after) or is_unfinished(before):
        return True
    if _LOWER_WORD.match(after) and not before.endswith((".", "!", "?", ";")):
        return True
    if before.count("«") > before.count("»") and after.count("»") > after.count("«"):
        return True
    return bool(_INITIALS.match(after)) and bool(_SURNAME_LAST.search(before))


_UNFINISHED_TERM: Final = re.compile(r"(?:[,(–—-]|(?:^|\s)(?:с|со|по|до|к|ко|и|в|не позднее|течение))$", re.IGNORECASE)


def is_unfinished_term(text: str) -> bool:
    """True when a date breaks off: «Апрель -», «с 20 по»; «11.09.2023 г.» is whole."""
    return bool(_UNFINISHED_TERM.search(text.rstrip()))


def is_unfinished(text: str) -> bool:
    """True when a text breaks off after a comma, a dash, an opening quote or a preposition."""
    stripped = text.rstrip()
    return bool(_UNFINISHED_SIGN.search(stripped) or _UNFINISHED_WORD.search(stripped))
