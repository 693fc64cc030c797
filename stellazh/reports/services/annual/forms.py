"""An association's own Word form of its report: checked before it is kept, one of each kind in use, older ones stay."""

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
from stellazh.office.word_forms import FormReport, FormUnfit, FormVocabulary, check_form
from stellazh.reports.access.annual import can_manage_report_forms
from stellazh.reports.enums import ReportForm
from stellazh.reports.models import HandFigure, ReportTextForm
from stellazh.reports.papers.own_form import COMMON, vocabulary_of

FORM_FILE: Final = "report_form"
# What nobody wants to miss unknowingly; that figures are not all in a form is no news.
_WANTED: Final = ("заголовок", "объединение", "данные на", "должность", "подпись")
_MISSING: Final = "В форме нет "
_MOST_HAND_NAMES: Final = 200


class ReportFormNotInUse(DomainError):
    """The built-in form is in use already."""


class ReportFormOfAnotherPlace(DomainError):
    """The file was not brought as a form of this association."""


@transaction.atomic
def bring_report_form(association_id: int, content: BinaryIO, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a file that may become the form of a report. Nothing is in use yet.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: it is no Word file, or too large.
    """
    association = Association.objects.get(pk=association_id)
    require(can_manage_report_forms(by, association))
    return store_file(content, name=name, purpose=FORM_FILE, scope=association.path, by=by, at=at)


def vocabulary_for(association: Association, form: ReportForm) -> FormVocabulary:
    """The fields a form of that association may use, the figures it enters by hand among them. One query."""
    rows = HandFigure.objects.filter(report__association=association, report__form=form, archived_at=None)
    names = rows.order_by("name").values_list("name", flat=True).distinct()[:_MOST_HAND_NAMES]
    return vocabulary_of(form, names)


def report_on_form(stored: StoredFile, association: Association, form: ReportForm) -> FormReport:
    """What is wrong with the file as a form of that report, and what is worth knowing. Runs for up to half a minute."""
    report = check_form(form_bytes(stored), vocabulary_for(association, form))
    warnings = [one for one in report.warnings if not one.startswith(_MISSING)]
    absent = [name for name in _WANTED if name not in report.used]
    if absent and not report.errors:
        told = ", ".join(f"«{name}»" for name in absent)
        warnings.append(f"{_MISSING}{'поля' if len(absent) == 1 else 'полей'} {told}: в отчёте этого не будет.")
    if not report.errors and "текст" not in report.used and not any(_is_part(name) for name in report.used):
        warnings.append("В форме нет поля «текст» и ни одной части: текста отчёта в файле не будет.")
    return FormReport(report.errors, tuple(warnings), report.used)


def _is_part(name: str) -> bool:
    return name.startswith("часть ") and name not in COMMON


def form_bytes(stored: StoredFile) -> bytes:
    """The content of a form; small by the rules of its purpose."""
    with open_file(stored) as content:
        return content.read()


def set_report_form(
    association_id: int, form: ReportForm, stored: StoredFile, *, by: Actor, at: datetime
) -> ReportTextForm:
    """Put the form in use; the one before it stays in the history.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        ReportFormOfAnotherPlace: the file was brought for something else.
        FormUnfit: reports cannot be made by it; says why.
    """
    # Checked before anything is locked: that takes seconds.
    association = Association.objects.get(pk=association_id)
    require(can_manage_report_forms(by, association))
    if stored.purpose != FORM_FILE or stored.scope != association.path:
        raise ReportFormOfAnotherPlace("Этот файл загружали не как форму этого объединения: загрузите его здесь.")
    report = report_on_form(stored, association, form)
    if not report.is_fit:
        raise FormUnfit(report)
    return _set(association_id, form, stored, by=by, at=at)


@transaction.atomic
def _set(association_id: int, form: ReportForm, stored: StoredFile, *, by: Actor, at: datetime) -> ReportTextForm:
    # Locked, so that of two put at once the later retires the earlier.
    association = Association.objects.select_for_update().get(pk=association_id)
    before = report_form_in_use(association, form)
    if before is not None:
        before.retired_at = at
        before.save(update_fields=["retired_at"])
    made = ReportTextForm.objects.create(
        association=association, form=form, file=stored, added_at=at, added_by=by.actor_name[:200]
    )
    changes = {f"Форма: {form.label}": (before.file.name if before else "встроенная", stored.name)}
    record("report_form_set", made, by=by, at=at, scope=association.path, changes=changes)
    return made


@transaction.atomic
def retire_report_form(association_id: int, form: ReportForm, *, by: Actor, at: datetime) -> ReportTextForm:
    """Go back to the built-in form.

    Raises:
        PermissionRefused: `by` does not manage forms there.
        ReportFormNotInUse: the built-in one is in use already.
    """
    association = Association.objects.select_for_update().get(pk=association_id)
    require(can_manage_report_forms(by, association))
    in_use = report_form_in_use(association, form)
    if in_use is None:
        raise ReportFormNotInUse("Своей формы нет: отчёт печатается по встроенной.")
    in_use.retired_at = at
    in_use.save(update_fields=["retired_at"])
    changes = {f"Форма: {form.label}": (in_use.file.name, "встроенная")}
    record("report_form_retired", in_use, by=by, at=at, scope=association.path, changes=changes)
    return in_use


def report_form_in_use(association: Association, form: str) -> ReportTextForm | None:
    """The association's own form of that report; None when the built-in one is used."""
    rows = ReportTextForm.objects.filter(association=association, form=form, retired_at=None)
    return rows.select_related("file").first()
