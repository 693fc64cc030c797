"""Giving out, opening, spending and revoking secret links."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q

from stellazh.audit.models import type_of
from stellazh.audit.services import record
from stellazh.common.actor import Actor, LinkHolder
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.links.access import can_revoke_link
from stellazh.links.models import SecretLink
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


def _digest(token: str) -> str:
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
    lifetime = purposes[purpose].lifetime
    ends_at = expires_at if expires_at is not None or lifetime is None else at + lifetime
    if ends_at is not None and ends_at <= at:
        raise LinkEndsBeforeItBegins("Срок действия ссылки уже прошёл. Назначьте день позже сегодняшнего.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SecretLink.objects.create(
        purpose=purpose,
        digest=_digest(token),
        object_type=type_of(thing),
        object_id=str(thing.pk),
        owner_id=owner_id,
        label=label[:200],
        scope=scope,
        created_at=at,
        created_by_kind=str(by.actor_kind),
        created_by_id=by.actor_id,
        created_by_name=by.actor_name[:200],
        expires_at=ends_at,
    )
    record("link_created", link, by=by, at=at, scope=scope, note=_note(link))
    return IssuedLink(link=link, token=token)


def open_link(token: str, purpose: str, *, at: datetime) -> SecretLink | None:
    """The live link with that secret and that purpose; None for every other token, without saying why.

    Changes nothing of the domain, so it is fit for a GET: mail scanners open links too. At most once a minute it
    leaves a trace for the owner.
    """
    if not (SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN and token.isascii()):
        return None
    # Found by the hash: how long the look-up takes says nothing of the secret.
    link = SecretLink.objects.live_at(at).filter(digest=_digest(token), purpose=purpose).first()
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


def _note(link: SecretLink) -> str:
    return f"{link.purpose_label}: {link.object_type} {link.object_id}"
