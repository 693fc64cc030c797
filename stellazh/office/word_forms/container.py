"""Writing a filled form: what was read is written again, nothing else; the same form and values give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.word.names import MAIN
from stellazh.office.documents.xml import local_name
from stellazh.office.word_forms import limits
from stellazh.office.word_forms.parts import LINK, TYPES, Form, relations_path

TOO_LARGE: Final = "Бумага получилась слишком большой: сократите форму или то, что в неё вставляется."
_REFERENCE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_TEMPLATE: Final = "wordprocessingml.template.main+xml"
_DOCUMENT: Final = "wordprocessingml.document.main+xml"


def write_form(form: Form, source: bytes) -> bytes:
    """The form as a .docx file. Its links to sites and addresses become plain text.

    Raises:
        UnreadablePaper: the paper became too large.
    """
    for path, part in form.parts.items():
        _unlink(part.root, form.relations.get(relations_path(path)))
    _mend_types(form)
    written = {path: part.root for path, part in form.parts.items()} | form.relations
    texts = {TYPES: _serialised(form.types)} | {path: _serialised(written[path]) for path in sorted(written)}
    if sum(map(len, texts.values())) > limits.RESULT_XML_BYTES:
        raise UnreadablePaper(TOO_LARGE)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target, zipfile.ZipFile(io.BytesIO(source)) as origin:
        for path, text in texts.items():
            target.writestr(_entry(path), text)
        for path in sorted(form.binaries):
            target.writestr(_entry(path), origin.read(path))
    return result.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, date_time=_EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _unlink(root: etree._Element, relations: etree._Element | None) -> None:
    """Make links that lead outside plain text."""
    outside = set[str]()
    for relation in list(relations if relations is not None else ()):
        is_inner = relation.get("Target", "").startswith("#")
        if relation.get("Type", "").rpartition("/")[2] == LINK and not is_inner:
            outside.add(relation.get("Id", ""))
            if relations is not None:
                relations.remove(relation)
    if not outside:
        return
    for element in [one for one in root.iter(etree.Element) if _refers(one, outside)]:
        parent = element.getparent()
        if element.tag == f"{MAIN}hyperlink" and parent is not None:
            for child in list(element):
                element.addprevious(child)
            parent.remove(element)
        elif local_name(element) in ("hlinkClick", "hlinkHover") and parent is not None:
            parent.remove(element)
        else:
            for key in [key for key in element.attrib if element.get(key) in outside and _is_reference(str(key))]:
                del element.attrib[key]


def _refers(element: etree._Element, outside: set[str]) -> bool:
    return any(value in outside and _is_reference(str(key)) for key, value in element.attrib.items())


def _is_reference(key: str) -> bool:
    return key.startswith(_REFERENCE)


def _mend_types(form: Form) -> None:
    """Say the types of what is written only; a template (.dotx) becomes a document."""
    written = {*form.parts, *form.relations, *form.binaries}
    for entry in list(form.types):
        if local_name(entry) != "Override":
            continue
        if entry.get("PartName", "").lstrip("/") not in written:
            form.types.remove(entry)
        else:
            entry.set("ContentType", entry.get("ContentType", "").replace(_TEMPLATE, _DOCUMENT))
