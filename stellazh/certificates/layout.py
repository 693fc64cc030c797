"""What stands where on a sheet: the layout of a template as data, with JSON both ways.

Lengths are millimetres from the upper left corner of an A4 sheet, sizes of letters are points.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from stellazh.certificates.wording import fields_in
from stellazh.common.errors import DomainError

Choice = TypeVar("Choice", bound=StrEnum)


class Orientation(StrEnum):
    """How the sheet lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


class BlockKind(StrEnum):
    """What a block is; `BLOCK_KINDS` has the words for an editor."""

    TITLE = "title"
    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    QR = "qr"
    EMBLEM = "emblem"
    SIGNATURES = "signatures"
    SEAL = "seal"
    LINE = "line"
    ORNAMENT = "ornament"


class Align(StrEnum):
    """Where the lines of a block begin."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Font(StrEnum):
    """The three voices of a sheet: PT Serif, PT Sans, New Computer Modern."""

    SERIF = "serif"
    SANS = "sans"
    DISPLAY = "display"


class Weight(StrEnum):
    """How strong the letters are."""

    REGULAR = "regular"
    BOLD = "bold"


class Colour(StrEnum):
    """The palette of the house; every one is dark enough to be read on paper."""

    INK = "ink"
    SOFT = "soft"
    GREEN = "green"
    DEEP_GREEN = "deep_green"
    OCHRE = "ochre"
    BRICK = "brick"
    BLUE = "blue"
    PLUM = "plum"


class Design(StrEnum):
    """The ornament of a sheet, drawn behind its blocks; «plain» leaves the paper to a background of one's own."""

    PLAIN = "plain"
    FRAME = "frame"
    SHELF = "shelf"
    BOOKMARK = "bookmark"
    GUILLOCHE = "guilloche"
    LAUREL = "laurel"
    RIBBON = "ribbon"
    LETTER = "letter"
    ARCH = "arch"


BLOCK_KINDS: Final[Mapping[BlockKind, str]] = {
    BlockKind.TITLE: "Название бумаги",
    BlockKind.TEXT: "Текст",
    BlockKind.NAME: "Имя получателя",
    BlockKind.NUMBER: "Номер и дата",
    BlockKind.QR: "QR-код для проверки",
    BlockKind.EMBLEM: "Эмблема",
    BlockKind.SIGNATURES: "Подписи",
    BlockKind.SEAL: "Печать",
    BlockKind.LINE: "Линейка",
    BlockKind.ORNAMENT: "Украшение",
}
ORIENTATIONS: Final[Mapping[Orientation, str]] = {
    Orientation.LANDSCAPE: "Альбомная",
    Orientation.PORTRAIT: "Книжная",
}
ALIGNS: Final[Mapping[Align, str]] = {
    Align.LEFT: "по левому краю",
    Align.CENTER: "по центру",
    Align.RIGHT: "по правому краю",
}
FONTS: Final[Mapping[Font, str]] = {Font.SERIF: "С засечками", Font.SANS: "Без засечек", Font.DISPLAY: "Торжественный"}
WEIGHTS: Final[Mapping[Weight, str]] = {Weight.REGULAR: "обычный", Weight.BOLD: "полужирный"}
COLOURS: Final[Mapping[Colour, tuple[str, str]]] = {
    Colour.INK: ("Чернильный", "#1f2430"),
    Colour.SOFT: ("Серый", "#555c6b"),
    Colour.GREEN: ("Зелёный", "#0b5a4e"),
    Colour.DEEP_GREEN: ("Тёмно-зелёный", "#073f37"),
    Colour.OCHRE: ("Охра", "#8a5a0c"),
    Colour.BRICK: ("Кирпичный", "#a1431d"),
    Colour.BLUE: ("Синий", "#2b5a86"),
    Colour.PLUM: ("Сливовый", "#624788"),
}
DESIGNS: Final[Mapping[Design, str]] = {
    Design.PLAIN: "Без украшений, для своего фона",
    Design.FRAME: "Рамка с уголками",
    Design.SHELF: "Книжная полка",
    Design.BOOKMARK: "Закладка",
    Design.GUILLOCHE: "Тонкая сетка",
    Design.LAUREL: "Лавр",
    Design.RIBBON: "Лента",
    Design.LETTER: "Письмо",
    Design.ARCH: "Раскрытая книга",
}

