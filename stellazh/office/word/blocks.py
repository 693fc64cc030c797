"""Paragraphs, numbered lists, the signature and the running header, made of plain text."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from stellazh.office.word import styles
from stellazh.office.word.document import Page
from stellazh.office.word.elements import Element, element, run, twips


def paragraph(
    text: str,
    style: str,
    *,
    label: str = "",
    list_id: int | None = None,
    tab_stops: Sequence[tuple[str, float]] = (),
    with_next: bool = False,
    on_new_page: bool = False,
) -> Element:
    """A paragraph of a style of `styles`, not yet placed anywhere.

    Newlines become line breaks and tabs become tabs. `label` stands before the text in bold type, as in «Цель: …».
    `list_id` (from `new_list`) makes it an item of a real numbered list. `tab_stops` are pairs of kind (left, center,
    right) and distance from the left margin in centimetres. `with_next` keeps it on the page of what follows,
    `on_new_page` makes it the first of a page.
    """
    properties = element("w:pPr", element("w:pStyle", val=style))
    if with_next:
        properties.append(element("w:keepNext"))
    if on_new_page:
        properties.append(element("w:pageBreakBefore"))
    if list_id is not None:
        properties.append(element("w:numPr", element("w:ilvl", val="0"), element("w:numId", val=str(list_id))))
    if tab_stops:
        stops = (element("w:tab", val=kind, pos=twips(position_cm)) for kind, position_cm in tab_stops)
        properties.append(element("w:tabs", *stops))
    made = element("w:p", properties)
    if label:
        made.append(run(f"{label} ", bold=True))
    if text:
        made.append(run(text))
    return made


def append(document: Document, *blocks: Element) -> None:
    """Put paragraphs or tables at the end of the document."""
    body: Element = document.element.body
    # The last child of a body are the properties of its section: the page.
    for block in blocks:
        body[-1].addprevious(block)


def new_list(
    document: Document, *, first_line_cm: float = 0.0, hanging_cm: float = 0.0, first: int = 1, mark: str = ""
) -> int:
    """Begin a numbered list «1. 2. 3.» of its own and return its id; two lists never go on counting one another.

    `first_line_cm` is the indent of the first line of each item; with `hanging_cm` the number stands at the margin and
    the text that far from it. `first` is the first number. With a `mark` («–») each item has that instead of a number.
    """
    indent, gap = f'w:left="0" w:firstLine="{twips(first_line_cm)}"', "space"
    if hanging_cm:
        indent, gap = f'w:left="{twips(hanging_cm)}" w:hanging="{twips(hanging_cm)}"', "tab"
    kind, label = ("bullet", mark) if mark else ("decimal", "%1.")
    numbering: Element = document.part.numbering_part.element
    abstract_id = _next_id(numbering, "w:abstractNum", "w:abstractNumId")
    list_id = _next_id(numbering, "w:num", "w:numId")
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="{first}"/><w:numFmt w:val="{kind}"/><w:suff w:val="{gap}"/>'
        f'<w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr><w:ind {indent}/></w:pPr></w:lvl></w:abstractNum>"
    )
    # All abstract lists must stand before the first concrete one, or Word calls the file damaged.
    first_concrete = numbering.find(qn("w:num"))
    if first_concrete is None:
        numbering.append(abstract)
    else:
        first_concrete.addprevious(abstract)
    numbering.append(element("w:num", element("w:abstractNumId", val=str(abstract_id)), numId=str(list_id)))
    return list_id


def list_paragraphs(document: Document, texts: Sequence[str], *, in_table: bool = False) -> list[Element]:
    """One numbered list of the given texts."""
    list_id = new_list(document, first_line_cm=0.0 if in_table else styles.FIRST_LINE_CM)
    style = styles.TABLE_LIST_NUMBER if in_table else styles.LIST_NUMBER
    return [paragraph(text, style, list_id=list_id) for text in texts]


def signature_line(post: str, name: str, page: Page) -> Element:
    """«Руководитель … ____________ Фамилия И.О.»: the post on the left, the name at the right margin."""
    text = f"{post}\t_______________ {name}".rstrip()
    return paragraph(text, styles.SIGNATURE, tab_stops=[("right", page.text_width_cm)])


def number_pages(document: Document, page: Page, *, mark: str = "") -> None:
    """Number the pages at the top, in the middle, from the second on; `mark` stands at the right of the same line."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.header
    header.is_linked_to_previous = False
    container: Element = header._element  # noqa: SLF001 — python-docx has no public name for it
    container.clear()
    line = paragraph("\t", styles.HEADER, tab_stops=[("center", page.text_width_cm / 2), ("right", page.text_width_cm)])
    line.append(element("w:fldSimple", run("2"), instr="PAGE"))
    if mark:
        line.append(run(f"\t{mark}", bold=True))
    container.append(line)


def _next_id(numbering: Element, tag: str, attribute: str) -> int:
    return 1 + max((int(found.get(qn(attribute)) or 0) for found in numbering.findall(qn(tag))), default=0)
