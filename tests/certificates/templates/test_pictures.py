"""Pictures: brought and cleaned, guarded, put away; hostile files."""

from __future__ import annotations

import io
import uuid

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.certificates.enums import PictureKind, RunStatus
from stellazh.certificates.models import CertificatePicture, CertificateTemplate, RunSigner, Signatory
from stellazh.certificates.papers import PictureUnfit
from stellazh.certificates.reads.pictures import page_pictures, picture_bytes, places_of
from stellazh.certificates.services.pictures import (
    MOST_UPLOAD_BYTES,
    PictureIsArchived,
    PictureIsNeeded,
    PictureNameMissing,
    PictureTooLarge,
    TooManyPictures,
    add_picture,
    archive_picture,
    ready_picture,
    record_picture_uses,
    rename_picture,
    restore_picture,
    view_pictures,
)
from stellazh.common.errors import PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.files.access import can_read_file
from stellazh.files.models import StoredFile
from stellazh.files.services import FileIsEmpty
from stellazh.people.models import Person
from tests.certificates.templates import samples
from tests.certificates.templates.conftest import AT, MakePicture
from tests.checks import deeds, nothing_changes
from tests.factories.certificates import CertificateKindFactory, IssueRunFactory, SignatoryFactory

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "svg": SVG,
    "html": b"<!doctype html><script>alert(1)</script>",
    "enormous": samples.enormous_png(),
    "truncated png": samples.seal()[:400],
    "truncated jpeg": samples.background()[:600],
    "zip": samples.zipped(template__json=b"{}"),
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "words": "просто слова".encode(),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "png head only": b"\x89PNG\r\n\x1a\n",
}


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", PictureKind)
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_file_that_is_no_fit_picture_is_refused(content: bytes, kind: PictureKind) -> None:
    with pytest.raises(PictureUnfit):
        ready_picture(kind, content)


def test_empty_and_heavy_files_are_refused() -> None:
    with pytest.raises(FileIsEmpty):
        ready_picture(PictureKind.EMBLEM, b"")
    with pytest.raises(PictureTooLarge):
        ready_picture(PictureKind.EMBLEM, bytes(MOST_UPLOAD_BYTES + 1))


def test_nothing_written_beside_a_picture_survives() -> None:
    sheet = opened(samples.background())
    file = io.BytesIO()
    exif = sheet.getexif()
    exif[0x010E] = "secret of the camera"
    sheet.save(file, "JPEG", exif=exif, comment=b"secret comment")

    ready = ready_picture(PictureKind.BACKGROUND, file.getvalue() + SVG)

    assert b"secret" not in ready.content
    assert b"script" not in ready.content
    assert opened(ready.content).format == "JPEG"


def test_paper_of_a_signature_becomes_transparent_unless_it_is_to_stay() -> None:
    cleared = opened(ready_picture(PictureKind.SIGNATURE, samples.scanned_signature()).content).convert("RGBA")
    kept = opened(
        ready_picture(PictureKind.SIGNATURE, samples.scanned_signature(), is_paper_cleared=False).content
    ).convert("RGBA")

    assert cleared.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert kept.getpixel((0, 0))[3] == 255  # type: ignore[index]


def test_picture_is_kept_with_its_file_and_the_journal_knows(association: Association, head: Person) -> None:
    ready = ready_picture(PictureKind.SIGNATURE, samples.scanned_signature())

    picture = add_picture(association.pk, ready, name=" Подпись Ольховой ", submission_key=None, by=head, at=AT)

    assert (picture.name, picture.file.name, picture.added_by) == (
        "Подпись Ольховой",
        "Подпись Ольховой.png",
        head.actor_name,
    )
    assert picture_bytes(picture) == ready.content
    assert deeds(picture) == [("certificate_picture_added", head.actor_id, {"Подпись": ["", "Подпись Ольховой"]})]


