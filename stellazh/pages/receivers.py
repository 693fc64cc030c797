"""What Wagtail tells us: every way a page or a picture is written passes here, whoever wrote it and how."""

from __future__ import annotations

import json
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.admin import signal_handlers
from wagtail.fields import StreamField
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    pre_page_move,
    task_rejected,
    task_submitted,
    workflow_approved,
)

from stellazh.common import clock
from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.office.plain_text import printable_line, printable_lines
from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage, SectionPage, SiteHome, SitePicture, TextPage
from stellazh.pages.models.site import SitePage, check_address_is_free
from stellazh.pages.present import present_editor
from stellazh.pages.services import journal, pictures, publishing, telling

EDITOR: Final = System("сайт")
PAGES: Final = (SiteHome, NewsIndex, NewsPage, SectionPage, TextPage)
# Plain words of pages, as far as a page has them.
_WORDS: Final = ("title", "draft_title", "seo_title", "search_description", "lead", "author_words")
NAMELESS: Final = "Без названия"


class AddressIsTaken(DomainError):
    """The address belongs to another part of the product, or to the home of the site for ever."""


class PictureIsUsed(DomainError):
    """A page still shows the picture."""


def connect() -> None:
    """Begin to listen. Wagtail's own letters are kept back: ours go out as notices."""
    keep_letters_back()
    for model in PAGES:
        pre_save.connect(on_page_to_be_saved, sender=model, dispatch_uid="pages.page")
    pre_save.connect(on_category_to_be_saved, sender=NewsCategory, dispatch_uid="pages.category")
    pre_save.connect(on_picture_to_be_saved, sender=SitePicture, dispatch_uid="pages.picture")
    post_save.connect(on_picture_saved, sender=SitePicture, dispatch_uid="pages.picture_kept")
    pre_delete.connect(on_picture_to_be_deleted, sender=SitePicture, dispatch_uid="pages.picture")
    post_delete.connect(on_picture_deleted, sender=SitePicture, dispatch_uid="pages.picture_gone")
    pre_save.connect(on_revision_to_be_saved, sender=Revision, dispatch_uid="pages.revision")
    for entry in (PageLogEntry, ModelLogEntry):
        post_save.connect(on_log_entry, sender=entry, dispatch_uid="pages.journal")
    pre_page_move.connect(on_page_to_be_moved, dispatch_uid="pages.move")
    task_submitted.connect(on_submitted, sender=TaskState, dispatch_uid="pages.submitted")
    task_rejected.connect(on_rejected, sender=TaskState, dispatch_uid="pages.rejected")
    workflow_approved.connect(on_approved, sender=WorkflowState, dispatch_uid="pages.approved")
    page_published.connect(on_published, dispatch_uid="pages.published")


def keep_letters_back() -> None:
    """Wagtail's own letters are never sent. Its editor begins to listen after this app is ready: it finds nothing."""
    signal_handlers.register_signal_handlers = _no_letters


def _no_letters() -> None:
    """What Wagtail's editor calls to begin writing letters."""


def on_page_to_be_saved(instance: SitePage, raw: bool, update_fields: Any = None, **more: Any) -> None:
    """A page's address is free and its words are printable; a published page shows only what may be shown."""
    if not raw:
        _make_printable(instance)
    if raw or (update_fields is not None and not {"live", "slug"} & set(update_fields)):
        return
    if isinstance(instance, SiteHome):
        if instance.slug != instance.association.code:
            raise AddressIsTaken("Адрес главной страницы – это код объединения: он не меняется.")
    elif instance.path:
        parent = instance.get_parent()
        try:
            check_address_is_free(instance, parent)
        except ValidationError as refusal:
            raise AddressIsTaken(refusal.message_dict["slug"][0]) from refusal
    if instance.live:
        publishing.check_pictures(instance)
        if instance.first_published_at is None:
            # Saved as published by a service: what was published once is never deleted.
            instance.first_published_at = instance.last_published_at = clock.now()


