"""What protocols put on «Мой стол»: those that wait for one's remarks, meetings that have no signed protocol yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.desk import DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.protocols.enums import PartRole, ProtocolStatus
from stellazh.protocols.models import Protocol, ProtocolPerson, Remark
from stellazh.russian.calendar_words import day_and_month

MOST = 5


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """One query for a person, two for those who keep protocols somewhere."""
    actor, today = request.actor, clock.today()
    if actor.actor_kind != ActorKind.PERSON:
        return
    yield from _to_read(actor, today)
    if can_somewhere(actor, "protocols.edit_protocol"):
        yield from _unsigned(actor, today)


def _to_read(actor: Actor, today: date) -> Iterator[DeskTask]:
    mine = ProtocolPerson.objects.filter(protocol=OuterRef("pk"), person_id=int(actor.actor_id))
    there = mine.exclude(role__in=(PartRole.EXCUSED, PartRole.ABSENT))
    said = Remark.objects.filter(protocol=OuterRef("pk"), person_id=int(actor.actor_id))
    rows = (
        Protocol.objects.present()
        .filter(Exists(there), ~Exists(said), ~reach(actor, "protocols.edit_protocol", "association__"))
        .filter(Q(remarks_until=None) | Q(remarks_until__gte=today), status=ProtocolStatus.REMARKS)
    )
    for protocol in rows.select_related("association").order_by("remarks_until", "pk")[:MOST]:
        until = f" Замечания – до {day_and_month(protocol.remarks_until)}." if protocol.remarks_until else ""
        yield DeskTask(
            f"Прочитайте протокол: {protocol.title}",
            f"{protocol.association.short_name}, заседание {day_and_month(protocol.held_on)}.{until}",
            protocol.get_absolute_url(),
            "Прочитать",
            tag="на замечаниях",
            tone="warn",
        )


def _unsigned(actor: Actor, today: date) -> Iterator[DeskTask]:
    """Meetings of days gone by; the oldest first, the rest in one line."""
    rows = (
        Protocol.objects.present()
        .exclude(status=ProtocolStatus.SIGNED)
        .filter(reach(actor, "protocols.edit_protocol", "association__"), held_on__lt=today)
        .select_related("association")
        .order_by("held_on", "pk")[: MOST + 20]
    )
    found = list(rows)
    for protocol in found[:MOST]:
        is_out = protocol.status == ProtocolStatus.REMARKS
        is_over = is_out and protocol.remarks_until is not None and protocol.remarks_until < today
        text = "Время замечаний прошло." if is_over else "Ждёт замечаний." if is_out else "Протокол не подписан."
        yield DeskTask(
            f"Протокол: {protocol.title}",
            f"{protocol.association.short_name}, заседание {day_and_month(protocol.held_on)}. {text}",
            protocol.get_absolute_url(),
            "Открыть",
            tag=str(protocol.get_status_display()),
            can_wait=is_out and not is_over,
        )
    more = len(found) - MOST
    if more > 0:
        words = agree(more, "протокол не подписан", "протокола не подписаны", "протоколов не подписаны")
        yield DeskTask(
            f"Ещё {more} {words}", "", f"{reverse('protocols:protocol_list')}?state=draft", "Открыть", can_wait=True
        )
