"""Who may do what where: grants and the table of capabilities answer, alike for one association and for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from stellazh.associations.models import Association, Grant, Territory
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.capabilities import Reach, Role, capabilities, reaches
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.people.models import Person, PersonQuerySet

NOWHERE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A grant in force, as far as access needs it. One of the two paths is set for a scope of places."""

    role: str
    association_id: int | None
    association_path: str
    territory_path: str
    organisation_id: int | None
    object_type: str
    object_id: str
    pk: int = 0


def grants_of(actor: Actor) -> tuple[HeldGrant, ...]:
    """The grants in force today, as the day is counted where each of them holds. One query, once per request."""
    if actor.actor_kind != ActorKind.PERSON or not isinstance(actor, Person):
        return ()
    if actor.caches_grants and actor.grant_cache is not None:
        return actor.grant_cache  # type: ignore[return-value]
    rows = (
        Grant.objects.active_around(clock.today())
        .filter(person_id=actor.pk)
        .values_list(
            "from_on",
            "to_on",
            "association__time_zone",
            "role",
            "association_id",
            "association__path",
            "territory__path",
            "organisation_id",
            "object_type",
            "object_id",
            "pk",
        )
    )
    held = tuple(
        HeldGrant(role, association, path or "", territory_path or "", organisation, object_type, object_id, pk)
        for first, last, zone, role, association, path, territory_path, organisation, object_type, object_id, pk in rows
        if first <= clock.today(zone) and (last is None or last >= clock.today(zone))
    )
    if actor.caches_grants:
        actor.grant_cache = held
    return held


def can(actor: Actor, capability: str, association: Association) -> Verdict:
    """Whether the actor holds the capability at that association.

    The system may everything. A link's bearer and a guest hold no capabilities.
    """
    entry = capabilities[capability]
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if any(_covers(grant, capability, association) for grant in grants_of(actor)):
        return ALLOWED
    if actor.actor_kind == ActorKind.GUEST:
        return refuse("Войдите, чтобы продолжить.")
    return refuse(f"Право «{entry.label}» есть только {_who_may(capability)}.")


def grants_that_allow(actor: Actor, capability: str, association: Association) -> tuple[HeldGrant, ...]:
    """The grants by which the actor holds the capability there: some exactly when `can` says yes to a person."""
    return tuple(grant for grant in grants_of(actor) if _covers(grant, capability, association))


def holds_below(actor: Actor, capability: str, association: Association) -> bool:
    """Whether the actor holds the capability there and in all below it."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return True
    allowing = grants_that_allow(actor, capability, association)
    return any(reaches(grant.role, capability) == Reach.BELOW or grant.territory_path for grant in allowing)


def can_ask_about(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may ask what that person may do, and why: of herself, and of those within reach."""
    if people_to_ask_about(actor).filter(pk=person.pk).exists():
        return ALLOWED
    return refuse("Спрашивать можно о себе и о тех, за чьи объединения вы отвечаете.")


def people_to_ask_about(actor: Actor) -> PersonQuerySet:
    """Oneself; of heads and methodists also whoever holds or held a role there or below; of operators everybody."""
    people = Person.objects.present()
    if actor.actor_kind == ActorKind.SYSTEM or any(grant.role == Role.OPERATOR for grant in grants_of(actor)):
        return people
    if actor.actor_kind != ActorKind.PERSON:
        return people.none()
    near = Grant.objects.filter(reach(actor, "associations.read_audit", "association__"))
    return people.filter(Q(pk=int(actor.actor_id)) | Q(pk__in=near.values("person_id")))


