"""Events beside the peers' same pages: `python -m benchmarks.events`, or a part of `make bench`.

The peers were measured earlier on the same kind of machine, served over the loopback; their column is what one waited
for them (p50), as a ratio to the floor of that measurement (5.8 ms). It was not measured in this run.
"""

from __future__ import annotations

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from benchmarks.events_data import CROWD, FIGURE_SIZES, LIST_SIZES, PUBLIC_EVENTS, Scene, fill
from benchmarks.measuring import Floor, in_turns, table
from benchmarks.pages import NO_BAR, ORGANISERS_LIST, Must

PUBLIC_LIST = Must(ratio=2.5, queries=5, raw_kb=40)
EVENT_PAGE = Must(ratio=2.6, queries=8, raw_kb=30)
LONG_PROGRAMME = Must(ratio=5.2, queries=6)
REGISTRATION = Must(ratio=3.4)
FIGURES = Must(ratio=5.2, queries=12, raw_kb=80)
NEW_ONES = 30
HEADS = ("queries", "CPU ms", "× floor", "waited ms", "raw KB", "must", "peer × its floor")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, who asks for it, its bar, and what the peers needed for theirs."""

    name: str
    path: str
    session: str = ""
    must: Must = NO_BAR
    peer: str = "-"


def pages(scene: Scene) -> Iterator[tuple[str, list[Asked]]]:
    """The tables: their title and their pages."""
    short, long = sorted(scene.programmes)
    yield (
        "Public pages",
        [
            Asked(f"list of {PUBLIC_EVENTS}, guest", "/events/", "", PUBLIC_LIST, "Indico 11.4, pretalx 6.0"),
            Asked(f"list of {PUBLIC_EVENTS}, head", "/events/", scene.head, ORGANISERS_LIST),
            Asked(f"list of {PUBLIC_EVENTS}, last page", "/events/?page=1000", "", PUBLIC_LIST),
            *(
                Asked(f"event, programme of {lines}, {who}", f"/events/{scene.programmes[lines]}/", session, must, peer)
                for lines, must, peer in (
                    (short, EVENT_PAGE, "Indico 8.1, pretalx 6.9"),
                    (long, LONG_PROGRAMME, "Indico 19.3 (40 lines), pretalx 8.1"),
                )
                for who, session in (("guest", ""), ("head", scene.head))
            ),
            Asked(f"programme of {long} being edited", f"/events/{scene.programmes[long]}/programme/", scene.head),
            Asked(f"feed of {PUBLIC_EVENTS} (.ics)", "/events/feed.ics"),
        ],
    )
    peers = {300: "Indico 42 (973 KB)", 3_000: "Indico 454 (9.3 MB), pretalx 81 (50 rows)"}
    for what, path in (("Registrations", "enrolments"), ("Attendance", "attendance")):
        yield (
            f"{what}, head",
            [
                Asked(f"{size:,}, {part}", f"/events/{scene.lists[size]}/{path}/{query}", scene.head, ORGANISERS_LIST,
                      peers[size] if path == "enrolments" and not query else "-")
                for part, query in (("first page", ""), ("last page", "?page=100000"), ("search", "?q=Ольхова"))
                for size in LIST_SIZES
            ],
        )  # fmt: skip
    yield (
        "Figures, head",
        [
            Asked(f"{size:,} attendances", f"/o/figures-{size}/figures/?year={scene.year}", scene.head, FIGURES)
            for size in FIGURE_SIZES
        ],
    )


def measure(scene: Scene, floor: Floor) -> None:
    """Print a table for each group of pages."""
    from django.db import connection

    from benchmarks.directory import _waited_ms
    from benchmarks.pages import _facts, request

    for title, group in pages(scene):
        floor.measure()
        asks = [request(page.path, page.session) for page in group]
        facts = [_facts(ask) for ask in asks]
        spent = in_turns(asks)
        waited = [_waited_ms(ask) for ask in asks]
        floor.measure()
        rows = []
        for page, (queries, raw, _), cpu, wait in zip(group, facts, spent, waited, strict=True):
            missed = page.must.missed(queries, cpu, cpu / floor.ms, raw)
            figures = (queries, f"{cpu:.1f}", f"{cpu / floor.ms:.2f}", f"{wait:.1f}", f"{raw / 1024:.0f}")
            rows.append((page.name, *figures, missed, page.peer))
        table(f"{title} (floor {floor.ms:.1f} ms)", (f"{connection.vendor}: page", *HEADS), rows)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that changes rows, as often as there are calls; the first call counts queries and is not timed."""

    name: str
    calls: Sequence[Callable[[], object]]
    must: Must = NO_BAR
    peer: str = "-"


