"""Names of WordprocessingML used by the readers."""

from __future__ import annotations

from typing import Final

from lxml import etree

MAIN: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE: Final = f"{MAIN}val"


def child_value(element: etree._Element | None, name: str) -> str | None:
    """`w:val` of the child `name`; None without the child, "" when it has no value."""
    if element is None:
        return None
    child = element.find(MAIN + name)
    return None if child is None else child.get(VALUE, "")


def is_on(element: etree._Element | None, name: str) -> bool | None:
    """A switch such as `w:vanish`: True, False when it is switched off, None when it is not said."""
    value = child_value(element, name)
    return None if value is None else value not in ("0", "false", "off")


def number(text: str | None, default: int = 0) -> int:
    """A small whole number; anything else gives `default`."""
    try:
        value = int(text or "")
    except ValueError:
        return default
    return value if abs(value) < 1_000_000 else default
