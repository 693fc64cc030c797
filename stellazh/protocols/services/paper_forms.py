"""An association's own Word forms of its protocols and extracts."""

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
from stellazh.office.word_forms import FormReport, check_form
from stellazh.protocols.access import can_manage_forms
from stellazh.protocols.enums import FormKind
from stellazh.protocols.models import PaperForm
from stellazh.protocols.papers.own_form import VOCABULARIES

FORM_FILE: Final = "protocols.form"
MOST_FORM_BYTES: Final = 10 * 1024 * 1024
FORMS: Final = OwnForms(
    PaperForm,
    "kind",
    FORM_FILE,
    can_manage_forms,
    "paper_form_put",
    "paper_form_retired",
    "бумаги печатаются по встроенной",
)


def bring_form(association_id: int, content: BinaryIO, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """As `bring_own_form`."""
    return bring_own_form(FORMS, association_id, content, name=name, by=by, at=at)


def report_on(stored: StoredFile, kind: FormKind) -> FormReport:
    """What is wrong with the file as a form of that kind, and what is worth knowing. Runs for up to half a minute."""
    return check_form(own_form_bytes(stored), VOCABULARIES[kind])


def put_form(association_id: int, kind: FormKind, stored: StoredFile, *, by: Actor, at: datetime) -> PaperForm:
    """As `put_own_form`."""
    return put_own_form(FORMS, association_id, kind, stored, look_over=lambda _: report_on(stored, kind), by=by, at=at)


def retire_form(association_id: int, kind: FormKind, *, by: Actor, at: datetime) -> PaperForm:
    """As `retire_own_form`."""
    return retire_own_form(FORMS, association_id, kind, by=by, at=at)


def form_in_use(association: Association, kind: FormKind) -> PaperForm | None:
    """As `own_form_in_use`."""
    return own_form_in_use(FORMS, association, kind)
