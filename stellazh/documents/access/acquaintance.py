"""Rights to sheets of acquaintance."""

from __future__ import annotations

from typing import Final

from stellazh.associations.access import can
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document

ACKNOWLEDGE: Final = "documents.acknowledge"
_ROW: Final = "documents.acquaintancerow"


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
    """Whether the actor may see the whole of the sheet: who has read, everywhere."""
    return can(actor, "documents.follow_acquaintance", sheet.document.association)


def can_keep_sheet(actor: Actor, sheet: AcquaintanceSheet) -> Verdict:
    """Whether the actor may remind everybody, change the term, close the sheet and open it again."""
    return can(actor, "documents.ask_acquaintance", sheet.document.association)


def can_reopen_sheet(actor: Actor, sheet: AcquaintanceSheet) -> Verdict:
    """Whether the actor may gather signatures again: she keeps the sheet, and the document can be read."""
    verdict = can_keep_sheet(actor, sheet)
    if verdict and not sheet.document.is_published:
        return refuse("Документ сейчас никому не виден: чтобы собирать отметки снова, верните его и опубликуйте.")
    return verdict


def can_note_for(actor: Actor, row: AcquaintanceRow) -> Verdict:
    """Whether the actor may write down for somebody that she has read, and take a wrong note back: whoever keeps the
    sheet, and the head of the association through which she was asked, for her own people.
    """
    if row.sheet.closed_at is not None:
        return refuse("Лист ознакомления закрыт: сначала откройте его снова.")
    if can(actor, "documents.ask_acquaintance", row.association):
        return ALLOWED
    return can_keep_sheet(actor, row.sheet)


def can_acknowledge(actor: Actor, row: AcquaintanceRow) -> Verdict:
    """Whether the actor may say that she has read: the person of the row, signed in or by her own link; while the sheet
    is open, the document can be read and she has not left. One query.
    """
    is_own = actor.actor_kind == ActorKind.PERSON and row.person_id == int(actor.actor_id)
    if not (is_own or holds_link_to(actor, row)):
        return refuse("Отметить прочтение может только сам адресат.")
    if row.sheet.closed_at is not None:
        return refuse("Лист ознакомления уже закрыт.")
    if not row.sheet.document.is_published:
        return refuse("Документ снят с публикации: читать пока нечего.")
    if not AcquaintanceRow.objects.of_readable().filter(pk=row.pk).exists():
        return refuse("Отмечать больше не нужно: в списках этого объединения вас уже нет.")
    return ALLOWED


def holds_link_to(actor: Actor, row: AcquaintanceRow) -> bool:
    """Whether the actor is the bearer of the personal link of exactly this row."""
    if not isinstance(actor, LinkHolder) or row.person_id is None:
        return False
    return (actor.purpose, actor.object_type, actor.object_id) == (ACKNOWLEDGE, _ROW, str(row.pk))
