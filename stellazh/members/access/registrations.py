"""Who may decide whether a newcomer is let in, and whether a known card may be given to her."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from stellazh.associations.access import can
from stellazh.associations.models import Association, Grant
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Reach, Role, capabilities
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.people.access import can_set_address
from stellazh.people.models import Person

DECIDE = "members.decide_registrations"


def can_decide_registrations(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may approve, decline and redirect requests to that association."""
    return can(actor, DECIDE, association)


def can_give_card(actor: Actor, person: Person, email: str) -> Verdict:
    """Whether the actor may say «it is she» of a newcomer with that address and a known card.

    Whoever gets the card gets all its roles. So a card that signs in is never given, and another address is written
    into it only by one who answers for everything the person holds.
    """
    if person.archived_at is not None:
        return refuse("Карточка в архиве: сначала верните её.")
    if person.has_account:
        return refuse("У этого человека уже есть вход: пусть войдёт или сменит пароль. Заявкой его карточку не занять.")
    if person.email == email:
        return ALLOWED
    return can_set_address(actor, person)


def deciders(association: Association, *, on: date) -> list[int]:
    """The keys of those who decide about requests there: its head, deputies, methodists; while it has none of them,
    the operators above, so that nobody waits in vain."""
    roles = capabilities[DECIDE].roles
    here = [role for role in roles if role != Role.OPERATOR]
    grants = Grant.objects.active_on(on).filter(person__archived_at=None, person__is_active=True)
    found = set(grants.filter(association=association, role__in=here).values_list("person_id", flat=True))
    if not found:
        far = [role for role, reach in roles.items() if reach == Reach.BELOW]
        above = Q(association__path__in=_paths_to(association)) & Q(role__in=far)
        found = set(grants.filter(above).values_list("person_id", flat=True))
    return sorted(found)


def _paths_to(association: Association) -> list[str]:
    """«/region/» and «/region/town/» of «/region/town/»."""
    parts = association.path.strip("/").split("/")
    return ["/" + "/".join(parts[: end + 1]) + "/" for end in range(len(parts))]
