"""Own Word forms: checked before they are kept, one of each paper in use, the older ones remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Generic, TypeVar

from django.db import models, transaction

from stellazh.associations.models import Association
from stellazh.associations.own_forms import OwnWordForm
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import Verdict, require
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file, store_file
from stellazh.office.word_forms import FormReport, FormUnfit

F = TypeVar("F", bound=OwnWordForm)


class OwnFormNotInUse(DomainError):
    """The built-in form is in use already."""


class OwnFormOfAnotherPlace(DomainError):
    """The file was not brought as a form of this association."""


@dataclass(frozen=True, slots=True)
class OwnForms(Generic[F]):
    """The forms that one app keeps.

    `paper` is the column that says which paper a form is for, `purpose` the purpose of the files, `may` who manages
    them; `put` and `retired` are actions of the journal, `printed` what is said when the built-in form is in use.
    """

    model: type[F]
    paper: str
    purpose: str
    may: Callable[[Actor, Association], Verdict]
    put: str
    retired: str
    printed: str


def bring_own_form(
    forms: OwnForms[F], association_id: int, content: BinaryIO, *, name: str, by: Actor, at: datetime
) -> StoredFile:
    """Keep a file that may become the form of a paper. Nothing is in use yet.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: it is no Word file, or too large.
    """
    association = Association.objects.get(pk=association_id)
    require(forms.may(by, association))
    return store_file(content, name=name, purpose=forms.purpose, scope=association.path, by=by, at=at)


def own_form_bytes(stored: StoredFile) -> bytes:
    """The content of a form; small by the rules of its purpose."""
    with open_file(stored) as content:
        return content.read()


def put_own_form(
    forms: OwnForms[F],
    association_id: int,
    paper: models.TextChoices,
    stored: StoredFile,
    *,
    look_over: Callable[[Association], FormReport],
    by: Actor,
    at: datetime,
) -> F:
    """Put the form in use; the one before it stays in the history. `look_over` says whether papers can be made by it.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        OwnFormOfAnotherPlace: the file was brought for something else.
        FormUnfit: papers cannot be made by it; says why.
    """
    # Checked before anything is locked: that takes seconds.
    association = Association.objects.get(pk=association_id)
    require(forms.may(by, association))
    if stored.purpose != forms.purpose or stored.scope != association.path:
        raise OwnFormOfAnotherPlace("Этот файл загружали не как форму этого объединения: загрузите его здесь.")
    report = look_over(association)
    if not report.is_fit:
        raise FormUnfit(report)
    return _put(forms, association_id, paper, stored, by=by, at=at)


@transaction.atomic
def _put(
    forms: OwnForms[F],
    association_id: int,
    paper: models.TextChoices,
    stored: StoredFile,
    *,
    by: Actor,
    at: datetime,
) -> F:
    # Locked, so that of two put at once the later retires the earlier.
    association = Association.objects.select_for_update().get(pk=association_id)
    before = own_form_in_use(forms, association, paper)
    if before is not None:
        _retire(before, at)
    made: F = _rows(forms).create(
        **{forms.paper: paper}, association=association, file=stored, added_at=at, added_by=by.actor_name[:200]
    )
    changes = {f"Форма: {paper.label}": (before.file.name if before else "встроенная", stored.name)}
    record(forms.put, made, by=by, at=at, scope=association.path, changes=changes)
    return made


@transaction.atomic
def retire_own_form(
    forms: OwnForms[F], association_id: int, paper: models.TextChoices, *, by: Actor, at: datetime
) -> F:
    """Go back to the built-in form.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        OwnFormNotInUse: the built-in one is in use already.
    """
    association = Association.objects.select_for_update().get(pk=association_id)
    require(forms.may(by, association))
    form = own_form_in_use(forms, association, paper)
    if form is None:
        raise OwnFormNotInUse(f"Своей формы нет: {forms.printed}.")
    _retire(form, at)
    changes = {f"Форма: {paper.label}": (form.file.name, "встроенная")}
    record(forms.retired, form, by=by, at=at, scope=association.path, changes=changes)
    return form


def own_form_in_use(forms: OwnForms[F], association: Association, paper: str) -> F | None:
    """The association's own form of that paper; None when the built-in one is used."""
    rows = _rows(forms).filter(**{forms.paper: paper}, association=association, retired_at=None)
    found: F | None = rows.select_related("file").first()
    return found


def _rows(forms: OwnForms[F]) -> Any:
    # Which columns there are is the app's to know.
    return forms.model._default_manager  # noqa: SLF001


def _retire(form: OwnWordForm, at: datetime) -> None:
    form.retired_at = at
    form.save(update_fields=["retired_at"])
