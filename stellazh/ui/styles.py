"""One stylesheet out of a file per component: joined in a fixed order, never by hand.

`manage join_styles` writes `static/ui/stellazh.css`; a test fails while it is stale.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static" / "ui"
JOINED: Final = STATIC / "stellazh.css"
LAYERS: Final = "@layer reset, tokens, base, layout, components, print;"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_FIRST: Final = ("tokens.css", "base.css", "layout.css")


def sources() -> list[Path]:
    """The files in the order of joining: tokens, base, layout, the components by name, print."""
    folder = STATIC / "css"
    return [*(folder / name for name in _FIRST), *sorted((folder / "components").glob("*.css")), folder / "print.css"]


def joined() -> str:
    """The text of the one stylesheet, without comments and indents."""
    texts = (_COMMENT.sub("", path.read_text(encoding="utf-8")) for path in sources())
    lines = (line.strip() for text in texts for line in text.splitlines())
    return "\n".join([LAYERS, *filter(None, lines)]) + "\n"
