"""Blocks of a sheet as plain lines: what an association's own Word form gets in the place of a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stellazh.protocols.papers.sheet import Block, Line, ListLines


def plain_lines(blocks: Iterable[Block]) -> str:
    """Paragraphs and lists, a line each; tables, signatures and pages are no text."""
    return "\n".join(_lines(blocks))


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield f"{block.label} {block.text}".strip()
        elif isinstance(block, ListLines):
            for place, line in enumerate(block.lines, start=block.first):
                yield f"– {line}" if block.kind == "bullets" else f"{place}. {line}"
