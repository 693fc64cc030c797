"""What changes rows: registering one by one, marks of three hundred, the list of a room of three hundred."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.events_data import CROWD, Scene
from benchmarks.events_rush import SECRET
from benchmarks.measuring import Floor, table
from benchmarks.pages import NO_BAR, Must

REGISTRATION = Must(ratio=3.4)
FORM = Must(ratio=2.6, queries=8)
NEW_ONES = 30
HEADS = ("queries", "CPU ms", "× floor", "waited ms", "must", "peer × its floor")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that changes rows, as often as there are calls; the first call counts queries and is not timed."""

    name: str
    calls: Sequence[Callable[[], object]]
    must: Must = NO_BAR
    peer: str = "-"


def deeds(scene: Scene) -> Iterator[Deed]:
    """Registering one by one, marks of three hundred, a room's list of three hundred."""
    address = f"/events/{scene.one_by_one}/enrol/"
    new = scene.members[-NEW_ONES:]
    forms = [_looked_at(address, session) for session in new]
    # Whoever sends the form has just looked at it: her session is known to this process.
    yield Deed("registration form, its first page", forms, FORM)
    yield Deed("registration POST, a member", [_sent(address, session) for session in new], REGISTRATION, "Indico 6.9")
    marked, rooms = scene.crowds[:4], scene.crowds[4:]
    rows = {pk: _row_names(pk) for pk in marked}
    for name, state in ((f"marks of {CROWD}, new", "present"), (f"marks of {CROWD}, changed", "absent")):
        calls = [
            _sent(f"/events/{pk}/attendance/mark/", scene.head, {"rows": rows[pk], "state": state}) for pk in marked
        ]
        yield Deed(name, calls)
    lists: list[Any] = []
    yield Deed(f"room's list of {CROWD}: read, matched", [_bringing(scene, pk, lists) for pk in rooms])
    yield Deed(f"room's list of {CROWD}: taken", [_taking(scene, one) for one in lists])


def measure(scene: Scene, floor: Floor) -> None:
    """Print what changes cost; each figure is a median of several different ones."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rows = []
    floor.measure()
    for deed in deeds(scene):
        with CaptureQueriesContext(connection) as captured:
            deed.calls[0]()
        queries = len(captured)
        spent, waited = [], []
        for call in deed.calls[1:]:
            cpu, wall = time.process_time(), time.perf_counter()
            call()
            spent.append((time.process_time() - cpu) * 1000)
            waited.append((time.perf_counter() - wall) * 1000)
        cpu_ms = statistics.median(spent)
        missed = deed.must.missed(queries, cpu_ms, cpu_ms / floor.ms, 0)
        figures = (queries, f"{cpu_ms:.1f}", f"{cpu_ms / floor.ms:.2f}", f"{statistics.median(waited):.1f}")
        rows.append((deed.name, *figures, missed, deed.peer))
    table(f"Deeds (floor {floor.ms:.1f} ms)", (f"{connection.vendor}: deed", *HEADS), rows)


@cache
def _handler() -> Any:
    """The whole of our middleware, loaded once as in a server: WhiteNoise alone takes 15 ms to look at its files."""
    from django.test.client import ClientHandler

    handler = ClientHandler(enforce_csrf_checks=True)
    handler.load_middleware()
    return handler


def _sent(path: str, session: str, data: dict[str, Any] | None = None) -> Callable[[], object]:
    """A callable that sends a form as a browser does, with its token.

    Raises:
        AssertionError: the answer is no redirect: what was sent was refused.
    """
    fields = {**(data or {}), "csrfmiddlewaretoken": SECRET, "submission_key": str(uuid4())}
    body = urlencode(fields, doseq=True)
    sent = _factory(session).post(path, body, "application/x-www-form-urlencoded", SERVER_NAME="127.0.0.1")
    return _call(sent.environ, wanted=302)


def _looked_at(path: str, session: str) -> Callable[[], object]:
    """A callable that opens a page for the first time in this session.

    Raises:
        AssertionError: the answer is not 200.
    """
    return _call(_factory(session).get(path, SERVER_NAME="127.0.0.1").environ, wanted=200)


def _factory(session: str) -> Any:
    from django.conf import settings
    from django.test.client import RequestFactory

    factory = RequestFactory(headers={"accept-encoding": "gzip"})
    factory.cookies[settings.SESSION_COOKIE_NAME] = session
    factory.cookies[settings.CSRF_COOKIE_NAME] = SECRET
    return factory


def _call(environ: dict[str, Any], *, wanted: int) -> Callable[[], object]:
    handler = _handler()

    def send() -> None:
        answer = handler(environ)
        if answer.status_code != wanted:
            raise AssertionError(f"{environ['PATH_INFO']}: {answer.status_code}, not {wanted}")

    return send


def _row_names(event_id: int) -> list[str]:
    from stellazh.events.models import Enrolment

    return [f"e{pk}" for pk in Enrolment.objects.filter(event_id=event_id).values_list("pk", flat=True)]


def _room_file(event_id: int) -> bytes:
    """Eight of ten by their whole names, one by name and patronymic turned round, one whom nobody knows."""
    from stellazh.events.models import Enrolment

    lines = ["Имя;Почта;Вход;Выход"]
    names = Enrolment.objects.filter(event_id=event_id).order_by("pk").values_list("name", flat=True)
    for number, name in enumerate(names):
        family, given, patronymic = name.split()
        shown = {8: f"{given} {patronymic} {family}", 9: f"iPhone {number}"}.get(number % 10, name)
        lines.append(f"{shown};;12:{number % 10:02};13:30")
    return "\n".join(lines).encode()


def _bringing(scene: Scene, event_id: int, lists: list[Any]) -> Callable[[], None]:
    from stellazh.common import clock
    from stellazh.events.models import Event
    from stellazh.events.services.room_lists import bring_room_list

    on, head = Event.objects.select_related("association").get(pk=event_id).first_day, _head(scene)
    content = _room_file(event_id)

    def bring() -> None:
        made = bring_room_list(
            event_id, content=content, name="комната.csv", on=on, least_minutes=0, by=head, at=clock.now()
        )
        lists.append(made)

    return bring


def _taking(scene: Scene, room_list: Any) -> Callable[[], object]:
    from stellazh.common import clock
    from stellazh.events.services.room_lists import take_room_list

    head = _head(scene)
    return lambda: take_room_list(room_list.pk, expected_version=1, by=head, at=clock.now())


def _head(scene: Scene) -> Any:
    from stellazh.people.models import Person

    return Person.objects.get(pk=scene.head_id)
