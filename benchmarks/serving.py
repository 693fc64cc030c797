"""The product as it is run: `stellazh serve` in processes of its own, asked over the loopback."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from benchmarks import load
from benchmarks.measuring import ROOT, table
from benchmarks.years import Places

REQUESTS = 60
WARM = 15
MEMORY_REQUESTS = 200
CONNECTIONS = 16
SECONDS = 5.0
MUST_MEMORY_MB = 350
MUST_LOGIN_RPS = 500
LOGIN = "/account/sign-in/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server; `started_s` is from the command to its first answer."""

    def __init__(self, command: list[str], home: Mapping[str, str], path: str) -> None:
        self.port = free_port()
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], cwd=ROOT, env=dict(home), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        while self.ask(path)[0] != 200:
            if self.process.poll() is not None or time.perf_counter() - began > 30:
                self.stop()
                raise RuntimeError(f"{' '.join(command)} does not answer {path}")
            time.sleep(0.02)
        self.started_s = time.perf_counter() - began
        self._link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def ask(self, path: str) -> tuple[int, int]:
        """Status and size of an answer over a connection of its own; status 0 while nobody listens."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request("GET", path, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
            answer = link.getresponse()
            return answer.status, len(answer.read())
        except OSError:
            return 0, 0
        finally:
            link.close()

    def ask_on(self, path: str, cookie: str = "") -> int:
        """Status of an answer over the connection that is kept open."""
        headers = {"Host": "127.0.0.1", "Accept-Encoding": "gzip"}
        if cookie:
            headers["Cookie"] = f"sessionid={cookie}"
        self._link.request("GET", path, headers=headers)
        answer = self._link.getresponse()
        answer.read()
        return answer.status

    def processes(self) -> list[psutil.Process]:
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def cpu_s(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def memory_mb(self) -> tuple[float, float]:
        """Proportional and resident megabytes of all its processes."""
        infos = [process.memory_full_info() for process in self.processes()]
        return sum(info.pss for info in infos) / 1e6, sum(info.rss for info in infos) / 1e6

    def cpu_ms(self, path: str, cookie: str = "", requests: int = REQUESTS) -> float:
        """CPU milliseconds of one request, all processes of the server together.

        Raises:
            AssertionError: an answer is not 200.
        """
        for _ in range(WARM):
            if (status := self.ask_on(path, cookie)) != 200:
                raise AssertionError(f"{path}: {status}")
        before = self.cpu_s()
        for _ in range(requests):
            self.ask_on(path, cookie)
        return (self.cpu_s() - before) / requests * 1000

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


@contextmanager
def serving(command: list[str], home: Mapping[str, str], path: str) -> Iterator[Server]:
    server = Server(command, home, path)
    try:
        yield server
    finally:
        server.stop()


@dataclass(frozen=True, slots=True)
class Asked:
    name: str
    path: str
    cookie: str = ""


def served_floor(folder: str) -> float:
    """The floor behind granian, in CPU milliseconds."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "benchmarks.floor:application"]
    home = {**os.environ, "FLOOR_DIR": folder, "PYTHONPATH": str(ROOT)}
    with serving(command, home, "/") as server:
        return server.cpu_ms("/")


def measure(title: str, home: Mapping[str, str], places: Places, *, workers: int, floor_ms: float) -> None:
    """Start, idle cost, CPU of a request, memory and a short load of one way of running."""
    asked = [
        Asked("login page", LOGIN),
        Asked("home of the region, guest", "/"),
        Asked("plan of 55 items, guest", places.plans[55]),
        Asked("plan of 55 items, head", places.plans[55], places.region_head),
        Asked("calendar of the region, guest", "/calendar/"),
    ]
    command = [sys.executable, "-m", "stellazh", "serve", "--workers", str(workers)]
    with serving(command, home, LOGIN) as server:
        rows = []
        for page in asked:
            spent = server.cpu_ms(page.path, page.cookie)
            under = load.run(
                server.port, page.path, CONNECTIONS, SECONDS if page.name != asked[-1].name else 3, page.cookie
            )
            rows.append(
                (
                    page.name, f"{spent:.1f}", f"{spent / floor_ms:.2f}", f"{under['rps']:.0f}",
                    f"{under.get('p50_ms', 0):.0f}", f"{under.get('p95_ms', 0):.0f}",
                )
            )  # fmt: skip
        table(
            f"Served: {title} (served floor {floor_ms:.1f} ms)",
            ("page", "CPU ms", "× floor", f"rps, {CONNECTIONS} conn.", "p50 ms", "p95 ms"),
            rows,
        )
        for number in range(MEMORY_REQUESTS):
            page = asked[number % len(asked)]
            server.ask_on(page.path, page.cookie)
        shared, resident = server.memory_mb()
        before = server.cpu_s()
        time.sleep(2)
        idle = (server.cpu_s() - before) / 2 * 1000
        count = len(server.processes())
        began = time.perf_counter()
        server.stop()
        stopped = time.perf_counter() - began
        verdict = "ok" if shared <= MUST_MEMORY_MB else f"> {MUST_MEMORY_MB} MB"
        print(
            f"start to first answer {server.started_s:.2f} s; memory after the requests: PSS {shared:.0f} MB, RSS "
            f"{resident:.0f} MB in {count} processes ({verdict}); "
            f"idle {idle:.1f} CPU ms a second; stop {stopped:.1f} s",
            flush=True,
        )
