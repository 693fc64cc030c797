"""A second opinion: petrovich's rules. Where they and ours part without a reason of ours, nobody is certain."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from pytrovich import Case as PeerCase
from pytrovich import Gender as PeerGender
from pytrovich import NamePart, PetrovichDeclinationMaker

from stellazh.russian.names import lists
from stellazh.russian.names.dictionary import adjective_genitive, genders_of_given, is_surname, noun_genitive
from stellazh.russian.names.model import Case, Gender, Role

_CASES: Final[dict[Case, PeerCase]] = {
    "genitive": PeerCase.GENITIVE,
    "dative": PeerCase.DATIVE,
    "accusative": PeerCase.ACCUSATIVE,
    "instrumental": PeerCase.INSTRUMENTAL,
    "prepositional": PeerCase.PREPOSITIONAL,
}
_PARTS: Final = {Role.SURNAME: NamePart.LASTNAME, Role.GIVEN: NamePart.FIRSTNAME, Role.PATRONYMIC: NamePart.MIDDLENAME}
_GENDERS: Final[dict[Gender, PeerGender]] = {"m": PeerGender.MALE, "f": PeerGender.FEMALE}
_OURS: Final = (
    lists.FIXED_HALVES
    | lists.FIXED_SURNAMES
    | lists.SOFT_NOUNS
    | lists.FAR_EASTERN
    | lists.HIS_KEEPING
    | lists.HERS_THIRD
)


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@lru_cache(maxsize=8192)
def peer_form(word: str, role: Role, case: Case, gender: Gender) -> str:
    """What petrovich's rules make of one small-lettered word."""
    return str(_maker().make(_PARTS[role], _GENDERS[gender], _CASES[case], word))


def disagrees(word: str, form: str, role: Role, case: Case, gender: Gender) -> bool:
    """True when the peer has another form and neither our lists nor the dictionary stand behind ours.

    The instrumental is left out: the peer knows no stress. Patronymics are left out: they are regular.
    """
    if role in (Role.PATRONYMIC, Role.FIXED) or case == "instrumental" or form == peer_form(word, role, case, gender):
        return False
    if word.replace("ё", "е") in _OURS or word.endswith(("рих", "лих")):
        return False
    is_known_word = adjective_genitive(word) or noun_genitive(word) or is_surname(word, gender)
    return not (is_known_word if role is Role.SURNAME else genders_of_given(word))
