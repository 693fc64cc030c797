"""Files of sheets: what they are called and how large they may be."""

from __future__ import annotations

from typing import Final

SHEET_FILE: Final = "certificate_sheet"
MOST_SHEET_BYTES: Final = 5 * 1024 * 1024
