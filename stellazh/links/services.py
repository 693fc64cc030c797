"""Giving out, opening, spending and revoking secret links."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q

from stellazh.audit.models import type_of
from stellazh.audit.services import record, record_each
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.errors import DomainError
from stellazh.common.verdict import ALLOWED, refuse, require
from stellazh.links.access import can_revoke_link
from stellazh.links.models import SecretLink, SecretLinkQuerySet
from stellazh.links.purposes import purposes

TOKEN_BYTES = 32
SHORTEST_TOKEN = 32
LONGEST_TOKEN = 128
TRACE_EVERY = timedelta(minutes=1)


class LinkEndsBeforeItBegins(DomainError):
    """The named end of the link has already passed."""


class LinkIsSpent(DomainError):
    """The link has expired, was revoked or was used by somebody faster."""


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A new link with its secret, which exists only here: show or send it now."""

    link: SecretLink
    token: str


@dataclass(frozen=True, slots=True)
class LinkOrder:
    """One link of many: see `create_link` for what each field is."""

    thing: models.Model
    owner_id: str
    label: str
    scope: str = ""


def digest_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_link(
    purpose: str,
    *,
    thing: models.Model,
    owner_id: str,
    label: str,
    expires_at: datetime | None,
    by: Actor,
    at: datetime,
    scope: str = "",
) -> IssuedLink:
    """Give out a link to `thing`. Without `expires_at` it lives as long as its purpose says.

    `owner_id` is the key of the person whose list it appears in; `label` is what that person reads there; `scope` is
    the path of the association, for the audit.

    Raises:
        KeyError: no app registered that purpose.
        LinkEndsBeforeItBegins: `expires_at` is not after `at`.
    """
    issued = _issue(purpose, LinkOrder(thing, owner_id, label, scope), expires_at=expires_at, by=by, at=at)
    issued.link.save(force_insert=True)
    record("link_created", issued.link, by=by, at=at, scope=scope, note=_note(issued.link))
    return issued


@transaction.atomic
def create_links(
    purpose: str, orders: Sequence[LinkOrder], *, expires_at: datetime | None, by: Actor, at: datetime
) -> list[IssuedLink]:
    """`create_link` for many at once, in the order given: as many statements as for a few.

    Raises:
        KeyError, LinkEndsBeforeItBegins.
    """
    issued = [_issue(purpose, order, expires_at=expires_at, by=by, at=at) for order in orders]
    links = SecretLink.objects.bulk_create([one.link for one in issued])
    _record_each("link_created", links, by=by, at=at)
    return issued


def _issue(purpose: str, order: LinkOrder, *, expires_at: datetime | None, by: Actor, at: datetime) -> IssuedLink:
    lifetime = purposes[purpose].lifetime
    ends_at = expires_at if expires_at is not None or lifetime is None else at + lifetime
    if ends_at is not None and ends_at <= at:
        raise LinkEndsBeforeItBegins("Срок действия ссылки уже прошёл. Назначьте день позже сегодняшнего.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SecretLink(
        purpose=purpose,
        digest=digest_of(token),
        object_type=type_of(order.thing),
        object_id=str(order.thing.pk),
        owner_id=order.owner_id,
        label=order.label[:200],
        scope=order.scope,
        created_at=at,
        created_by_kind=str(by.actor_kind),
        created_by_id=by.actor_id,
        created_by_name=by.actor_name[:200],
        expires_at=ends_at,
    )
    return IssuedLink(link=link, token=token)


def open_link(token: str, purpose: str, *, at: datetime) -> SecretLink | None:
    """The live link with that secret and that purpose; None for every other token, without saying why.

    Changes nothing of the domain, so it is fit for a GET: mail scanners open links too. At most once a minute it
    leaves a trace for the owner.
    """
    if not (SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN and token.isascii()):
        return None
    # Found by the hash: how long the look-up takes says nothing of the secret.
    link = SecretLink.objects.live_at(at).filter(digest=digest_of(token), purpose=purpose).first()
    if link is None:
        return None
    stale_before = at - TRACE_EVERY
    if link.last_used_at is None or link.last_used_at <= stale_before:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=stale_before)
        SecretLink.objects.filter(stale, pk=link.pk).update(last_used_at=at)
        link.last_used_at = at
    return link


