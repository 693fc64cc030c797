"""Many sign at once, each on a connection of their own: no gaps, no doubles, one seal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from stellazh.associations.models import Association
from stellazh.numbering.reads import last_values
from stellazh.people.models import Person
from stellazh.protocols.models import Assignment, Protocol, ProtocolSeal
from stellazh.protocols.papers.sealing import matches_record
from stellazh.protocols.services.signing import sign_protocol, undo_signing
from tests.protocols.life.conftest import MakeWhole

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2024, 10, 31, 9, 0, tzinfo=UTC)
MANY = 64


def at_once(count: int, deed: Callable[[int], object]) -> list[object]:
    """What the deed gives in so many threads that start together: its answer or the name of its refusal."""
    start, found = threading.Barrier(count), []

    def run(place: int) -> None:
        start.wait()
        try:
            found.append(deed(place))
        except Exception as refusal:
            found.append(type(refusal).__name__)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    return found


def test_64_protocols_signed_at_once_get_1_to_64(make_whole: MakeWhole, association: Association, head: Person) -> None:
    keys = [make_whole(8).pk for _ in range(MANY)]

    found = at_once(MANY, lambda place: sign_protocol(keys[place], by=head, at=AT).number)

    assert sorted(map(str, found), key=lambda word: word.zfill(20)) == [str(number) for number in range(1, MANY + 1)]
    rows = list(Protocol.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, MANY + 1))
    assert last_values([rows[0].series_code]) == {rows[0].series_code: MANY}
    assert ProtocolSeal.objects.count() == Assignment.objects.count() == MANY
    assert all(seal.number == seal.protocol.number for seal in ProtocolSeal.objects.select_related("protocol"))
    assert matches_record(rows[-1], rows[-1].seals.get().record)


def test_eight_clicks_on_one_protocol_make_one_seal(whole: Protocol, head: Person) -> None:
    found = at_once(8, lambda _: sign_protocol(whole.pk, by=head, at=AT).number)

    assert sorted(map(str, found)) == ["1"] + ["AlreadySigned"] * 7
    assert whole.seals.count() == 1
    assert Assignment.objects.count() == 1
    assert last_values([whole.series_code]) == {whole.series_code: 1}


def test_protocol_signed_and_taken_back_at_once_leave_no_gap(make_whole: MakeWhole, head: Person) -> None:
    first, second = make_whole(8), make_whole(8)
    sign_protocol(first.pk, by=head, at=AT)

    def deed(place: int) -> str:
        if place:
            return str(sign_protocol(second.pk, by=head, at=AT).number)
        return undo_signing(first.pk, reason="Ошибка", by=head, at=AT).status

    found = sorted(map(str, at_once(2, deed)))

    first.refresh_from_db()
    # Whoever came first: the number went to the other paper, or it was not the last any more.
    assert found in (["1", "draft"], ["2", "NumberNotLast"])
    assert first.number == (None if "draft" in found else 1)
