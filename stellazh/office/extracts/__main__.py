"""The process that reads one paper: `python -m stellazh.office.extracts <cpu seconds> <memory megabytes>`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from stellazh.office.apart import answer_apart
from stellazh.office.extracts.reading import read_pictures, read_shown, read_text


def _read(header: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    match header["wanted"]:
        case "text":
            return asdict(read_text(content, header["name"]))
        case "shown":
            return read_shown(content, header["name"]).to_json()
    pages = []
    for page in read_pictures(content, header["first"], header["count"]):
        pages.append({**asdict(page), "webp": base64.b64encode(page.webp).decode()})
    return {"pages": pages}


if __name__ == "__main__":
    answer_apart(_read)
