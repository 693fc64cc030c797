"""The one file of all sheets of a run: what it is for and how large it may be."""

from __future__ import annotations

from typing import Final

PRINT_FILE: Final = "certificate_print"
MOST_PRINT_BYTES: Final = 200 * 1024 * 1024