def test_same_form_brings_one_picture(
    association: Association, neighbour: Association, head: Person, stranger: Person
) -> None:
    ready, key = ready_picture(PictureKind.EMBLEM, samples.emblem()), uuid.uuid4()

    one = add_picture(association.pk, ready, name="Знак", submission_key=key, by=head, at=AT)
    same = add_picture(association.pk, ready, name="Знак", submission_key=key, by=head, at=AT)

    assert one == same
    nothing_changes(
        lambda: add_picture(neighbour.pk, ready, name="Знак", submission_key=key, by=stranger, at=AT), FormSentTwice
    )


@pytest.mark.parametrize("kind", PictureKind)
def test_who_may_bring_a_picture(
    association: Association,
    kind: PictureKind,
    methodist: Person,
    member: Person,
    stranger: Person,
    region_head: Person,
) -> None:
    ready = ready_picture(kind, samples.seal())
    refused = [member, stranger, region_head]
    if kind in (PictureKind.SIGNATURE, PictureKind.SEAL):
        refused.append(methodist)
    else:
        add_picture(association.pk, ready, name="Знак", submission_key=None, by=methodist, at=AT)

    for person in refused:
        nothing_changes(
            lambda by=person: add_picture(association.pk, ready, name="Знак", submission_key=None, by=by, at=AT),
            PermissionRefused,
        )


