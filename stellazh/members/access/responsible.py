"""Who may say who answers in a municipality, and who may see where nobody does."""

from __future__ import annotations

from stellazh.associations.access import can_somewhere, reach
from stellazh.associations.models import Association, Territory
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse


def can_name_responsible(actor: Actor, territory: Territory) -> Verdict:
    """Whether the actor may name the responsible person of that territory: whoever leads an association over it."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    led = Association.objects.present().filter(reach(actor, "members.name_responsible"))
    if any(territory.path.startswith(path) for path in led.values_list("territory__path", flat=True)):
        return ALLOWED
    return refuse("Ответственного закрепляет тот, кто ведёт объединение этой территории или региона.")


def can_read_white_spots(actor: Actor) -> bool:
    """Whether there is a territory whose gaps the actor may see."""
    return can_somewhere(actor, "members.name_responsible")


def territories_led(actor: Actor) -> list[str]:
    """The paths of the territories whose gaps the actor may see, none inside another."""
    led = Association.objects.present().filter(reach(actor, "members.name_responsible"))
    paths = sorted(set(led.values_list("territory__path", flat=True)))
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
