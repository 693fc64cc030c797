"""Templates as files: there and back, and everything a file may try."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.layout import LayoutUnfit, layout_to_json
from stellazh.certificates.models import CertificatePicture, CertificateTemplate
from stellazh.certificates.reads.pictures import page_pictures
from stellazh.certificates.services.sheet_layouts import Sheet
from stellazh.certificates.services.template_files import (
    FORMAT,
    MOST_FILE_BYTES,
    TemplateFileUnfit,
    export_template,
    import_template,
    ready_template,
)
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from tests.certificates.templates import samples
from tests.certificates.templates.conftest import AT, MakePicture
from tests.checks import deeds, nothing_changes


@pytest.fixture
def dressed(template: CertificateTemplate, make_picture: MakePicture) -> CertificateTemplate:
    """With a background, an emblem and a seal."""
    template.background, template.emblem = make_picture(PictureKind.BACKGROUND), make_picture(PictureKind.EMBLEM)
    template.seal = make_picture(PictureKind.SEAL)
    template.save()
    return template


def described(template: CertificateTemplate, **other: Any) -> bytes:
    sheet = {
        "format": FORMAT,
        "version": 1,
        "name": template.name,
        "shipped_code": template.shipped_code,
        "layout": layout_to_json(Sheet.of(template).layout),
    }
    return json.dumps(sheet | other, ensure_ascii=False).encode()


def test_template_goes_to_another_association_without_its_seal(
    dressed: CertificateTemplate, neighbour: Association, head: Person, stranger: Person
) -> None:
    body = export_template(dressed, by=head)
    key = uuid.uuid4()

    taken = import_template(neighbour.pk, ready_template(body), submission_key=key, by=stranger, at=AT)
    same = import_template(neighbour.pk, ready_template(body), submission_key=key, by=stranger, at=AT)

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert sorted(archive.namelist()) == ["background.jpg", "emblem.png", "template.json"]
    assert taken == same
    assert (taken.name, taken.shipped_code, taken.seal) == (dressed.name, dressed.shipped_code, None)
    assert Sheet.of(taken).layout == Sheet.of(dressed).layout
    assert taken.emblem is not None
    assert taken.emblem.association == neighbour
    assert page_pictures(taken).emblem == page_pictures(dressed).emblem
    assert deeds(taken)[0][:2] == ("certificate_template_imported", stranger.actor_id)


def test_same_template_gives_the_same_bytes(dressed: CertificateTemplate, head: Person, stranger: Person) -> None:
    assert export_template(dressed, by=head) == export_template(dressed, by=head)
    with pytest.raises(PermissionRefused):
        export_template(dressed, by=stranger)


def test_file_is_not_taken_without_the_right(
    template: CertificateTemplate, neighbour: Association, head: Person
) -> None:
    ready = ready_template(samples.zipped(template__json=described(template)))

    nothing_changes(
        lambda: import_template(neighbour.pk, ready, submission_key=None, by=head, at=AT), PermissionRefused
    )


def test_hostile_and_foreign_files_are_refused(template: CertificateTemplate) -> None:
    good = described(template)
    strange_names = io.BytesIO()
    with zipfile.ZipFile(strange_names, "w") as archive:
        archive.writestr("template.json", good)
        archive.writestr("../../etc/passwd", b"root")
    doubled = io.BytesIO()
    with zipfile.ZipFile(doubled, "w") as archive:
        archive.writestr("template.json", good)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("template.json", good)
    hostile = [
        b"",
        b"PK\x03\x04 torn",
        b"<html></html>",
        bytes(MOST_FILE_BYTES + 1),
        samples.packed_zeros(),
        strange_names.getvalue(),
        doubled.getvalue(),
        samples.zipped(emblem__png=samples.emblem()),
        samples.zipped(template__json=b"[" * 100_000),
        samples.zipped(template__json=b"\xff\xfe"),
        samples.zipped(template__json=b"[]"),
        samples.zipped(template__json=described(template, format="other")),
        samples.zipped(template__json=described(template, version=2)),
        samples.zipped(template__json=described(template, shipped_code="no_such")),
        samples.zipped(template__json=described(template, name=7)),
        samples.zipped(template__json=described(template, name="Лист\x00")),
        samples.zipped(template__json=described(template, name="half").replace(b"half", rb"\ud800")),
        samples.zipped(template__json=good, seal__png=samples.seal()),
        samples.zipped(template__json=good, signature__png=samples.seal()),
        samples.zipped(template__json=good, emblem__png=b"<svg/>"),
        samples.zipped(template__json=good, emblem__png=samples.enormous_png()),
        samples.zipped(template__json=good, emblem__png=samples.emblem(), emblem__jpg=samples.background()),
    ]

    for content in hostile:
        with pytest.raises(TemplateFileUnfit):
            ready_template(content)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_not_even_opened(template: CertificateTemplate, method: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("template.json", described(template))

    with pytest.raises(TemplateFileUnfit, match="незнакомым способом"):
        ready_template(file.getvalue())


def test_sheet_that_cannot_be_printed_is_refused(template: CertificateTemplate) -> None:
    layout = layout_to_json(Sheet.of(template).layout)
    layout["blocks"][0]["script"] = "1"
    unknown_field = layout_to_json(Sheet.of(template).layout)
    unknown_field["blocks"][0]["text"] = "{{ секрет }}"

    for unfit in (layout, unknown_field, None, {"blocks": "all"}):
        with pytest.raises(LayoutUnfit):
            ready_template(samples.zipped(template__json=described(template, layout=unfit)))


def test_refused_file_leaves_no_picture(template: CertificateTemplate) -> None:
    with pytest.raises(TemplateFileUnfit):
        ready_template(samples.zipped(template__json=b"{}", emblem__png=samples.emblem()))

    assert CertificatePicture.objects.count() == 0
