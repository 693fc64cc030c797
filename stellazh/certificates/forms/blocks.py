"""A block of a sheet as a form: its words, its place, its look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.forms import formset_factory
from django.http import QueryDict

from stellazh.certificates.layout import (
    ALIGNS,
    BLOCK_KINDS,
    COLOURS,
    FONTS,
    LARGEST_SIZE,
    LONGEST_TEXT,
    MOST_BLOCKS,
    ORIENTATIONS,
    SHEETS,
    SMALLEST_SIZE,
    WEIGHTS,
    Block,
    BlockKind,
    Layout,
    Orientation,
)

PREFIX: Final = "block"
# Pictures and lines have no words of their own.
WORDLESS: Final = frozenset(
    {BlockKind.EMBLEM, BlockKind.SIGNATURES, BlockKind.SEAL, BlockKind.LINE, BlockKind.ORNAMENT}
)
# No letters at all, so no size, font or weight of them.
LETTERLESS: Final = WORDLESS - {BlockKind.SIGNATURES}
_TEXTS: Final = {
    BlockKind.TITLE: "{{ заголовок }}",
    BlockKind.TEXT: "Новый текст",
    BlockKind.NAME: "{{ фио }}",
    BlockKind.NUMBER: "{{ номер }} от {{ дата выдачи }}",
    BlockKind.QR: "Проверить подлинность:",
}
# Width and height of a block that has just been put on the sheet.
_FIRST_SIZES: Final = {
    BlockKind.QR: (62.0, 24.0),
    BlockKind.EMBLEM: (28.0, 28.0),
    BlockKind.SEAL: (36.0, 36.0),
    BlockKind.SIGNATURES: (150.0, 28.0),
    BlockKind.LINE: (80.0, None),
    BlockKind.ORNAMENT: (80.0, 8.0),
}
_FIELD: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def choices_of(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """The words of a list as a form offers them."""
    return [(str(code.value), label) for code, label in words.items()]


class BlockForm(forms.Form):
    """One block: its words, its place in millimetres, its look."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=choices_of(BLOCK_KINDS))
    text = forms.CharField(
        label="Текст", required=False, max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-words": True, "spellcheck": "true"}),
    )  # fmt: skip
    x = forms.FloatField(label="Слева, мм")
    y = forms.FloatField(label="Сверху, мм")
    width = forms.FloatField(label="Ширина, мм")
    height = forms.FloatField(label="Высота, мм", required=False)
    size = forms.FloatField(label="Размер букв", initial=12)
    align = forms.ChoiceField(label="Выравнивание", choices=choices_of(ALIGNS), initial="center")
    font = forms.ChoiceField(label="Шрифт", choices=choices_of(FONTS), initial="serif")
    weight = forms.ChoiceField(label="Начертание", choices=choices_of(WEIGHTS), initial="regular")
    italic = forms.BooleanField(label="Курсив", required=False)
    colour = forms.ChoiceField(
        label="Цвет", choices=[(str(code.value), words[0]) for code, words in COLOURS.items()], initial="ink"
    )
    # Formsets add it by themselves, but not to the empty forms that the script copies.
    DELETE = forms.BooleanField(label="Убрать с листа", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("x", "y", "width", "height", "size"):
            # One step of the arrows is a millimetre or a point; anything between may be typed.
            self.fields[name].widget.attrs |= {"step": "any", "inputmode": "decimal", "data-measure": name}
        self.fields["size"].widget.attrs |= {"min": f"{SMALLEST_SIZE:g}", "max": f"{LARGEST_SIZE:g}"}

    @property
    def block_kind(self) -> BlockKind | None:
        """What the block is; None while the kind was tampered with."""
        found = self["kind"].value()
        return BlockKind(found) if found in BLOCK_KINDS else None

    @property
    def kind_words(self) -> str:
        """«Текст»."""
        return BLOCK_KINDS[self.block_kind] if self.block_kind else "Блок"

    @property
    def has_words(self) -> bool:
        """Whether a text is typed for it."""
        return self.block_kind not in WORDLESS

    @property
    def has_letters(self) -> bool:
        """Whether it has letters with a size and a font."""
        return self.block_kind not in LETTERLESS

    @property
    def has_look(self) -> bool:
        """Whether its font and weight can be chosen."""
        return self.has_words

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """Where it stands."""
        return [self[name] for name in ("x", "y", "width", "height")]

    @property
    def look_fields(self) -> list[forms.BoundField]:
        """How it looks; what has no letters has a colour only."""
        if self.has_look:
            return [self[name] for name in ("size", "align", "font", "weight", "colour")]
        return [self[name] for name in (("size", "align", "colour") if self.has_letters else ("colour",))]

    @property
    def unseen_fields(self) -> list[forms.BoundField]:
        """What says nothing of a block of this kind, sent along all the same."""
        seen = {field.name for field in (*self.place_fields, *self.look_fields)}
        seen |= {"text"} if self.has_words else set()
        seen |= {"italic"} if self.has_look else set()
        return [self[name] for name in Block.__dataclass_fields__ if name not in seen]

    @property
    def short_words(self) -> str:
        """How the block is told from others in the list."""
        text = _FIELD.sub(r"‹\1›", str(self["text"].value() or "")) if self.has_words else ""
        words = " ".join(text.split())
        return words if len(words) <= 48 else f"{words[:47]}…"

    def is_leaving(self) -> bool:
        """Whether it is marked to be taken off the sheet."""
        return bool(self["DELETE"].value()) and self["DELETE"].value() not in ("False", "0")

    def as_json(self) -> dict[str, Any]:
        """The block as `layout_from_json` reads it."""
        data = self.cleaned_data
        text = data["text"].replace("\r\n", "\n").strip("\n") if self.has_words else ""
        return {name: data[name] for name in Block.__dataclass_fields__ if name != "text"} | {"text": text}


BlockFormSet = formset_factory(
    BlockForm, extra=0, can_delete=True, max_num=MOST_BLOCKS, absolute_max=MOST_BLOCKS + 10, validate_max=True
)


def with_block(data: QueryDict, kind: BlockKind) -> QueryDict:
    """What was sent, with one block more in the middle of the sheet. Equal to what the script does in the browser."""
    grown = data.copy()
    try:
        number = int(grown.get(f"{PREFIX}-TOTAL_FORMS", "0"))
    except ValueError:
        return grown
    lies = grown.get("orientation", "")
    orientation = Orientation(lies) if lies in ORIENTATIONS else Orientation.LANDSCAPE
    for name, value in fresh_block(kind, number, orientation).items():
        if value not in (None, False):
            grown[f"{PREFIX}-{number}-{name}"] = str(value)
    grown[f"{PREFIX}-TOTAL_FORMS"] = str(number + 1)
    return grown


def fresh_block(kind: BlockKind, number: int, orientation: Orientation) -> dict[str, Any]:
    """A block that has just been put on the sheet, as the initial values of its form."""
    sheet_width, sheet_height = SHEETS[orientation]
    width, height = _FIRST_SIZES.get(kind, (120.0, None))
    block = Block(
        key=f"{kind.value}-{number + 1}n", kind=kind, text=_TEXTS.get(kind, ""),
        x=(sheet_width - width) / 2, y=round(sheet_height / 2 - 10), width=width, height=height, size=14,
    )  # fmt: skip
    return initial_of(block)


def empty_blocks(layout: Layout) -> dict[BlockKind, BlockForm]:
    """A form for each kind of block that can be added, numbered `__prefix__`, for the script to copy."""
    return {
        kind: BlockFormSet.form(
            initial=fresh_block(kind, 0, layout.orientation) | {"key": f"{kind.value}-__prefix__n"},
            prefix=f"{PREFIX}-__prefix__",
        )
        for kind in BLOCK_KINDS
    }


def initial_of(block: Block) -> dict[str, Any]:
    """A block as the initial values of its form."""
    found = {name: getattr(block, name) for name in Block.__dataclass_fields__}
    for name, value in found.items():
        if isinstance(value, float):
            found[name] = int(value) if value == int(value) else value
        elif hasattr(value, "value"):
            found[name] = value.value
    return found
