"""Icons of the lucide set, drawn once and kept. An icon stands beside words, so it is hidden from screen readers."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """The `<svg>` of one lucide icon, as large as the text around it.

    Raises:
        lucide.IconDoesNotExist: the set has no such name.
    """
    svg = lucide(str(name), size=None, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})
    return SafeString("".join(line.strip() for line in svg.splitlines()))
