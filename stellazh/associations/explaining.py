"""Why may this person do that here: the very grants and the very table that the checks ask, put into sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from stellazh.associations import access
from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.capabilities import Capability, Reach, Role, capabilities, reaches
from stellazh.people.models import Person

# Those who can appoint at all; each is then asked by the rule itself.
APPOINTING = (Role.HEAD, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict with its chain. `who_may` and `who_gives` are filled in for a no: whom to turn to."""

    person: Person
    capability: Capability
    association: Association
    is_allowed: bool
    steps: tuple[str, ...]
    who_may: tuple[str, ...] = ()
    who_gives: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """«Поэтому: может вести список участников.»"""
        return f"Поэтому: {'может' if self.is_allowed else 'не может'} {self.capability.label}."


@dataclass(frozen=True, slots=True)
class CapabilityLine:
    """One right of a person at one place: may or may not, and by which roles."""

    capability: Capability
    is_allowed: bool
    roles: tuple[str, ...]


def explain(person: Person, capability: str, association: Association) -> Explanation:
    """Why `access.can` says what it says of that person there. The two never disagree.

    Raises:
        KeyError: no app registered that capability.
    """
    entry = capabilities[capability]
    is_allowed = bool(access.can(person, capability, association))
    today = clock.today(association.time_zone)
    if is_allowed:
        keys = [grant.pk for grant in access.grants_that_allow(person, capability, association)]
        steps = [step for grant in _grants(keys) for step in _why(grant, entry, association)]
        return Explanation(person, entry, association, True, tuple(dict.fromkeys(steps)))
    return Explanation(
        person,
        entry,
        association,
        False,
        tuple(_why_not(person, entry, association, today)),
        tuple(_who_may(entry, association, today)),
        tuple(_who_gives(entry, association, today)),
    )


def explain_all(person: Person, association: Association) -> list[CapabilityLine]:
    """Every right of the table for that person there. One query for all of them."""
    person.caches_grants = True
    lines = []
    for entry in capabilities:
        allowing = access.grants_that_allow(person, entry.code, association)
        roles = tuple(dict.fromkeys(Role(grant.role).label for grant in allowing))
        lines.append(CapabilityLine(entry, bool(access.can(person, entry.code, association)), roles))
    return lines


def _grants(keys: list[int]) -> QuerySet[Grant]:
    related = Grant.objects.select_related("person", "granted_by", "association", "territory")
    return related.filter(pk__in=keys).order_by("from_on", "pk")


def _why(grant: Grant, entry: Capability, association: Association) -> list[str]:
    role = Role(grant.role)
    far = entry.roles[role] == Reach.BELOW or grant.territory is not None
    how_far = "там и в объединениях ниже" if far else "там, где она дана"
    steps = [
        f"{grant.person.short_name} — {role.label.lower()}, {_where(grant)}, {_since(grant)}{_appointed(grant)}.",
        f"Роль «{role.label}» даёт право «{entry.label}» {how_far}.",
    ]
    if grant.association_id is not None and grant.association_id != association.pk:
        steps.append(f"«{association.short_name}» стоит ниже: «{grant.association}».")
    return steps


def _why_not(person: Person, entry: Capability, association: Association, today: date) -> list[str]:
    held = _grants([grant.pk for grant in access.grants_of(person)])
    steps = []
    for grant in held:
        role = Role(grant.role)
        is_above = grant.association is not None and association.path.startswith(grant.association.path)
        if grant.association_id == association.pk:
            steps.append(f"{role.label} здесь {_since(grant)}: эта роль права «{entry.label}» не даёт.")
        elif is_above and reaches(role, entry.code) is None:
            steps.append(f"{role.label}, {_where(grant)}: эта роль права «{entry.label}» не даёт.")
        elif is_above:
            steps.append(
                f"{role.label}, {_where(grant)}: роль даёт право «{entry.label}» только там, "
                "а в объединениях ниже — нет."
            )
    once = Grant.objects.filter(person=person, association=association, role__in=list(entry.roles))
    for grant in once.exclude(pk__in=[grant.pk for grant in held]).order_by("-from_on")[:1]:
        if grant.from_on > today:
            steps.append(f"Роль «{grant.get_role_display()}» начнётся {grant.from_on:%d.%m.%Y}.")
        elif grant.to_on is not None:
            steps.append(f"Роль «{grant.get_role_display()}» была по {grant.to_on:%d.%m.%Y} и окончилась.")
    if not steps:
        steps.append(f"{person.short_name}: ролей в «{association.short_name}» нет.")
    return steps


def _who_may(entry: Capability, association: Association, today: date) -> list[str]:
    """The roles that carry the right there; heads and operators by name, for everybody signed in may know them."""
    lines = []
    for role in Role:
        how_far = entry.roles.get(role)
        if how_far is None:
            continue
        holders = _holders([role], association, today, above=how_far == Reach.BELOW)
        names = [f"{one.person.short_name} ({one.association})" for one in holders]
        if role in APPOINTING:
            lines.append(f"{role.label}: {', '.join(names) or 'сейчас никого'}")
        else:
            lines.append(f"{role.label}{'' if names else ': сейчас никого'}")
    return lines


def _who_gives(entry: Capability, association: Association, today: date) -> list[str]:
    """For each role that carries the right there, who may give it: those whom the rule itself lets."""
    appointing = [grant.person for grant in _holders(APPOINTING, association, today, above=True)]
    people = list({person.pk: person for person in appointing}.values())
    for person in people:
        person.caches_grants = True
    lines = []
    for role in Role:
        if role in entry.roles:
            names = [person.short_name for person in people if access.can_grant_role(person, role, association)]
            lines.append(f"Роль «{role.label}» здесь назначает: {', '.join(names) or 'сейчас никто'}")
    return lines


def _holders(
    roles: tuple[Role, ...] | list[Role], association: Association, today: date, *, above: bool
) -> list[Grant]:
    place = Q(association=association)
    if above:
        parts = association.path.strip("/").split("/")
        paths = ["/" + "/".join(parts[: end + 1]) + "/" for end in range(len(parts))]
        place = Q(association__path__in=paths)
    rows = Grant.objects.active_on(today).filter(place, role__in=roles, person__archived_at=None)
    return list(rows.select_related("person", "association").order_by("-association__depth", "person__sort_key"))


def _where(grant: Grant) -> str:
    if grant.association is not None:
        return f"«{grant.association.short_name}»"
    return f"территория «{grant.territory}»" if grant.territory is not None else "один предмет"


def _since(grant: Grant) -> str:
    until = f" по {grant.to_on:%d.%m.%Y}" if grant.to_on is not None else ""
    return f"с {grant.from_on:%d.%m.%Y}{until}"


def _appointed(grant: Grant) -> str:
    """« (назначила Сосновская В.И. 30.08.2023)»; how the verb ends the patronymic says."""
    zone = grant.association.time_zone if grant.association is not None else None
    day = clock.day_of(grant.granted_at, zone)
    giver = grant.granted_by
    if giver is None:
        return f" (записано {day:%d.%m.%Y})"
    ending = "а" if giver.patronymic.endswith("на") else "" if giver.patronymic.endswith("ич") else "(а)"
    return f" (назначил{ending} {giver.short_name} {day:%d.%m.%Y})"
