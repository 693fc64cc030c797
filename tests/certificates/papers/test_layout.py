"""Layouts: JSON both ways, every refusal in words, and whatever passes is printed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellazh.certificates.layout import (
    ALIGNS,
    BLOCK_KINDS,
    COLOURS,
    DESIGNS,
    FONTS,
    ORIENTATIONS,
    WEIGHTS,
    Align,
    BlockKind,
    Colour,
    Design,
    Font,
    LayoutUnfit,
    Orientation,
    Weight,
    layout_from_json,
    layout_to_json,
)
from stellazh.certificates.papers import certificate_pdf
from tests.certificates.papers.sheets import MADE_AT, SIMPLE, ReadPdf, written_page


def changed(place: int | None = None, **changes: Any) -> dict[str, Any]:
    """The simple layout as JSON with changes of the sheet, or of the block at that place."""
    data = layout_to_json(SIMPLE)
    (data if place is None else data["blocks"][place]).update(changes)
    return data


def test_layout_comes_back_from_json_as_it_went() -> None:
    assert layout_from_json(json.loads(json.dumps(layout_to_json(SIMPLE)))) == SIMPLE


def test_every_choice_has_its_words() -> None:
    for words, choices in (
        (ALIGNS, Align), (BLOCK_KINDS, BlockKind), (COLOURS, Colour), (DESIGNS, Design), (FONTS, Font),
        (ORIENTATIONS, Orientation), (WEIGHTS, Weight),
    ):  # fmt: skip
        assert set(words) == set(choices)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "это не описание листа"),
        ([], "это не описание листа"),
        ({}, "нет списка блоков"),
        (changed(blocks="все"), "нет списка блоков"),
        (changed(blocks=[7] * 5), "Блок 1 не прочитан"),
        (changed(design="rococo"), "Оформление: стоит «rococo»"),
        (changed(orientation="up"), "Положение листа: стоит «up»"),
        (changed(orientation=None), "Положение листа: стоит ничего"),
        (changed(paper="A3"), "неизвестное свойство «paper»"),
        (changed(0, kind="video"), "вид: стоит «video»"),
        (changed(0, font="comic"), "шрифт: стоит «comic»"),
        (changed(0, colour="#fff"), "цвет: стоит «#fff»"),
        (changed(0, align="justify"), "выравнивание: стоит «justify»"),
        (changed(0, weight=700), "начертание: стоит «700»"),
        (changed(0, rotation=5), "неизвестное свойство «rotation»"),
        (changed(0, text=5), "вместо текста или отметки стоит другое"),
        (changed(0, italic="yes"), "вместо текста или отметки стоит другое"),
        (changed(0, x=float("nan")), "размер или место не число"),
        (changed(0, y=float("inf")), "размер или место не число"),
        (changed(0, width="10"), "размер или место не число"),
        (changed(0, size=True), "размер или место не число"),
        (changed(0, height=10**400), "размер или место не число"),
        (changed(0, x=-1), "выходит за край листа"),
        (changed(0, x=100, width=200), "выходит за край листа"),
        (changed(0, y=205), "выходит за край листа"),
        (changed(0, y=205, height=None), "выходит за край листа"),
        (changed(0, width=4), "слишком мал, нужно не меньше 5 мм"),
        (changed(0, height=2), "высота бывает от 3 мм"),
        (changed(0, size=5), "буквы бывают от 6 до 72 пунктов"),
        (changed(0, size=73), "буквы бывают от 6 до 72 пунктов"),
        (changed(0, text="а" * 1001), "в тексте 1001 знаков"),
        (changed(0, key="Имя"), "строчными латинскими буквами"),
        (changed(0, key="name"), "«name» есть у нескольких блоков"),
        (changed(1, text="Липина"), "поставьте в текст поле с именем"),
        (changed(3, text="б/н"), "поставьте в текст поле «{{ номер }}»"),
        (changed(4, height=17), "нужно не меньше 18 мм"),
        (changed(blocks=layout_to_json(SIMPLE)["blocks"][1:4]), "нет блока «QR-код для проверки»"),
        (changed(blocks=layout_to_json(SIMPLE)["blocks"][2:]), "нет блока «Имя получателя»"),
        (changed(blocks=layout_to_json(SIMPLE)["blocks"] * 9), "помещается не больше 40"),
    ],
)
def test_layout_from_json_refuses_in_words(data: object, told: str) -> None:
    with pytest.raises(LayoutUnfit) as refused:
        layout_from_json(data)

    assert told in str(refused.value)
    assert all(fault.endswith((".", "»")) for fault in refused.value.faults)


def test_layout_tells_every_fault_at_once() -> None:
    data = changed(0, x=-5, size=100, key="Имя")

    with pytest.raises(LayoutUnfit) as refused:
        layout_from_json(data)

    assert len(refused.value.faults) == 3


ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
LENGTHS = st.floats(0, 300) | st.integers(-5, 300)
BLOCKS = st.fixed_dictionaries(
    {
        "key": st.from_regex(r"[a-z]{6,12}", fullmatch=True),
        "kind": st.sampled_from([kind.value for kind in BlockKind]),
        "text": st.text(max_size=60) | st.sampled_from(["{{ фио }}", "{{ номер }}", "Слово " * 60, "ш" * 400]),
        "x": st.floats(0, 200),
        "y": st.floats(0, 180),
        "width": st.floats(5, 120),
        "height": st.none() | st.floats(3, 60),
        "size": st.floats(6, 72),
    },
    optional={
        "align": st.sampled_from([align.value for align in Align]),
        "font": st.sampled_from([font.value for font in Font]),
        "weight": st.sampled_from([weight.value for weight in Weight]),
        "italic": st.booleans(),
        "colour": st.sampled_from([colour.value for colour in Colour]),
    },
)
SHEETS = st.fixed_dictionaries(
    {
        "orientation": st.sampled_from([one.value for one in Orientation]),
        "design": st.sampled_from([one.value for one in Design]),
        "blocks": st.lists(BLOCKS, max_size=4, unique_by=lambda block: block["key"]),
    }
)
JSON = st.recursive(ODD, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner))


@given(JSON)
def test_any_json_is_a_layout_or_is_refused(data: object) -> None:
    with pytest.raises(LayoutUnfit):
        layout_from_json(data)


@given(SHEETS, st.dictionaries(st.sampled_from(["x", "y", "width", "height", "size", "text", "kind", "key"]), ODD))
def test_any_block_is_taken_or_refused(sheet: dict[str, Any], oddities: dict[str, object]) -> None:
    needed = layout_to_json(SIMPLE)["blocks"][1:]
    sheet = sheet | {"blocks": [*needed, *(block | oddities for block in sheet["blocks"])]}

    try:
        layout = layout_from_json(sheet)
    except LayoutUnfit:
        return

    assert layout_from_json(layout_to_json(layout)) == layout


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHEETS)
def test_whatever_layout_passes_is_printed(sheet: dict[str, Any]) -> None:
    # What every sheet must have stands on both kinds of sheets at this place.
    needed = [block | {"x": 20, "width": 60} for block in layout_to_json(SIMPLE)["blocks"][1:]]
    try:
        layout = layout_from_json(sheet | {"blocks": [*needed, *sheet["blocks"]]})
    except LayoutUnfit:
        return

    read = ReadPdf(certificate_pdf(written_page(layout=replace(layout)), MADE_AT))

    assert len(read.texts) == 1
    assert read.pdf.check_pdf_syntax() == []
