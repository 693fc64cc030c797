"""Many at once, through `stellazh serve` on the filled database: sixteen write one protocol, sixty-four are signed."""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from benchmarks.events_rush import LOGIN, SECRET
from benchmarks.protocols_data import RUSHED, WRITERS, Scene
from benchmarks.serving import Server, serving

SAVES = 20
Work = Callable[[int, http.client.HTTPConnection], list[float]]


def measure(scene: Scene, *, workers: int) -> None:
    """Serve, let all of them work at once, count what came of it."""
    from django.db import connection, connections

    vendor = connection.vendor
    connections.close_all()
    with serving([sys.executable, "-m", "stellazh", "serve", "--workers", str(workers)], os.environ, LOGIN) as server:
        print(f"\nAt once, {vendor}, workers: {workers}")
        _rush(server, f"{WRITERS} people write one protocol, {SAVES} saves each", WRITERS, _writer(scene), _kept(scene))
        _rush(server, f"{RUSHED} protocols of one association signed", RUSHED, _signer(scene), _gap_free(scene))


def _rush(server: Server, name: str, count: int, work: Work, verdict: Callable[[], str]) -> None:
    """Raises:
    AssertionError: something is lost, or a number is missing or doubled.
    """
    before, began = server.cpu_s(), time.perf_counter()
    waited = sorted(_at_once(server.port, count, work))
    took, spent = time.perf_counter() - began, server.cpu_s() - before
    print(
        f"{name}: {took:.1f} s, {len(waited) / took:.0f} a second; {spent / len(waited) * 1000:.1f} CPU ms of the "
        f"server each; waited p50 {statistics.median(waited):.0f}, p95 {waited[int(len(waited) * 0.95)]:.0f}, longest "
        f"{waited[-1]:.0f} ms; {verdict()}",
        flush=True,
    )


def _at_once(port: int, count: int, work: Work) -> list[float]:
    start, waited, failed = threading.Barrier(count), list[float](), list[BaseException]()

    def run(place: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            start.wait()
            waited.extend(work(place, link))
        except BaseException as trouble:
            # Told below, in the main thread.
            failed.append(trouble)
        finally:
            link.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return waited


def _writer(scene: Scene) -> Work:
    def work(place: int, link: http.client.HTTPConnection) -> list[float]:
        waited = []
        for number in range(SAVES):
            fields = {
                "name": "Липина Е.С.",
                "text": _text(place, number),
                "expected_version": _version(scene, place, number),
            }
            path = f"/protocols/{scene.written}/edit/speeches/{scene.speeches[place]}/"
            waited.append(_post(link, path, scene.writers[place], fields, wanted=200, autosave=True))
        return waited

    return work


def _version(scene: Scene, place: int, number: int) -> int:
    """The last block was saved twelve times before, one by one."""
    return number + 1 + (12 if scene.speeches[place] == scene.speeches[-1] else 0)


def _text(place: int, number: int) -> str:
    return f"Рассказала о чтении в школе № {place}, слово {number}."


def _kept(scene: Scene) -> Callable[[], str]:
    def verdict() -> str:
        from stellazh.protocols.models import Speech

        texts = dict(Speech.objects.filter(pk__in=scene.speeches).values_list("pk", "text"))
        if texts != {key: _text(place, SAVES - 1) for place, key in enumerate(scene.speeches)}:
            raise AssertionError("A text is lost.")
        return "the last word of everybody is kept, no clash"

    return verdict


def _signer(scene: Scene) -> Work:
    def work(place: int, link: http.client.HTTPConnection) -> list[float]:
        return [_post(link, f"/protocols/{scene.rushed[place]}/sign/", scene.head, {}, wanted=302)]

    return work


def _gap_free(scene: Scene) -> Callable[[], str]:
    def verdict() -> str:
        from stellazh.protocols.models import Protocol, ProtocolSeal

        numbers = sorted(Protocol.objects.filter(pk__in=scene.rushed).values_list("number", flat=True))
        if numbers != list(range(1, RUSHED + 1)):
            raise AssertionError(f"Numbers: {numbers}")
        if ProtocolSeal.objects.filter(protocol__in=scene.rushed).count() != RUSHED:
            raise AssertionError("A seal is missing.")
        return f"numbers 1–{RUSHED} without a gap or a double, {RUSHED} seals"

    return verdict


def _post(
    link: http.client.HTTPConnection,
    path: str,
    session: str,
    fields: dict[str, object],
    *,
    wanted: int,
    autosave: bool = False,
) -> float:
    headers = {
        "Host": "127.0.0.1",
        "Cookie": f"sessionid={session}; csrftoken={SECRET}",
        "Content-Type": "application/x-www-form-urlencoded",
        **({"X-Autosave": "1"} if autosave else {}),
    }
    began = time.perf_counter()
    link.request("POST", path, body=urlencode({**fields, "csrfmiddlewaretoken": SECRET}), headers=headers)
    answer = link.getresponse()
    said: Sequence[int] = answer.read()
    if answer.status != wanted:
        raise AssertionError(f"POST {path}: {answer.status}, not {wanted}: {bytes(said)[:200]!r}")
    return (time.perf_counter() - began) * 1000
