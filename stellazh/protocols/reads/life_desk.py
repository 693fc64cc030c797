"""What protocols put on «Мой стол»: those that wait for one's remarks, meetings that have no signed protocol yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stellazh.associations.access import can, reach
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.desk import DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.protocols.enums import PartRole, ProtocolStatus
from stellazh.protocols.models import Protocol, ProtocolPerson, Remark
from stellazh.russian.calendar_words import day_and_month

MOST = 5
MOST_READ = 30


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """One query for a person, none for others."""
    actor, today = request.actor, clock.today()
    if actor.actor_kind != ActorKind.PERSON:
        return
    kept, asked = _kept(actor, today), _asked(actor, today)
    rows = Protocol.objects.present().exclude(status=ProtocolStatus.SIGNED).filter(kept | asked)
    found = list(rows.select_related("association__territory").order_by("held_on", "pk")[:MOST_READ])
    own = [row for row in found if can(actor, "protocols.edit_protocol", row.association)]
    yield from map(_to_read, [row for row in found if row not in own][:MOST])
    yield from _unsigned(own, today)


def _kept(actor: Actor, today: date) -> Q:
    """Meetings of days gone by whose protocols the person keeps."""
    return reach(actor, "protocols.edit_protocol", "association__") & Q(held_on__lt=today)


def _asked(actor: Actor, today: date) -> Q:
    """Those out for remarks that she was there for and has said nothing of."""
    mine = ProtocolPerson.objects.filter(protocol=OuterRef("pk"), person_id=int(actor.actor_id))
    there = mine.exclude(role__in=(PartRole.EXCUSED, PartRole.ABSENT))
    said = Remark.objects.filter(protocol=OuterRef("pk"), person_id=int(actor.actor_id))
    is_out = Q(Q(remarks_until=None) | Q(remarks_until__gte=today), status=ProtocolStatus.REMARKS)
    return is_out & ~reach(actor, "protocols.edit_protocol", "association__") & Exists(there) & ~Exists(said)


def _to_read(protocol: Protocol) -> DeskTask:
    until = f" Замечания – до {day_and_month(protocol.remarks_until)}." if protocol.remarks_until else ""
    return DeskTask(
        f"Прочитайте протокол: {protocol.title}",
        f"{protocol.association.short_name}, заседание {day_and_month(protocol.held_on)}.{until}",
        protocol.get_absolute_url(),
        "Прочитать",
        tag="на замечаниях",
        tone="warn",
    )


def _unsigned(found: Sequence[Protocol], today: date) -> Iterator[DeskTask]:
    """The oldest first, the rest in one line."""
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
