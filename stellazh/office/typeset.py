"""PDF by Typst: tagged, archival, the same bytes everywhere.

A template receives its data as JSON in `sys.inputs.data` and nothing else, so that no typed text ever becomes markup;
pictures come beside it as files. Only the fonts built into the compiler (Libertinus Serif first) and those of `fonts/`
(PT Serif, PT Sans) are used, so a paper looks the same on every machine.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

Standard = Literal["a-2a", "a-2b", "a-3a", "a-3b", "ua-1"]

# Both at once: PDF/UA-1 for screen readers, PDF/A-2a for archives that must open the paper years later.
STANDARDS: tuple[Standard, ...] = ("ua-1", "a-2a")
FONTS: Final = Path(__file__).parent / "fonts"
# Where a template finds its pictures: `image("/pictures/" + name)`.
PICTURES: Final = "pictures"

_PICTURE_NAME: Final = re.compile(r"[a-z0-9_-]{1,80}\.(?:png|jpg|svg)")
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
    pictures: Mapping[str, bytes] | None = None,
    standards: Sequence[Standard] = STANDARDS,
) -> bytes:
    """Compile `template` with `data` (anything JSON can hold) into a PDF of the given standards.

    The template may import the files beside it and read nothing above its folder but `pictures`: PNG, JPEG or our own
    SVG by name («seal.png»), drawn by `image("/pictures/seal.png")`. `made_at` (aware) is the date in the file: the
    same data and moment give the same bytes. Signs that no font can draw are left out when they are pictures (emoji)
    and shown as «□» when they are letters.

    Raises:
        TypesetError: the template is wrong, a picture is none, or the compiler warns of anything, of an unknown font
            for example.
    """
    with _workplace(template, pictures) as place:
        content = json.dumps(data, ensure_ascii=False)
        for content_left in (_without_missing_signs, _with_common_signs_only):
            try:
                return _pdf(place, content, made_at, standards)
            except typst.TypstError as error:
                if not _NO_GLYPH.search(str(error)):
                    raise TypesetError(f"{template.name}: {error}") from error
                content = content_left(content, str(error))
        try:
            return _pdf(place, content, made_at, standards)
        except typst.TypstError as error:
            raise TypesetError(f"{template.name}: {error}") from error


def typeset_picture(
    template: Path, data: Mapping[str, object], *, dots_per_inch: float, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The first page of the same paper as a PNG, to look at on a screen.

    Raises:
        TypesetError: as `typeset` does. A sign that no font has is no reason here: it is drawn as an empty box.
    """
    return _first_page(template, data, pictures, format="png", ppi=dots_per_inch)


def typeset_drawing(template: Path, data: Mapping[str, object]) -> bytes:
    """The first page as an SVG: an ornament that many papers share is drawn once and given to them as a picture.

    Raises:
        TypesetError: as `typeset_picture` does.
    """
    return _first_page(template, data, None, format="svg")


def _first_page(template: Path, data: Mapping[str, object], pictures: Mapping[str, bytes] | None, **form: Any) -> bytes:
    with _workplace(template, pictures) as place:
        try:
            drawn, warnings = typst.compile_with_warnings(
                place.main,
                root=place.root,
                font_paths=_fonts(),
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                **form,
            )
        except typst.TypstError as error:
            raise TypesetError(f"{template.name}: {error}") from error
    _refuse_warnings(template, warnings)
    pages: Any = drawn
    return bytes(pages[0] if isinstance(pages, list) else pages)


class _Place:
    """What the compiler is given: the main file, by path or as text, and the folder it may read."""

    def __init__(self, template: Path, main: str | bytes, root: Path) -> None:
        self.template, self.main, self.root = template, main, str(root)


@contextmanager
def _workplace(template: Path, pictures: Mapping[str, bytes] | None) -> Iterator[_Place]:
    if not pictures:
        yield _Place(template, str(template), template.parent)
        return
    # The compiler takes pictures as files only. Its root becomes a folder of this one paper: the pictures, and a way to
    # the folder of the template, which is named by a text because links of main files are followed out of the root.
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        root = Path(folder)
        (root / "paper").symlink_to(template.parent.resolve(), target_is_directory=True)
        (root / PICTURES).mkdir()
        for name, content in pictures.items():
            if not _PICTURE_NAME.fullmatch(name):
                raise TypesetError(f"{template.name}: a picture cannot be named {name!r}")
            (root / PICTURES / name).write_bytes(content)
        yield _Place(template, f'#include "/paper/{template.name}"'.encode(), root)


def _pdf(place: _Place, content: str, made_at: datetime, standards: Sequence[Standard]) -> bytes:
    pdf, warnings = typst.compile_with_warnings(
        place.main,
        root=place.root,
        font_paths=_fonts(),
        sys_inputs={"data": content},
        pdf_standards=list(standards),
        timestamp=int(made_at.timestamp()),
    )
    _refuse_warnings(place.template, warnings)
    return bytes(pdf)


def _refuse_warnings(template: Path, warnings: Sequence[Any]) -> None:
    if warnings:
        raise TypesetError(f"{template.name}: " + "; ".join(str(warning.message) for warning in warnings))


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


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
