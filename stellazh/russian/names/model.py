"""What is asked and what is answered: cases, genders, a declined name and how one word changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal

Case = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"]
Gender = Literal["m", "f"]

OBLIQUE: Final[tuple[Case, ...]] = ("genitive", "dative", "accusative", "instrumental", "prepositional")


@dataclass(frozen=True, slots=True)
class Declined:
    """A name in a case. `is_certain` is False when a person must look at it; `doubt` then says why, in Russian.

    `gender` is the one by which it was declined; None when it is not known (and, if certain, does not matter).
    """

    text: str
    is_certain: bool
    doubt: str = ""
    gender: Gender | None = None


class Role(Enum):
    """What one word of a name is. `FIXED` words never change: initials, «оглы», the father's name before it, «фон»."""

    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Change:
    """How a word changes: `cut` letters go, an ending comes, in the order of `OBLIQUE`.

    `doubt` holds for every case, `doubts` only for the case it stands under.
    """

    cut: int
    endings: tuple[str, str, str, str, str]
    doubt: str = ""
    doubts: dict[Case, str] = field(default_factory=dict)

    def applied(self, word: str, case: Case) -> str:
        """The small-lettered word in an oblique case."""
        return word[: len(word) - self.cut] + self.endings[OBLIQUE.index(case)]

    def doubt_in(self, case: Case) -> str:
        """Why the form of this case must be looked at; empty when it need not be."""
        return self.doubt or self.doubts.get(case, "")

    def doubted(self, doubt: str, case: Case | None = None) -> Change:
        """The same change with a doubt, about every case or about one; a first doubt is kept."""
        if case is None:
            return Change(self.cut, self.endings, self.doubt or doubt, self.doubts)
        return Change(self.cut, self.endings, self.doubt, {case: doubt, **self.doubts})


FIXED: Final = Change(0, ("", "", "", "", ""))
HARD: Final = Change(0, ("а", "у", "а", "ом", "е"))
HUSHED: Final = Change(0, ("а", "у", "а", "ем", "е"))
POSSESSIVE: Final = Change(0, ("а", "у", "а", "ым", "е"))
SOFT: Final = Change(1, ("я", "ю", "я", "ем", "е"))
ENDING_IY: Final = Change(1, ("я", "ю", "я", "ем", "и"))
ENDING_A: Final = Change(1, ("ы", "е", "у", "ой", "е"))
ENDING_A_AFTER_K: Final = Change(1, ("и", "е", "у", "ой", "е"))
ENDING_A_AFTER_SH: Final = Change(1, ("и", "е", "у", "ей", "е"))
ENDING_A_AFTER_TS: Final = Change(1, ("ы", "е", "у", "ей", "е"))
ENDING_YA: Final = Change(1, ("и", "е", "ю", "ей", "е"))
ENDING_IYA: Final = Change(1, ("и", "и", "ю", "ей", "и"))
THIRD: Final = Change(1, ("и", "и", "ь", "ью", "и"))
HERS: Final = Change(1, ("ой", "ой", "у", "ой", "ой"))
ADJECTIVE: Final = Change(2, ("ого", "ому", "ого", "ым", "ом"))
ADJECTIVE_AFTER_K: Final = Change(2, ("ого", "ому", "ого", "им", "ом"))
ADJECTIVE_SOFT: Final = Change(2, ("его", "ему", "его", "им", "ем"))
ADJECTIVE_AFTER_TS: Final = Change(2, ("его", "ему", "его", "ым", "ем"))
HER_ADJECTIVE: Final = Change(2, ("ой", "ой", "ую", "ой", "ой"))
HER_ADJECTIVE_AFTER_SH: Final = Change(2, ("ей", "ей", "ую", "ей", "ей"))
HER_ADJECTIVE_SOFT: Final = Change(2, ("ей", "ей", "юю", "ей", "ей"))
