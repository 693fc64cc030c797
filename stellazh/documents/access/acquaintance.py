"""Rights to sheets of acquaintance."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document


def can_ask_acquaintance(actor: Actor, document: Document) -> Verdict:
    """Whether the actor may ask people to read the document: it is published and has a file."""
    if document.archived_at is not None:
        return refuse("Документ в архиве: сначала верните его.")
    if document.published_at is None:
        return refuse("Документ не опубликован: его ещё никто не видит.")
    if not document.version_count:
        return refuse("У документа нет файла: читать пока нечего.")
    return can(actor, "documents.ask_acquaintance", document.association)


def can_follow_sheet(actor: Actor, sheet: AcquaintanceSheet) -> Verdict:
    """Whether the actor may see who has read."""
    return can(actor, "documents.follow_acquaintance", sheet.document.association)


def can_note_for_others(actor: Actor, sheet: AcquaintanceSheet) -> Verdict:
    """Whether the actor may remind, write down signatures on paper, and close the sheet."""
    return can(actor, "documents.ask_acquaintance", sheet.document.association)


def can_acknowledge(actor: Actor, row: AcquaintanceRow) -> Verdict:
    """Whether the actor may say that she has read: her own row of an open sheet."""
    if actor.actor_kind != ActorKind.PERSON or row.person_id != int(actor.actor_id):
        return refuse("Отметить прочтение может только сам адресат.")
    if row.sheet.closed_at is not None:
        return refuse("Лист ознакомления уже закрыт.")
    return ALLOWED
