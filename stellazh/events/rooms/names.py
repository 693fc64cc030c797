"""Names as people type them into a video room: «ольхова м в школа 5», «iPhone Марина», «Marina Olkhova»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stellazh.russian.collation import fold

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CODE: Final = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[\w-]{3,}\b")
_INITIALS: Final = re.compile(r"(?<![^\W\d_])([А-ЯЁ])([А-ЯЁ])(?![^\W\d_])")
_LATIN: Final = re.compile(r"[a-z]")
_CYRILLIC: Final = re.compile(r"[а-я]")
_LOOK_ALIKES: Final = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_PATRONYMIC: Final = re.compile(r"(?:[оеё]вич|ьич|[мкф]ич|нич|[оеё]вна|ична|инична|[oe]vich|[oe]vna|ichna)$")
_SCHOOL: Final = re.compile(
    r"(?:школ\w*|шк|сош|оош|ош|лице\w+|гимнази\w+|school|шибц|библиотек\w*|мб?оу|мк?оу|маоу)[\s.,-]*(?:№|n|no|#)?\s*"
    r"(\d{1,4})(?!\d)"
)
_NUMBER: Final = re.compile(r"(?:№|#)\s*(\d{1,4})(?!\d)|(?<![\w-])(\d{1,4})(?![\w-])")

# What telephones, browsers and rooms add, and what people add of their work. No part of a name.
_NOT_NAMES: Final = """
    iphone ipad ipod galaxy samsung xiaomi redmi note pro max plus ultra lite huawei honor realme oppo vivo poco nokia
    motorola lenovo asus acer android phone tablet laptop desktop notebook pc пк user guest host cohost me you
    organizer organiser presenter attendee participant moderator recorder recording bot zoom teams admin device the of
    гость гостья ведущий ведущая организатор модератор участник участница пользователь спикер докладчик админ
    администратор телефон планшет компьютер ноутбук айфон самсунг запись бот я вы это мой моя
    школа школы шк сош оош нош ош лицей лицея гимназия гимназии мбоу маоу мкоу моу мау мбу мку гбоу гоу оу шибц ибц
    библиотека библиотеки библиотекарь библиотекаря педагог педагога зав заведующая заведующий методист учитель директор
    район района округ округа город города область области село села поселок деревня ст пос дер им имени
    school library librarian teacher
"""
_NOISE: Final = frozenset(_NOT_NAMES.split())
_DIMINUTIVES: Final = {
    short: full
    for full, shorts in {
        "александра": "саша шура", "александр": "саша шура", "алла": "аллочка", "анастасия": "настя",
        "анна": "аня нюра", "валентина": "валя", "валерия": "лера", "вера": "верочка", "виктория": "вика",
        "галина": "галя", "дарья": "даша", "евгения": "женя", "екатерина": "катя", "елена": "лена",
        "елизавета": "лиза", "жанна": "жанночка", "зинаида": "зина", "зоя": "зоечка", "инна": "инночка",
        "ирина": "ира", "ксения": "ксюша", "лариса": "лара", "лидия": "лида", "любовь": "люба",
        "людмила": "люда мила", "маргарита": "рита", "марина": "мариша", "мария": "маша", "надежда": "надя",
        "наталья": "наташа", "наталия": "наташа", "нина": "ниночка", "оксана": "ксана", "ольга": "оля",
        "полина": "поля", "раиса": "рая", "светлана": "света", "софия": "соня", "софья": "соня",
        "тамара": "тома", "татьяна": "таня", "юлия": "юля", "яна": "яночка",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_TWO_FULLS: Final = {"саша": ("александра", "александр"), "шура": ("александра", "александр"),
                     "наташа": ("наталья", "наталия"), "соня": ("софия", "софья"),
                     "женя": ("евгения", "евгений"), "валя": ("валентина", "валентин")}  # fmt: skip

_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ROMAN: Final = "a b v g d e e zh z i i k l m n o p r s t u f h c ch sh sh  i  e iu ia"
_TO_LATIN: Final = dict(zip(_RUSSIAN, _ROMAN.split(" "), strict=True))
_SPELLINGS: Final = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"['’`]", ""), (r"shch|sch|shh", "sh"), (r"kh", "h"), (r"tz|ts", "c"), (r"ck|q", "k"), (r"ct", "kt"),
        (r"x", "ks"), (r"w", "v"), (r"ph", "f"), (r"th", "t"), (r"y[eo]", "e"), (r"jo", "e"), (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoomName:
    """What a name typed into a room consists of.

    `words` are its words, folded, longer than a letter; `letters` its initials. `school_numbers` are sure («школа 5»),
    `numbers` any («5»).
    """

    words: tuple[str, ...]
    letters: tuple[str, ...]
    school_numbers: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.words


@lru_cache(maxsize=8_192)
def read_room_name(text: str) -> RoomName:
    """The words and initials of a name, without devices, posts and schools."""
    apart = _INITIALS.sub(r"\1 \2", text)
    plain = fold(apart)
    school_numbers = frozenset(match[1].lstrip("0") for match in _SCHOOL.finditer(plain))
    numbers = frozenset((match[1] or match[2]).lstrip("0") for match in _NUMBER.finditer(plain))
    if "@" in plain:
        # An address typed for a name: what stands before its sign may be one.
        plain = re.sub(r"@\S*", " ", plain).replace(".", " ")
    plain = _CODE.sub(" ", plain)
    words: list[str] = []
    letters: list[str] = []
    for found in _WORD.findall(plain):
        word = _one_alphabet(found)
        if len(word) == 1:
            letters.append(word)
        elif not _NOISE.issuperset(word.split("-")) and word not in words:
            words.append(word)
    return RoomName(tuple(words), tuple(letters), school_numbers, numbers | school_numbers)


@lru_cache(maxsize=32_768)
def skeleton(word: str) -> str:
    """The word in plain Latin, equal for all usual spellings of one Russian word: «Olkhova», «Olhova», «Ольхова»."""
    plain = "".join(_TO_LATIN.get(letter, letter) for letter in word)
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return plain


def is_latin(word: str) -> bool:
    """Whether it is typed in Latin letters."""
    return bool(_LATIN.search(word))


def full_given_names(word: str) -> tuple[str, ...]:
    """«Саша» → «александра», «александр»; nothing for what is no pet name."""
    if word in _TWO_FULLS:
        return _TWO_FULLS[word]
    return (_DIMINUTIVES[word],) if word in _DIMINUTIVES else ()


def is_patronymic(word: str) -> bool:
    """Whether the folded word ends as a patronymic does."""
    return len(word) > 5 and bool(_PATRONYMIC.search(word))


def numbers_of(school: str) -> frozenset[str]:
    """The numbers in the name of a school: «МБОУ СОШ № 5» → «5»."""
    return frozenset(number.lstrip("0") for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", school))


def _one_alphabet(word: str) -> str:
    """«Ольхoва» with a Latin «o» is typed in Russian."""
    if _LATIN.search(word) and _CYRILLIC.search(word):
        return word.translate(_LOOK_ALIKES)
    return word