def holder(link: SecretLink) -> LinkHolder:
    """The actor that the bearer of an opened link is."""
    return LinkHolder(
        link_id=link.pk,
        purpose=link.purpose,
        object_type=link.object_type,
        object_id=link.object_id,
        actor_name=f"По ссылке: {link.label}"[:200],
    )


@transaction.atomic
def use_up(link: SecretLink, *, at: datetime) -> SecretLink:
    """Spend a one-time link, in the transaction of what it is spent on. Of two at once, one wins.

    Raises:
        ValueError: links of this purpose may be used many times.
        LinkIsSpent: it has expired, was revoked or is used already; nothing has changed.
    """
    if not purposes[link.purpose].is_single_use:
        raise ValueError(f"Links of the purpose «{link.purpose}» are not spent by use.")
    # Locked, so that a double click or two bearers spend it once.
    locked = SecretLink.objects.select_for_update().get(pk=link.pk)
    if not locked.is_live(at):
        raise LinkIsSpent("Эта ссылка уже использована или больше не действует.")
    locked.used_up_at = at
    locked.save(update_fields=["used_up_at"])
    record("link_used_up", locked, by=holder(locked), at=at, scope=locked.scope, note=_note(locked))
    return locked


@transaction.atomic
def revoke_link(link_id: int, *, by: Actor, at: datetime) -> SecretLink:
    """Make a link open nothing from now on. One already revoked stays as it was, without a second entry.

    Raises:
        SecretLink.DoesNotExist: there is no such link.
        PermissionRefused: `by` is neither its owner nor its maker, and its purpose names nobody else.
    """
    link = SecretLink.objects.select_for_update().get(pk=link_id)
    require(can_revoke_link(by, link))
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        record("link_revoked", link, by=by, at=at, scope=link.scope, note=_note(link))
    return link


@transaction.atomic
def revoke_links(links: SecretLinkQuerySet, *, by: Actor, at: datetime) -> int:
    """`revoke_link` for the live ones of `links`, how many: as many statements as for a few. For the system alone.

    Raises:
        PermissionRefused: `by` is not the system.
    """
    require(ALLOWED if by.actor_kind == ActorKind.SYSTEM else refuse("Много ссылок сразу отзывает только система."))
    live = list(links.filter(revoked_at=None, used_up_at=None).select_for_update())
    SecretLink.objects.filter(pk__in=[link.pk for link in live]).update(revoked_at=at)
    _record_each("link_revoked", live, by=by, at=at)
    return len(live)


@transaction.atomic
def prolong_links(links: SecretLinkQuerySet, *, expires_at: datetime, by: Actor, at: datetime) -> int:
    """Let the live ones of `links` end at another moment; how many. For the system alone.

    Raises:
        PermissionRefused: `by` is not the system.
        LinkEndsBeforeItBegins: `expires_at` is not after `at`.
    """
    require(ALLOWED if by.actor_kind == ActorKind.SYSTEM else refuse("Срок многих ссылок меняет только система."))
    if expires_at <= at:
        raise LinkEndsBeforeItBegins("Срок действия ссылки уже прошёл. Назначьте день позже сегодняшнего.")
    live = list(links.live_at(at).select_for_update())
    SecretLink.objects.filter(pk__in=[link.pk for link in live]).update(expires_at=expires_at)
    _record_each("link_prolonged", live, by=by, at=at)
    return len(live)


def _record_each(action: str, links: Sequence[SecretLink], *, by: Actor, at: datetime) -> None:
    scopes, notes = [link.scope for link in links], [_note(link) for link in links]
    record_each(action, links, by=by, at=at, scopes=scopes, notes=notes)


def _note(link: SecretLink) -> str:
    return f"{link.purpose_label}: {link.object_type} {link.object_id}"
