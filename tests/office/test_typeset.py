from datetime import UTC, datetime
from pathlib import Path

import pytest

from stellazh.office.typeset import TypesetError, typeset

MADE_AT = datetime(2024, 9, 1, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Проба")
#set text(lang: "ru", font: data.at("font", default: "Libertinus Serif"))
= Проба
#data.words
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "probe.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_typeset_gives_the_same_bytes_for_the_same_moment(template: Path) -> None:
    first = typeset(template, {"words": "План"}, made_at=MADE_AT)

    assert typeset(template, {"words": "План"}, made_at=MADE_AT) == first
    assert first.startswith(b"%PDF-1.7")


def test_typeset_declares_the_accessible_and_the_archival_standard(template: Path) -> None:
    pdf = typeset(template, {"words": "План"}, made_at=MADE_AT)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_typeset_refuses_an_unknown_font(template: Path) -> None:
    with pytest.raises(TypesetError, match="unknown font family"):
        typeset(template, {"words": "План", "font": "Times New Roman"}, made_at=MADE_AT)


def test_typeset_names_the_template_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "broken.typ"
    path.write_text("#unknown", encoding="utf-8")

    with pytest.raises(TypesetError, match=r"broken\.typ: unknown variable"):
        typeset(path, {}, made_at=MADE_AT)


@pytest.mark.parametrize(
    "words",
    ["улыбка 😀👩‍🏫❤️", "中文", "частный \ue000 знак", "".join(map(chr, range(0x2000, 0x3000))), "שלום"],
    ids=["emoji", "chinese", "private", "symbols", "hebrew"],
)
def test_typeset_draws_texts_whose_signs_no_font_has(template: Path, words: str) -> None:
    assert typeset(template, {"words": words}, made_at=MADE_AT).startswith(b"%PDF")


def test_typeset_reads_nothing_above_the_folder_of_the_template(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("тайна", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    path = folder / "thief.typ"
    path.write_text('#read("../secret.txt")', encoding="utf-8")

    with pytest.raises(TypesetError):
        typeset(path, {}, made_at=MADE_AT)
