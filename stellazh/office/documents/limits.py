"""How much one paper may hold. A yearly plan has some dozens of rows; these bounds are hundreds of times wider."""

from __future__ import annotations

from typing import Final

from stellazh.common.errors import UnreadablePaper

MEGABYTE: Final = 1024 * 1024

UPLOAD_LIMIT_BYTES: Final = 20 * MEGABYTE
MEMBER_LIMIT: Final = 3_000
DIRECTORY_LIMIT_BYTES: Final = MEGABYTE
UNPACKED_LIMIT_BYTES: Final = 160 * MEGABYTE
PART_LIMIT_BYTES: Final = 16 * MEGABYTE
XML_LIMIT_BYTES: Final = 40 * MEGABYTE
# Word's XML shrinks ten to thirty times; only a bomb shrinks two hundred times and is large as well.
RATIO_LIMIT: Final = 200
RATIO_FREE_BYTES: Final = 8 * MEGABYTE

ROW_LIMIT: Final = 5_000
COLUMN_LIMIT: Final = 120
CELL_LIMIT: Final = 60_000
CHARACTER_LIMIT: Final = 4_000_000
CELL_CHARACTER_LIMIT: Final = 60_000
NESTING_LIMIT: Final = 12

TOO_MUCH = "В файле слишком много всего: оставьте в нём один документ и загрузите снова."


class Meter:
    """Counts rows, cells and characters of one paper while it is read, and refuses as soon as a limit is passed."""

    def __init__(self) -> None:
        self._cells = 0
        self._characters = 0

    def add_cell(self) -> None:
        self._cells += 1
        if self._cells > CELL_LIMIT:
            raise UnreadablePaper(TOO_MUCH)

    def add_text(self, text: str) -> str:
        self._characters += len(text)
        if self._characters > CHARACTER_LIMIT:
            raise UnreadablePaper(TOO_MUCH)
        return text

    @staticmethod
    def check_table(rows: int, columns: int) -> None:
        if rows > ROW_LIMIT or columns > COLUMN_LIMIT:
            raise UnreadablePaper(
                f"Таблица слишком велика: больше {ROW_LIMIT} строк или {COLUMN_LIMIT} столбцов. "
                "Оставьте в файле один документ и загрузите снова."
            )
