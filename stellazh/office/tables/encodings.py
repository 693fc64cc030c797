"""From bytes to letters. A text in a wrong encoding is never taken for a right one: it is said what to do."""

from __future__ import annotations

import re
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.plaintext import decode_text

ZEROS = (
    "Внутри файла не текст таблицы, а двоичные данные: откройте список в Excel, сохраните как .xlsx и загрузите снова."
)
GARBLED = (
    "Русские буквы в файле «{name}» не читаются: он сохранён в незнакомой кодировке{where}. "
    "Откройте его в Excel, сохраните как «CSV UTF-8» или .xlsx и загрузите снова."
)
LOST = (
    "Вместо русских букв в файле «{name}» стоят знаки вопроса: буквы потеряны при сохранении. "
    "Откройте исходный список, сохраните его как .xlsx и загрузите снова."
)

_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
# What letters become when they are read in another encoding: signs of other alphabets, frames, marks of currencies.
_STRANGE: Final = re.compile(
    r"[ЂЃѓ‚†‡€‰Љ‹ЊЌЋЏђљњќћџЎўЈ¤Ґ¦Є¬®Їєѕїіґµ¶\u0080-\u009f\ufffd\u2500-\u259fÀ-ÿ]",
)
_CAPITAL_INSIDE: Final = re.compile(r"[а-яё][А-ЯЁ]")
_SMALL_INSIDE: Final = re.compile(r"[а-яё][а-яё]")
# UTF-8 read as Windows-1251: every second sign is Р or С.
_TWICE: Final = re.compile(r"[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045fЂ-џ°±µ¶·«»№†‡€‰‹›‘’“”•–—™…‚„]")
_QUESTIONS: Final = re.compile(r"\?{3,}")
_WINDOW: Final = 200_000
_OTHERS: Final = (("cp866", "старая кодировка DOS"), ("koi8-r", "КОИ-8"), ("mac-cyrillic", "кодировка Macintosh"))


def text_of(data: bytes, filename: str, *, is_beginning: bool = False) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1251. `is_beginning`: the bytes may end inside a letter.

    Raises:
        UnreadablePaper: no text at all, a text in another encoding, or one whose letters are lost.
    """
    if is_beginning:
        data = _whole_letters(data)
    text = decode_text(data)
    if text is None or "\x00" in text:
        raise UnreadablePaper(ZEROS)
    window = text[:_WINDOW]
    if _is_garbled(window):
        raise UnreadablePaper(GARBLED.format(name=filename, where=_which(data[:_WINDOW])))
    letters, questions = len(_CYRILLIC.findall(window)), sum(map(len, _QUESTIONS.findall(window)))
    if questions > 20 and questions > 4 * letters:
        raise UnreadablePaper(LOST.format(name=filename))
    return text


def _whole_letters(data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2]
    cut = len(data)
    while cut > len(data) - 4 and cut and 0x80 <= data[cut - 1] < 0xC0:
        cut -= 1
    return data[: cut - 1] if cut and data[cut - 1] >= 0xC0 else data


def _is_garbled(text: str) -> bool:
    letters = len(_CYRILLIC.findall(text))
    strange = len(_STRANGE.findall(text))
    if strange > 10 and strange * 8 > letters:
        return True
    twice = len(_TWICE.findall(text))
    if twice > 10 and twice * 3 > letters:
        return True
    # Word for word capital and small letters changed about: «оПХБЕР» is KOI-8 read as Windows-1251.
    capitals, smalls = len(_CAPITAL_INSIDE.findall(text)), len(_SMALL_INSIDE.findall(text))
    return capitals > 10 and capitals > smalls


def _which(data: bytes) -> str:
    """«, похоже, КОИ-8», when the bytes make sense in one of the other encodings."""
    for encoding, name in _OTHERS:
        text = data.decode(encoding, "replace")
        if not _is_garbled(text) and len(_SMALL_INSIDE.findall(text)) > 10:
            return f" (похоже, {name})"
    return ""
