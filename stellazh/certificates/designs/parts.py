"""What the ready sheets share: their usual lines, one below the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from stellazh.certificates.layout import Align, Block, BlockKind, Colour, Font, Weight

ABOUT: Final = "{{ должность }}\n{{ школа }}, {{ муниципалитет }}"
ISSUED: Final = "{{ номер }} от {{ дата выдачи }}"
CHECK: Final = "Проверить подлинность:"


def block(
    key: str, kind: BlockKind, text: str, x: float, y: float, width: float, height: float,
    *, size: float, align: Align = Align.CENTER, font: Font = Font.SERIF, weight: Weight = Weight.REGULAR,
    italic: bool = False, colour: Colour = Colour.INK,
) -> Block:  # fmt: skip
    """A block by its place, its words, its look."""
    return Block(key, kind, text, x, y, width, height, size, align, font, weight, italic, colour)


@dataclass(frozen=True)
class Rows:
    """Lines of a column, given by how far from the top each begins; `blocks` puts them into their column."""

    align: Align = Align.CENTER
    found: tuple[Block, ...] = field(default=())

    def blocks(self, x: float, width: float) -> tuple[Block, ...]:
        """The lines in a column of that width."""
        # Beside a line that begins on the left there is room for the mark of a duplicate.
        narrow = width - 48 if self.align == Align.LEFT else width
        return tuple(replace(one, x=x, width=narrow if one.key == "issuer" else width) for one in self.found)

    def issuer(self, y: float) -> Rows:
        """Who issues the paper."""
        return self._with(
            "issuer", BlockKind.TEXT, "{{ организация }}", y, 10, size=11.5, font=Font.SANS, colour=Colour.SOFT
        )

    def title(self, text: str, y: float, *, size: float, height: float, colour: Colour = Colour.DEEP_GREEN) -> Rows:
        """What the paper is."""
        return self._with(
            "title", BlockKind.TITLE, text, y, height, size=size, font=Font.DISPLAY, weight=Weight.BOLD, colour=colour
        )

    def subtitle(self, text: str, y: float, *, size: float = 19, colour: Colour = Colour.OCHRE) -> Rows:
        """What the paper is, in its second line."""
        return self._with("subtitle", BlockKind.TEXT, text, y, size * 0.52, size=size, italic=True, colour=colour)

    def lead(self, text: str, y: float, *, height: float = 6.5, size: float = 13.5) -> Rows:
        """Words that lead to what follows."""
        return self._with("lead", BlockKind.TEXT, text, y, height, size=size)

    def name(self, text: str, y: float, *, height: float = 17, size: float = 33, colour: Colour = Colour.INK) -> Rows:
        """The recipient."""
        return self._with("name", BlockKind.NAME, text, y, height, size=size, weight=Weight.BOLD, colour=colour)

    def about(self, text: str, y: float, *, height: float = 12.5) -> Rows:
        """Post, school, municipality."""
        return self._with("about", BlockKind.TEXT, text, y, height, size=12, colour=Colour.SOFT)

    def theme(self, text: str, y: float, *, height: float = 16, size: float = 17.5) -> Rows:
        """What the paper is given for."""
        return self._with(
            "theme", BlockKind.TEXT, text, y, height, size=size, weight=Weight.BOLD, colour=Colour.DEEP_GREEN
        )

    def facts(self, text: str, y: float, *, height: float = 12.5) -> Rows:
        """Dates, hours, points."""
        return self._with("facts", BlockKind.TEXT, text, y, height, size=12.5)

    def words(self, text: str, y: float, *, height: float, size: float = 14) -> Rows:
        """A text of several sentences."""
        return self._with("words", BlockKind.TEXT, text, y, height, size=size)

    def _with(
        self, key: str, kind: BlockKind, text: str, y: float, height: float,
        *, size: float, font: Font = Font.SERIF, weight: Weight = Weight.REGULAR, italic: bool = False,
        colour: Colour = Colour.INK,
    ) -> Rows:  # fmt: skip
        count = sum(one.key.partition("-")[0] == key for one in self.found)
        named = f"{key}-{count + 1}" if count else key
        made = block(
            named, kind, text, 0, y, 10, height,
            size=size, align=self.align, font=font, weight=weight, italic=italic, colour=colour,
        )  # fmt: skip
        return Rows(self.align, (*self.found, made))
