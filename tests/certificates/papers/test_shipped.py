"""Every ready sheet with ordinary, longest and shortest data: archival, accessible, small, nothing lost."""

from __future__ import annotations

import pytest

from stellazh.certificates.designs import SHIPPED, ShippedTemplate, shipped
from stellazh.certificates.enums import DocumentGenre
from stellazh.certificates.layout import BlockKind, Design, check_layout, layout_from_json, layout_to_json
from stellazh.certificates.papers import certificate_pdf
from stellazh.certificates.wording import (
    NAME,
    NAME_DATIVE,
    fields_in,
    longest_sample_values,
    sample_values,
    shortest_sample_values,
    wording_faults,
)
from tests.certificates.papers.sheets import ADDRESS, CODE, MADE_AT, ReadPdf, Tag, page_of

MOST_BYTES = 150 * 1024
VALUES = {"ordinary": sample_values, "longest": longest_sample_values, "shortest": shortest_sample_values}


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.code)
def test_shipped_sheet_is_archival_accessible_and_small(template: ShippedTemplate, values: str) -> None:
    known = VALUES[values]()

    content = certificate_pdf(page_of(template, known), MADE_AT)

    assert len(content) <= MOST_BYTES
    read = ReadPdf(content)
    assert read.pdf.check_pdf_syntax() == []
    assert read.pdf.Root.MarkInfo.Marked is True
    assert str(read.pdf.Root.Lang) == "ru-RU"
    with read.pdf.open_metadata() as about:
        told = [about[name] for name in ("dc:title", "pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
    assert told == ["Сертификат участника", "2", "A", "1"]
    assert len(read.fonts) >= 4
    assert [name for name, is_inside in read.fonts.items() if not is_inside] == []


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.code)
def test_shipped_sheet_tells_the_name_the_number_and_the_code(template: ShippedTemplate, values: str) -> None:
    known = VALUES[values]()
    name_text = next(block.text for block in template.layout.blocks if block.kind == BlockKind.NAME)
    name = known[NAME_DATIVE if NAME_DATIVE in fields_in(name_text) else NAME]

    read = ReadPdf(certificate_pdf(page_of(template, known), MADE_AT))

    assert len(read.texts) == 1
    words = read.texts[0].replace(" ", "")
    for told in (name, known["номер"], CODE, "В. И. Ольхова", "А. С. Тополева"):
        assert told.replace(" ", "").replace("\u00a0", "") in words.replace("\u00a0", "")
    assert words.count("{{") == 0


@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.code)
def test_shipped_sheet_is_read_aloud_from_its_title_on(template: ShippedTemplate) -> None:
    known = sample_values()

    tags = ReadPdf(certificate_pdf(page_of(template, known), MADE_AT)).tags

    assert tags[0] == Tag("Document", "")
    assert [tag.role for tag in tags].count("H1") == 1
    figures = [tag.alt for tag in tags if tag.role == "Figure"]
    issuer = known["организация"]
    emblem = [f"Эмблема: {issuer}"] if any(one.kind == BlockKind.EMBLEM for one in template.layout.blocks) else []
    assert sorted(figures) == sorted(
        [
            *emblem,
            f"Печать: {issuer}",
            f"Код для проверки: адрес {ADDRESS}",
            "Подпись: В. И. Ольхова",
            "Подпись: А. С. Тополева",
        ]
    )


def test_shipped_sheets_serve_every_genre_and_are_found_by_code() -> None:
    assert {code for template in SHIPPED for code in template.genre_codes} == set(DocumentGenre.values)
    assert len({template.code for template in SHIPPED}) == len(SHIPPED) >= 8
    assert {template.layout.design for template in SHIPPED} == set(Design)
    assert shipped(SHIPPED[3].code) is SHIPPED[3]
    assert shipped("unknown") is None


@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.code)
def test_shipped_sheet_passes_its_own_rules(template: ShippedTemplate) -> None:
    check_layout(template.layout)

    assert layout_from_json(layout_to_json(template.layout)) == template.layout
    assert [fault for block in template.layout.blocks for fault in wording_faults(block.text)] == []
