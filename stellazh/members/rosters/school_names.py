"""Names of schools and of municipalities as lists write them: «МБОУ "СОШ №5"», «школа № 5», «Лужский р-н»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stellazh.russian.collation import fold

_SIGNS: Final = re.compile(r"[^\w]+|_")
# «муниципальное бюджетное общеобразовательное учреждение» and its short forms say nothing of which school it is.
_FORM: Final = re.compile(
    r"^(?:мб?к?а?н?оу|мб?о?оу|мкоу|маоу|мбоу|мноу|гб?к?а?оу|гбоу|гкоу|гаоу|фгк?оу|чоу|ноу|ано|оу|оо|мбу|мку|мау|оч)$"
    r"|^(?:муниципал|бюджет|казен|автоном|общеобразоват|образовател|учрежден|организац|государств|областн|частн|некоммерч)"
)
_KINDS: Final = (
    ("gymnasium", re.compile(r"^гимнази")),
    ("lyceum", re.compile(r"^лице[йея]")),
    ("boarding", re.compile(r"^интернат")),
    ("kindergarten", re.compile(r"^(?:детск\w*|сад\w*|доу|мбдоу|мдоу)$")),
    ("cadet", re.compile(r"^кадетск")),
    ("evening", re.compile(r"^вечерн")),
    ("centre", re.compile(r"^центр")),
)
_SCHOOL: Final = re.compile(r"^(?:сош|оош|нош|ош|сш|школ\w*|средн\w*|основн\w*|начальн\w*|полн\w*|образован\w*)$")
_STOP: Final = frozenset(
    {
        "с", "г", "п", "д", "ст", "пос", "р", "х", "и", "им", "имени", "город", "города", "село", "села",
        "поселок", "поселка", "деревня", "деревни", "станица", "станицы", "углубленным", "изучением", "отдельных",
        "предметов", "n", "no", "номер",
    }
)  # fmt: skip
_PLACE_WORDS: Final = re.compile(
    r"^(?:р|н|рн|район\w*|округ\w*|муниципальн\w*|городск\w*|го|мр|мо|мр|гп|сп|город\w*|г|образовани\w*|область|области)$"
)
# «Лужский», «Лужская», «Лужского» are told apart from other words by their «ск» alone.
_ENDING: Final = re.compile(r"(?:(ск)(?:ий|ая|ое|ого|ой|ому|им|ом|ую)|ого|его|ому|ему|ыми|ими|[аеиоуыэюяйь]{1,3})$")
_NUMBER: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")


@dataclass(frozen=True, slots=True)
class SchoolName:
    """What tells one school from another: kind («» is an ordinary school), number, the other words, shortened."""

    kind: str
    number: str
    words: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not self.number and not self.words and not self.kind


def school_name(text: str) -> SchoolName:
    """The telling parts of a school's name."""
    tokens = [token for token in _SIGNS.sub(" ", _NUMBER.sub(" ", fold(text).replace("№", " "))).split() if token]
    kind, number = "", ""
    words: set[str] = set()
    for token in tokens:
        if token.isdecimal():
            number = number or token.lstrip("0") or "0"
            continue
        if _FORM.match(token) or token in _STOP:
            continue
        found = next((code for code, pattern in _KINDS if pattern.match(token)), "")
        if found:
            kind = kind or found
        elif not _SCHOOL.match(token) and len(token) > 1:
            words.add(stem(token))
    return SchoolName(kind, number, frozenset(words))


def is_variant(one: SchoolName, other: SchoolName) -> bool:
    """Whether both can name one school: the same kind and number, and the words of one are among those of the other.

    Without a number some word must be shared.
    """
    if one.is_empty or other.is_empty or one.kind != other.kind or one.number != other.number:
        return False
    if not (one.words <= other.words or other.words <= one.words):
        return False
    return bool(one.number) or bool(one.words & other.words) or (one.words == other.words and bool(one.kind))


def place_key(text: str) -> str:
    """The telling word of a municipality's name: «Лужский муниципальный округ», «Лужский р-н» → «лужск»."""
    tokens = _SIGNS.sub(" ", fold(text)).split()
    telling = [stem(token) for token in tokens if not _PLACE_WORDS.match(token)]
    return " ".join(sorted(telling))


def stem(word: str) -> str:
    """A word without its ending, so that «Заречная» and «Заречной» are one."""
    return word if len(word) <= 4 else _ENDING.sub(r"\1", word)
