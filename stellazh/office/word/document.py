"""Opening a new Word file and turning it into bytes."""

import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from stellazh.office.word import styles

A4_CM = (21.0, 29.7)
# What the template of python-docx drags along and no paper of ours needs; its thumbnail even shows another document.
_UNWANTED_RELATIONS = ("/thumbnail", "/stylesWithEffects", "/customXml", "/webSettings")
# Word of 2013 and later; without it every file would open «in compatibility mode».
_COMPATIBILITY_MODE = "15"
_LONGEST_PROPERTY = 255


@dataclass(frozen=True, slots=True)
class Page:
    """An A4 page with its margins in centimetres."""

    landscape: bool = False
    top_cm: float = 2.0
    bottom_cm: float = 2.0
    left_cm: float = 3.0
    right_cm: float = 1.0

    @property
    def width_cm(self) -> float:
        """Width of the whole sheet."""
        return A4_CM[1] if self.landscape else A4_CM[0]

    @property
    def height_cm(self) -> float:
        """Height of the whole sheet."""
        return A4_CM[0] if self.landscape else A4_CM[1]

    @property
    def text_width_cm(self) -> float:
        """Width left for text between the margins."""
        return self.width_cm - self.left_cm - self.right_cm

    @property
    def text_height_cm(self) -> float:
        """Height left for text between the margins."""
        return self.height_cm - self.top_cm - self.bottom_cm


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself: one-line texts; `made_on` is the only date in it."""

    title: str
    author: str
    subject: str
    made_on: date
    status: str = ""
    language: str = "ru-RU"


def new_document(
    page: Page,
    properties: Properties,
    *,
    text_size_pt: float = 12,
    table_size_pt: float = 11,
    column_heading_size_pt: float = 11,
    hyphenate: bool = False,
) -> Document:
    """An empty document of one section with our styles; `hyphenate` lets Word break words, as narrow columns need."""
    document = docx.Document()
    _drop_unwanted_parts(document)
    _modernise_settings(document)
    styles.apply_style_sheet(
        document,
        language=properties.language,
        text_size_pt=text_size_pt,
        table_size_pt=table_size_pt,
        column_heading_size_pt=column_heading_size_pt,
    )
    _set_page(document, page)
    _set_properties(document, properties)
    if hyphenate:
        _allow_hyphens(document)
    return document


def document_bytes(document: Document, *, made_on: date) -> bytes:
    """The document as a .docx file; the same document and day give the same bytes."""
    written = BytesIO()
    document.save(written)
    repacked = BytesIO()
    stamp = (max(made_on.year, 1980), made_on.month, made_on.day, 0, 0, 0)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(repacked, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            named = zipfile.ZipInfo(entry.filename, date_time=stamp)
            named.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(named, source.read(entry))
    return repacked.getvalue()


def _drop_unwanted_parts(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_UNWANTED_RELATIONS):
                del relations[key]
    # Its lists belong to styles that are no longer there.
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)


def _set_page(document: Document, page: Page) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(page.width_cm), Cm(page.height_cm)
    section.top_margin, section.bottom_margin = Cm(page.top_cm), Cm(page.bottom_cm)
    section.left_margin, section.right_margin = Cm(page.left_cm), Cm(page.right_cm)
    section.header_distance = section.footer_distance = Cm(1)
    section.gutter = Cm(0)


def _set_properties(document: Document, properties: Properties) -> None:
    core = document.core_properties
    made_at = datetime.combine(properties.made_on, time())
    core.title = properties.title[:_LONGEST_PROPERTY]
    core.author = properties.author[:_LONGEST_PROPERTY]
    core.last_modified_by = properties.author[:_LONGEST_PROPERTY]
    core.subject = properties.subject[:_LONGEST_PROPERTY]
    core.content_status = properties.status
    core.language = properties.language
    core.comments = core.keywords = ""
    core.created = core.modified = made_at
    core.revision = 1


def _allow_hyphens(document: Document) -> None:
    settings = document.settings.element
    # Settings have a fixed order: hyphenation follows the tab stops.
    anchor = settings.find(qn("w:defaultTabStop"))
    for tag in ("w:doNotHyphenateCaps", "w:autoHyphenation"):
        setting = OxmlElement(tag)
        setting.set(qn("w:val"), "1")
        anchor.addnext(setting)


def _modernise_settings(document: Document) -> None:
    settings = document.settings.element
    # The template claims that its text has been spell-checked; ours has not.
    for stale in (settings.find(qn("w:proofState")), settings.find(qn("w:savePreviewPicture"))):
        if stale is not None:
            settings.remove(stale)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _COMPATIBILITY_MODE)
