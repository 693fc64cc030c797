"""Standing links: one per owner and purpose, told again in every letter instead of a new one each time.

Their secret is kept nowhere: it is reckoned from the row and the installation's key, so that a stolen database still
opens nothing. With another key new links are made; those in letters sent before go on working.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import models, transaction
from django.utils.crypto import salted_hmac

from stellazh.audit.models import type_of
from stellazh.audit.services import record_each
from stellazh.common.actor import Actor
from stellazh.links.models import SecretLink
from stellazh.links.purposes import purposes
from stellazh.links.services import digest_of


@transaction.atomic
def standing_tokens(
    purpose: str, things: Mapping[str, models.Model], *, label: str, by: Actor, at: datetime
) -> dict[str, str]:
    """The secret of each owner's standing link, made where there is none. As many statements as for one owner.

    `things` maps the owner's key to the object of the link, `label` is what the owner reads in the own list of links. A
    link that its owner has revoked opens nothing any more; the next letter gets another one.

    Raises:
        KeyError: no app registered that purpose.
    """
    lifetime = purposes[purpose].lifetime
    tokens: dict[str, str] = {}
    for link in SecretLink.objects.live_at(at).filter(purpose=purpose, owner_id__in=list(things)).order_by("id"):
        token = _token(link)
        if digest_of(token) == link.digest and _leads_to(link, things[link.owner_id]):
            tokens[link.owner_id] = token
    missing: list[SecretLink] = []
    for owner_id, thing in things.items():
        if owner_id in tokens:
            continue
        link = SecretLink(
            purpose=purpose,
            object_type=type_of(thing),
            object_id=str(thing.pk),
            owner_id=owner_id,
            label=label[:200],
            created_at=at,
            created_by_kind=str(by.actor_kind),
            created_by_id=by.actor_id,
            created_by_name=by.actor_name[:200],
            expires_at=at + lifetime if lifetime else None,
        )
        tokens[owner_id] = _token(link)
        link.digest = digest_of(tokens[owner_id])
        missing.append(link)
    made = SecretLink.objects.bulk_create(missing)
    notes = [f"{link.purpose_label}: {link.object_type} {link.object_id}" for link in made]
    record_each("link_created", made, by=by, at=at, scopes=[""] * len(made), notes=notes)
    return tokens


def _leads_to(link: SecretLink, thing: models.Model) -> bool:
    return (link.object_type, link.object_id) == (type_of(thing), str(thing.pk))


def _token(link: SecretLink) -> str:
    """43 signs, as those of other links; the moment of making keeps a link made anew apart from a revoked one."""
    made_at = link.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    what = "\n".join((link.purpose, link.object_type, link.object_id, link.owner_id, made_at))
    key = salted_hmac("stellazh.links.standing", what, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode("ascii")
