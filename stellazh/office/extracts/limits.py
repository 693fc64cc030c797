"""How much of one paper is read, drawn and shown, and the sentences of what is refused."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

# Scans of a printed book are large and hold no words; beyond that nothing is read for the search.
UPLOAD_BYTES: Final = 60 * MEGABYTE
TEXT_SIGNS: Final = 200_000

# A PDF. PDFium's own limit of a side is 14,400 points; a hundred metres are no page.
MOST_PAGES: Final = 5_000
SIDE_POINTS: Final = 20_000
PICTURED_PAGES: Final = 40
PICTURE_WIDTH: Final = 1_100
PICTURE_HEIGHT: Final = 2_400
# Pages of one process: memory is let go with it, and a page that ends it takes few others along.
LOT_PAGES: Final = 5
PAGE_SIGNS: Final = 20_000
PDF_MEGABYTES: Final = 768
TEXT_SECONDS: Final = 60
LOT_SECONDS: Final = 20
# A page that could be drawn once may still fail; after so many the rest is left undrawn.
LOST_LOTS: Final = 2

# What a page of the site shows.
SHEET_ROWS: Final = 200
SHEET_COLUMNS: Final = 30
SHEETS: Final = 20
BLOCKS: Final = 3_000
TABLE_ROWS: Final = 500
CELLS: Final = 20_000
SLIDES: Final = 400

EMPTY: Final = "Файл пуст: проверьте, тот ли файл вы выбрали."
NOTHING_INSIDE: Final = "В файле нет ни одного слова: проверьте, тот ли файл вы выбрали."
TOO_LARGE: Final = "Файл больше 60 МБ, слова в нём не читаются: уменьшите картинки или разделите его на части."
OLD_WORD: Final = "Это файл старого Word (.doc): откройте его, сохраните как .docx и загрузите снова."
OLD_EXCEL: Final = "Это файл старого Excel (.xls): откройте его, сохраните как .xlsx и загрузите снова."
OLD_SLIDES: Final = "Это файл старого PowerPoint (.ppt): откройте его, сохраните как .pptx и загрузите снова."
BINARY_EXCEL: Final = "Это двоичный файл Excel (.xlsb): сохраните его как .xlsx и загрузите снова."
PICTURE: Final = "Это картинка, слова в ней не читаются: загрузите сам документ файлом Word или PDF."
ARCHIVE: Final = "Это архив: распакуйте его и загрузите сам документ."
RICH_TEXT: Final = "Это файл RTF: откройте его, сохраните как .docx и загрузите снова."
UNKNOWN: Final = "Слова в файлах такого вида не читаются: загрузите документ файлом Word, Excel или PDF."
PDF_LOCKED: Final = "Файл PDF закрыт паролем: сохраните его без пароля и загрузите снова."
PDF_BROKEN: Final = "Файл PDF повреждён или загружен не до конца: сохраните его заново и загрузите ещё раз."
PDF_MANY_PAGES: Final = "В файле PDF больше 5 000 страниц: разделите его на части и загрузите по отдельности."
PDF_STRANGE_PAGES: Final = "У страниц файла PDF невозможные размеры, поэтому мы его не открываем: сохраните его заново."
DIED: Final = "Файл устроен так, что прочитать его не удаётся: сохраните документ заново и загрузите ещё раз."
LONG: Final = (
    "Файл устроен слишком сложно и читается слишком долго: сохраните документ заново или разделите его на части."
)
