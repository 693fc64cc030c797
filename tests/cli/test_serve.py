from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import psutil
import pytest
from django.db import connection

from stellazh.common.actor import System
from stellazh.jobs import services
from stellazh.jobs.enums import JobState
from stellazh.jobs.handlers import Handler, handlers
from stellazh.jobs.models import Job, Worker
from tests.processes import database_url, start, wait_for
from tests.processes.postgres import new_postgres, postgres_server

__all__ = ["new_postgres", "postgres_server"]

ASK = """
import django; django.setup()
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.jobs.services import enqueue
enqueue("served.say", {"text": "x"}, by=System("тест"), at=clock.now())
"""
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Served:
    """A running `stellazh serve` and how to talk to it."""

    process: subprocess.Popen[str]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        link = self.connect()
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        answer.read()
        return answer

    def raw(self, target: bytes) -> tuple[int, str]:
        """The status and the page of a GET whose address is sent byte by byte as given."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as link:
            link.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = http.client.HTTPResponse(link)
            answer.begin()
            return answer.status, answer.read().decode()

    def answers(self) -> bool:
        try:
            return self.get("/live/").status == 400
        except OSError:
            return False

    def follow(self, topics: str) -> http.client.HTTPResponse:
        """An open stream, read up to its first event."""
        link = self.connect()
        link.request("GET", f"/live/?topics={topics}")
        answer = link.getresponse()
        assert (answer.status, answer.readline(), answer.readline()) == (200, b"retry: 3000\n", b"\n")
        return answer

    def is_listening(self, child: psutil.Process) -> bool:
        return any(link.status == "LISTEN" for link in child.net_connections("tcp"))

    def readers_of(self, child: psutil.Process) -> int:
        """How many connections of clients the process has."""
        return sum(bool(link.raddr) and link.laddr.port == self.port for link in child.net_connections("tcp"))

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers on this test's database; none outlives the test."""
    started: list[Served] = []
    orphans: list[psutil.Process] = []

    def begin(*arguments: str, **more: str) -> Served:
        connection.close()
        port = free_port()
        more = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.processes.settings"} | more
        served = Served(start("-m", "stellazh", "serve", "--port", str(port), *arguments, **more), port)
        started.append(served)
        if not wait_for(served.answers, 30):
            served.process.kill()
            raise AssertionError(served.process.communicate()[1])
        orphans.extend(served.children())
        return served

    yield begin
    for served in started:
        served.process.kill()
    # They hold the pipe that is read to its end next.
    for process in orphans:
        if process.is_running():
            process.kill()
    for served in started:
        served.process.communicate()


def test_serve_answers_pages_and_streams(serve: Callable[..., Served]) -> None:
    served = serve()

    assert served.get("/no-such-page/").status == 404
    assert served.get("/live/?topics=jobs:1").status == 403
    assert served.follow("news:all").headers["Content-Type"] == "text/event-stream; charset=utf-8"


def test_serve_answers_addresses_as_old_browsers_and_programs_send_them(serve: Callable[..., Served]) -> None:
    served = serve()
    broken, long = "Запрос не понят</h1>", "Адрес слишком длинный</h1>"

    for target, status, words in (
        ("/search/?q=книга".encode(), 200, 'value="книга"'),
        (b"/search/?q=%EA%ED%E8%E3%E0", 200, "<h1"),
        (b"/search/?q=%FF%ED%A0%80", 200, "<h1"),
        ("/книга?q=книга".encode(), 404, "Такой страницы нет"),
        (b"/%FF", 404, "Такой страницы нет"),
        (b"/search/?q=%00", 400, broken),
        (b"/%00", 400, broken),
        (b"/search/?q=" + b"a" * 30_000, 414, long),
        (b"/live/?topics=" + "новости".encode(), 400, ""),
        # The server itself, before anything of ours, closes on these; nginx shows our page (tests/deploy).
        ("/search/?q=книга".encode("cp1251"), 400, ""),
        (b"/search/?q=\x00", 400, ""),
        (b"/search/?q=" + b"a" * 100_000, 414, ""),
    ):
        found, page = served.raw(target)
        assert (target[:40], found) == (target[:40], status)
        assert words in page


