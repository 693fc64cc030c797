"""What Wagtail notes of pages and pictures, kept in our journal in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.pages.audit_actions import OF_WAGTAIL, OTHER
from stellazh.pages.models import SitePicture
from stellazh.pages.models.site import SitePage
from stellazh.pages.services.pictures import association_of
from stellazh.pages.services.publishing import association_of_page

_OF_PICTURES = {"wagtail.create": "site_picture_added", "wagtail.edit": "site_picture_changed"}


@transaction.atomic
def note(entry: PageLogEntry | ModelLogEntry, *, by: Actor, at: datetime) -> None:
    """Keep one entry of Wagtail's. Drafts saved by themselves while somebody types are one deed."""
    if isinstance(entry, PageLogEntry):
        _note_page(entry, by=by, at=at)
    else:
        _note_picture(entry, by=by, at=at)


def _note_page(entry: PageLogEntry, *, by: Actor, at: datetime) -> None:
    # A page that is being deleted is known to Wagtail alone: its row may be gone.
    found = Page.objects.filter(pk=entry.page_id).first()
    page = found.specific if found is not None else None
    if not isinstance(page, SitePage) or _is_known(entry):
        return
    association = association_of_page(page)
    code, _ = OF_WAGTAIL.get(entry.action, OTHER)
    said = "" if entry.action in OF_WAGTAIL else entry.action
    words = entry.data.get("comment", "") if isinstance(entry.data, dict) else ""
    note_text = "; ".join(part for part in (said, str(words)) if part)
    record(code, page, by=by, at=at, scope=association.path if association else "", note=note_text)


def _note_picture(entry: ModelLogEntry, *, by: Actor, at: datetime) -> None:
    if entry.content_type.model_class() is not SitePicture:
        return
    picture = SitePicture.objects.filter(pk=entry.object_id).first()
    if picture is None:
        return
    association = association_of(picture)
    code = _OF_PICTURES.get(entry.action, "site_picture_changed")
    record(code, picture, by=by, at=at, scope=association.path if association else "")


def _is_known(entry: PageLogEntry) -> bool:
    if entry.uuid is None or entry.action != "wagtail.edit":
        return False
    same = PageLogEntry.objects.filter(uuid=entry.uuid, action=entry.action, page_id=entry.page_id)
    return bool(same.exclude(pk=entry.pk).exists())
