"""Two cards of one person made one, or said to be two people's. Roles and credentials never move; it can be undone for
thirty days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.live import bus
from stellazh.people import access
from stellazh.people.enums import MergeState
from stellazh.people.guards import person_guards
from stellazh.people.holders import Moved, holders, move, move_back
from stellazh.people.models import Merge, MergeConfirmation, Person
from stellazh.people.signals import people_merged
from stellazh.russian.persons import Likeness, names_alike

UNDO_DAYS: Final = 30


class SamePerson(DomainError):
    """The two cards are one and the same row."""


class CardIsAway(DomainError):
    """One of the cards is archived or merged already."""


class AccountMustStay(DomainError):
    """The card that would go signs in and the one that would stay does not."""


class RoleMustEndFirst(DomainError):
    """The card that would go holds a role: roles never move."""


class MergeIsSettled(DomainError):
    """The merge was confirmed, declined or undone meanwhile."""


class NotYours(DomainError):
    """Somebody else answers for one of the two."""


class TooLateToUndo(DomainError):
    """Thirty days have passed."""


@transaction.atomic
def merge_people(survivor_id: int, absorbed_id: int, *, scope: str = "", by: Actor, at: datetime) -> Merge:
    """Say that two cards are one person's.

    When only one of them signs in, or neither, it is done at once; of two who both sign in each must confirm.

    Raises:
        SamePerson, CardIsAway, AccountMustStay, RoleMustEndFirst.
        PermissionRefused: `by` does not keep every list that either stands in.
        MergeIsSettled: the card is being merged already.
    """
    if survivor_id == absorbed_id:
        raise SamePerson("Это одна и та же карточка: выберите вторую.")
    survivor, absorbed = _locked(survivor_id, absorbed_id)
    require(access.can_merge_people(by, survivor, absorbed))
    _refuse_unfit(survivor, absorbed)
    open_states = [MergeState.PROPOSED, MergeState.DONE]
    if Merge.objects.filter(absorbed=absorbed, state__in=open_states).exists():
        raise MergeIsSettled("Эту карточку уже объединяют с другой.")
    merge = _new_merge(survivor, absorbed, scope=scope, by=by, at=at)
    merge.save()
    if survivor.has_account and absorbed.has_account:
        record("merge_proposed", survivor, by=by, at=at, scope=scope, changes=_pair(survivor, absorbed))
    else:
        _carry_out(merge, survivor, absorbed, by=by, at=at)
    return merge


@transaction.atomic
def confirm_merge(merge_id: int, *, by: Actor, at: datetime) -> Merge:
    """One of the two says, signed in: «the other card is mine as well». With the second word it is done.

    Raises:
        MergeIsSettled; NotYours: `by` is neither of the two.
    """
    merge = _locked_merge(merge_id)
    survivor, absorbed = _locked(merge.survivor_id, merge.absorbed_id)
    me = _one_of(by, survivor, absorbed)
    if merge.state != MergeState.PROPOSED:
        raise MergeIsSettled("Объединение уже решено: обновите страницу.")
    _, is_new = MergeConfirmation.objects.get_or_create(merge=merge, person=me, defaults={"confirmed_at": at})
    if is_new:
        record("merge_confirmed", me, by=by, at=at, scope=merge.scope, changes=_pair(survivor, absorbed))
    if merge.confirmations.count() == 2:
        _refuse_unfit(survivor, absorbed)
        _carry_out(merge, survivor, absorbed, by=by, at=at)
    return merge


@transaction.atomic
def decline_merge(merge_id: int, *, by: Actor, at: datetime) -> Merge:
    """Either of the two, or whoever may merge them, says no. Nothing has moved.

    Raises:
        MergeIsSettled; PermissionRefused.
    """
    merge = _locked_merge(merge_id)
    survivor, absorbed = merge.survivor, merge.absorbed
    if not (access.is_self(by, survivor) or access.is_self(by, absorbed)):
        require(access.can_merge_people(by, survivor, absorbed))
    if merge.state != MergeState.PROPOSED:
        raise MergeIsSettled("Объединение уже решено: обновите страницу.")
    _settle(merge, MergeState.DECLINED, at)
    record("merge_declined", survivor, by=by, at=at, scope=merge.scope, changes=_pair(survivor, absorbed))
    return merge


@transaction.atomic
def keep_apart(one_id: int, other_id: int, *, scope: str = "", by: Actor, at: datetime) -> Merge:
    """Say that two cards are two people's: they are not shown as look-alikes any more. Said again, nothing new happens;
    a merge that was proposed is declined. Merging them later stays possible.

    Raises:
        SamePerson, CardIsAway; PermissionRefused: `by` may not merge the two.
    """
    if one_id == other_id:
        raise SamePerson("Это одна и та же карточка: выберите вторую.")
    one, other = _locked(one_id, other_id)
    require(access.can_merge_people(by, one, other))
    if one.archived_at is not None or other.archived_at is not None:
        raise CardIsAway("Одна из карточек в архиве: сравнивать можно только действующие.")
    said = {merge.state: merge for merge in Merge.objects.of_two(one_id, other_id)}
    if MergeState.PROPOSED in said:
        return decline_merge(said[MergeState.PROPOSED].pk, by=by, at=at)
    if MergeState.DECLINED in said:
        return said[MergeState.DECLINED]
    merge = _new_merge(one, other, scope=scope, by=by, at=at)
    merge.state, merge.ended_at = MergeState.DECLINED, at
    merge.save()
    record("people_kept_apart", one, by=by, at=at, scope=scope, changes=_pair(one, other))
    return merge


@transaction.atomic
def undo_merge(merge_id: int, *, by: Actor, at: datetime) -> int:
    """Part the cards again: what merging moved goes back, but for values that somebody has changed since.

    Returns how many values had to stay as they are.

    Raises:
        MergeIsSettled: it is not done, or undone already.
        TooLateToUndo; PermissionRefused.
    """
    merge = _locked_merge(merge_id)
    survivor, absorbed = _locked(merge.survivor_id, merge.absorbed_id)
    if not access.is_self(by, survivor):
        require(access.can_merge_people(by, survivor, absorbed))
    if merge.state != MergeState.DONE:
        raise MergeIsSettled("Эти карточки уже разъединены.")
    # What was moved is forgotten when either of the two is erased.
    if merge.undo_until is None or at > merge.undo_until or not merge.moved:
        raise TooLateToUndo(f"Разъединить карточки можно {UNDO_DAYS} дней, они прошли.")
    rows = [row for held in merge.moved.values() for row in held]
    # Backwards, so that a row changed twice comes through the same states again.
    stayed_count = sum(not move_back(Moved(**row)) for row in reversed(rows))
    _settle(merge, MergeState.UNDONE, at)
    changes = _pair(survivor, absorbed)
    record("people_parted", survivor, by=by, at=at, scope=merge.scope, changes=changes)
    _announce((survivor.pk, absorbed.pk))
    return stayed_count


def look_alikes_of(person: Person, among: Iterable[Person]) -> list[Person]:
    """Those whose names could be the same person's, best first. A hint only: nothing is merged by it."""
    order = (Likeness.SAME, Likeness.ONE_LETTER, Likeness.OTHER_INITIALS)
    found = [(names_alike(person.short_name, other.short_name), other) for other in among if other.pk != person.pk]
    kept = [(order.index(likeness), other) for likeness, other in found if likeness in order]
    return [other for _, other in sorted(kept, key=lambda pair: (pair[0], pair[1].sort_key))]