def on_category_to_be_saved(instance: NewsCategory, raw: bool, **more: Any) -> None:
    """The name of a category is printable."""
    if not raw:
        instance.name = printable_line(instance.name) or NAMELESS


def _make_printable(page: SitePage) -> None:
    """Without signs that Word leaves in what is pasted: with one of them in a title no feed of news can be written."""
    for name in _WORDS:
        text = getattr(page, name, "")
        if text:
            setattr(page, name, printable_lines(text) if name == "lead" else printable_line(text))
    page.title = page.title or NAMELESS


def on_page_to_be_moved(instance: Any, parent_page_after: Any, **more: Any) -> None:
    """Where a page is moved its address is free too."""
    try:
        check_address_is_free(instance, parent_page_after)
    except ValidationError as refusal:
        raise AddressIsTaken(refusal.message_dict["slug"][0]) from refusal


def on_revision_to_be_saved(instance: Revision, raw: bool, **more: Any) -> None:
    """A draft is kept as clean as the page will be, by whatever way it came."""
    model = instance.content_type.model_class()
    if raw or model is None or not issubclass(model, SitePage):
        return
    for field in model._meta.get_fields():  # noqa: SLF001
        if isinstance(field, StreamField) and field.name in instance.content:
            clean = field.get_prep_value(field.to_python(instance.content[field.name]))
            instance.content[field.name] = json.dumps(clean)


def on_picture_to_be_saved(instance: SitePicture, raw: bool, **more: Any) -> None:
    """A picture brought anew is written anew; of one with children it is kept who noted the consent."""
    if raw:
        return
    by = _present()
    if instance._state.adding:  # noqa: SLF001
        pictures.note_consent(instance, by=by, at=clock.now())
    if instance.file and not instance.file._committed:  # noqa: SLF001
        pictures.keep_picture(instance, by=by, at=clock.now())


def on_picture_saved(instance: SitePicture, **more: Any) -> None:
    """The file that another took the place of goes, and the copies made of it."""
    former, instance.former_stored_id = instance.former_stored_id, None
    if former is not None:
        pictures.drop_copies(instance)
        pictures.let_go(former, by=_present(), at=clock.now())


def on_picture_to_be_deleted(instance: SitePicture, **more: Any) -> None:
    """In the editor only a picture that no page shows is deleted; a withdrawn consent hides it."""
    if present_editor.get() is not None and pictures.is_used(instance):
        raise PictureIsUsed("Картинка стоит на странице. Уберите её оттуда или скройте в разделе «Картинки» сайта.")


def on_picture_deleted(instance: SitePicture, **more: Any) -> None:
    """Its original goes with it."""
    if instance.stored_id is not None:
        pictures.let_go(instance.stored_id, by=_present(), at=clock.now())


def on_log_entry(instance: PageLogEntry | ModelLogEntry, created: bool, raw: bool, **more: Any) -> None:
    """What Wagtail notes stands in our journal too."""
    if created and not raw:
        journal.note(instance, by=instance.user or EDITOR, at=instance.timestamp)


def on_submitted(instance: TaskState, user: Any = None, **more: Any) -> None:
    """Something waits for the publishers."""
    telling.tell_to_check(instance.revision.content_object, by=user or EDITOR, at=clock.now())


def on_rejected(instance: TaskState, user: Any = None, **more: Any) -> None:
    """A page came back."""
    page = instance.revision.content_object
    author = instance.workflow_state.requested_by
    telling.tell_returned(page, author, instance.comment or "", by=user or EDITOR, at=clock.now())


def on_approved(instance: WorkflowState, user: Any = None, **more: Any) -> None:
    """A page passed the check."""
    telling.tell_published(instance.content_object, instance.requested_by, by=user or EDITOR, at=clock.now())


def on_published(instance: Any, **more: Any) -> None:
    """Published past the check that it waited for: its author is told as well."""
    state = instance.current_workflow_state if isinstance(instance, SitePage) else None
    if state is not None:
        telling.tell_published(instance, state.requested_by, by=_present(), at=clock.now())


def _present() -> Actor:
    editor = present_editor.get()
    return editor.actor if editor is not None else EDITOR
