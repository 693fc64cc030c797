"""Who signs an association's documents."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.certificates.access import can_manage_templates, can_use_signatures
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.models import CertificatePicture, Signatory
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.office.plain_text import printable_line
from stellazh.russian.text_lines import one_line

MOST_SIGNATORIES: Final = 50
LONGEST_NAME: Final = 150
LONGEST_POST: Final = 250


class SignatoryUnfit(DomainError):
    """The name or the post is missing or too long."""


class SignatureUnknown(DomainError):
    """The picture is no signature of this association in use."""


class SignatureOfAnother(DomainError):
    """The name below somebody's signature is changed by whoever may place signatures."""


class SignatoryIsArchived(DomainError):
    """It has been put away: it is brought back before it is changed."""


class TooManySignatories(DomainError):
    """The association has as many as it may."""


@dataclass(frozen=True, slots=True)
class SignatoryFields:
    """What is typed of a signatory."""

    name: str
    post: str
    signature_id: int | None = None


@transaction.atomic
def add_signatory(
    association_id: int, fields: SignatoryFields, *, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> Signatory:
    """Add somebody who signs, the last of the list.

    Raises:
        PermissionRefused: `by` does not keep signatories there, or gives a signature without the right to place one.
        SignatoryUnfit, SignatureUnknown, TooManySignatories. FormSentTwice.
    """
    association = Association.objects.select_for_update(no_key=True).get(pk=association_id)
    require(can_manage_templates(by, association))
    rows = Signatory.objects.filter(association=association)
    if made := made_before(rows, submission_key):
        return made
    _require_room(association)
    signatory = Signatory(
        association=association,
        position=(rows.aggregate(last=Max("position"))["last"] or 0) + 1,
        submission_key=submission_key,
    )
    _put(signatory, fields, by)
    signatory.save()
    changes = compare({}, _texts(signatory))
    record("signatory_added", signatory, by=by, at=at, scope=association.path, changes=changes)
    return signatory


@transaction.atomic
def update_signatory(
    signatory_id: int, fields: SignatoryFields, *, expected_version: int, by: Actor, at: datetime
) -> Signatory:
    """Change how somebody signs. Sheets already issued stay as they were.

    Raises:
        PermissionRefused: `by` does not keep signatories there, or changes a signature without the right to place one.
        ChangedMeanwhile: somebody saved first. SignatoryIsArchived, SignatoryUnfit, SignatureUnknown.
        SignatureOfAnother: the name below a signature, by somebody who may not place signatures.
    """
    signatory = _locked(signatory_id)
    require(can_manage_templates(by, signatory.association))
    before = _texts(signatory)
    name = signatory.name
    _put(signatory, fields, by)
    wanted = _texts(signatory)
    require_version(signatory.version, expected_version, theirs=before, mine=wanted)
    _require_present(signatory)
    if wanted == before:
        return signatory
    if signatory.name != name and signatory.signature_id and not _may_sign(by, signatory.association):
        raise SignatureOfAnother("Под этим именем стоит картинка подписи: имя меняет тот, кто ведёт подписи и печати.")
    signatory.version += 1
    signatory.save()
    _keep("signatory_updated", signatory, changes=compare(before, wanted), by=by, at=at)
    return signatory


@transaction.atomic
def move_signatory(signatory_id: int, step: int, *, by: Actor, at: datetime) -> Signatory:
    """Move it one place up (-1) or down (1) among those in use; at the end of the list nothing happens.

    Raises:
        PermissionRefused: `by` does not keep signatories there. SignatoryIsArchived.
    """
    signatory = Signatory.objects.get(pk=signatory_id)
    # The whole list is held: two who move at once must not give one place to two.
    association = Association.objects.select_for_update(no_key=True).get(pk=signatory.association_id)
    require(can_manage_templates(by, association))
    rows = list(Signatory.objects.select_for_update().present().filter(association=association))
    place = next((number for number, row in enumerate(rows) if row.pk == signatory_id), None)
    if place is None:
        raise SignatoryIsArchived("Этот подписывающий в архиве: верните его, чтобы переставить.")
    target = max(0, min(len(rows) - 1, place + step))
    moved = rows[place]
    if target == place:
        return moved
    rows.insert(target, rows.pop(place))
    for position, row in enumerate(rows, start=1):
        row.position = position
    Signatory.objects.bulk_update(rows, ["position"])
    changes = {"Место в списке": (str(place + 1), str(target + 1))}
    record("signatory_moved", moved, by=by, at=at, scope=association.path, changes=changes)
    return moved


@transaction.atomic
def archive_signatory(signatory_id: int, *, by: Actor, at: datetime) -> Signatory:
    """Put it away: it is no longer offered. Runs keep those who signed them.

    Raises:
        PermissionRefused: `by` does not keep signatories there. SignatoryIsArchived: it is away.
    """
    signatory = _locked(signatory_id)
    require(can_manage_templates(by, signatory.association))
    _require_present(signatory)
    signatory.archived_at, signatory.version = at, signatory.version + 1
    signatory.save()
    _keep("signatory_archived", signatory, by=by, at=at)
    return signatory


@transaction.atomic
def restore_signatory(signatory_id: int, *, by: Actor, at: datetime) -> Signatory:
    """Bring it back; without its signature when that has been put away since.

    Raises:
        PermissionRefused: `by` does not keep signatories there. TooManySignatories.
    """
    signatory = _locked(signatory_id)
    require(can_manage_templates(by, signatory.association))
    if signatory.archived_at is None:
        return signatory
    _require_room(signatory.association)
    before = _texts(signatory)
    if signatory.signature is not None and signatory.signature.archived_at is not None:
        signatory.signature = None
    signatory.archived_at, signatory.version = None, signatory.version + 1
    signatory.save()
    _keep("signatory_restored", signatory, changes=compare(before, _texts(signatory)), by=by, at=at)
    return signatory


def _put(signatory: Signatory, fields: SignatoryFields, by: Actor) -> None:
    name, post = one_line(printable_line(fields.name)), one_line(printable_line(fields.post))
    if not name or not post:
        raise SignatoryUnfit("Напишите имя и должность, как они стоят на листе.")
    if len(name) > LONGEST_NAME or len(post) > LONGEST_POST:
        raise SignatoryUnfit(f"Слишком длинно: имя – до {LONGEST_NAME} знаков, должность – до {LONGEST_POST}.")
    signatory.name, signatory.post = name, post
    if fields.signature_id != signatory.signature_id:
        require(can_use_signatures(by, signatory.association))
        signatory.signature = _signature(signatory.association, fields.signature_id)


def _signature(association: Association, picture_id: int | None) -> CertificatePicture | None:
    if picture_id is None:
        return None
    # Held, so that it is not put away at this very moment.
    rows = CertificatePicture.objects.select_for_update().present()
    found = rows.filter(association=association, kind=PictureKind.SIGNATURE, pk=picture_id).first()
    if found is None:
        raise SignatureUnknown("Такой подписи у объединения нет: выберите из списка.")
    return found


def _texts(signatory: Signatory) -> dict[str, str]:
    signature = signatory.signature.name if signatory.signature else ""
    return {"Имя": signatory.name, "Должность": signatory.post, "Подпись картинкой": signature}


def _may_sign(by: Actor, association: Association) -> bool:
    return bool(can(by, "certificates.use_signatures", association))


def _locked(signatory_id: int) -> Signatory:
    rows = Signatory.objects.select_for_update(of=("self",)).select_related("association__territory", "signature")
    return rows.get(pk=signatory_id)


def _require_present(signatory: Signatory) -> None:
    if signatory.archived_at is not None:
        raise SignatoryIsArchived("Этот подписывающий в архиве: верните его, чтобы менять.")


def _require_room(association: Association) -> None:
    if Signatory.objects.present().filter(association=association).count() >= MOST_SIGNATORIES:
        raise TooManySignatories(f"У объединения уже {MOST_SIGNATORIES} подписывающих: уберите лишних в архив.")


def _keep(
    action: str,
    signatory: Signatory,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, tuple[str, str]] | None = None,
) -> None:
    record(action, signatory, by=by, at=at, scope=signatory.association.path, changes=changes)
