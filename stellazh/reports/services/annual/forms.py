"""An association's own Word form of its report."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, Final

from stellazh.associations.models import Association
from stellazh.associations.services.own_forms import (
    OwnForms,
    bring_own_form,
    own_form_bytes,
    own_form_in_use,
    put_own_form,
    retire_own_form,
)
from stellazh.common.actor import Actor
from stellazh.files.models import StoredFile
from stellazh.office.word_forms import FormReport, FormVocabulary, check_form
from stellazh.reports.access.annual import can_manage_report_forms
from stellazh.reports.enums import ReportForm
from stellazh.reports.models import HandFigure, ReportTextForm
from stellazh.reports.papers.own_form import COMMON, vocabulary_of

FORM_FILE: Final = "report_form"
# What nobody wants to miss unknowingly; that figures are not all in a form is no news.
_WANTED: Final = ("заголовок", "объединение", "данные на", "должность", "подпись")
_MISSING: Final = "В форме нет "
_MOST_HAND_NAMES: Final = 200
FORMS: Final = OwnForms(
    ReportTextForm,
    "form",
    FORM_FILE,
    can_manage_report_forms,
    "report_form_set",
    "report_form_retired",
    "отчёт печатается по встроенной",
)


def bring_report_form(association_id: int, content: BinaryIO, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """As `bring_own_form`."""
    return bring_own_form(FORMS, association_id, content, name=name, by=by, at=at)


def vocabulary_for(association: Association, form: ReportForm) -> FormVocabulary:
    """The fields a form of that association may use, the figures it enters by hand among them. One query."""
    rows = HandFigure.objects.filter(report__association=association, report__form=form, archived_at=None)
    names = rows.order_by("name").values_list("name", flat=True).distinct()[:_MOST_HAND_NAMES]
    return vocabulary_of(form, names)


def report_on_form(stored: StoredFile, association: Association, form: ReportForm) -> FormReport:
    """What is wrong with the file as a form of that report, and what is worth knowing. Runs for up to half a minute."""
    report = check_form(own_form_bytes(stored), vocabulary_for(association, form))
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


def set_report_form(
    association_id: int, form: ReportForm, stored: StoredFile, *, by: Actor, at: datetime
) -> ReportTextForm:
    """As `put_own_form`."""
    return put_own_form(
        FORMS,
        association_id,
        form,
        stored,
        look_over=lambda association: report_on_form(stored, association, form),
        by=by,
        at=at,
    )


def retire_report_form(association_id: int, form: ReportForm, *, by: Actor, at: datetime) -> ReportTextForm:
    """As `retire_own_form`."""
    return retire_own_form(FORMS, association_id, form, by=by, at=at)


def report_form_in_use(association: Association, form: str) -> ReportTextForm | None:
    """As `own_form_in_use`."""
    return own_form_in_use(FORMS, association, form)
