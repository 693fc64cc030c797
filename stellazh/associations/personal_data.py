"""What the structure knows of a person: the roles held, and whom they were given to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from stellazh.associations.models import Grant
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.people.holders import Erased, PersonalDataHolder, Taken, holders, nothing_to_move
from stellazh.people.models import Person

# Without somebody in these an association, or the installation, is nobody's.
NEEDED = {
    Role.HEAD: "это единственный руководитель объединения «{place}». Сначала нужен другой: его назначает тот, кто "
    "ведёт объединение выше, или оператор",
    Role.OPERATOR: "это единственный оператор системы («{place}»). Сначала назначьте другого",
}


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "associations.roles",
            "Роли",
            ("associations.Grant.person", "associations.Grant.granted_by"),
            _export,
            _erase,
            nothing_to_move,
            stays="Роли не переносятся: их назначает тот, кто вправе, с датой.",
        )
    )


def must_stay(person: Person, on: date) -> list[str]:
    """What of the structure only this person holds: whoever leaves last has to hand it over first."""
    reasons = []
    held = Grant.objects.active_on(on).filter(person=person, role__in=list(NEEDED), association__archived_at=None)
    for grant in held.select_related("association"):
        others = Grant.objects.active_on(on).filter(role=grant.role, association=grant.association)
        others = others.exclude(person=person).filter(person__archived_at=None)
        if not others.exists():
            reasons.append(f"Пока нельзя: {NEEDED[Role(grant.role)].format(place=grant.association)}.")
    return reasons


def _export(person: Person) -> Taken:
    rows = Grant.objects.filter(person=person).select_related("association").order_by("from_on", "pk")
    return Taken(
        [
            {
                "Роль": row.get_role_display(),
                "Объединение": str(row.association) if row.association else "",
                "С": f"{row.from_on:%d.%m.%Y}",
                "По": f"{row.to_on:%d.%m.%Y}" if row.to_on else "",
            }
            for row in rows
        ]
    )


def _erase(person: Person, at: datetime) -> Sequence[Erased]:
    day = clock.day_of(at)
    rows = list(Grant.objects.select_for_update().filter(Q(to_on=None) | Q(to_on__gt=day), person=person))
    for row in rows:
        # A role that was to begin later never takes effect.
        row.from_on, row.to_on = min(row.from_on, day), day
        row.save(update_fields=["from_on", "to_on"])
    kept = Grant.objects.filter(person=person).count()
    why = "с какого и по какой день роль была занята – часть истории объединения; имени там больше нет"
    return [Erased("Роли с сегодняшнего дня", len(rows)), Erased("Дни, когда у вас были роли", 0, kept, why)]
