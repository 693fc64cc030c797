"""`/live/?topics=a,b`: one stream of server-sent events, natively asynchronous.

Each message is `data: {"topic": …, "data": {…}}`; besides come `event: lost` (the reader was too slow and should fetch
its page again) and `event: revoked` with the topics that may not be followed any more.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host

from stellazh.common.actor import Actor, ActorKind
from stellazh.live import actors
from stellazh.live.messages import REVOKED, Message
from stellazh.live.subscriptions import Subscription, subscriptions
from stellazh.live.topics import followable, read_topics

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

HEARTBEAT_SECONDS: Final = 15.0
RIGHTS_SECONDS: Final = 60.0
RETRY_MILLISECONDS: Final = 3_000
STREAMS_PER_SESSION: Final = 6
STREAMS_OF_GUESTS: Final = 200
STREAMS: Final = 2_000

# Reading rights needs the database, which is synchronous: two threads of its own hold at most two connections.
_readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-rights")
_open: Counter[str] = Counter()


class _Refusal(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream until the reader leaves, its rights end or the server stops."""
    try:
        names, session_key = _read(scope)
        actor, allowed = await _ask(_rights, session_key, names)
        if allowed != names:
            raise _Refusal(403)
        owner = session_key if actor.actor_kind != ActorKind.GUEST else ""
        if _open[owner] >= (STREAMS_PER_SESSION if owner else STREAMS_OF_GUESTS) or _open.total() >= STREAMS:
            raise _Refusal(429)
    except _Refusal as refusal:
        await _refuse(send, refusal.status)
        return
    _open[owner] += 1
    try:
        await _Stream(names, session_key, actor, send).serve(receive)
    finally:
        _open[owner] -= 1
        if not _open[owner]:
            del _open[owner]


class _Stream:
    def __init__(self, names: tuple[str, ...], session_key: str, actor: Actor, send: Send) -> None:
        self._names = names
        self._session_key = session_key
        self._actor = actor
        self._send = send

    async def serve(self, receive: Receive) -> None:
        subscription = Subscription(frozenset(self._names) | {REVOKED})
        subscriptions.add(subscription)
        try:
            await self._begin()
            # Whichever ends first ends both: the reader leaves, or the stream has nothing more to say.
            tasks = {asyncio.ensure_future(_left(receive)), asyncio.ensure_future(self._speak(subscription))}
            _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            subscriptions.remove(subscription)
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._write(f"retry: {RETRY_MILLISECONDS}\n\n")

    async def _speak(self, subscription: Subscription) -> None:
        clock = asyncio.get_running_loop().time
        ask_again_at = clock() + RIGHTS_SECONDS
        while True:
            try:
                message = await subscription.next(max(0.0, min(HEARTBEAT_SECONDS, ask_again_at - clock())))
            except TimeoutError:
                await self._write(":\n\n")
            else:
                if message is None:
                    return
                if message.topic == REVOKED:
                    if self._is_mine(message):
                        ask_again_at = clock()
                elif message.topic in self._names:
                    await self._tell(subscription, message)
            if clock() >= ask_again_at:
                if not await self._keep_what_is_allowed():
                    return
                ask_again_at = clock() + RIGHTS_SECONDS

    def _is_mine(self, message: Message) -> bool:
        whose = message.values()
        return (whose["kind"], whose["id"]) == (str(self._actor.actor_kind), self._actor.actor_id)

    async def _tell(self, subscription: Subscription, message: Message) -> None:
        if subscription.has_lost:
            subscription.has_lost = False
            await self._write("event: lost\ndata: {}\n\n")
        await self._write(f'data: {{"topic":{json.dumps(message.topic)},"data":{message.data}}}\n\n')

    async def _keep_what_is_allowed(self) -> bool:
        """Ask for the rights again; False when the stream is over: another actor, or nothing left to follow."""
        actor, allowed = await _ask(_rights, self._session_key, self._names)
        ended = tuple(name for name in self._names if name not in allowed)
        if (actor.actor_kind, actor.actor_id) != (self._actor.actor_kind, self._actor.actor_id):
            ended, allowed = self._names, ()
        self._names = allowed
        if ended:
            await self._write(f"event: revoked\ndata: {json.dumps({'topics': ended})}\n\n")
        return bool(allowed)

    async def _write(self, text: str) -> None:
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _rights(session_key: str, names: tuple[str, ...]) -> tuple[Actor, tuple[str, ...]]:
    close_old_connections()
    try:
        actor = actors.resolve(session_key)
        return actor, followable(actor, names)
    finally:
        close_old_connections()


async def _ask(question: Callable[..., T], *arguments: Any) -> T:
    return await asyncio.get_running_loop().run_in_executor(_readers, question, *arguments)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _read(scope: Scope) -> tuple[tuple[str, ...], str]:
    """The wished topics and the session's key.

    Raises:
        _Refusal: 405 for anything but GET, 400 for a strange host or list of topics, 403 for a foreign page's request.
    """
    if scope["method"] != "GET":
        raise _Refusal(405)
    host = _header(scope, b"host")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        raise _Refusal(400)
    if not _is_ours(scope, host):
        raise _Refusal(403)
    query = parse_qs(scope["query_string"].decode("latin-1"))
    try:
        names = read_topics(query.get("topics", [""])[0])
    except ValueError as error:
        raise _Refusal(400) from error
    return names, _session_key(_headers(scope, b"cookie"))


def _is_ours(scope: Scope, host: str) -> bool:
    """Cookies go along with requests that a foreign page starts, so such a page is refused by what the browser says."""
    if _header(scope, b"sec-fetch-site") not in ("", "same-origin", "none"):
        return False
    origin = _header(scope, b"origin")
    return not origin or origin == settings.SITE_URL or urlsplit(origin).netloc == host


def _session_key(cookies: Iterable[str]) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        for cookie in cookies:
            jar.load(cookie)
    except CookieError:
        return ""
    morsel = jar.get(settings.SESSION_COOKIE_NAME)
    # Keys are letters and digits; anything else is nobody's, and the database need not be asked with it.
    return morsel.value if morsel and morsel.value.isalnum() and morsel.value.isascii() else ""


def _header(scope: Scope, name: bytes) -> str:
    return next(iter(_headers(scope, name)), "")


def _headers(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if status == 405:
        headers.append((b"allow", b"GET"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
