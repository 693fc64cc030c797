from __future__ import annotations

import asyncio
import hashlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from config import bridge
from config.bridge import STREAMED_AHEAD_BYTES, Bridge
from tests.processes import start, wait_for

Environ = dict[str, Any]


class Streamed:
    """A streamed answer that remembers where it was read and that it was closed."""

    streaming = True

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces
        self.read_count = 0
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.read_count += 1
            yield piece

    def close(self) -> None:
        self.is_closed = True


class Client:
    """One side of an ASGI conversation: a request in pieces, and whatever is answered."""

    def __init__(self, *pieces: bytes, headers: dict[str, str] | None = None, leaves: bool = False) -> None:
        self.messages = [
            {"type": "http.request", "body": piece, "more_body": number < len(pieces) - 1}
            for number, piece in enumerate(pieces or (b"",))
        ]
        if leaves:
            self.messages[-1]["more_body"] = True
        self.leaves = leaves
        self.headers = headers or {}
        self.sent: list[dict[str, Any]] = []
        self.is_slow = False
        self.has_left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if self.messages:
            return self.messages.pop(0)
        if not self.leaves:
            await self.has_left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))
        if self.is_slow and message.get("body"):
            await asyncio.Event().wait()

    def asks(self, application: Bridge, query: bytes = b"") -> asyncio.Task[None]:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "path": "/",
            "query_string": query,
            "headers": [(name.encode(), value.encode()) for name, value in self.headers.items()],
        }
        return asyncio.ensure_future(application(scope, self.receive, self.send))

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def answering(content: Any, seen: list[Environ] | None = None) -> Bridge:
    def application(environ: Environ, start_response: Callable[..., Any]) -> Any:
        environ["test.body"] = environ["wsgi.input"].read()
        if seen is not None:
            seen.append(environ)
        start_response("201 Created", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return content

    return Bridge(application, threads=1)


def test_an_ordinary_answer_comes_whole() -> None:
    async def story() -> None:
        client = Client(b"one ", b"", b"two", headers={"content-type": "text/plain"})
        seen: list[Environ] = []
        await client.asks(answering([b"Hello, ", b"world"], seen))

        assert client.sent == [
            {
                "type": "http.response.start",
                "status": 201,
                "headers": [(b"content-type", b"text/plain"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")],
            },
            {"type": "http.response.body", "body": b"Hello, world", "more_body": False},
        ]
        assert [(e["test.body"], e["CONTENT_LENGTH"], e["CONTENT_TYPE"]) for e in seen] == [
            (b"one two", "7", "text/plain")
        ]

    asyncio.run(story())


def test_a_query_sent_as_it_was_typed_is_understood_as_if_it_were_encoded() -> None:
    async def story() -> None:
        seen: list[Environ] = []
        for query in ("q=книга&page=2".encode(), "q=книга".encode("cp1251"), b"q=%D0%BA&a=b+c"):
            await Client().asks(answering([b""], seen), query)

        assert [e["QUERY_STRING"] for e in seen] == [
            "q=%D0%BA%D0%BD%D0%B8%D0%B3%D0%B0&page=2", "q=%EA%ED%E8%E3%E0", "q=%D0%BA&a=b+c",
        ]  # fmt: skip

    asyncio.run(story())


def test_a_streamed_answer_comes_in_pieces_and_is_closed() -> None:
    async def story() -> None:
        content = Streamed([b"x" * 100_000] * 7)
        client = Client()
        await client.asks(answering(content))

        assert client.body == b"x" * 700_000
        assert [len(message.get("body", b"")) for message in client.sent] == [0, 300_000, 300_000, 100_000, 0]
        assert content.is_closed

    asyncio.run(story())


def test_a_slow_reader_holds_no_thread() -> None:
    async def story() -> None:
        content = Streamed([b"x" * STREAMED_AHEAD_BYTES] * 100)
        application = answering(content)
        slow = Client()
        slow.is_slow = True
        reading = slow.asks(application)
        while not slow.body:
            await asyncio.sleep(0.01)
        application._application = answering([b"quick"])._application
        quick = Client()
        await asyncio.wait_for(quick.asks(application), 5)
        slow.has_left.set()
        await asyncio.wait_for(reading, 5)

        assert quick.body == b"quick"
        assert (content.read_count, content.is_closed) == (1, True)

    asyncio.run(story())


def test_a_request_not_sent_whole_reaches_nobody() -> None:
    async def story() -> None:
        seen: list[Environ] = []
        client = Client(b"half", leaves=True)
        await client.asks(answering([b""], seen))

        assert (seen, client.sent) == ([], [])

    asyncio.run(story())


@pytest.mark.parametrize("headers", [{"content-length": "101"}, {}])
def test_a_request_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    monkeypatch.setattr(bridge, "MAX_REQUEST_BYTES", 100)

    async def story() -> None:
        seen: list[Environ] = []
        client = Client(b"x" * 60, b"x" * 41, headers=headers)
        await client.asks(answering([b""], seen))

        assert (seen, client.status) == ([], 413)

    asyncio.run(story())


def test_a_failure_while_streaming_is_heard_by_the_server() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * STREAMED_AHEAD_BYTES
        raise ZeroDivisionError

    async def story() -> None:
        content = Streamed(pieces())
        client = Client()
        with pytest.raises(ZeroDivisionError):
            await client.asks(answering(content))

        assert content.is_closed
        assert client.sent[-1]["more_body"] is True

    asyncio.run(story())


@pytest.fixture
def served() -> Iterator[int]:
    """The port of a granian with two threads for pages."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = ["--interface", "asginl", "--port", str(port), "--workers-kill-timeout", "1"]
    server = start("-m", "granian", *options, "tests.processes.bridged:application")

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    assert wait_for(answers)
    yield port
    server.terminate()
    server.communicate()


def ask(port: int, body: bytes = b"") -> bytes:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request("POST", "/", body)
    return link.getresponse().read()


def test_readers_and_writers_that_dawdle_do_not_stop_the_others(served: int) -> None:
    dawdlers = []
    for request in (
        b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1",
    ):
        for _ in range(5):
            link = socket.create_connection(("127.0.0.1", served), timeout=10)
            link.sendall(request)
            dawdlers.append(link)
    for link in dawdlers[:5]:
        assert link.recv(15) == b"HTTP/1.1 200 OK"

    began = time.monotonic()
    answer = ask(served, b"quick")
    took = time.monotonic() - began
    for link in dawdlers:
        link.close()

    assert answer == f"5 {hashlib.sha256(b'quick').hexdigest()}".encode()
    assert took < 3


def test_a_large_request_and_many_at_once_come_through_the_real_server(served: int) -> None:
    bodies = [bytes([number]) * 3_000_000 for number in range(6)]
    answers: dict[int, bytes] = {}

    def bring(number: int) -> None:
        answers[number] = ask(served, bodies[number])

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {
        number: f"3000000 {hashlib.sha256(body).hexdigest()}".encode() for number, body in enumerate(bodies)
    }


def test_downloads_broken_off_leave_the_server_well(served: int) -> None:
    for _ in range(10):
        link = socket.create_connection(("127.0.0.1", served), timeout=10)
        link.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert link.recv(15) == b"HTTP/1.1 200 OK"
        link.close()

    assert ask(served, b"x") == f"1 {hashlib.sha256(b'x').hexdigest()}".encode()
