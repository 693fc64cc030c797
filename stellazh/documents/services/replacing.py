"""One document takes the place of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.documents.access import can_keep_document
from stellazh.documents.enums import DocumentStatus
from stellazh.documents.models import Document, Replacement
from stellazh.documents.services.cards import put_standing
from stellazh.documents.services.fields import Standing, checked_lines, checked_standing
from stellazh.documents.services.locking import keep, locked_documents
from stellazh.documents.services.refusals import NothingChosen, ReplacedAlready, ReplacesItself
from stellazh.russian.text_lines import one_line


@transaction.atomic
def replace_documents(
    newer_id: int,
    older_ids: Sequence[int],
    *,
    is_repealing: bool,
    repealed_on: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> list[Replacement]:
    """Say that one document took the place of others; with `is_repealing` these have lost their force.

    Without `repealed_on` it is the day from which the newer one is in force, its own day, or today.

    Raises:
        PermissionRefused: `by` does not keep all of them, or one is archived.
        NothingChosen, ReplacesItself, ReplacedAlready, TextTooLong, WrongDays: nothing has changed.
    """
    if not older_ids:
        raise NothingChosen("Выберите хотя бы один документ, который заменён.")
    words = one_line(note)
    checked_lines(Replacement, {"note": words})
    found = locked_documents([newer_id, *older_ids])
    for document in found.values():
        require(can_keep_document(by, document))
    newer = found.pop(newer_id)
    if newer_id in older_ids:
        raise ReplacesItself("Документ не может заменить сам себя.")
    _require_no_ring(newer, found.values())
    day = repealed_on or newer.in_force_on or newer.dated_on or clock.day_of(at, newer.association.time_zone)
    made = []
    for older in found.values():
        if Replacement.objects.filter(newer=newer, older=older).exists():
            raise ReplacedAlready(f"«{older.title}»: замена уже отмечена.")
        made.append(Replacement.objects.create(newer=newer, older=older, note=words, added_at=at))
        keep("document_replaced", newer, {"Вместо": ("", _named(older))}, note=words, by=by, at=at)
        if is_repealing and older.status != DocumentStatus.REPEALED:
            put_standing(older, checked_standing(_repealed(older, day)), by=by, at=at)
    return made


@transaction.atomic
def remove_replacement(replacement_id: int, *, is_restoring: bool, by: Actor, at: datetime) -> Document:
    """Take a replacement back; with `is_restoring` the older document is in force again, unless another replaced it.
    Gives the newer document.

    Raises:
        PermissionRefused: `by` does not keep both, or one is archived.
        Replacement.DoesNotExist: it has been taken back already.
    """
    replacement = Replacement.objects.get(pk=replacement_id)
    found = locked_documents([replacement.newer_id, replacement.older_id])
    newer, older = found[replacement.newer_id], found[replacement.older_id]
    # Somebody may have been faster by a moment, before the documents were held.
    replacement = Replacement.objects.get(pk=replacement_id)
    for document in (newer, older):
        require(can_keep_document(by, document))
    replacement.delete()
    keep("document_replacement_removed", newer, {"Вместо": (_named(older), "")}, by=by, at=at)
    rests = Replacement.objects.filter(older=older).exists()
    if is_restoring and not rests and older.status == DocumentStatus.REPEALED:
        put_standing(older, Standing(DocumentStatus.IN_FORCE, older.in_force_on), by=by, at=at)
    return newer


def _repealed(older: Document, day: date) -> Standing:
    # A replacement dated before the older one came into force is somebody's slip, not a reason to refuse the link.
    return Standing(DocumentStatus.REPEALED, older.in_force_on, max(day, older.in_force_on or day))


def _require_no_ring(newer: Document, olders: object) -> None:
    """Nothing that took the newer one's place, at once or through others, may now be replaced by it."""
    asked = {document.pk: document for document in olders}  # type: ignore[attr-defined]
    above, seen = {newer.pk}, {newer.pk}
    while above:
        pairs = Replacement.objects.filter(older_id__in=above).values_list("newer_id", flat=True)
        above = set(pairs) - seen
        seen |= above
    for pk, document in asked.items():
        if pk in seen:
            raise ReplacesItself(f"«{document.title}» сам пришёл на смену этому документу: замена пошла бы по кругу.")


def _named(document: Document) -> str:
    return f"{document.requisites}: {document.title}"
