"""Ready sheets that stand: letters of thanks, certificates of merit, notes of publication."""

from __future__ import annotations

from typing import Final

from stellazh.certificates.designs.parts import CHECK, ISSUED, Rows, block
from stellazh.certificates.layout import Align, Block, BlockKind, Colour, Design, Font, Layout, Orientation

_X: Final = 28.0
_WIDTH: Final = 154.0


def _foot(y: float, x: float = _X) -> tuple[Block, ...]:
    """The signatures, below them the code and the number."""
    return (
        block("seal", BlockKind.SEAL, "", 74, y + 6, 32, 32, size=9),
        block("signatures", BlockKind.SIGNATURES, "", x, y, _WIDTH - (x - _X), 38, size=11.5),
        block("code", BlockKind.QR, CHECK, x, y + 44, 66, 24, size=9, font=Font.SANS, colour=Colour.SOFT),
        block("number", BlockKind.NUMBER, ISSUED, 104, y + 62, 78, 6, size=10.5, align=Align.RIGHT, colour=Colour.SOFT),
    )


THANKS_FRAME: Final = Layout(
    Orientation.PORTRAIT,
    Design.FRAME,
    (
        block("emblem", BlockKind.EMBLEM, "", 91, 26, 28, 28, size=12, colour=Colour.GREEN),
        *Rows()
        .issuer(58)
        .title("Благодарственное\nписьмо", 74, size=46, height=35)
        .lead("вручается", 115, size=14)
        .name("{{ фио в дательном }}", 123, height=22, size=29)
        .about("{{ должность в дательном }}\n{{ школа }}, {{ муниципалитет }}", 145, height=16)
        .words(
            "Благодарим Вас за щедро отданные время, знания и опыт, за внимание к каждому читателю "
            "и за помощь в подготовке и проведении мероприятия",
            163, height=20,
        )
        .theme("«{{ мероприятие }}»", 184, height=16, size=15)
        .facts("{{ даты мероприятия }}", 200.5, height=5.5)
        .blocks(_X + 4, _WIDTH - 8),
        *_foot(208),
    ),
)  # fmt: skip

MERIT_LAUREL: Final = Layout(
    Orientation.PORTRAIT,
    Design.LAUREL,
    (
        *Rows()
        .issuer(30)
        .title("ГРАМОТА", 60, size=66, height=24, colour=Colour.OCHRE)
        .lead("награждается", 94, size=15)
        .name("{{ фио }}", 103, height=24, size=31)
        .about("{{ должность }}\n{{ школа }}, {{ муниципалитет }}", 129, height=16)
        .words("за профессиональное мастерство, верность книге и вклад в развитие школьных библиотек", 150, height=14)
        .theme("{{ мероприятие }}", 168, height=17, size=15)
        .facts("Номинация: «{{ номинация }}»\n{{ даты мероприятия }}\nОснование: {{ основание }}", 186, height=18)
        .blocks(_X, _WIDTH),
        *_foot(207),
    ),
)

PUBLICATION_LETTER: Final = Layout(
    Orientation.PORTRAIT,
    Design.LETTER,
    (
        *Rows(Align.LEFT)
        .issuer(24)
        .title("Справка", 48, size=50, height=17, colour=Colour.INK)
        .subtitle("о публикации", 64.5, size=18)
        .lead("Настоящая справка подтверждает, что", 86)
        .name("{{ фио }}", 94, height=20, size=24, colour=Colour.DEEP_GREEN)
        .about("{{ должность }}\n{{ школа }}, {{ муниципалитет }}", 114, height=16)
        .lead("{{ опубликовал|опубликовала }} работу", 136)
        .theme("«{{ работа }}»", 144, height=20, size=16)
        .words(
            "в сборнике материалов «{{ мероприятие }}»\n{{ место }}, {{ даты мероприятия }}", 166, height=25, size=13
        )
        .facts("Основание: {{ основание }}", 194, height=11)
        .blocks(_X + 4, _WIDTH - 4),
        *_foot(209, _X + 4),
    ),
)

PLAIN_BACKGROUND: Final = Layout(
    Orientation.PORTRAIT,
    Design.PLAIN,
    (
        *Rows()
        .issuer(40)
        .title("{{ заголовок }}", 62, size=42, height=32)
        .lead("вручается", 100, size=14)
        .name("{{ фио в дательном }}", 108, height=22, size=28)
        .about("{{ должность в дательном }}\n{{ школа }}, {{ муниципалитет }}", 132, height=16)
        .theme("«{{ мероприятие }}»", 155, height=20, size=15)
        .facts("{{ даты мероприятия }}", 178, height=8)
        .blocks(_X, _WIDTH),
        *_foot(204),
    ),
)
