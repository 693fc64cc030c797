"""Which number a protocol would get, and whether numbers would go against the days of meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from stellazh.numbering.reads import last_values
from stellazh.protocols.enums import ProtocolStatus
from stellazh.protocols.models import Protocol
from stellazh.russian.calendar_words import day_and_month

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class OrderDoubts:
    """Why the number would not follow the days. Truthy exactly when it would not."""

    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def proposed_number(protocol: Protocol) -> int:
    """Its own number once signed; before, the next of the series after those that earlier meetings still wait for."""
    return proposed_numbers([protocol])[protocol.pk]


def proposed_numbers(protocols: Iterable[Protocol]) -> dict[int, int]:
    """`proposed_number` of each by its key: two queries however many there are, none when all are signed."""
    rows = list(protocols)
    found = {row.pk: row.number for row in rows if row.number is not None}
    drafts = [row for row in rows if row.number is None]
    if not drafts:
        return found
    last = last_values({row.series_code for row in drafts})
    waiting: dict[str, list[tuple[date, time, int]]] = defaultdict(list)
    for other in _unsigned(drafts):
        waiting[other.series_code].append(_place(other))
    for row in drafts:
        earlier = sum(place < _place(row) for place in waiting[row.series_code])
        found[row.pk] = last[row.series_code] + 1 + earlier
    return found


def number_at_signing(protocol: Protocol) -> int:
    """The number it would get if it were signed now, whatever waits."""
    return protocol.number or last_values([protocol.series_code])[protocol.series_code] + 1


def order_doubts(protocol: Protocol, *, number: int | None = None) -> OrderDoubts:
    """Whether signing now would put numbers against the days of meetings, told in whole sentences.

    `number` is the one it is getting, where that is known. One query then, else two at most.
    """
    if protocol.is_signed:
        return OrderDoubts(())
    later = Q(status=ProtocolStatus.SIGNED, held_on__gt=protocol.held_on)
    earlier = ~Q(status=ProtocolStatus.SIGNED) & Q(archived_at=None, held_on__lt=protocol.held_on)
    same = Protocol.objects.filter(association_id=protocol.association_id, school_year=protocol.school_year)
    rows = list(same.filter(later | earlier).order_by("held_on", "number"))
    after = _after(protocol, [row for row in rows if row.is_signed], number)
    return OrderDoubts((*after, *_before([row for row in rows if not row.is_signed])))


def _after(protocol: Protocol, later: Sequence[Protocol], number: int | None) -> Iterable[str]:
    if not later:
        return
    number, day = number or number_at_signing(protocol), day_and_month(protocol.held_on)
    for other in later[:MOST_NAMED]:
        yield (
            f"Протокол заседания {day_and_month(other.held_on)} уже подписан под №\xa0{other.number}. "
            f"Этот, от {day}, получит №\xa0{number}: номера пойдут не по порядку дат."
        )
    if len(later) > MOST_NAMED:
        yield f"Позже {day} подписано ещё протоколов: {len(later) - MOST_NAMED}."


def _before(unsigned: Sequence[Protocol]) -> Iterable[str]:
    earlier = sorted(unsigned, key=_place)
    for other in earlier[:MOST_NAMED]:
        yield (
            f"Заседание {day_and_month(other.held_on)} ещё без подписанного протокола: подпишите сначала его – "
            "или номера пойдут не по порядку дат."
        )
    if len(earlier) > MOST_NAMED:
        yield f"Ещё неподписанных протоколов более ранних заседаний: {len(earlier) - MOST_NAMED}."


def _unsigned(drafts: Iterable[Protocol]) -> list[Protocol]:
    """The other papers that wait for a number in the same series."""
    series = Q(pk__in=())
    for association_id, year in {(row.association_id, row.school_year) for row in drafts}:
        series |= Q(association_id=association_id, school_year=year)
    rows = Protocol.objects.present().exclude(status=ProtocolStatus.SIGNED).filter(series)
    return list(rows.only("pk", "association_id", "school_year", "held_on", "starts_at"))


def _place(protocol: Protocol) -> tuple[date, time, int]:
    """Its place among meetings: by day, by hour, then as they were begun."""
    return protocol.held_on, protocol.starts_at or time.min, protocol.pk
