"""Which part of a container is the paper itself, and what it refers to. Targets outside the file are never followed."""

from __future__ import annotations

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.package import MACROS, SUSPICIOUS, Package, resolve
from stellazh.office.documents.xml import local_name, parse_part

_WORD_TYPE = "wordprocessingml.document.main"
_WORD_TEMPLATE_TYPE = "wordprocessingml.template.main"
_EXCEL_TYPE = "spreadsheetml.sheet.main"
_EXCEL_TEMPLATE_TYPE = "spreadsheetml.template.main"


def relations(package: Package, base: str) -> dict[str, str]:
    """Type of relationship (its last word: «styles», «numbering», «officeDocument») → path of the part inside.

    Relationships that lead outside the file, or to a part that is not there, are left out.
    """
    return dict(_inner_relations(package, base).values())


def relations_by_id(package: Package, base: str) -> dict[str, str]:
    """Id of relationship → path of the part inside; the same ones are left out."""
    return {identifier: path for identifier, (_, path) in _inner_relations(package, base).items()}


def related_parts(package: Package, base: str, kind: str) -> tuple[str, ...]:
    """The paths of all parts of one type of relationship, «header» for example; the same ones are left out."""
    return tuple(path for one, path in _inner_relations(package, base).values() if one == kind)


def _inner_relations(package: Package, base: str) -> dict[str, tuple[str, str]]:
    folder, _, name = base.rpartition("/")
    data = package.part(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if data is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in parse_part(data):
        if local_name(relation) != "Relationship" or relation.get("TargetMode", "") == "External":
            continue
        path = resolve(base, relation.get("Target", ""))
        kind = relation.get("Type", "").rpartition("/")[2]
        if path in package.names and kind:
            found[relation.get("Id", "")] = (kind, path)
    return found


def main_part(package: Package) -> tuple[str, str]:
    """`("word" | "excel" | "other", path)` of the part that is the paper.

    Raises:
        UnreadablePaper: a file with macros, or not an office file at all.
    """
    data = package.part("[Content_Types].xml")
    if data is None:
        raise UnreadablePaper(SUSPICIOUS)
    types: dict[str, str] = {}
    for entry in parse_part(data):
        content_type = entry.get("ContentType", "")
        if "macroenabled" in content_type.casefold():
            raise UnreadablePaper(MACROS)
        if local_name(entry) == "Override":
            types[entry.get("PartName", "").lstrip("/")] = content_type
    path = relations(package, "").get("officeDocument", "")
    content_type = types.get(path, "")
    if _WORD_TYPE in content_type or _WORD_TEMPLATE_TYPE in content_type or path == "word/document.xml":
        return "word", path
    if _EXCEL_TYPE in content_type or _EXCEL_TEMPLATE_TYPE in content_type or path == "xl/workbook.xml":
        return "excel", path
    return "other", path
