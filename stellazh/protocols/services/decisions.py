"""Decisions of a protocol: written while the meeting goes on, moved, put away, brought back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.protocols.models import Decision, Protocol
from stellazh.protocols.services.decision_days import put_days
from stellazh.protocols.services.decision_fields import (
    DecisionFields,
    OwnerFields,
    checked_decision,
    decision_texts,
    owners_text,
)
from stellazh.protocols.services.decision_owners import owners_of, put_owners
from stellazh.protocols.services.refusals import RowIsArchived, RowOfAnotherProtocol
from stellazh.protocols.services.revisions import keep_revision, keep_set_aside
from stellazh.protocols.services.speeches import item_of
from stellazh.protocols.services.touching import editable_protocol, keep_deed, keep_text, touch

PLACE: Final = "Порядок"
REVISED: Final = ("text", "owners", "term_raw", "sign_of_done")


@transaction.atomic
def add_decision(
    protocol_id: int,
    *,
    item_id: int | None,
    fields: DecisionFields,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Add a decision after all others of the question, or of the whole meeting without one. It may be empty still.

    The same `submission_key` gives the decision it made before. The term is read; its wording stays as typed.

    Raises:
        PermissionRefused: `by` may not change the text.
        RowOfAnotherProtocol: there is no such question in the agenda.
        TextTooLong, TooManyOwners, UnknownOwner: a field is not acceptable.
    """
    protocol = editable_protocol(protocol_id, by)
    if made := made_before(protocol.decisions.all(), submission_key):
        return made
    checked = checked_decision(fields)
    item = item_of(protocol, item_id)
    decision = Decision(
        association=protocol.association,
        protocol=protocol,
        item=item,
        position=_next_position(protocol.decisions.filter(item=item)),
        submission_key=submission_key,
    )
    _put_fields(decision, checked, protocol)
    decision.save()
    owners = put_owners(decision, checked.owners)
    # The history begins with the empty place.
    keep_revision(protocol, block_of(decision), dict.fromkeys(REVISED, ""), by=by, at=at)
    changes = compare({}, decision_texts(decision, owners))
    keep_deed("decision_added", decision, protocol, by=by, at=at, changes=changes)
    touch(protocol, at=at, block=block_of(decision))
    return decision


@transaction.atomic
def update_decision(
    decision_id: int,
    *,
    expected_version: int,
    fields: DecisionFields,
    by: Actor,
    at: datetime,
    set_aside: Mapping[str, str] | None = None,
) -> Decision:
    """Change a decision of a protocol and those who answer for it; the term is read anew.

    What is stored already is taken for saved, whatever the version: an answer may have been lost on its way. The text
    that stood there is kept among the earlier ones, and so is `set_aside`, what the person did not take of two texts.

    Raises:
        PermissionRefused: `by` may not change the text.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        RowIsArchived: it has been put away.
        TextTooLong, TooManyOwners, UnknownOwner: a field is not acceptable.
    """
    decision, protocol = _editable(decision_id, by)
    _require_present(decision)
    checked = checked_decision(fields)
    owners = owners_of(decision)
    before, wanted = decision_texts(decision, owners), decision_texts(checked, checked.owners)
    keep_set_aside(protocol, block_of(decision), set_aside, by=by, at=at)
    if before == wanted and owners == checked.owners:
        return decision
    require_version(decision.version, expected_version, theirs=before, mine=wanted)
    stored = stored_texts(decision, owners)
    _put_fields(decision, checked, protocol)
    decision.version += 1
    decision.save()
    put_owners(decision, checked.owners)
    keep_text(
        "decision_updated",
        decision,
        protocol,
        block_of(decision),
        stored=stored,
        before=before,
        wanted=wanted,
        after=stored_texts(decision, checked.owners),
        by=by,
        at=at,
    )
    return decision