SHEETS: Final[Mapping[Orientation, tuple[float, float]]] = {
    Orientation.LANDSCAPE: (297.0, 210.0),
    Orientation.PORTRAIT: (210.0, 297.0),
}
MOST_BLOCKS: Final = 40
LONGEST_TEXT: Final = 1000
SMALLEST_SIZE: Final = 6.0
LARGEST_SIZE: Final = 72.0
NARROWEST: Final = 5.0
LOWEST: Final = 3.0
# A code printed smaller than this is hard to read for an old telephone.
NARROWEST_QR: Final = 18.0
# A paper that nobody can check is worth nothing.
NEEDED: Final = (BlockKind.NAME, BlockKind.NUMBER, BlockKind.QR)

_KEY: Final = re.compile(r"[a-z0-9_-]{1,40}")
_POINT_MM: Final = 0.3528
_LINE_HEIGHT: Final = 1.2
# Sums of decimals are never exact.
_SLACK: Final = 0.01
_WITH_TEXT: Final = frozenset({BlockKind.TITLE, BlockKind.TEXT, BlockKind.NAME, BlockKind.NUMBER, BlockKind.QR})


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of the sheet. Without `height` it may reach down to the next block or to the edge of the sheet.

    `text` holds fields of `wording`; of a QR block it is the line above the code, of pictures nothing.
    """

    key: str
    kind: BlockKind
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 100.0
    height: float | None = None
    size: float = 12.0
    align: Align = Align.CENTER
    font: Font = Font.SERIF
    weight: Weight = Weight.REGULAR
    italic: bool = False
    colour: Colour = Colour.INK


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: how it lies, its ornament, its blocks in the order they are read aloud."""

    orientation: Orientation
    design: Design
    blocks: tuple[Block, ...]

    @property
    def width(self) -> float:
        """Millimetres."""
        return SHEETS[self.orientation][0]

    @property
    def height(self) -> float:
        """Millimetres."""
        return SHEETS[self.orientation][1]


