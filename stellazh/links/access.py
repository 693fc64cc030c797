"""Who may take a secret link back."""

from __future__ import annotations

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.links.models import SecretLink
from stellazh.links.purposes import purposes


def can_revoke_link(actor: Actor, link: SecretLink) -> Verdict:
    """Its owner, its maker, its bearer, the system; and whoever else the link's purpose names."""
    kind, key = actor.actor_kind, actor.actor_id
    if kind == ActorKind.SYSTEM:
        return ALLOWED
    if kind == ActorKind.PERSON and key and key == link.owner_id:
        return ALLOWED
    if key and (str(kind), key) == (link.created_by_kind, link.created_by_id):
        return ALLOWED
    if kind == ActorKind.LINK and key == str(link.pk):
        return ALLOWED
    purpose = purposes.get(link.purpose)
    if purpose is not None and purpose.may_revoke is not None:
        return purpose.may_revoke(actor, link)
    return refuse("Отозвать ссылку может её владелец или тот, кто её выдал.")
