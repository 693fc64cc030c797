"""An association's own Word forms: checked before they are kept, one of each kind in use, the older ones remembered."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file, store_file
from stellazh.office.word_forms import FormReport, FormUnfit, check_form
from stellazh.protocols.access import can_manage_forms
from stellazh.protocols.enums import FormKind
from stellazh.protocols.models import PaperForm
from stellazh.protocols.papers.own_form import VOCABULARIES

FORM_FILE: Final = "protocols.form"
MOST_FORM_BYTES: Final = 10 * 1024 * 1024


class FormNotInUse(DomainError):
    """The built-in form is in use already."""


class FormOfAnotherPlace(DomainError):
    """The file was not brought as a form of this association."""


@transaction.atomic
def bring_form(association_id: int, content: BinaryIO, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a file that may become the form of a paper. Nothing is in use yet.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: it is no Word file, or too large.
    """
    association = Association.objects.get(pk=association_id)
    require(can_manage_forms(by, association))
    return store_file(content, name=name, purpose=FORM_FILE, scope=association.path, by=by, at=at)


def report_on(stored: StoredFile, kind: FormKind) -> FormReport:
    """What is wrong with the file as a form of that kind, and what is worth knowing. Runs for up to half a minute."""
    return check_form(form_bytes(stored), VOCABULARIES[kind])


def form_bytes(stored: StoredFile) -> bytes:
    """The content of a form; small by the rules of its purpose."""
    with open_file(stored) as content:
        return content.read()


def put_form(association_id: int, kind: FormKind, stored: StoredFile, *, by: Actor, at: datetime) -> PaperForm:
    """Put the form in use; the one before it stays in the history.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        FormOfAnotherPlace: the file was brought for something else.
        FormUnfit: papers cannot be made by it; says why.
    """
    # Checked before anything is locked: that takes seconds.
    require(can_manage_forms(by, Association.objects.get(pk=association_id)))
    report = report_on(stored, kind)
    if not report.is_fit:
        raise FormUnfit(report)
    return _put(association_id, kind, stored, by=by, at=at)


@transaction.atomic
def _put(association_id: int, kind: FormKind, stored: StoredFile, *, by: Actor, at: datetime) -> PaperForm:
    # Locked, so that of two put at once the later retires the earlier.
    association = Association.objects.select_for_update().get(pk=association_id)
    if stored.purpose != FORM_FILE or stored.scope != association.path:
        raise FormOfAnotherPlace("Этот файл загружали не как форму этого объединения: загрузите его здесь.")
    forms = PaperForm.objects.filter(association=association, kind=kind)
    before = forms.filter(retired_at=None).select_related("file").first()
    forms.filter(retired_at=None).update(retired_at=at)
    made = PaperForm.objects.create(
        association=association, kind=kind, file=stored, added_at=at, added_by=by.actor_name[:200]
    )
    changes = {f"Форма: {kind.label}": (before.file.name if before else "встроенная", stored.name)}
    record("paper_form_put", made, by=by, at=at, scope=association.path, changes=changes)
    return made


@transaction.atomic
def retire_form(association_id: int, kind: FormKind, *, by: Actor, at: datetime) -> PaperForm:
    """Go back to the built-in form.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        FormNotInUse: the built-in one is in use already.
    """
    association = Association.objects.select_for_update().get(pk=association_id)
    require(can_manage_forms(by, association))
    form = form_in_use(association, kind)
    if form is None:
        raise FormNotInUse("Своей формы нет: бумаги печатаются по встроенной.")
    form.retired_at = at
    form.save(update_fields=["retired_at"])
    changes = {f"Форма: {kind.label}": (form.file.name, "встроенная")}
    record("paper_form_retired", form, by=by, at=at, scope=association.path, changes=changes)
    return form


def form_in_use(association: Association, kind: FormKind) -> PaperForm | None:
    """The association's own form of that paper; None when the built-in one is used."""
    rows = PaperForm.objects.filter(association=association, kind=kind, retired_at=None)
    return rows.select_related("file").first()
