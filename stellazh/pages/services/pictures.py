"""Pictures of the sites: written anew without what cameras hide in them, shown by consent, hidden at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.files.forgetting import forget_file
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.files.services import store_file
from stellazh.media.pictures import PictureNotAccepted, clean_picture
from stellazh.pages.access import can_publish_site, can_read_original, can_write_site
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import SiteHome, SitePicture
from stellazh.pages.services.publishing import picture_ids
from stellazh.people.models import Person

PURPOSE: Final = "pages.picture"
MOST_BYTES: Final = 15 * 1024 * 1024
_TYPES: Final = frozenset({"image/jpeg", "image/png"})


class ConsentIsMissing(DomainError):
    """There are children on the picture, and nobody wrote by whose consent they are shown."""


class PictureIsHidden(DomainError):
    """The picture was hidden: it is not shown or changed any more."""


class PictureIsShown(DomainError):
    """The picture stands on a published page: another in its place would be published without a check."""


def register() -> None:
    """Name the purpose of their files."""
    purposes.add(FilePurpose(PURPOSE, "Картинка сайта", 30 * 1024 * 1024, _TYPES, can_read_original))


def association_of(picture: SitePicture) -> Association | None:
    """Whose picture it is; nobody's where it lies in no collection of a site."""
    home = SiteHome.objects.select_related("association").filter(collection_id=picture.collection_id).first()
    return home.association if home is not None else None


def keep_picture(picture: SitePicture, *, by: Actor, at: datetime) -> None:
    """Write a picture that was just brought anew and keep it among the stored files; called before its row is saved.

    Nothing that a camera or a program wrote beside the pixels stays: no place, no day, no name of the owner.

    Raises:
        PictureNotAccepted: broken, of another kind, too large; nothing is kept.
        PictureIsShown: `by` does not publish this site, and everybody sees the picture whose place it would take.
    """
    with transaction.atomic():
        _require_replaceable(picture, by)
        brought = picture.file.file
        brought.seek(0)
        data = brought.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise PictureNotAccepted(f"Картинка слишком велика: принимают не больше {MOST_BYTES // 1024**2} МБ.")
        clean = clean_picture(data)
        association = association_of(picture)
        name = f"{picture.title[:80] or 'картинка'}.{clean.suffix}"
        scope = association.path if association is not None else ""
        stored = store_file(clean.content, name=name, purpose=PURPOSE, scope=scope, by=by, at=at)
        picture.former_stored_id = picture.stored_id
        picture.stored = stored
        picture.file = stored.blob_path
        picture.width, picture.height = clean.width, clean.height
        picture.file_size, picture.file_hash = stored.size_bytes, stored.sha256[:40]


@transaction.atomic
def describe_people(
    picture_id: int, *, people: PicturedPeople, consent_note: str, description: str, by: Actor, at: datetime
) -> SitePicture:
    """Say who is on a picture, by whose consent, and what it shows.

    Raises:
        PermissionRefused: `by` does not write this site.
        ConsentIsMissing: children without a word of the consent.
        PictureIsHidden: it was hidden meanwhile.
    """
    picture, association = _locked(picture_id)
    require(can_write_site(by, association))
    if picture.hidden_at is not None:
        raise PictureIsHidden("Картинка скрыта: показывать её больше нельзя.")
    before = {"Кто на картинке": picture.get_people_display(), "Согласие": picture.consent_note}
    picture.people, picture.consent_note = people, consent_note.strip()
    picture.description = description.strip()
    note_consent(picture, by=by, at=at)
    picture.save()
    after = {"Кто на картинке": picture.get_people_display(), "Согласие": picture.consent_note}
    changes = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    record("site_picture_described", picture, by=by, at=at, scope=association.path, changes=changes)
    return picture


