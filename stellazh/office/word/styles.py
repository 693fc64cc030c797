"""The style sheet of our papers: Times New Roman, black, single spacing, headings that Word's navigation knows.

It replaces the sheet of python-docx's template, which is blue, English and two hundred styles long.
"""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

PLAIN = "Normal"
TITLE = "Heading1"
SECTION = "Heading2"
ITEM = "ItemHeading"
BODY = "BodyText"
FACT = "Fact"
CAPTION = "SideCaption"
RIGHT = "AtRight"
REQUISITES = "Requisites"
CENTRED = "Centred"
MARK = "Mark"
GRIF = "Grif"
LIST_NUMBER = "ListNumber"
LIST_BULLET = "ListBullet"
TABLE_TEXT = "TableText"
TABLE_UNHYPHENATED = "TableUnhyphenated"
TABLE_CENTRED = "TableCentred"
TABLE_LABEL = "TableLabel"
TABLE_HEADING = "TableHeading"
TABLE_LIST_NUMBER = "TableListNumber"
SIGNATURE = "Signature"
HEADER = "Header"
TABLE_GRID = "TableGrid"

FONT = "Times New Roman"
FIRST_LINE_CM = 1.25
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def apply_style_sheet(
    document: Document, *, language: str, text_size_pt: float, table_size_pt: float, column_heading_size_pt: float
) -> None:
    """Give the document our styles and its language; sizes of the text and of tables are in points, halves allowed."""
    sheet = parse_xml(
        _SHEET.format(
            namespaces=nsdecls("w"),
            language=language,
            font=FONT,
            text_size=round(text_size_pt * 2),
            table_size=round(table_size_pt * 2),
            heading_size=round(column_heading_size_pt * 2),
            borders="".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in _EDGES),
        )
    )
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in list(sheet):
        styles.append(child)
    theme_language = document.settings.element.find(qn("w:themeFontLang"))
    if theme_language is not None:
        theme_language.set(qn("w:val"), language)


_SHEET = """<w:styles {namespaces}>
<w:docDefaults>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>
    <w:sz w:val="{text_size}"/><w:szCs w:val="{text_size}"/>
    <w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal">
  <w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr>
</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
    <w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
    <w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList">
  <w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>
</w:style>
<w:style w:type="paragraph" w:styleId="Heading1">
  <w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:uiPriority w:val="9"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="240" w:after="160"/>
    <w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr>
  <w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Heading2">
  <w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:uiPriority w:val="9"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="40" w:after="40"/>
    <w:jc w:val="center"/><w:outlineLvl w:val="1"/></w:pPr>
  <w:rPr><w:b/><w:bCs/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="ItemHeading">
  <w:name w:val="Item Heading"/><w:basedOn w:val="Heading2"/><w:next w:val="BodyText"/><w:qFormat/>
  <w:pPr><w:spacing w:before="200" w:after="80"/><w:jc w:val="left"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="BodyText">
  <w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:spacing w:after="80"/><w:ind w:firstLine="709"/><w:jc w:val="both"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Centred">
  <w:name w:val="Centred"/><w:basedOn w:val="Normal"/><w:pPr><w:suppressAutoHyphens/><w:jc w:val="center"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Fact">
  <w:name w:val="Fact"/><w:basedOn w:val="Normal"/><w:pPr><w:suppressAutoHyphens/><w:spacing w:after="60"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Requisites">
  <w:name w:val="Requisites"/><w:basedOn w:val="Fact"/><w:pPr><w:spacing w:before="200" w:after="160"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="SideCaption">
  <w:name w:val="Side Caption"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>
  <w:pPr><w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="120" w:after="60"/></w:pPr>
  <w:rPr><w:b/><w:bCs/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="AtRight">
  <w:name w:val="At Right"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:suppressAutoHyphens/><w:spacing w:after="120"/><w:jc w:val="right"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Mark">
  <w:name w:val="Mark"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:keepNext/><w:spacing w:after="120"/><w:jc w:val="right"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Grif">
  <w:name w:val="Grif"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:suppressAutoHyphens/></w:pPr>
  <w:rPr><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="ListNumber">
  <w:name w:val="List Number"/><w:basedOn w:val="BodyText"/>
  <w:pPr><w:spacing w:after="40"/><w:ind w:left="0" w:firstLine="709"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="ListBullet">
  <w:name w:val="List Bullet"/><w:basedOn w:val="BodyText"/>
  <w:pPr><w:spacing w:after="40"/><w:ind w:left="0" w:firstLine="709"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText">
  <w:name w:val="Table Text"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:spacing w:before="20" w:after="50"/></w:pPr>
  <w:rPr><w:sz w:val="{table_size}"/><w:szCs w:val="{table_size}"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableUnhyphenated">
  <w:name w:val="Table Unhyphenated"/><w:basedOn w:val="TableText"/><w:pPr><w:suppressAutoHyphens/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableCentred">
  <w:name w:val="Table Centred"/><w:basedOn w:val="TableText"/>
  <w:pPr><w:suppressAutoHyphens/><w:jc w:val="center"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableLabel">
  <w:name w:val="Table Label"/><w:basedOn w:val="TableText"/>
  <w:pPr><w:suppressAutoHyphens/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableHeading">
  <w:name w:val="Table Heading"/><w:basedOn w:val="TableText"/>
  <w:pPr><w:keepNext/><w:suppressAutoHyphens/><w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/></w:pPr>
  <w:rPr><w:b/><w:bCs/><w:sz w:val="{heading_size}"/><w:szCs w:val="{heading_size}"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableListNumber">
  <w:name w:val="Table List Number"/><w:basedOn w:val="TableText"/>
  <w:pPr><w:tabs><w:tab w:val="left" w:pos="397"/></w:tabs><w:ind w:left="0" w:firstLine="0"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Signature">
  <w:name w:val="Signature"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="480"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Header">
  <w:name w:val="header"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>
</w:style>
<w:style w:type="table" w:styleId="TableGrid">
  <w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/>
  <w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>
</w:style>
</w:styles>"""
