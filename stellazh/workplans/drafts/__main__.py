"""The process that reads one paper: `python -m stellazh.workplans.drafts <cpu seconds> <memory megabytes>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.office.apart import answer_apart
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.drafts.taking import read_draft


def _read(header: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    paper = Paper(header["name"], content, header["html"], header["text"])
    return {"draft": read_draft(paper, header["school_year"]).to_json()}


if __name__ == "__main__":
    answer_apart(_read)