def deeds(scene: Scene) -> Iterator[Deed]:
    """Registering one by one, marks of three hundred, a room's list of three hundred."""
    from benchmarks.pages import request

    address = f"/events/{scene.one_by_one}/enrol/"
    new = scene.members[-NEW_ONES:]
    forms = [request(address, session) for session in new]
    # She has just looked at the form: her session is known to this process.
    yield Deed("registration form, a member", forms, EVENT_PAGE)
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


def measure_deeds(scene: Scene, floor: Floor) -> None:
    """Print what changes cost; each figure is a median of several different ones."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rows = []
    for deed in deeds(scene):
        floor.measure()
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
        figures = (queries, f"{cpu_ms:.1f}", f"{cpu_ms / floor.ms:.2f}", f"{statistics.median(waited):.1f}", "-")
        rows.append((deed.name, *figures, missed, deed.peer))
    table(f"Deeds (floor {floor.ms:.1f} ms)", (f"{connection.vendor}: deed", *HEADS), rows)


def _sent(path: str, session: str, data: dict[str, Any] | None = None) -> Callable[[], object]:
    """A callable that sends a form as a browser does, with its token.

    Raises:
        AssertionError: the answer is no redirect: what was sent was refused.
    """
    from django.conf import settings
    from django.test.client import ClientHandler, RequestFactory

    from benchmarks.events_rush import SECRET

    factory, handler = RequestFactory(headers={"accept-encoding": "gzip"}), ClientHandler(enforce_csrf_checks=True)
    factory.cookies[settings.SESSION_COOKIE_NAME] = session
    factory.cookies[settings.CSRF_COOKIE_NAME] = SECRET
    fields = {**(data or {}), "csrfmiddlewaretoken": SECRET, "submission_key": str(uuid4())}
    environ = factory.post(path, fields, SERVER_NAME="127.0.0.1").environ

    def send() -> None:
        answer = handler(environ)
        if answer.status_code != 302:
            raise AssertionError(f"{path}: {answer.status_code}")

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


def main() -> None:
    """Measure on the database of DATABASE_URL; without one, on SQLite and on a PostgreSQL from the wheel."""
    if os.environ.get("DATABASE_URL"):
        _measure_here()
        return
    from benchmarks.__main__ import _environment, _postgres

    with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
        home = _environment(folder)
        subprocess.run([sys.executable, "-m", "benchmarks.events"], env=home, check=True)
        with _postgres() as url:
            if url:
                there = {**home, "DATABASE_URL": url, "STELLAZH_LIVE_BUS": "postgres"}
                subprocess.run([sys.executable, "-m", "benchmarks.events"], env=there, check=True)


def _measure_here() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command
    from django.db import connection, transaction

    from benchmarks import events_rush
    from benchmarks.directory import _analyse

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    with transaction.atomic():
        scene = fill()
    _analyse()
    print(f"\n{connection.vendor}: events made in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}")
    floor = Floor()
    measure(scene, floor)
    measure_deeds(scene, floor)
    events_rush.measure(scene, workers=2 if connection.vendor == "postgresql" else 1)


if __name__ == "__main__":
    main()