def test_serve_ignores_headers_that_only_look_like_a_proxys(serve: Callable[..., Served]) -> None:
    served = serve()

    named = served.get("/no-such-page/", **{"X-Request-Id": "a-name-by-a-proxy"}).headers["X-Request-Id"]
    forged = served.get("/no-such-page/", X_Request_Id="a-name-by-a-forger").headers["X-Request-Id"]

    assert named == "a-name-by-a-proxy"
    assert forged != "a-name-by-a-forger"


def test_serve_runs_jobs_and_tells_open_pages(serve: Callable[..., Served], at: datetime) -> None:
    served = serve()
    stream = served.follow("news:all")
    handlers.add(Handler("served.say", "Сказать", lambda context: None))

    job = services.enqueue("served.say", {"text": "Готово"}, by=System("тест"), at=at)
    handlers._entries.pop("served.say")
    line = stream.readline()

    assert line == b'data: {"topic":"news:all","data":{"text":"\\u0413\\u043e\\u0442\\u043e\\u0432\\u043e"}}\n'
    assert wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)


def test_serve_stops_in_time_with_open_streams(serve: Callable[..., Served]) -> None:
    served = serve()
    streams = [served.follow("news:all") for _ in range(5)]
    children = served.children()

    began = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(10)
    took = time.monotonic() - began

    assert took <= 3.0
    assert [stream.read() for stream in streams] == [b""] * 5
    assert [child.is_running() for child in children] == [False] * len(children)
    assert served.process.returncode == 0
    assert [worker.stopped_at is not None for worker in Worker.objects.all()] == [True]


def test_serve_leaves_nobody_behind_when_its_main_process_is_killed(serve: Callable[..., Served]) -> None:
    served = serve()
    stream = served.follow("news:all")
    children = served.children()

    os.kill(served.process.pid, signal.SIGKILL)
    served.process.wait()

    assert wait_for(lambda: not any(child.is_running() for child in children), 5)
    assert stream.read() == b""
    assert len(children) > 0


def test_serve_with_two_processes_tells_the_pages_of_both(
    serve: Callable[..., Served], new_postgres: Callable[[], str]
) -> None:
    home = {"DATABASE_URL": new_postgres(), "DJANGO_SETTINGS_MODULE": "tests.processes.settings"}
    assert start("-m", "stellazh", "migrate", **home).communicate(timeout=300)[1] == ""
    served = serve("--workers", "2", STELLAZH_LIVE_BUS="postgres", **home)
    assert wait_for(lambda: [served.is_listening(child) for child in served.children()] == [True, True])
    # The kernel deals readers out by chance: two dozen go to both.
    streams = [served.follow("news:all") for _ in range(24)]
    busy = [child for child in served.children() if served.readers_of(child)]

    asked = start("-c", ASK, STELLAZH_LIVE_BUS="postgres", **home)
    assert asked.communicate(timeout=60) == ("", "")

    assert len(busy) == 2
    assert [stream.readline() for stream in streams] == [b'data: {"topic":"news:all","data":{"text":"x"}}\n'] * 24


def test_serve_refuses_several_processes_on_one_process_s_bus() -> None:
    connection.close()
    process = start("-m", "stellazh", "serve", "--workers", "2", DATABASE_URL=database_url())

    _, complaint = process.communicate(timeout=30)

    assert process.returncode == 1
    assert complaint == (
        "stellazh: Рабочих процессов задано 2, а для этого нужны PostgreSQL и STELLAZH_LIVE_BUS=postgres: "
        "иначе живые обновления дойдут не до всех страниц.\n"
    )
