import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from stellazh.office.typeset import FONTS, TypesetError, typeset, typeset_drawing, typeset_picture

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
TEMPLATE = """
#import "words.typ": greeting
#let data = json(bytes(sys.inputs.data))
#set document(title: "Проба")
#set page(width: 100mm, height: 50mm)
#set text(lang: "ru", font: "PT Serif")
#greeting #data.words
#for name in data.at("pictures", default: ()) { image("/pictures/" + name, alt: name) }
"""


def dot(colour: str = "green", form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, form)
    return file.getvalue()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "words.typ").write_text('#let greeting = "Привет,"', encoding="utf-8")
    path = folder / "probe.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_typeset_takes_pictures_beside_its_data(template: Path) -> None:
    data = {"words": "мир", "pictures": ["a.png", "b.jpg"]}
    pictures = {"a.png": dot(), "b.jpg": dot("red", "JPEG")}

    pdf = typeset(template, data, made_at=MADE_AT, pictures=pictures)

    assert typeset(template, data, made_at=MADE_AT, pictures=pictures) == pdf
    assert len(re.findall(rb"/Subtype\s*/Image", pdf)) == 2


def test_typeset_with_pictures_still_refuses_a_warning_and_names_the_template(template: Path) -> None:
    template.write_text(TEMPLATE.replace("PT Serif", "Comic Sans"), encoding="utf-8")

    with pytest.raises(TypesetError, match=r"probe\.typ: unknown font family"):
        typeset(template, {"words": ""}, made_at=MADE_AT, pictures={"a.png": dot()})


@pytest.mark.parametrize("name", ["../a.png", "a/b.png", "A.png", "a.typ", ".png", "a.png\n"])
def test_typeset_refuses_a_picture_of_a_strange_name(template: Path, name: str) -> None:
    with pytest.raises(TypesetError, match="a picture cannot be named"):
        typeset(template, {"words": ""}, made_at=MADE_AT, pictures={name: dot()})


def test_typeset_refuses_what_is_no_picture(template: Path) -> None:
    with pytest.raises(TypesetError, match=r"probe\.typ"):
        typeset(template, {"words": "", "pictures": ["a.png"]}, made_at=MADE_AT, pictures={"a.png": b"#panic()"})


def test_typeset_with_pictures_reads_nothing_beside_them(template: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("тайна", encoding="utf-8")
    for path in ("../secret.txt", "/../secret.txt", str(tmp_path / "secret.txt"), "/paper/../secret.txt"):
        template.write_text(f'#read("{path}")', encoding="utf-8")

        with pytest.raises(TypesetError):
            typeset(template, {"words": ""}, made_at=MADE_AT, pictures={"a.png": dot()})


def test_typeset_leaves_no_folder_behind(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))

    typeset(template, {"words": ""}, made_at=MADE_AT, pictures={"a.png": dot()})

    assert list(place.iterdir()) == []


def test_typeset_picture_draws_the_first_page(template: Path) -> None:
    drawn = typeset_picture(template, {"words": "мир"}, dots_per_inch=127)

    assert Image.open(io.BytesIO(drawn)).size == (500, 250)


def test_typeset_drawing_gives_an_svg(template: Path) -> None:
    assert typeset_drawing(template, {"words": "мир"}).startswith(b"<svg")


def test_typeset_picture_refuses_a_wrong_template(template: Path) -> None:
    template.write_text("#unknown", encoding="utf-8")

    with pytest.raises(TypesetError, match=r"probe\.typ: unknown variable"):
        typeset_picture(template, {}, dots_per_inch=72)


def test_shipped_fonts_lie_with_their_licence() -> None:
    assert len(list(FONTS.glob("*.ttf"))) == 8
    assert "ParaType" in (FONTS / "LICENCE.txt").read_text(encoding="utf-8")
