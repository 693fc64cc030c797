"""How much one form may hold and its filling may take. A form is a page or two; these bounds are far wider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stellazh.office.documents.limits import MEGABYTE

UPLOAD_BYTES: Final = 10 * MEGABYTE
PART_BYTES: Final = 8 * MEGABYTE
XML_BYTES: Final = 16 * MEGABYTE
RESULT_XML_BYTES: Final = 40 * MEGABYTE
ROWS: Final = 5_000
SENTENCES: Final = 25


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the process of one form gets: seconds of the processor, seconds by the clock, megabytes of memory."""

    cpu_seconds: int = 10
    wall_seconds: float = 30
    memory_megabytes: int = 768


ALLOWANCE: Final = Allowance()
