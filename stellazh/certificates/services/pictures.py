"""Pictures of sheets: brought and cleaned, opened and used under the eyes of the journal, put away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record, record_each
from stellazh.certificates.access import can_keep_pictures, can_see_picture
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.models import CertificatePicture
from stellazh.certificates.papers import Purpose, fit_picture
from stellazh.certificates.reads.pictures import places_of
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.files.services import FileIsEmpty, store_file
from stellazh.office.plain_text import printable_line
from stellazh.russian.text_lines import one_line

PICTURE_FILE: Final = "certificate_picture"
MOST_UPLOAD_BYTES: Final = 5 * 1024 * 1024
# What is kept after cleaning.
MOST_PICTURE_BYTES: Final = 200 * 1024
MOST_PICTURES: Final = 200
LONGEST_NAME: Final = 150


class PictureTooLarge(DomainError):
    """The file is larger than what is taken."""


class PictureNameMissing(DomainError):
    """A picture has a name, not longer than its place."""


class PictureIsNeeded(DomainError):
    """A template, a signatory or a run needs the picture; the sentence says which."""


class PictureIsArchived(DomainError):
    """It has been put away already."""


class TooManyPictures(DomainError):
    """The association has as many pictures as it may."""


@dataclass(frozen=True, slots=True)
class ReadyPicture:
    """A picture that has been decoded and written anew: nothing of the file that was brought is left."""

    kind: PictureKind
    content: bytes

    @property
    def suffix(self) -> str:
        """Of its name as a file."""
        return "png" if self.content.startswith(b"\x89PNG") else "jpg"


def ready_picture(kind: PictureKind, content: bytes, *, is_paper_cleared: bool | None = None) -> ReadyPicture:
    """The picture as it is kept. Done before any transaction: it takes up to a second.

    `is_paper_cleared` says whether white paper becomes transparent; None leaves it to what the picture is for.

    Raises:
        PictureTooLarge: the file is larger than 5 MB. PictureUnfit: it is no picture, broken, empty or far too large.
        FileIsEmpty: there is nothing in it.
    """
    if not content:
        raise FileIsEmpty("Файл пуст. Выберите картинку ещё раз.")
    if len(content) > MOST_UPLOAD_BYTES:
        raise PictureTooLarge(f"Картинка больше {MOST_UPLOAD_BYTES // 1024**2} МБ: уменьшите её и выберите ещё раз.")
    purpose = Purpose(PictureKind(kind).value)
    return ReadyPicture(PictureKind(kind), fit_picture(content, purpose=purpose, is_paper_cleared=is_paper_cleared))


@transaction.atomic
def add_picture(
    association_id: int, ready: ReadyPicture, *, name: str, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> CertificatePicture:
    """Keep a picture for the sheets of the association.

    Raises:
        PermissionRefused: `by` may not bring a picture of this kind there.
        PictureNameMissing, TooManyPictures. FormSentTwice: the form has brought a picture elsewhere.
        FileTypeNotAccepted, FileTooLarge: the content did not come from `ready_picture`.
    """
    association = Association.objects.select_for_update(no_key=True).get(pk=association_id)
    require(can_keep_pictures(by, association, ready.kind))
    pictures = CertificatePicture.objects.filter(association=association)
    if made := made_before(pictures, submission_key):
        return made
    words = _checked_name(name)
    _require_room(association)
    stored = store_file(
        ready.content, name=f"{words}.{ready.suffix}", purpose=PICTURE_FILE, scope=association.path, by=by, at=at
    )
    picture = CertificatePicture.objects.create(
        association=association,
        kind=ready.kind,
        name=words,
        file=stored,
        added_at=at,
        added_by=by.actor_name[:200],
        submission_key=submission_key,
    )
    changes = {ready.kind.label.capitalize(): ("", words)}
    record("certificate_picture_added", picture, by=by, at=at, scope=association.path, changes=changes)
    return picture


@transaction.atomic
def rename_picture(picture_id: int, name: str, *, by: Actor, at: datetime) -> CertificatePicture:
    """Call the picture otherwise.

    Raises:
        PermissionRefused: `by` may not keep pictures of this kind there. PictureNameMissing. PictureIsArchived.
    """
    picture = _locked(picture_id)
    require(can_keep_pictures(by, picture.association, picture.kind))
    if picture.archived_at is not None:
        raise PictureIsArchived("Картинка в архиве: верните её, чтобы менять.")
    words = _checked_name(name)
    if words == picture.name:
        return picture
    changes = compare({"Название": picture.name}, {"Название": words})
    picture.name = words
    picture.save(update_fields=["name"])
    record("certificate_picture_renamed", picture, by=by, at=at, scope=picture.association.path, changes=changes)
    return picture


@transaction.atomic
def archive_picture(picture_id: int, *, by: Actor, at: datetime) -> CertificatePicture:
    """Put the picture away; sheets already issued keep it.

    Raises:
        PermissionRefused: `by` may not keep pictures of this kind there. PictureIsArchived: it is away.
        PictureIsNeeded: a template or a signatory in use, or a run not yet over, needs it.
    """
    picture = _locked(picture_id)
    require(can_keep_pictures(by, picture.association, picture.kind))
    if picture.archived_at is not None:
        raise PictureIsArchived("Эта картинка уже в архиве.")
    if places := places_of([picture]).get(picture.pk):
        raise PictureIsNeeded(f"Эта картинка нужна: {'; '.join(places)}. Уберите её оттуда, потом – в архив.")
    picture.archived_at = at
    picture.save(update_fields=["archived_at"])
    record("certificate_picture_archived", picture, by=by, at=at, scope=picture.association.path)
    return picture


@transaction.atomic
def restore_picture(picture_id: int, *, by: Actor, at: datetime) -> CertificatePicture:
    """Bring the picture back.

    Raises:
        PermissionRefused: `by` may not keep pictures of this kind there. TooManyPictures.
    """
    picture = _locked(picture_id)
    require(can_keep_pictures(by, picture.association, picture.kind))
    if picture.archived_at is None:
        return picture
    _require_room(picture.association)
    picture.archived_at = None
    picture.save(update_fields=["archived_at"])
    record("certificate_picture_restored", picture, by=by, at=at, scope=picture.association.path)
    return picture


@transaction.atomic
def view_pictures(pictures: Sequence[CertificatePicture], *, note: str, by: Actor, at: datetime) -> None:
    """Write into the journal that somebody opened these signatures and seals; others are nobody's secret.

    Raises:
        PermissionRefused: `by` may not see one of them; nothing is written.
    """
    for picture in pictures:
        require(can_see_picture(by, picture))
    _keep("certificate_picture_viewed", pictures, note=note, by=by, at=at)


@transaction.atomic
def record_picture_uses(pictures: Sequence[CertificatePicture], *, note: str, by: Actor, at: datetime) -> None:
    """Write into the journal that these signatures and seals were placed on a document, which `note` names.

    Asks no right: whoever places them has asked (a run that was approved is issued by the system).
    """
    _keep("certificate_picture_used", pictures, note=note, by=by, at=at)


def _keep(action: str, pictures: Sequence[CertificatePicture], *, note: str, by: Actor, at: datetime) -> None:
    guarded = [picture for picture in pictures if picture.is_guarded]
    scopes = [picture.association.path for picture in guarded]
    record_each(action, guarded, by=by, at=at, scopes=scopes, notes=[note] * len(guarded))


def _locked(picture_id: int) -> CertificatePicture:
    rows = CertificatePicture.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=picture_id)


def _checked_name(name: str) -> str:
    words = one_line(printable_line(name))
    if not words:
        raise PictureNameMissing("Назовите картинку, чтобы отличать её от других.")
    if len(words) > LONGEST_NAME:
        raise PictureNameMissing(f"Название слишком длинное: помещается {LONGEST_NAME} знаков.")
    return words


def _require_room(association: Association) -> None:
    if CertificatePicture.objects.present().filter(association=association).count() >= MOST_PICTURES:
        raise TooManyPictures(f"У объединения уже {MOST_PICTURES} картинок: уберите ненужные в архив.")
