"""Sixteen at once register through the real server: how many a second, and whether a place is ever sold twice."""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from urllib.parse import urlencode

from benchmarks.events_data import CAPACITY, FLOW_CAPACITY, FLOWS, TRIES, Scene
from benchmarks.measuring import ROOT, table
from benchmarks.serving import Server, serving

THREADS = 16
ASKED = 40
SECRET = "m" * 32
LOGIN = "/account/sign-in/"
Deed = Callable[[http.client.HTTPConnection, str], None]


def measure(scene: Scene, *, workers: int) -> None:
    """Serve the filled database and print what one waits for a page, then the two rushes."""
    from django.db import connection, connections

    vendor = connection.vendor
    connections.close_all()
    floor_ms, floor_waited = _served_floor()
    command = [sys.executable, "-m", "stellazh", "serve", "--workers", str(workers)]
    with serving(command, os.environ, LOGIN) as server:
        rows = []
        for name, path, session in _pages(scene):
            spent = server.cpu_ms(path, session, requests=ASKED)
            waited = _waited_ms(server, path, session)
            rows.append(
                (name, f"{spent:.1f}", f"{spent / floor_ms:.2f}", f"{waited:.1f}", f"{waited / floor_waited:.2f}")
            )
        table(
            f"Events served, {vendor}, workers: {workers} (served floor {floor_ms:.1f} CPU ms, waited "
            f"{floor_waited:.1f} ms)",
            ("page", "CPU ms", "× floor", "waited ms", "× floor waited"),
            rows,
        )
        print(f"\nRegistration, {THREADS} at once, {vendor}, workers: {workers}")
        _rush(server, "registration POST", scene.rushed, scene.members[:TRIES], CAPACITY, _post(scene.rushed))
        _rush(server, "page, form, POST, page", scene.flowed, scene.members[:FLOWS], FLOW_CAPACITY, _flow(scene.flowed))


def _pages(scene: Scene) -> list[tuple[str, str, str]]:
    programme = min(scene.programmes)
    return [
        ("public list of 500, guest", "/events/", ""),
        (f"event with a programme of {programme}, guest", f"/events/{scene.programmes[programme]}/", ""),
        *(
            (f"organiser's list of {size:,}", f"/events/{pk}/enrolments/", scene.head)
            for size, pk in scene.lists.items()
        ),
    ]


def _served_floor() -> tuple[float, float]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "benchmarks.floor:application"]
    home = {**os.environ, "FLOOR_DIR": os.environ["STELLAZH_DATA_DIR"], "PYTHONPATH": str(ROOT)}
    with serving(command, home, "/") as server:
        return server.cpu_ms("/"), _waited_ms(server, "/", "")


def _waited_ms(server: Server, path: str, session: str) -> float:
    found = []
    for _ in range(ASKED):
        began = time.perf_counter()
        server.ask_on(path, session)
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def _rush(server: Server, name: str, event_id: int, sessions: Sequence[str], capacity: int, deed: Deed) -> None:
    """Let all of them try, sixteen at a time, and count what came of it.

    Raises:
        AssertionError: a place was sold twice, somebody is lost, or the queue is out of order.
    """
    before, began = server.cpu_s(), time.perf_counter()
    waited = _at_once(server.port, sessions, deed)
    took = time.perf_counter() - began
    spent = (server.cpu_s() - before) / len(sessions) * 1000
    waited.sort()
    verdict = _verdict(event_id, len(sessions), capacity)
    print(
        f"{name}: {len(sessions)} tries in {took:.1f} s, {len(sessions) / took:.0f} a second; {spent:.1f} CPU ms of "
        f"the server each; waited p50 {statistics.median(waited):.0f}, p95 {waited[int(len(waited) * 0.95)]:.0f}, "
        f"longest {waited[-1]:.0f} ms; {verdict}",
        flush=True,
    )


def _at_once(port: int, sessions: Sequence[str], deed: Deed) -> list[float]:
    left, lock = list(reversed(sessions)), threading.Lock()
    waited: list[float] = []
    failed: list[BaseException] = []

    def work() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            while True:
                with lock:
                    if not left or failed:
                        return
                    session = left.pop()
                began = time.perf_counter()
                deed(link, session)
                waited.append((time.perf_counter() - began) * 1000)
        except BaseException as trouble:
            # Told below, in the main thread.
            failed.append(trouble)
        finally:
            link.close()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return waited


def _post(event_id: int) -> Deed:
    """Only what decides: the form is sent off."""

    def deed(link: http.client.HTTPConnection, session: str) -> None:
        _ask(link, "POST", f"/events/{event_id}/enrol/", session, wanted=302)

    return deed


def _flow(event_id: int) -> Deed:
    """All that a person goes through: the event, the form, sending it, the event again with her ticket."""

    def deed(link: http.client.HTTPConnection, session: str) -> None:
        _ask(link, "GET", f"/events/{event_id}/", session, wanted=200)
        _ask(link, "GET", f"/events/{event_id}/enrol/", session, wanted=200)
        _ask(link, "POST", f"/events/{event_id}/enrol/", session, wanted=302)
        _ask(link, "GET", f"/events/{event_id}/", session, wanted=200)

    return deed


def _ask(link: http.client.HTTPConnection, method: str, path: str, session: str, *, wanted: int) -> None:
    headers = {
        "Host": "127.0.0.1",
        "Accept-Encoding": "gzip",
        "Cookie": f"sessionid={session}; csrftoken={SECRET}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({"csrfmiddlewaretoken": SECRET}) if method == "POST" else None
    link.request(method, path, body=body, headers=headers)
    answer = link.getresponse()
    answer.read()
    if answer.status != wanted:
        raise AssertionError(f"{method} {path}: {answer.status}, not {wanted}")


def _verdict(event_id: int, tries: int, capacity: int) -> str:
    from stellazh.events.models import Enrolment
    from stellazh.jobs.models import Job

    rows = list(Enrolment.objects.filter(event_id=event_id).order_by("pk").values_list("state", "queued_at", "pk"))
    counts = Counter(state for state, _, _ in rows)
    if counts != {"confirmed": capacity, "waiting": tries - capacity}:
        raise AssertionError(f"{tries} tries for {capacity} places: {dict(counts)}")
    queue = [moment for state, moment, _ in rows if state == "waiting"]
    if [state for state, _, _ in rows] != ["confirmed"] * capacity + ["waiting"] * (tries - capacity):
        raise AssertionError("Somebody waits who came before one that holds a place.")
    if any(later <= earlier for earlier, later in pairwise(queue)):
        raise AssertionError("The waiting list is out of order.")
    told = {pk for ids in Job.objects.filter(name="events.tell_enrolled").values_list("arguments", flat=True)
            for pk in ids["ids"]}  # fmt: skip
    if lost := {pk for _, _, pk in rows} - told:
        raise AssertionError(f"{len(lost)} will not be told.")
    return f"exactly {capacity} hold a place, {tries - capacity} wait in order, all will be told"
