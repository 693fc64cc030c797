"""What of this installation may be laid beside a report: events, their materials, signed protocols, items of plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, TypeVar

from django.db.models import Model, QuerySet

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.events.access.programme import can_read_material
from stellazh.events.enums import Audience
from stellazh.events.models import Event, Material
from stellazh.protocols.evidence_kinds import EvidenceChoice, EvidenceKind, evidence_kinds
from stellazh.protocols.models import Protocol
from stellazh.russian.collation import fold
from stellazh.workplans.models import Plan, PlanItem

MOST: Final = 20
Row = TypeVar("Row", bound=Model)
# Searched are only the newest: what shows that a decision was fulfilled came after it.
SEARCHED: Final = 2_000


def _events(actor: Actor) -> QuerySet[Event]:
    return Event.objects.present().visible_to(actor).order_by("-starts_at", "-pk")


def _event(row: Event) -> EvidenceChoice:
    day = row.starts_at.astimezone(row.zone)
    return EvidenceChoice(f"event:{row.pk}", f"{row.title}, {day:%d.%m.%Y}"[:300], row.get_absolute_url())


def find_events(actor: Actor, association: Association, words: str) -> Sequence[EvidenceChoice]:
    """Events the actor may open."""
    rows = _events(actor).select_related("association")
    return [_event(row) for row in _found(rows, words, lambda row: row.title)]


def get_event(actor: Actor, key: str) -> EvidenceChoice | None:
    """The event of «event:17»."""
    row = _events(actor).select_related("association").filter(pk=_number(key, "event")).first()
    return _event(row) if row else None


def find_materials(actor: Actor, association: Association, words: str) -> Sequence[EvidenceChoice]:
    """Materials of events the actor may open, those open to everybody there."""
    rows = Material.objects.filter(
        archived_at=None, audience=Audience.EVERYBODY, event__in=Event.objects.present().visible_to(actor)
    )
    rows = rows.select_related("event").order_by("-event__starts_at", "-pk")
    return [_material(row) for row in _found(rows, words, lambda row: f"{row.title} {row.event.title}")]


def _material(row: Material) -> EvidenceChoice:
    return EvidenceChoice(
        f"material:{row.pk}", f"{row.title} (материал: {row.event.title})"[:300], row.event.get_absolute_url()
    )


def get_material(actor: Actor, key: str) -> EvidenceChoice | None:
    """The material of «material:17»."""
    rows = Material.objects.select_related("event__association__territory").filter(archived_at=None)
    row = rows.filter(pk=_number(key, "material")).first()
    return _material(row) if row and can_read_material(actor, row) else None


def find_protocols(actor: Actor, association: Association, words: str) -> Sequence[EvidenceChoice]:
    """Signed protocols the actor may read."""
    rows = Protocol.objects.present().signed().visible_to(actor).in_order()
    return [_protocol(row) for row in _found(rows, words, lambda row: f"{row} {row.title}")]


def _protocol(row: Protocol) -> EvidenceChoice:
    return EvidenceChoice(f"protocol:{row.pk}", f"{row}. {row.title}"[:300], row.get_absolute_url())


def get_protocol(actor: Actor, key: str) -> EvidenceChoice | None:
    """The protocol of «protocol:17»."""
    rows = Protocol.objects.present().signed().visible_to(actor)
    row = rows.filter(pk=_number(key, "protocol")).first()
    return _protocol(row) if row else None


def _items(actor: Actor) -> QuerySet[PlanItem]:
    plans = Plan.objects.present().visible_to(actor)
    return PlanItem.objects.present().filter(plan__in=plans).select_related("plan__association")


def _item(row: PlanItem) -> EvidenceChoice:
    label = f"{row.title} (план {row.plan.year}, {row.plan.association.short_name})"
    return EvidenceChoice(f"plan_item:{row.pk}", label[:300], row.get_absolute_url())


def find_plan_items(actor: Actor, association: Association, words: str) -> Sequence[EvidenceChoice]:
    """Items of plans the actor may read."""
    rows = _items(actor).order_by("-plan__school_year", "-pk")
    return [_item(row) for row in _found(rows, words, lambda row: row.title)]


def get_plan_item(actor: Actor, key: str) -> EvidenceChoice | None:
    """The item of «plan_item:17»."""
    row = _items(actor).filter(pk=_number(key, "plan_item")).first()
    return _item(row) if row else None


def _found(rows: QuerySet[Row], words: str, text: Callable[[Row], str]) -> list[Row]:
    wanted = fold(words).split()
    if not wanted:
        return list(rows[:MOST])
    matching = (row for row in rows[:SEARCHED] if all(word in fold(text(row)) for word in wanted))
    return list(islice(matching, MOST))


def _number(key: str, kind: str) -> int:
    """The key of the row; 0, which no row has, when the key is of another kind."""
    named, _, number = key.partition(":")
    return int(number) if named == kind and number.isascii() and number.isdecimal() and len(number) < 16 else 0


def register() -> None:
    """Name the kinds."""
    evidence_kinds.add(EvidenceKind("event", "мероприятие", find_events, get_event))
    evidence_kinds.add(EvidenceKind("material", "материал мероприятия", find_materials, get_material))
    evidence_kinds.add(EvidenceKind("protocol", "протокол", find_protocols, get_protocol))
    evidence_kinds.add(EvidenceKind("plan_item", "пункт плана", find_plan_items, get_plan_item))
