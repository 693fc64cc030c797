"""Reading a paper in a process of its own, with limits of time and memory."""

from __future__ import annotations

from stellazh.office.apart import MEMORY_MEGABYTES, run_apart
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.drafts.paper import Paper


def read_apart(paper: Paper, school_year: int, *, seconds: int, memory_megabytes: int = MEMORY_MEGABYTES) -> Draft:
    """Read a paper as a plan of the school year that opens in that calendar year.

    Raises:
        UnreadablePaper: it is no plan that could be read; the message is one sentence of what to do.
        ReadingTakesLong: `seconds` were not enough, or passed before there was a turn.
    """
    header = {"name": paper.name, "html": paper.html, "text": paper.text, "school_year": school_year}
    answer = run_apart(
        "stellazh.workplans.drafts", header, paper.content, seconds=seconds, memory_megabytes=memory_megabytes
    )
    return Draft.from_json(answer["draft"])