def test_picture_without_a_name_and_one_too_many(
    association: Association, head: Person, make_picture: MakePicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = ready_picture(PictureKind.EMBLEM, samples.emblem())
    make_picture(PictureKind.EMBLEM)

    for name in ("  ", "ё" * 151):
        nothing_changes(
            lambda words=name: add_picture(association.pk, ready, name=words, submission_key=None, by=head, at=AT),
            PictureNameMissing,
        )
    monkeypatch.setattr("stellazh.certificates.services.pictures.MOST_PICTURES", 1)
    nothing_changes(
        lambda: add_picture(association.pk, ready, name="Знак", submission_key=None, by=head, at=AT), TooManyPictures
    )


def test_picture_is_renamed_put_away_and_brought_back(make_picture: MakePicture, methodist: Person) -> None:
    picture = make_picture(PictureKind.EMBLEM)

    rename_picture(picture.pk, "Знак", by=methodist, at=AT)
    archive_picture(picture.pk, by=methodist, at=AT)
    nothing_changes(lambda: archive_picture(picture.pk, by=methodist, at=AT), PictureIsArchived)
    nothing_changes(lambda: rename_picture(picture.pk, "Иначе", by=methodist, at=AT), PictureIsArchived)
    back = restore_picture(picture.pk, by=methodist, at=AT)

    assert (back.name, back.archived_at) == ("Знак", None)
    assert [deed for deed, _, _ in deeds(picture)] == [
        "certificate_picture_added",
        "certificate_picture_renamed",
        "certificate_picture_archived",
        "certificate_picture_restored",
    ]


def test_picture_is_changed_only_by_who_keeps_its_kind(
    make_picture: MakePicture, methodist: Person, stranger: Person
) -> None:
    emblem, seal = make_picture(PictureKind.EMBLEM), make_picture(PictureKind.SEAL)

    for picture, person in ((emblem, stranger), (seal, methodist), (seal, stranger)):
        nothing_changes(lambda p=picture, by=person: rename_picture(p.pk, "Моё", by=by, at=AT), PermissionRefused)
        nothing_changes(lambda p=picture, by=person: archive_picture(p.pk, by=by, at=AT), PermissionRefused)
        nothing_changes(lambda p=picture, by=person: restore_picture(p.pk, by=by, at=AT), PermissionRefused)


def test_needed_picture_is_not_put_away_and_the_refusal_says_where(
    association: Association, template: CertificateTemplate, head: Person, make_picture: MakePicture
) -> None:
    emblem, signature = make_picture(PictureKind.EMBLEM), make_picture(PictureKind.SIGNATURE)
    template.emblem = emblem
    template.save()
    SignatoryFactory.create(association=association, signature=signature, name="В. И. Ольхова")
    run = IssueRunFactory.create(association=association, emblem=emblem, status=RunStatus.AWAITING, title="Форум")
    RunSigner.objects.create(run=run, position=1, name="В. И. Ольхова", post="Глава", signature=signature)

    nothing_changes(
        lambda: archive_picture(emblem.pk, by=head, at=AT),
        PictureIsNeeded,
        f"шаблон «{template.name}»; выдача «Форум»",
    )
    nothing_changes(
        lambda: archive_picture(signature.pk, by=head, at=AT),
        PictureIsNeeded,
        "подписывающий В. И. Ольхова; выдача «Форум»",
    )


def test_issued_run_and_archived_template_do_not_hold_a_picture(
    association: Association, template: CertificateTemplate, head: Person, make_picture: MakePicture
) -> None:
    emblem = make_picture(PictureKind.EMBLEM)
    template.emblem, template.archived_at = emblem, AT
    template.save()
    IssueRunFactory.create(association=association, emblem=emblem, issued=True)

    archive_picture(emblem.pk, by=head, at=AT)

    assert places_of([emblem]) == {}


def test_opening_and_use_of_signatures_and_seals_are_in_the_journal(
    make_picture: MakePicture, association: Association, head: Person, methodist: Person
) -> None:
    emblem, seal = make_picture(PictureKind.EMBLEM), make_picture(PictureKind.SEAL)

    view_pictures([emblem, seal], note="на её странице", by=head, at=AT)
    record_picture_uses([emblem, seal], note="№ 1/2024-Ф", by=head, at=AT)
    nothing_changes(lambda: view_pictures([emblem, seal], note="", by=methodist, at=AT), PermissionRefused)

    found = AuditEntry.objects.filter(action__startswith="certificate_picture_").exclude(
        action="certificate_picture_added"
    )
    assert [(one.action, one.object_id, one.actor_id, one.note, one.scope) for one in found.order_by("pk")] == [
        ("certificate_picture_viewed", str(seal.pk), head.actor_id, "на её странице", association.path),
        ("certificate_picture_used", str(seal.pk), head.actor_id, "№ 1/2024-Ф", association.path),
    ]


def test_general_address_of_files_never_gives_a_signature(
    make_picture: MakePicture, head: Person, methodist: Person, member: Person, stranger: Person, region_head: Person
) -> None:
    emblem, seal, signature = (
        make_picture(kind).file for kind in (PictureKind.EMBLEM, PictureKind.SEAL, PictureKind.SIGNATURE)
    )

    def readers(stored: StoredFile) -> list[Person]:
        return [who for who in (head, methodist, region_head, member, stranger) if can_read_file(who, stored)]

    assert readers(seal) == readers(signature) == []
    assert readers(emblem) == [head, methodist, region_head]


def test_same_content_brought_as_an_emblem_does_not_open_the_seal(
    association: Association, make_picture: MakePicture, methodist: Person
) -> None:
    seal = make_picture(PictureKind.SEAL)
    twin = make_picture(PictureKind.EMBLEM)
    CertificatePicture.objects.filter(pk=twin.pk).update(file=seal.file)

    verdict = can_read_file(methodist, seal.file)

    assert not verdict


def test_pictures_of_a_page_come_as_bytes_and_the_seal_only_when_asked(
    association: Association, template: CertificateTemplate, make_picture: MakePicture
) -> None:
    emblem, seal = make_picture(PictureKind.EMBLEM), make_picture(PictureKind.SEAL)
    template.emblem, template.seal = emblem, seal
    template.save()
    kind = CertificateKindFactory.create(association=association)
    run = IssueRunFactory.create(association=association, kind=kind, emblem=emblem, seal=seal, with_seal=False)

    of_template, of_run = page_pictures(template), page_pictures(run)

    assert (of_template.emblem, of_template.seal) == (picture_bytes(emblem), picture_bytes(seal))
    assert (of_run.emblem, of_run.seal, of_run.background) == (picture_bytes(emblem), None, None)


def test_picture_and_signatory_have_names(association: Association, make_picture: MakePicture) -> None:
    picture = make_picture(PictureKind.EMBLEM)

    with pytest.raises(IntegrityError), transaction.atomic():
        CertificatePicture.objects.filter(pk=picture.pk).update(name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.create(association=association, name="", post="Глава")
