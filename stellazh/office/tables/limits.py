"""How much one table may hold. A region has some thousands of librarians; these bounds are several times wider."""

from __future__ import annotations

from typing import Final

from stellazh.common.errors import UnreadablePaper

MEGABYTE: Final = 1024 * 1024

UPLOAD_LIMIT_BYTES: Final = 20 * MEGABYTE
PART_LIMIT_BYTES: Final = 96 * MEGABYTE
XML_LIMIT_BYTES: Final = 128 * MEGABYTE

ROW_LIMIT: Final = 50_000
COLUMN_LIMIT: Final = 200
CELL_LIMIT: Final = 1_500_000
CHARACTER_LIMIT: Final = 60_000_000
CELL_CHARACTER_LIMIT: Final = 32_767
SHEET_LIMIT: Final = 60

TOO_LARGE = "Файл больше 20 МБ: оставьте в нём одну таблицу без картинок или разделите её на части."
TOO_MANY_ROWS = f"В таблице больше {ROW_LIMIT} строк: разделите её на части и загрузите по очереди."
TOO_MANY_COLUMNS = f"В таблице больше {COLUMN_LIMIT} столбцов: оставьте нужные и загрузите снова."
TOO_MUCH = "В таблице слишком много всего: оставьте нужные строки и столбцы и загрузите снова."


class Meter:
    """Counts what was read of one file, and refuses as soon as a limit is passed.

    A text that many cells share is counted for each of them: they may be copied later.
    """

    def __init__(self) -> None:
        self._cells = 0
        self._characters = 0

    def add(self, text: str) -> None:
        """Raises: UnreadablePaper."""
        self._cells += 1
        self._characters += len(text)
        if self._cells > CELL_LIMIT or self._characters > CHARACTER_LIMIT or len(text) > CELL_CHARACTER_LIMIT:
            raise UnreadablePaper(TOO_MUCH)

    @staticmethod
    def check_place(row: int, column: int) -> None:
        """Whether a filled cell may stand there, counted from nought. Raises: UnreadablePaper."""
        if row >= ROW_LIMIT:
            raise UnreadablePaper(TOO_MANY_ROWS)
        if column >= COLUMN_LIMIT:
            raise UnreadablePaper(TOO_MANY_COLUMNS)
