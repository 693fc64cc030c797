"""Decisions unfold into marks: one for each addressee, in as many statements for three hundred schools as for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.protocols import access
from stellazh.protocols.models import Assignment, Decision, DecisionOwner
from stellazh.protocols.services.following.addressees import Addressee, Places, addressees_of
from stellazh.protocols.services.locking import locked_decision
from stellazh.protocols.services.standing import require_binding, settle
from stellazh.protocols.services.withdrawing import withdraw

GONE = "Адресата больше нет в перечне: отметка снята при обновлении."


@transaction.atomic
def unfold(decision: Decision, *, at: datetime) -> list[Assignment]:
    """The marks of one decision, made anew for the addressees that have none yet."""
    return unfold_all([decision], at=at)


@transaction.atomic
def unfold_all(decisions: Sequence[Decision], *, at: datetime) -> list[Assignment]:
    """Make the marks that are missing for these decisions; those made. What is for information gets none.

    Asks no rights and writes no audit: part of signing, adopting and `unfold_again`.
    """
    wanted = _wanted(decisions)
    known = set(Assignment.objects.filter(decision__in=decisions).values_list("owner_id", "key"))
    dues = {decision.pk: decision.due_on for decision in decisions}
    made = [
        Assignment(
            decision_id=owner.decision_id,
            owner=owner,
            key=one.key,
            name=one.name,
            sort_key=one.sort_key,
            person_id=one.person_id,
            organisation_id=one.organisation_id,
            territory_id=one.territory_id,
            association_id=one.association_id,
            due_on=dues[owner.decision_id],
            made_at=at,
        )
        for owner, one in wanted
        if (owner.pk, one.key) not in known
    ]
    return Assignment.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def unfold_again(decision_id: int, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Add marks for addressees that appeared since, withdraw the open ones of those who are gone; how many of each.

    What was answered stays as it is.

    Raises:
        Decision.DoesNotExist. PermissionRefused: `by` does not follow decisions there.
        DecisionNotBinding: the decision is no longer in force.
    """
    decision = locked_decision(decision_id)
    require(access.can_follow_decisions(by, decision.association))
    require_binding(decision)
    made = unfold_all([decision], at=at)
    wanted = {(owner.pk, one.key) for owner, one in _wanted([decision])}
    rows = Assignment.objects.select_for_update().open().filter(decision=decision)
    gone = [row for row in rows if (row.owner_id, row.key) not in wanted]
    withdraw(gone, words=GONE, by=by, at=at)
    settle(decision, at=at)
    if made or gone:
        record(
            "assignments_unfolded",
            decision,
            by=by,
            at=at,
            scope=decision.association.path,
            note=f"новых: {len(made)}, снято: {len(gone)}",
        )
    return len(made), len(gone)


def _wanted(decisions: Sequence[Decision]) -> list[tuple[DecisionOwner, Addressee]]:
    """Each owner with everybody meant. One query for the owners, three at most for each association's places."""
    asked = {decision.pk: decision for decision in decisions if not decision.is_for_information}
    places: dict[int, Places] = {}
    owners = DecisionOwner.objects.filter(decision_id__in=asked).select_related(
        "person", "organisation", "territory", "association"
    )
    found: list[tuple[DecisionOwner, Addressee]] = []
    for owner in owners.order_by("decision_id", "position", "pk"):
        association = asked[owner.decision_id].association
        here = places.setdefault(association.pk, Places(association))
        found += [(owner, one) for one in _once(addressees_of(owner, here))]
    return found


def _once(addressees: Iterable[Addressee]) -> Iterable[Addressee]:
    return {one.key: one for one in addressees}.values()
