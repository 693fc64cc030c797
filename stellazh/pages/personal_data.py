"""What the sites know of a person: pages and pictures that she wrote, brought, checked; her marks in the editor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import models
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome, SitePicture, SiteTree, TextPage
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders
from stellazh.people.models import Person

NAMELESS: Final = "Имя удалено"
# Columns that name whoever did something; rows stay when the name goes.
_WORK: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Page, "owner"),
    (Page, "locked_by"),
    (Revision, "user"),
    (WorkflowState, "requested_by"),
    (TaskState, "finished_by"),
    (PageLogEntry, "user"),
    (ModelLogEntry, "user"),
    (SitePicture, "uploaded_by_user"),
    (SitePicture, "consent_by"),
    (UploadedFile, "uploaded_by_user"),
    (Comment, "resolved_by"),
)
# Marks of one person's work in the editor; they go with her.
_MARKS: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (UserProfile, "user"),
    (EditingSession, "user"),
    (FormState, "user"),
    (PageSubscription, "user"),
    (Comment, "user"),
    (CommentReply, "user"),
)
# The same columns as the kinds of pages show them, and tables of Wagtail's that nothing of ours fills.
_SEEN: Final = tuple(
    f"{kind._meta.label}.{name}"  # noqa: SLF001
    for kind in (SiteTree, SiteHome, NewsIndex, NewsPage, SectionPage, TextPage)
    for name in ("owner", "locked_by")
)
_EMPTY: Final = ("wagtailimages.Image.uploaded_by_user", "wagtaildocs.Document.uploaded_by_user")


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "pages.work",
            "Страницы и картинки сайтов, которые вы писали и загружали",
            (*_labels(_WORK), *_SEEN, *_EMPTY),
            _export,
            _erase,
            _repoint,
        )
    )
    holders.add(
        PersonalDataHolder(
            "pages.marks",
            "Ваши отметки в редакторе сайта",
            ("people.Person_groups.person", *_labels(_MARKS)),
            _export_marks,
            _erase_marks,
            _drop_marks,
        )
    )


def _labels(columns: Sequence[tuple[type[models.Model], str]]) -> tuple[str, ...]:
    return tuple(f"{model._meta.label}.{name}" for model, name in columns)  # noqa: SLF001


def _rows(model: type[models.Model], name: str, person: Person) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{name: person})  # noqa: SLF001


def _export(person: Person) -> Taken:
    pages = Page.objects.filter(owner=person).order_by("path")
    pictures = SitePicture.objects.filter(uploaded_by_user=person).order_by("pk")
    consents = SitePicture.objects.filter(consent_by=person).order_by("pk")
    return Taken(
        {
            "Страницы": [{"Название": page.title, "Опубликована": "да" if page.live else "нет"} for page in pages],
            "Картинки": [{"Название": one.title, "Загружена": f"{one.created_at:%d.%m.%Y}"} for one in pictures],
            "Записанные согласия": [
                {"Картинка": one.title, "Согласие": one.consent_note, "Записано": f"{one.consent_at:%d.%m.%Y}"}
                for one in consents
                if one.consent_at is not None
            ],
            "Сохранённых черновиков": Revision.objects.filter(user=person).count(),
            "Проверок": TaskState.objects.filter(finished_by=person).count(),
        }
    )


def _erase(person: Person, at: datetime) -> Sequence[Erased]:
    """Pages, pictures and notes of deeds stay without her name; a signature in a text is an editor's to change."""
    SitePicture.objects.filter(consent_by=person).update(consent_by_name=NAMELESS)
    count = sum(_rows(model, name, person).update(**{name: None}) for model, name in _WORK)
    return [Erased("Имя в страницах, картинках и черновиках сайтов", count)]


def _repoint(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    moved: list[Moved] = []
    for model, name in _WORK:
        rows = _rows(model, name, absorbed)
        label = model._meta.label  # noqa: SLF001
        moved += [Moved(label, pk, f"{name}_id", absorbed.pk, survivor.pk) for pk in rows.values_list("pk", flat=True)]
        # By statement: saving a page or a revision anew would write more than whose it is.
        rows.update(**{name: survivor})
    return moved


def _export_marks(person: Person) -> Taken:
    return Taken({"Сеансов правки": EditingSession.objects.filter(user=person).count()})


def _erase_marks(person: Person, at: datetime) -> Sequence[Erased]:
    return [Erased("Отметки в редакторе сайта", _forget_marks(person))]


def _drop_marks(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """The survivor's groups follow her roles when she comes into the editor: nothing goes over."""
    _forget_marks(absorbed)
    return ()


def _forget_marks(person: Person) -> int:
    count = sum(_rows(model, name, person).delete()[0] for model, name in _MARKS)
    count += person.groups.count()
    person.groups.clear()
    return count
