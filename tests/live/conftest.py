"""A stream without a server: the ASGI conversation itself, in the test's own event loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from stellazh.common.actor import Actor, ActorKind, Guest
from stellazh.live import actors
from stellazh.live.stream import live
from stellazh.live.topics import LiveTopic, topics
from tests.processes.postgres import new_postgres, postgres_server

__all__ = ["new_postgres", "postgres_server"]


@dataclass(frozen=True)
class Somebody:
    actor_id: str
    actor_name: str = "Кленова Ирина"
    actor_kind: ActorKind = ActorKind.PERSON


@dataclass
class World:
    """Sessions and rights as the tests set them."""

    sessions: dict[str, Actor] = field(default_factory=dict)
    rights: set[tuple[str, str]] = field(default_factory=set)

    def resolve(self, session_key: str) -> Actor:
        return self.sessions.get(session_key, Guest())

    def may_follow(self, actor: Actor, key: str) -> bool:
        return (actor.actor_id, key) in self.rights


@pytest.fixture
def world() -> Iterator[World]:
    """Person 7 has session «s7» and may follow `shelf:a` and `shelf:b`; everybody may follow `news:all`."""
    world = World({"s7": Somebody("7"), "s8": Somebody("8")}, {("7", "a"), ("7", "b")})
    kept = actors._resolver
    actors.set_resolver(world.resolve)
    topics.add(LiveTopic("shelf", world.may_follow))
    topics.add(LiveTopic("news", lambda actor, key: key == "all", for_guests=True))
    yield world
    actors.set_resolver(kept)
    topics._entries.pop("shelf")
    topics._entries.pop("news")


@dataclass
class Reader:
    """One reader of `/live/` and what it was sent."""

    topics: str
    session: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    sent: list[dict[str, Any]] = field(default_factory=list)

    async def __aenter__(self) -> Reader:
        self._gone = asyncio.Event()
        headers = {"host": "testserver", **self.headers}
        if self.session:
            headers["cookie"] = f"other=1; sessionid={self.session}"
        scope = {
            "type": "http",
            "method": self.method,
            "path": "/live/",
            "query_string": f"topics={self.topics}".encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        self.task = asyncio.create_task(live(scope, self._receive, self._send))
        await self.until(lambda: bool(self.sent))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, 5)

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(dict(message))

    async def until(self, happened: Any, seconds: float = 5.0) -> None:
        """Wait for something to become true.

        Raises:
            TimeoutError: it did not in time.
        """
        async with asyncio.timeout(seconds):
            while not happened():
                await asyncio.sleep(0.01)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()

    @property
    def is_over(self) -> bool:
        return self.sent[-1].get("more_body") is False

    @property
    def events(self) -> list[tuple[str, Any]]:
        """(event, data) of each event so far, without heartbeats."""
        found = []
        for block in self.text.split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if "data" in fields:
                found.append((fields.get("event", "message"), json.loads(fields["data"])))
        return found
