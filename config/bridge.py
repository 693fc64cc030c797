"""Django's WSGI side behind the ASGI server: a thread works on a page, never waits for a slow reader or writer.

a2wsgi's own middleware keeps the thread as long as the client takes: eight people downloading over a bad line would
stop the site. Here the body of a request is taken in before a thread is asked for, an ordinary answer leaves the thread
at once, and of a streamed one a thread reads each piece by itself. A streamed answer must therefore not hold anything
of its thread, such as a database cursor.
"""

from __future__ import annotations

import asyncio
import contextvars
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from a2wsgi.wsgi import build_environ

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

IN_MEMORY_BYTES = 1024 * 1024
MAX_REQUEST_BYTES = 512 * 1024 * 1024
LONGEST_LENGTH = 18
TOO_LARGE = (
    '<!doctype html><html lang="ru"><title>Файл слишком велик</title><h1>Файл слишком велик</h1>'
    "<p>Сайт не принял то, что вы отправили. Вернитесь назад и уменьшите файл; большую запись загрузите при включённых "
    "скриптах или выложите на Rutube или VK Видео.</p></html>"
).encode()
STREAMED_AHEAD_BYTES = 256 * 1024


class _ClientLeft(Exception):
    """There is nobody to answer any more."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the application said: the head, and the body either whole or still to be read."""

    status: int
    headers: list[tuple[bytes, bytes]]
    whole: bytes
    rest: Iterator[bytes] | None
    close: Callable[[], None]


class Bridge:
    """An ASGI application around a WSGI one, for HTTP only. `threads` is how many pages are worked on at once."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as body:
            try:
                size = await _take_in(scope, receive, body)
            except _ClientLeft:
                return
            if size is None:
                await _say(send, 413, TOO_LARGE, [(b"content-type", b"text/html; charset=utf-8")])
                return
            answer = await self._in_thread(self._work, scope, body, size)
        await self._answer(answer, receive, send)

    def _work(self, scope: Scope, body: IO[bytes], size: int) -> _Answer:
        """In a thread: the whole of an ordinary page, or the head of a streamed answer."""
        head: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            head.append((status, headers))

        body.seek(0)
        environ: Any = build_environ(_in_ascii(scope), body)  # type: ignore[arg-type]
        environ["CONTENT_LENGTH"] = str(size)
        content = self._application(environ, start_response)
        close: Callable[[], None] = getattr(content, "close", lambda: None)
        status, headers = head[-1]
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        if getattr(content, "streaming", False):
            return _Answer(int(status[:3]), encoded, b"", iter(content), close)
        try:
            return _Answer(int(status[:3]), encoded, b"".join(content), None, close)
        finally:
            close()

    async def _answer(self, answer: _Answer, receive: Receive, send: Send) -> None:
        if answer.rest is None:
            await _say(send, answer.status, answer.whole, answer.headers)
            return
        streaming = asyncio.ensure_future(self._stream(answer, answer.rest, send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({streaming, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not streaming.done():
                streaming.cancel()
            await asyncio.gather(leaving, streaming, return_exceptions=True)
            await self._in_thread(answer.close)
        if not streaming.cancelled():
            streaming.result()

    async def _stream(self, answer: _Answer, rest: Iterator[bytes], send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        while True:
            reading = self._in_thread(_next_piece, rest)
            try:
                piece = await asyncio.shield(reading)
            except asyncio.CancelledError:
                # The content must not be closed under the hands of the thread that reads it.
                await asyncio.wait({reading})
                raise
            if not piece:
                break
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _in_thread(self, work: Callable[..., T], *arguments: Any) -> asyncio.Future[T]:
        context = contextvars.copy_context()
        return asyncio.get_running_loop().run_in_executor(self._threads, context.run, work, *arguments)


def _in_ascii(scope: Scope) -> Scope:
    """The scope with its query as a browser of today would send it. «/search/?q=книга» comes as it is from old ones and
    from programs; WSGI knows ASCII there.
    """
    query: bytes = scope["query_string"]
    if query.isascii():
        return scope
    return {**scope, "query_string": b"".join(b"%%%02X" % sign if sign > 127 else bytes((sign,)) for sign in query)}


async def _take_in(scope: Scope, receive: Receive, body: IO[bytes]) -> int | None:
    """Write the request's body into `body`; its size, or None when it is larger than any of our forms takes.

    Raises:
        _ClientLeft: it was not sent whole.
    """
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    # Of bytes `isdigit` means the ten ASCII digits and nothing else; a number too long to be read is too large as well.
    if announced.isdigit() and (len(announced) > LONGEST_LENGTH or int(announced) > MAX_REQUEST_BYTES):
        return None
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _ClientLeft
        piece = message.get("body", b"")
        size += len(piece)
        if size > MAX_REQUEST_BYTES:
            return None
        body.write(piece)
        if not message.get("more_body", False):
            return size


def _next_piece(rest: Iterator[bytes]) -> bytes:
    """At least `STREAMED_AHEAD_BYTES`, so that small pieces do not cost a thread's visit each; empty at the end."""
    pieces: list[bytes] = []
    size = 0
    for piece in rest:
        pieces.append(piece)
        size += len(piece)
        if size >= STREAMED_AHEAD_BYTES:
            break
    return b"".join(pieces)


async def _say(send: Send, status: int, content: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": content, "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
