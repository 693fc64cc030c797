"""The process that reads one protocol: `python -m stellazh.protocols.drafts <cpu seconds> <memory megabytes>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.office.apart import answer_apart
from stellazh.protocols.drafts.taking import read_paper


def _read(header: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    return {"draft": read_paper(content, header["name"]).to_json()}


if __name__ == "__main__":
    answer_apart(_read)