class LayoutUnfit(DomainError):
    """The layout cannot be used; `faults` say why, one sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def layout_to_json(layout: Layout) -> dict[str, Any]:
    """The layout as plain dictionaries, lists, texts and numbers; `layout_from_json` reads it back the same."""
    return asdict(layout) | {"blocks": [asdict(block) for block in layout.blocks]}


def layout_from_json(data: object) -> Layout:
    """The layout that `data` describes.

    Raises:
        LayoutUnfit: it is no layout, something lies off the sheet, or the name, the number or the code is missing.
    """
    if not isinstance(data, Mapping):
        raise LayoutUnfit(("Макет не прочитан: это не описание листа.",))
    faults: list[str] = []
    orientation = _chosen(data.get("orientation"), Orientation, "положение листа", faults)
    design = _chosen(data.get("design"), Design, "оформление", faults)
    _unknown_names(data, {"orientation", "design", "blocks"}, "У макета", faults)
    listed = data.get("blocks")
    if not isinstance(listed, list | tuple):
        faults.append("У макета нет списка блоков.")
        listed = ()
    if len(listed) > MOST_BLOCKS:
        raise LayoutUnfit((f"На листе {len(listed)} блоков, а помещается не больше {MOST_BLOCKS}: уберите лишние.",))
    blocks = [_block(number, one, faults) for number, one in enumerate(listed, start=1)]
    if faults or orientation is None or design is None:
        raise LayoutUnfit(tuple(dict.fromkeys(faults)))
    layout = Layout(orientation, design, tuple(block for block in blocks if block is not None))
    check_layout(layout)
    return layout


def check_layout(layout: Layout) -> None:
    """Refuse a layout that cannot be printed or checked.

    Raises:
        LayoutUnfit: with every fault found.
    """
    if faults := tuple(_layout_faults(layout)):
        raise LayoutUnfit(faults)


def _layout_faults(layout: Layout) -> Iterator[str]:
    if len(layout.blocks) > MOST_BLOCKS:
        yield f"На листе {len(layout.blocks)} блоков, а помещается не больше {MOST_BLOCKS}: уберите лишние."
    counts = Counter(block.kind for block in layout.blocks)
    for kind in NEEDED:
        if not counts[kind]:
            yield f"На листе нет блока «{BLOCK_KINDS[kind]}»: без него бумагу нельзя проверить. Добавьте его."
    for key, count in Counter(block.key for block in layout.blocks).items():
        if count > 1:
            yield f"Обозначение «{key}» есть у нескольких блоков: дайте им разные."
    for number, block in enumerate(layout.blocks, start=1):
        yield from _block_faults(number, block, layout)


def _block_faults(number: int, block: Block, layout: Layout) -> Iterator[str]:
    named = _named(number, block.kind)
    lengths = (block.x, block.y, block.width, block.size, *(() if block.height is None else (block.height,)))
    if not all(math.isfinite(length) for length in lengths):
        yield f"{named}: размер или место не число."
        return
    if not _KEY.fullmatch(block.key):
        yield f"{named}: обозначение пишут строчными латинскими буквами, цифрами и дефисом, не длиннее 40 знаков."
    if not SMALLEST_SIZE <= block.size <= LARGEST_SIZE:
        yield f"{named}: буквы бывают от {SMALLEST_SIZE:g} до {LARGEST_SIZE:g} пунктов."
    narrowest = NARROWEST_QR if block.kind == BlockKind.QR else NARROWEST
    if block.width < narrowest or (
        block.kind == BlockKind.QR and block.height is not None and block.height < narrowest
    ):
        yield f"{named}: блок слишком мал, нужно не меньше {narrowest:g} мм."
    if block.height is not None and block.height < LOWEST:
        yield f"{named}: высота бывает от {LOWEST:g} мм."
    if _is_off(block, layout):
        yield f"{named}: блок выходит за край листа. Подвиньте его или сделайте меньше."
    if len(block.text) > LONGEST_TEXT:
        yield f"{named}: в тексте {len(block.text)} знаков, а помещается не больше {LONGEST_TEXT}."
        return
    fields = fields_in(block.text)
    if block.kind == BlockKind.NAME and not any(field.startswith("фио") for field in fields):
        yield f"{named}: поставьте в текст поле с именем, например «{{{{ фио }}}}»."
    if block.kind == BlockKind.NUMBER and "номер" not in fields:
        yield f"{named}: поставьте в текст поле «{{{{ номер }}}}»."


def _is_off(block: Block, layout: Layout) -> bool:
    least = block.size * _POINT_MM * _LINE_HEIGHT if block.kind in _WITH_TEXT else 0.0
    if block.kind == BlockKind.QR:
        least += block.width
    # A block without a height needs one line at least.
    height = least if block.height is None else block.height
    return (
        block.x < -_SLACK
        or block.y < -_SLACK
        or block.x + block.width > layout.width + _SLACK
        or block.y + height > layout.height + _SLACK
    )


def _named(number: int, kind: BlockKind | None) -> str:
    return f"Блок {number}" + (f" («{BLOCK_KINDS[kind]}»)" if kind else "")


def _block(number: int, data: object, faults: list[str]) -> Block | None:
    if not isinstance(data, Mapping):
        faults.append(f"{_named(number, None)} не прочитан.")
        return None
    before = len(faults)
    kind = _chosen(data.get("kind"), BlockKind, f"{_named(number, None)}: вид", faults)
    named = _named(number, kind)
    _unknown_names(data, set(Block.__dataclass_fields__), f"{named}: у блока", faults)
    align = _chosen(data.get("align", Align.CENTER), Align, f"{named}: выравнивание", faults)
    font = _chosen(data.get("font", Font.SERIF), Font, f"{named}: шрифт", faults)
    weight = _chosen(data.get("weight", Weight.REGULAR), Weight, f"{named}: начертание", faults)
    colour = _chosen(data.get("colour", Colour.INK), Colour, f"{named}: цвет", faults)
    key, text, italic = data.get("key"), data.get("text", ""), data.get("italic", False)
    if not isinstance(key, str) or not isinstance(text, str) or not isinstance(italic, bool):
        faults.append(f"{named} не прочитан: вместо текста или отметки стоит другое.")
    lengths = {name: _length(data.get(name), named, faults) for name in ("x", "y", "width", "size")}
    height = None if data.get("height") is None else _length(data["height"], named, faults)
    if len(faults) > before or kind is None or align is None or font is None or weight is None or colour is None:
        return None
    return Block(
        key=str(key), kind=kind, text=str(text), x=lengths["x"], y=lengths["y"], width=lengths["width"],
        height=height, size=lengths["size"],
        align=align, font=font, weight=weight, italic=bool(italic), colour=colour,
    )  # fmt: skip


def _chosen(value: object, choices: type[Choice], what: str, faults: list[str]) -> Choice | None:
    try:
        return choices(str(value))
    except ValueError:
        shown = f"«{str(value)[:40]}»" if value not in (None, "") else "ничего"
        faults.append(f"{what[0].upper()}{what[1:]}: стоит {shown}, выберите из списка.")
        return None


def _length(value: object, named: str, faults: list[str]) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            if math.isfinite(found := float(value)):
                return found
        except OverflowError:
            pass
    fault = f"{named}: размер или место не число."
    if fault not in faults:
        faults.append(fault)
    return 0.0


def _unknown_names(data: Mapping[Any, Any], known: set[str], where: str, faults: list[str]) -> None:
    for name in data:
        if name not in known:
            faults.append(f"{where} есть неизвестное свойство «{str(name)[:40]}».")
