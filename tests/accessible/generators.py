"""Who of the product makes files: found in its source, and watched while samples are made.

Every .docx, .pdf and .xlsx leaves through one of the four doors of `stellazh.office` (a test holds that). Whoever calls
one is a generator, and so is a function giving bytes that calls a generator of its own app.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "stellazh"
OFFICE = PRODUCT / "office"
DOORS = {
    "typeset": OFFICE / "typeset.py",
    "document_bytes": OFFICE / "word" / "document.py",
    "sheets_xlsx": OFFICE / "sheets.py",
    "fill_form": OFFICE / "word_forms" / "apart.py",
}
# `sheet_xlsx` is `sheets_xlsx` for one sheet.
CALLED = frozenset({*DOORS, "sheet_xlsx"})
MAKERS = frozenset({"docx", "xlsxwriter", "typst", "pikepdf", "pypdf", "reportlab", "weasyprint", "openpyxl", "odf"})


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: its bytes, and the generators it went through, the innermost first."""

    data: bytes
    through: tuple[str, ...]

    @property
    def kind(self) -> str:
        """«pdf», «docx» or «xlsx», by what is inside."""
        if self.data.startswith(b"%PDF"):
            return "pdf"
        return "docx" if b"word/document.xml" in self.data else "xlsx"


@dataclass(slots=True)
class _Function:
    name: str
    app: str
    gives_bytes: bool
    calls: frozenset[str] = field(default_factory=frozenset)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """The modules of the product outside `office`."""
    for path in sorted(PRODUCT.rglob("*.py")):
        if not path.is_relative_to(OFFICE) and "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@cache
def generators() -> frozenset[str]:
    """Every generator as «stellazh/members/papers/card_pdf.py:card_pdf»."""
    known = list(_functions())
    found = {one.name for one in known if one.calls & CALLED}
    while True:
        by_app = {(one.app, one.name.rpartition(":")[2]) for one in known if one.name in found}
        more = {
            one.name for one in known if one.gives_bytes and any((one.app, called) in by_app for called in one.calls)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def _functions() -> Iterator[_Function]:
    for path, tree in modules():
        app = path.relative_to(PRODUCT).parts[0]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                calls = {_called(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
                gives = node.returns is not None and ast.unparse(node.returns) in ("bytes", "bytes | None")
                yield _Function(f"{path.relative_to(ROOT)}:{node.name}", app, gives, frozenset(calls))


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def other_makers() -> list[str]:
    """Places outside `office` that import what makes files, types aside."""
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module != "docx.document":
                names = [node.module or ""]
            found += [f"{path.relative_to(ROOT)}: {name}" for name in names if name.partition(".")[0] in MAKERS]
    return found


@contextmanager
def watched() -> Iterator[list[Made]]:
    """Collect every file that leaves through a door meanwhile, with the generators on its way.

    The interpreter's own hook for profilers is used, so that nothing of the product is replaced.
    """
    made: list[Made] = []
    doors = {str(path): name for name, path in DOORS.items()}

    def on_event(frame: FrameType, event: str, given: Any) -> None:
        if event == "return" and isinstance(given, bytes):
            code = frame.f_code
            if doors.get(code.co_filename) == code.co_name:
                made.append(Made(given, tuple(_way(frame))))

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        yield made
    finally:
        sys.setprofile(before)


def _way(frame: FrameType) -> Iterator[str]:
    above = frame.f_back
    while above is not None:
        name = _name_of(above.f_code)
        if name in generators():
            yield name
        above = above.f_back


@cache
def _name_of(code: CodeType) -> str:
    path = Path(code.co_filename)
    return f"{path.relative_to(ROOT)}:{code.co_name}" if path.is_relative_to(PRODUCT) else ""