def _refuse_unfit(survivor: Person, absorbed: Person) -> None:
    if survivor.archived_at is not None or absorbed.archived_at is not None:
        raise CardIsAway("Одна из карточек в архиве: объединять можно только действующие.")
    if absorbed.has_account and not survivor.has_account:
        raise AccountMustStay(
            f"С карточкой «{absorbed.full_name}» человек входит в систему: оставьте её, а другую присоедините к ней."
        )
    for guard in person_guards:
        if why := guard.why_not_absorb(absorbed):
            raise RoleMustEndFirst(why)


def _new_merge(survivor: Person, absorbed: Person, *, scope: str, by: Actor, at: datetime) -> Merge:
    return Merge(
        survivor=survivor,
        absorbed=absorbed,
        scope=scope,
        proposed_at=at,
        proposed_by_kind=str(by.actor_kind),
        proposed_by_id=by.actor_id,
        proposed_by_name=by.actor_name[:200],
    )


def _carry_out(merge: Merge, survivor: Person, absorbed: Person, *, by: Actor, at: datetime) -> None:
    moved: dict[str, list[dict[str, Any]]] = {}
    for holder in holders:
        rows = [one.as_json() for one in holder.repoint(absorbed, survivor, at)]
        if rows:
            moved[holder.code] = rows
    away = [move(absorbed, "archived_at", at), move(absorbed, "is_active", False)]
    if absorbed.email and not absorbed.has_account:
        # An address nobody signs in with keeps nobody out: it is free to be written into the card that stays.
        away.append(move(absorbed, "email", None))
    moved["people.person"] = [one.as_json() for one in away]
    merge.moved, merge.done_at, merge.undo_until = moved, at, at + timedelta(days=UNDO_DAYS)
    merge.state = MergeState.DONE
    merge.version += 1
    merge.save(update_fields=["moved", "done_at", "undo_until", "state", "version"])
    record(
        "people_merged",
        survivor,
        by=by,
        at=at,
        scope=merge.scope,
        changes=_pair(survivor, absorbed),
        note=f"Перенесено значений: {sum(len(rows) for rows in moved.values())}",
    )
    bus.revoke(absorbed)
    _announce((survivor.pk, absorbed.pk))


def _announce(person_ids: tuple[int, ...]) -> None:
    people_merged.send(sender=Merge, person_ids=person_ids)


def _settle(merge: Merge, state: MergeState, at: datetime) -> None:
    merge.state, merge.ended_at = state, at
    merge.version += 1
    merge.save(update_fields=["state", "ended_at", "version"])


def _locked(*person_ids: int) -> list[Person]:
    """The rows in the order asked for, locked in the order of their keys: two merges never wait in a ring."""
    rows = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=person_ids).order_by("pk")}
    return [rows[person_id] for person_id in person_ids]


def _locked_merge(merge_id: int) -> Merge:
    return Merge.objects.select_for_update(of=("self",)).select_related("survivor", "absorbed").get(pk=merge_id)


def _one_of(by: Actor, survivor: Person, absorbed: Person) -> Person:
    for person in (survivor, absorbed):
        if access.is_self(by, person):
            return person
    raise NotYours("Подтверждает только сам человек, войдя со своей карточкой.")


def _pair(survivor: Person, absorbed: Person) -> dict[str, tuple[str, str]]:
    return {"Карточки": (f"{absorbed.full_name} (№ {absorbed.pk})", f"{survivor.full_name} (№ {survivor.pk})")}
