"""Text typed by lines made into the HTML of a page: paragraphs, simple headings, lists, addresses."""

from __future__ import annotations

import re
from typing import Final

from django.utils.html import escape

from stellazh.pages.cleaning import clean_address, clean_rich_text

_HEADING: Final = re.compile(r"#+\s*(?=[^#\s])")
_ITEM: Final = re.compile(r"[–—•*-]\s+")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'«»]+", re.IGNORECASE)


def html_of_lines(text: str) -> str:
    """An empty line parts paragraphs; «# » begins a heading, «– » a line of a list; addresses become links.

    Everything else is words: tags that somebody typed are shown as they were typed.
    """
    parts: list[str] = []
    for kind, lines in _chunks(text):
        if kind == "h2":
            parts += [f"<h2>{_linked(line)}</h2>" for line in lines]
        elif kind == "li":
            parts.append("<ul>" + "".join(f"<li>{_linked(line)}</li>" for line in lines) + "</ul>")
        else:
            parts.append("<p>" + "<br>".join(_linked(line) for line in lines) + "</p>")
    return clean_rich_text("".join(parts))


def links_html(heading: str, links: list[tuple[str, str]]) -> str:
    """A heading and a list of links by their titles; an address that is none of the web is left out."""
    items = [
        f'<li><a href="{escape(address)}">{escape(title)}</a></li>'
        for title, address in links
        if clean_address(address)
    ]
    return clean_rich_text(f"<h2>{escape(heading)}</h2><ul>{''.join(items)}</ul>") if items else ""


def _chunks(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    is_apart = True
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = " ".join(raw.split())
        if not line:
            is_apart = True
            continue
        kind, said = _read(line)
        if is_apart or kind == "h2" or found[-1][0] != kind:
            # Lines of one list stay one list, whatever stands empty between them.
            if kind == "li" and found and found[-1][0] == "li":
                found[-1][1].append(said)
            else:
                found.append((kind, [said]))
        else:
            found[-1][1].append(said)
        is_apart = False
    return found


def _read(line: str) -> tuple[str, str]:
    for kind, sign in (("h2", _HEADING), ("li", _ITEM)):
        match = sign.match(line)
        if match is not None and line[match.end() :].strip():
            return kind, line[match.end() :].strip()
    return "p", line


def _linked(line: str) -> str:
    parts, last = [], 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(".,;:!?)")
        parts.append(str(escape(line[last : match.start()])))
        parts.append(f'<a href="{escape(address)}">{escape(address)}</a>')
        last = match.start() + len(address)
    parts.append(str(escape(line[last:])))
    return "".join(parts)
