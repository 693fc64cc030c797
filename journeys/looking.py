"""A page looked at as people will see it: both widths checked, pictures kept for whoever wants to look herself."""

from __future__ import annotations

from journeys.accessibility import check
from journeys.conftest import PHONE, WIDE, Visitor


def look(visitor: Visitor, name: str) -> list[str]:
    """Complaints about the page at the width of a phone and of a school PC; its own width comes back afterwards."""
    page, found = visitor.page, []
    own = page.viewport_size or WIDE
    for size in (PHONE, WIDE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        visitor.picture(name)
        found += check(page, f"{name} {size['width']}")
    page.set_viewport_size(own)
    return found