def can_read_journal(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may read who did what there."""
    return can(actor, "associations.read_journal", association)


def can_somewhere(actor: Actor, capability: str) -> bool:
    """Whether the actor holds the capability in at least one place."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return True
    return any(reaches(grant.role, capability) for grant in grants_of(actor))


def reach(actor: Actor, capability: str, to_association: str = "") -> Q:
    """A condition for querysets: rows of the associations where the actor holds the capability.

    `to_association` is the lookup prefix from the row to its association, such as «association__»; empty for
    associations themselves.
    """
    if actor.actor_kind == ActorKind.SYSTEM:
        return Q()
    condition = NOWHERE
    for grant in grants_of(actor):
        how_far = reaches(grant.role, capability)
        if how_far is None:
            continue
        if grant.association_id is not None:
            if how_far == Reach.BELOW:
                condition |= Q(**{f"{to_association}path__startswith": grant.association_path})
            else:
                condition |= Q(**{f"{to_association}path": grant.association_path})
        elif grant.territory_path:
            condition |= Q(**{f"{to_association}territory__path__startswith": grant.territory_path})
    return condition


def roles_at(actor: Actor, association: Association) -> tuple[Role, ...]:
    """The roles the actor holds at exactly that association, in the order of the table."""
    held = {grant.role for grant in grants_of(actor) if grant.association_id == association.pk}
    return tuple(role for role in Role if role.value in held)


def can_manage_structure(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may change that association's card: whoever keeps the structure of it or of its parent."""
    verdict = can(actor, "associations.manage_structure", association)
    if not verdict and association.parent is not None:
        return can(actor, "associations.manage_structure", association.parent)
    return verdict


def can_grant_role(actor: Actor, role: str, association: Association) -> Verdict:
    """Whether the actor may give or end that role there.

    Heads give the working roles of their own association; the role of head, and everything below, is given from above
    or by the operator.
    """
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if role == Role.OPERATOR:
        if any(grant.role == Role.OPERATOR for grant in grants_of(actor)):
            return ALLOWED
        return refuse("Оператора назначает только оператор.")
    if can(actor, "associations.grant_any_role", association):
        return ALLOWED
    if role == Role.HEAD:
        if association.parent is not None and can(actor, "associations.grant_role", association.parent):
            return ALLOWED
        return refuse("Руководителя назначает руководитель вышестоящего объединения или оператор.")
    return can(actor, "associations.grant_role", association)


def _covers(grant: HeldGrant, capability: str, association: Association) -> bool:
    how_far = reaches(grant.role, capability)
    if how_far is None:
        return False
    if grant.association_id is not None:
        if grant.association_id == association.pk:
            return True
        return how_far == Reach.BELOW and association.path.startswith(grant.association_path)
    return bool(grant.territory_path) and association.territory.path.startswith(grant.territory_path)


def _who_may(capability: str) -> str:
    """«у руководителя, заместителя руководителя»."""
    names: Iterable[str] = (_GENITIVE[role] for role in Role if role in capabilities[capability].roles)
    return "у " + ", ".join(names)


_GENITIVE = {
    Role.HEAD: "руководителя",
    Role.DEPUTY: "заместителя руководителя",
    Role.SECRETARY: "секретаря",
    Role.METHODIST: "методиста",
    Role.EDITOR: "редактора",
    Role.MEMBER: "участника",
    Role.OPERATOR: "оператора",
}


def can_create_association(actor: Actor, parent: Association | None) -> Verdict:
    """Whether the actor may make an association under `parent`; the first one of all is made by the system."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if parent is None:
        return refuse("Корневое объединение создаёт установка системы.")
    if parent.archived_at is not None:
        return refuse("Объединение закрыто: новых частей у него не бывает.")
    return can(actor, "associations.manage_structure", parent)


def can_manage_territory(actor: Actor, territory: Territory | None) -> Verdict:
    """Whether the actor may change that territory, what stands in it, or add one under it.

    Whoever keeps the structure of an association keeps its territory and all below it.
    """
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if territory is None:
        return refuse("Корневую территорию заводит установка системы.")
    kept = Association.objects.present().filter(reach(actor, "associations.manage_structure"))
    paths = kept.values_list("territory__path", flat=True)
    if any(territory.path.startswith(path) for path in paths):
        return ALLOWED
    return refuse("Эту территорию ведут другие: напишите методисту региона.")


def can_manage_somewhere(actor: Actor) -> bool:
    """Whether the actor keeps some part of the structure."""
    return can_somewhere(actor, "associations.manage_structure")


def can_publish_consents(actor: Actor) -> Verdict:
    """Whether the actor may publish texts of consents: whoever keeps the root association."""
    return _at_the_root(actor, "people.publish_consents")


def can_erase_people(actor: Actor) -> Verdict:
    """Whether the actor may erase somebody's data by a written request: whoever keeps the root association."""
    return _at_the_root(actor, "people.erase")


def _at_the_root(actor: Actor, capability: str) -> Verdict:
    if actor.actor_kind != ActorKind.SYSTEM and not can_somewhere(actor, capability):
        return refuse(f"Право «{capabilities[capability].label}» есть только {_who_may(capability)}.")
    roots = Association.objects.present().filter(parent=None).select_related("territory")
    if any(can(actor, capability, root) for root in roots):
        return ALLOWED
    return refuse("Это делает оператор всей установки.")