@transaction.atomic
def move_decision(decision_id: int, *, item_id: int | None, before_id: int | None, by: Actor, at: datetime) -> Decision:
    """Put a decision to a question, before another decision of it or, with None, after all of them.

    Raises:
        PermissionRefused: `by` may not change the text.
        RowIsArchived: it has been put away.
        RowOfAnotherProtocol: the question, or the decision to stand before, is not in this protocol.
    """
    decision, protocol = _editable(decision_id, by)
    _require_present(decision)
    item = item_of(protocol, item_id)
    rows = list(protocol.decisions.filter(item=item, archived_at=None).exclude(pk=decision.pk))
    keys = [row.pk for row in rows]
    if before_id is not None and before_id not in keys:
        raise RowOfAnotherProtocol("Решения, перед которым нужно поставить, здесь больше нет.")
    place = len(rows) if before_id is None else keys.index(before_id)
    own = list(protocol.decisions.filter(item_id=decision.item_id, archived_at=None).values_list("pk", flat=True))
    rows.insert(place, decision)
    if decision.item_id == item_id and own == [row.pk for row in rows]:
        return decision
    was = own.index(decision.pk) + 1
    decision.item = item
    for position, row in enumerate(rows, start=1):
        row.position = position
    # A place is no text: versions stay, so that whoever types in one of them meets no clash.
    Decision.objects.bulk_update(rows, ["item", "position"])
    changes = {PLACE: (str(was), str(place + 1))}
    keep_deed("decision_moved", decision, protocol, by=by, at=at, changes=changes)
    touch(protocol, at=at, block=block_of(decision))
    return decision


@transaction.atomic
def archive_decision(decision_id: int, *, by: Actor, at: datetime) -> Decision:
    """Put a decision away; `restore_decision` undoes it. One that is away stays so.

    Raises:
        PermissionRefused: `by` may not change the text.
    """
    decision, protocol = _editable(decision_id, by)
    return decision if decision.archived_at else _set_away(decision, protocol, "decision_archived", by=by, at=at)


@transaction.atomic
def restore_decision(decision_id: int, *, by: Actor, at: datetime) -> Decision:
    """Bring a decision back to its question, after all that stand there now. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` may not change the text.
        RowOfAnotherProtocol: its question has been put away: that is brought back first.
    """
    decision, protocol = _editable(decision_id, by)
    if decision.archived_at is None:
        return decision
    item = item_of(protocol, decision.item_id)
    decision.position = _next_position(protocol.decisions.filter(item=item, archived_at=None))
    return _set_away(decision, protocol, "decision_restored", by=by, at=at)


def block_of(decision: Decision) -> str:
    """Its place in the protocol: «decision-12»."""
    return f"decision-{decision.pk}"


def stored_texts(decision: Decision, owners: tuple[OwnerFields, ...]) -> dict[str, str]:
    """The texts of a decision by the names of its fields, as the history keeps them."""
    return {
        "text": decision.text,
        "owners": owners_text(owners),
        "term_raw": decision.term_raw,
        "sign_of_done": decision.sign_of_done,
    }


def _editable(decision_id: int, by: Actor) -> tuple[Decision, Protocol]:
    """The decision with its protocol, held; points of resolutions are not found here."""
    rows = Decision.objects.filter(protocol__isnull=False)
    protocol_id = rows.values_list("protocol_id", flat=True).get(pk=decision_id)
    assert protocol_id is not None  # noqa: S101 - the filter above leaves decisions of protocols
    protocol = editable_protocol(protocol_id, by)
    # Read after the protocol is held: whoever was faster has saved by now.
    decision = rows.select_related("item").get(pk=decision_id)
    decision.protocol, decision.association = protocol, protocol.association
    return decision, protocol


def _require_present(decision: Decision) -> None:
    if decision.archived_at is not None:
        raise RowIsArchived("Решение убрано из протокола: сначала верните его.")


def _next_position(rows: QuerySet[Decision]) -> int:
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 1 if last is None else last + 1


def _put_fields(decision: Decision, fields: DecisionFields, protocol: Protocol) -> None:
    decision.text = fields.text
    decision.term_raw = fields.term_raw
    put_days(decision, protocol.school_year, held_on=protocol.held_on)
    decision.sign_of_done = fields.sign_of_done
    decision.is_for_information = fields.is_for_information


def _set_away(decision: Decision, protocol: Protocol, action: str, *, by: Actor, at: datetime) -> Decision:
    decision.archived_at = at if decision.archived_at is None else None
    decision.version += 1
    decision.save(update_fields=["archived_at", "position", "version"])
    texts = stored_texts(decision, owners_of(decision))
    keep_revision(protocol, block_of(decision), texts, by=by, at=at)
    keep_deed(action, decision, protocol, by=by, at=at)
    touch(protocol, at=at, block=block_of(decision))
    return decision
