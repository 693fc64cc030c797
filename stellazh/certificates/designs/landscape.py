"""Ready sheets that lie: certificates and diplomas."""

from __future__ import annotations

from typing import Final

from stellazh.certificates.designs.parts import ABOUT, CHECK, ISSUED, Rows, block
from stellazh.certificates.layout import Align, Block, BlockKind, Colour, Design, Font, Layout, Orientation, Weight

_X: Final = 38.0
_WIDTH: Final = 221.0


def _centred(rows: Rows, *blocks: Block, left: float = 24.0) -> tuple[Block, ...]:
    """The head of a sheet in the middle, at the foot the code on the left and the signatures beside it."""
    return (
        *rows.blocks(_X, _WIDTH),
        *blocks,
        block("code", BlockKind.QR, CHECK, left, 152, 62, 26, size=9, font=Font.SANS, colour=Colour.SOFT),
        block("seal", BlockKind.SEAL, "", 147, 147, 32, 32, size=9),
        block("signatures", BlockKind.SIGNATURES, "", 96, 148, 177, 30, size=11.5),
        block("number", BlockKind.NUMBER, ISSUED, 96, 182, 177, 6, size=10.5, align=Align.RIGHT, colour=Colour.SOFT),
    )


PARTICIPANT_SHELF: Final = Layout(
    Orientation.LANDSCAPE,
    Design.SHELF,
    (
        *Rows()
        .issuer(13)
        .title("СЕРТИФИКАТ", 25, size=64, height=20)
        .subtitle("участника", 45.5)
        .lead("подтверждает, что", 57)
        .name("{{ фио }}", 64)
        .about(ABOUT, 82)
        .lead("{{ принял|приняла }} участие в мероприятии", 96)
        .theme("«{{ мероприятие }}»", 103.5)
        .facts("{{ даты мероприятия }}, {{ место }}\nОбъём: {{ часы }}", 120.5)
        .blocks(_X, _WIDTH),
        block("code", BlockKind.QR, CHECK, 22, 138, 62, 26, size=9, font=Font.SANS, colour=Colour.SOFT),
        block("seal", BlockKind.SEAL, "", 149, 132.5, 31, 31, size=9),
        block("signatures", BlockKind.SIGNATURES, "", 98, 134, 177, 28, size=11.5),
        block("number", BlockKind.NUMBER, ISSUED, 98, 164.5, 177, 5.5, size=10, align=Align.RIGHT, colour=Colour.SOFT),
    ),
)

PARTICIPANT_BOOKMARK: Final = Layout(
    Orientation.LANDSCAPE,
    Design.BOOKMARK,
    (
        *Rows(Align.LEFT)
        .issuer(18)
        .title("Сертификат", 34, size=66, height=21, colour=Colour.INK)
        .subtitle("участника", 56)
        .name("{{ фио }}", 72, colour=Colour.DEEP_GREEN)
        .about(ABOUT, 90)
        .lead("{{ принял|приняла }} участие в мероприятии", 105)
        .theme("«{{ мероприятие }}»", 112)
        .facts("{{ даты мероприятия }}, {{ место }}\nОбъём: {{ часы }}", 129.5)
        .blocks(76, 201),
        block("seal", BlockKind.SEAL, "", 138, 144, 31, 31, size=9),
        block("signatures", BlockKind.SIGNATURES, "", 76, 145, 201, 28, size=11.5),
        block("code", BlockKind.QR, CHECK, 76, 177, 66, 20, size=9, font=Font.SANS, colour=Colour.SOFT),
        block("number", BlockKind.NUMBER, ISSUED, 150, 191, 127, 6, size=10.5, align=Align.RIGHT, colour=Colour.SOFT),
    ),
)

SPEAKER_ARCH: Final = Layout(
    Orientation.LANDSCAPE,
    Design.ARCH,
    _centred(
        Rows()
        .issuer(20)
        .title("СЕРТИФИКАТ", 31, size=60, height=19, colour=Colour.BLUE)
        .subtitle("докладчика", 50.5)
        .lead("подтверждает, что", 62)
        .name("{{ фио }}", 69)
        .about(ABOUT, 87)
        .lead("{{ выступил|выступила }} на мероприятии «{{ мероприятие }}»", 101, height=11)
        .theme("«{{ работа }}»", 113.5)
        .facts("{{ даты мероприятия }}, {{ место }}", 131),
    ),
)

TEST_GUILLOCHE: Final = Layout(
    Orientation.LANDSCAPE,
    Design.GUILLOCHE,
    _centred(
        Rows()
        .issuer(24)
        .title("СЕРТИФИКАТ", 34, size=56, height=18)
        .subtitle("о прохождении тестирования", 53)
        .lead("подтверждает, что", 64.5)
        .name("{{ фио }}", 71)
        .about(ABOUT, 89)
        .lead("успешно {{ прошёл|прошла }} тестирование", 103)
        .theme("«{{ мероприятие }}»", 110)
        .facts("Результат: {{ баллы }}\n{{ даты мероприятия }}", 127.5, height=14),
        left=27,
    ),
)

DIPLOMA_LAUREL: Final = Layout(
    Orientation.LANDSCAPE,
    Design.LAUREL,
    _centred(
        Rows()
        .issuer(20)
        .title("ДИПЛОМ", 30, size=72, height=23, colour=Colour.OCHRE)
        .lead("награждается", 74)
        .name("{{ фио }}", 80.5)
        .about(ABOUT, 98.5)
        .theme("«{{ мероприятие }}»", 112, height=14)
        .facts("Номинация: «{{ номинация }}»\nРабота: «{{ работа }}»\n{{ даты мероприятия }}", 127, height=17),
        block(
            "degree", BlockKind.TEXT, "{{ степень }} степени", 98.5, 54, 100, 16,
            size=34, font=Font.DISPLAY, weight=Weight.BOLD, colour=Colour.DEEP_GREEN,
        ),
    ),
)  # fmt: skip

LAUREATE_RIBBON: Final = Layout(
    Orientation.LANDSCAPE,
    Design.RIBBON,
    (
        *Rows(Align.LEFT)
        .issuer(22)
        .title("ДИПЛОМ", 35, size=64, height=20, colour=Colour.BRICK)
        .subtitle("лауреата", 56, size=24)
        .lead("{{ мероприятие }}", 69, height=12)
        .lead("награждается", 84)
        .name("{{ фио }}", 91)
        .about(ABOUT, 109)
        .theme("«{{ работа }}»", 123, height=12, size=15)
        .facts("Номинация: «{{ номинация }}»\n{{ даты мероприятия }}", 136, height=12)
        .blocks(84, 189),
        block("seal", BlockKind.SEAL, "", 142, 148, 31, 31, size=9),
        block("signatures", BlockKind.SIGNATURES, "", 84, 150, 189, 26, size=11.5),
        block("code", BlockKind.QR, CHECK, 84, 178, 62, 18, size=9, font=Font.SANS, colour=Colour.SOFT),
        block("number", BlockKind.NUMBER, ISSUED, 150, 189, 123, 6, size=10.5, align=Align.RIGHT, colour=Colour.SOFT),
    ),
)