def note_consent(picture: SitePicture, *, by: Actor, at: datetime) -> None:
    """Keep who noted the parents' consent and when; the row is saved by the caller.

    Raises:
        ConsentIsMissing: children without a word of the consent.
    """
    if picture.people != PicturedPeople.CHILDREN:
        picture.consent_by, picture.consent_by_name, picture.consent_at = None, "", None
        return
    if not picture.consent_note.strip():
        raise ConsentIsMissing(
            "На картинке есть дети. Напишите, кто из родителей и когда дал согласие и где оно хранится."
        )
    known = SitePicture.objects.filter(pk=picture.pk).first() if picture.pk else None
    if known is not None and known.consent_note == picture.consent_note and known.consent_at is not None:
        return
    picture.consent_by = by if isinstance(by, Person) else None
    picture.consent_by_name, picture.consent_at = by.actor_name[:200], at


@transaction.atomic
def hide_picture(picture_id: int, *, reason: str, by: Actor, at: datetime) -> SitePicture:
    """Show the picture to nobody from this moment: its smaller copies go, pages keep a calm gap. Twice is once.

    Raises:
        PermissionRefused: `by` neither publishes nor writes this site.
    """
    picture, association = _locked(picture_id)
    require(can_write_site(by, association))
    if picture.hidden_at is not None:
        return picture
    picture.hidden_at, picture.hidden_reason = at, reason.strip()[:300]
    picture.save(update_fields=["hidden_at", "hidden_reason"])
    drop_copies(picture)
    record("site_picture_hidden", picture, by=by, at=at, scope=association.path, note=picture.hidden_reason)
    return picture


@transaction.atomic
def forget_picture(picture_id: int, *, why: str, by: Actor, at: datetime) -> None:
    """Delete a picture with its original: pages that had it keep a gap. For a withdrawn consent or an erasure.

    Raises:
        PermissionRefused: `by` does not publish this site.
    """
    picture, association = _locked(picture_id)
    require(can_publish_site(by, association))
    drop_copies(picture)
    record("site_picture_forgotten", picture, by=by, at=at, scope=association.path, note=why)
    # Its original goes with the row, whoever deletes it (see receivers).
    picture.delete()


def let_go(stored_id: int, *, by: Actor, at: datetime) -> None:
    """Let the original of a picture go that was deleted, or of which another stands in its place."""
    if not SitePicture.objects.filter(stored_id=stored_id).exists():
        forget_file(stored_id, why="картинки больше нет", by=by, at=at)


def is_used(picture: SitePicture) -> bool:
    """Whether a page of its site shows the picture, or a draft of one. Reads every page of the site."""
    home = SiteHome.objects.filter(collection_id=picture.collection_id).first()
    pages = home.get_descendants(inclusive=True).specific() if home is not None else []
    return any(picture.pk in (*picture_ids(page), *picture_ids(page.get_latest_revision_as_object())) for page in pages)


def is_shown(picture: SitePicture) -> bool:
    """Whether a published page of its site shows the picture. Reads every page of the site."""
    home = SiteHome.objects.filter(collection_id=picture.collection_id).first()
    pages = home.get_descendants(inclusive=True).live().specific() if home is not None else []
    return any(picture.pk in picture_ids(page) for page in pages)


def drop_copies(picture: SitePicture) -> None:
    """Delete the smaller copies: they are made anew when somebody asks, if anybody may."""
    # One by one: the file of each goes with its row.
    for copy in picture.renditions.all():
        copy.delete()


def _require_replaceable(picture: SitePicture, by: Actor) -> None:
    # As it is kept: the row in hand may have been put into another collection just now.
    kept = SitePicture.objects.filter(pk=picture.pk).first() if picture.pk else None
    association = association_of(kept) if kept is not None else None
    if kept is None or association is None or can_publish_site(by, association):
        return
    if is_shown(kept):
        raise PictureIsShown(
            "Картинка стоит на опубликованной странице: заменить файл может тот, кто публикует. Загрузите новую "
            "картинку и поставьте её в черновик страницы."
        )


def _locked(picture_id: int) -> tuple[SitePicture, Any]:
    picture = SitePicture.objects.select_for_update(of=("self",)).get(pk=picture_id)
    return picture, association_of(picture)
