"""Text as a reader sees it: leftovers of web pages, bookmarks and invisible signs are taken out of typed text."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_BLANKS: Final = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Soft hyphens and zero-width signs are invisible on paper and would split words for every later reader.
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BOOKMARK: Final = re.compile(r"\[\s*(?:bookmark|закладка)\s*:[^\]\n]{0,80}\]", re.IGNORECASE)
_LINE_TAG: Final = re.compile(
    r"</?(?:html|body|p|br|div|ul|ol|dl|dt|dd|tr|table|tbody|thead|td|th|h[1-6]|blockquote|pre|section)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_ITEM_TAG: Final = re.compile(r"<li\b[^<>]{0,400}>\s*", re.IGNORECASE)
_INLINE_TAG: Final = re.compile(
    r"</?(?:li|a|b|i|u|s|em|strong|span|font|small|sub|sup|img|o:p|center|code|abbr|mark|label|input|nobr)\b"
    r"[^<>]{0,400}>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\f\v]+")
_EMPTY_ITEM: Final = re.compile(r"(?m)^- (?=[-–—•·]\s)")


def clean_text(raw: str, *, keep_tabs: bool = False) -> str:
    """Return the visible text with single spaces and newlines between lines; empty lines are dropped.

    Tags of a web page left in the text become line breaks or vanish, `<li>` becomes «- »; entities become signs;
    «[bookmark: …]» marks, soft hyphens and zero-width signs vanish; every kind of blank becomes a space.
    A sign «<» of the author's own stays. With `keep_tabs` tabs stay as they are.
    """
    text = raw
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "<" in text:
        text = _LINE_TAG.sub("\n", text)
        text = _ITEM_TAG.sub("\n- ", text)
        text = _INLINE_TAG.sub("", text)
        text = _EMPTY_ITEM.sub("", text)
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _INVISIBLE.sub("", _CONTROL.sub("", _BLANKS.sub(" ", text)))
    # Letters typed on another system come apart: и + ̆, е + ̈.
    text = unicodedata.normalize("NFC", text)
    lines = (_tidy(line, keep_tabs=keep_tabs) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _tidy(line: str, *, keep_tabs: bool) -> str:
    if keep_tabs and "\t" in line:
        return "\t".join(_SPACES.sub(" ", piece).strip(" ") for piece in line.split("\t")).rstrip("\t ")
    return _SPACES.sub(" ", line).strip()
