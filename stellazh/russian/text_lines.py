"""What somebody typed or pasted, made one plain line."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Blanks folded, signs that no eye sees (controls, marks of direction) dropped."""
    seen = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(seen.split())
