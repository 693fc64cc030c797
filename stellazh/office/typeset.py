"""PDF by Typst: tagged, archival, the same bytes everywhere.

A template receives its data as JSON in `sys.inputs.data` and nothing else, so that no typed text ever becomes markup.
Only the fonts built into the compiler are used (Libertinus Serif first), so a paper looks the same on every machine.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

Standard = Literal["a-2a", "a-2b", "a-3a", "a-3b", "ua-1"]

# Both at once: PDF/UA-1 for screen readers, PDF/A-2a for archives that must open the paper years later.
STANDARDS: tuple[Standard, ...] = ("ua-1", "a-2a")

_NO_GLYPH = re.compile(r'(?:the text|contains the codepoint) `"(?P<text>(?:[^"\\]|\\.)+)"`')
_RUST_ESCAPE = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}|\\(?P<sign>.)")
_MISSING_LETTER = "□"
# What glues pictures together; left alone after its pictures are gone, it spoils the shaping of its neighbours.
_JOINERS = re.compile("[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
_UNCOMMON = re.compile("[^\x20-\x7e\u00a0-\u017f\u0400-\u04ff\u2010-\u2027\u2030-\u203a\u2116\u25a1]")


class TypesetError(Exception):
    """The template or its data cannot be made into the wanted kind of PDF: a fault of ours, told in the message."""


def typeset(
    template: Path,
    data: Mapping[str, object],
    *,
    made_at: datetime,
    standards: Sequence[Standard] = STANDARDS,
) -> bytes:
    """Compile `template` with `data` (anything JSON can hold) into a PDF of the given standards.

    The template may import the files beside it and read nothing above its folder. `made_at` (aware) is the date in the
    file: the same data and moment give the same bytes. Signs that no built-in font can draw are left out when they are
    pictures (emoji) and shown as «□» when they are letters.

    Raises:
        TypesetError: the template is wrong, or the compiler warns of anything, of an unknown font for example.
    """
    content = json.dumps(data, ensure_ascii=False)
    for content_left in (_without_missing_signs, _with_common_signs_only):
        try:
            return _compile(template, content, made_at, standards)
        except typst.TypstError as error:
            if not _NO_GLYPH.search(str(error)):
                raise TypesetError(f"{template.name}: {error}") from error
            content = content_left(content, str(error))
    try:
        return _compile(template, content, made_at, standards)
    except typst.TypstError as error:
        raise TypesetError(f"{template.name}: {error}") from error


def _compile(template: Path, content: str, made_at: datetime, standards: Sequence[Standard]) -> bytes:
    pdf, warnings = typst.compile_with_warnings(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        sys_inputs={"data": content},
        pdf_standards=list(standards),
        timestamp=int(made_at.timestamp()),
    )
    if warnings:
        raise TypesetError(f"{template.name}: " + "; ".join(str(warning.message) for warning in warnings))
    return bytes(pdf)


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _without_missing_signs(content: str, complaint: str) -> str:
    content = _JOINERS.sub("", content)
    for found in _NO_GLYPH.finditer(complaint):
        sign = _RUST_ESCAPE.sub(_unescaped, found["text"])
        # ASCII is never missing from a font; replacing it could break the JSON itself.
        if not sign.isascii():
            content = content.replace(sign, "" if _is_picture(sign) else _MISSING_LETTER)
    return content


def _with_common_signs_only(content: str, _complaint: str) -> str:
    """The last resort: letters of Latin and Cyrillic, digits, punctuation; nothing else survives."""
    return _UNCOMMON.sub(lambda found: "" if _is_picture(found[0]) else _MISSING_LETTER, content)


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape["code"], 16)) if escape["code"] else escape["sign"]


def _is_picture(sign: str) -> bool:
    """Whether the sign says nothing aloud: an emoji, a variation or joining mark, a mark without its letter."""
    return all(unicodedata.category(part)[0] in "SMC" for part in sign)
