"""Showing what would be read from a file: no settings, no database, no Django."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from stellazh.common.errors import UnreadablePaper
from stellazh.common.school_year import SchoolYear
from stellazh.office.intake import open_paper
from stellazh.workplans.reading.as_json import reading_to_json
from stellazh.workplans.reading.reader import read_plan

REFUSED = 2


def dry_run(path: Path | str, school_year: SchoolYear | int | None, out: TextIO, err: TextIO) -> int:
    """Print the reading of a plan's file as JSON to `out` and return 0.

    A paper that cannot be read gives one Russian sentence on `err`, nothing on `out`, and a code that is not 0.
    """
    year = school_year.start if isinstance(school_year, SchoolYear) else school_year
    try:
        reading = read_plan(open_paper(Path(path), Path(path).name), year)
    except UnreadablePaper as refusal:
        err.write(f"{refusal}\n")
        return REFUSED
    json.dump(reading_to_json(reading), out, ensure_ascii=False, indent=2)
    out.write("\n")
    return 0
