from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from django.db import connection

from stellazh.common.actor import Actor, Guest
from stellazh.live import bus, stream
from stellazh.live.subscriptions import QUEUE_LENGTH, subscriptions
from tests.live.conftest import Reader, Somebody, World

Story = Callable[[], Coroutine[Any, Any, None]]


def play(story: Story) -> None:
    asyncio.run(story())


def revoke(actor: Actor) -> None:
    """As a request's thread does it, whose connection ends with the request."""
    bus.revoke(actor)
    connection.close()


def test_stream_tells_what_was_published(world: World) -> None:
    async def story() -> None:
        async with Reader("shelf:a,news:all", "s7") as reader:
            await asyncio.to_thread(bus.publish_now, "shelf:a", {"done": 1, "message": "Чтение «плана»\n"})
            await asyncio.to_thread(bus.publish_now, "shelf:b", {"done": 9})
            await asyncio.to_thread(bus.publish_now, "news:all", {"count": 2})
            await reader.until(lambda: len(reader.events) == 2)

            assert reader.status == 200
            assert dict(reader.sent[0]["headers"]) == {
                b"content-type": b"text/event-stream; charset=utf-8",
                b"cache-control": b"no-store",
                b"x-accel-buffering": b"no",
                b"x-content-type-options": b"nosniff",
            }
            assert reader.text.startswith("retry: 3000\n\n")
            assert reader.events == [
                ("message", {"topic": "shelf:a", "data": {"done": 1, "message": "Чтение «плана»\n"}}),
                ("message", {"topic": "news:all", "data": {"count": 2}}),
            ]
        assert len(subscriptions) == 0

    play(story)


@pytest.mark.parametrize(
    ("topics", "session", "headers", "method", "status"),
    [
        ("shelf:a", "s8", {}, "GET", 403),
        ("shelf:c", "s7", {}, "GET", 403),
        ("shelf:a,shelf:c", "s7", {}, "GET", 403),
        ("shelf:a", "", {}, "GET", 403),
        ("shelf:a", "no-such-session", {}, "GET", 403),
        ("unknown:a", "s7", {}, "GET", 403),
        ("_revoked", "s7", {}, "GET", 400),
        ("", "s7", {}, "GET", 400),
        ("shelf:a%0Ab", "s7", {}, "GET", 400),
        (",".join(f"shelf:{n}" for n in range(21)), "s7", {}, "GET", 400),
        ("shelf:a", "s7", {}, "POST", 405),
        ("shelf:a", "s7", {"host": "evil.example"}, "GET", 400),
        ("shelf:a", "s7", {"origin": "https://evil.example"}, "GET", 403),
        ("shelf:a", "s7", {"origin": "null"}, "GET", 403),
        ("shelf:a", "s7", {"sec-fetch-site": "cross-site"}, "GET", 403),
        ("shelf:a", "s7", {"sec-fetch-site": "same-site"}, "GET", 403),
        ("shelf:a", "s7", {"origin": "http://testserver", "sec-fetch-site": "same-origin"}, "GET", 200),
        ("shelf:a", "s7", {}, "GET", 200),
        ("news:all", "", {}, "GET", 200),
        ("news:all", "no-such-session", {}, "GET", 200),
        ("news:other", "", {}, "GET", 403),
    ],
)
def test_stream_is_for_whom_it_is_for(
    world: World, topics: str, session: str, headers: dict[str, str], method: str, status: int
) -> None:
    async def story() -> None:
        async with Reader(topics, session, headers, method) as reader:
            await reader.until(lambda: len(reader.sent) > 1)
            assert (reader.status, reader.is_over) == (status, status != 200)

    play(story)


@pytest.mark.django_db(transaction=True)
def test_stream_loses_a_topic_whose_right_was_revoked(world: World) -> None:
    async def story() -> None:
        async with Reader("shelf:a,shelf:b", "s7") as reader, Reader("news:all", "s8") as other:
            world.rights.remove(("7", "a"))
            await asyncio.to_thread(revoke, Somebody("7"))
            await reader.until(lambda: len(reader.events) == 1)
            await asyncio.to_thread(bus.publish_now, "shelf:a", {"secret": True})
            await asyncio.to_thread(bus.publish_now, "shelf:b", {"count": 1})
            await reader.until(lambda: len(reader.events) == 2)

            assert reader.events == [
                ("revoked", {"topics": ["shelf:a"]}),
                ("message", {"topic": "shelf:b", "data": {"count": 1}}),
            ]
            assert other.events == []

    play(story)


@pytest.mark.django_db(transaction=True)
def test_stream_ends_when_the_session_ends(world: World) -> None:
    async def story() -> None:
        async with Reader("shelf:a,news:all", "s7") as reader:
            world.sessions["s7"] = Guest()
            await asyncio.to_thread(revoke, Somebody("7"))
            await reader.until(lambda: reader.is_over)

            assert reader.events == [("revoked", {"topics": ["shelf:a", "news:all"]})]

    play(story)


def test_stream_asks_for_the_rights_again_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "RIGHTS_SECONDS", 0.1)

    async def story() -> None:
        async with Reader("shelf:a", "s7") as reader:
            world.rights.clear()
            await reader.until(lambda: reader.is_over)

            assert reader.events == [("revoked", {"topics": ["shelf:a"]})]

    play(story)


def test_stream_sends_heartbeats(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)

    async def story() -> None:
        async with Reader("shelf:a", "s7") as reader:
            await reader.until(lambda: reader.text.count(":\n\n") == 3)

            assert reader.events == []

    play(story)


def test_streams_of_one_session_are_counted(world: World) -> None:
    async def story() -> None:
        readers = [Reader("shelf:a", "s7") for _ in range(stream.STREAMS_PER_SESSION)]
        for reader in readers:
            await reader.__aenter__()
        async with Reader("shelf:a", "s7") as too_many, Reader("news:all", "s8") as others:
            assert (too_many.status, others.status) == (429, 200)
        await readers[0].__aexit__()
        async with Reader("shelf:a", "s7") as again:
            assert again.status == 200
        for reader in readers[1:]:
            await reader.__aexit__()
        assert stream._open.total() == 0

    play(story)


def test_streams_end_when_the_server_stops(world: World) -> None:
    async def story() -> None:
        async with Reader("shelf:a", "s7") as reader:
            await asyncio.to_thread(bus.end_streams)
            await reader.until(lambda: reader.is_over)
            await asyncio.wait_for(reader.task, 5)

    play(story)


def test_a_slow_reader_is_told_that_it_missed_something(world: World) -> None:
    async def story() -> None:
        async with Reader("shelf:a", "s7") as reader:
            # All at once from the loop's own thread: the stream gets no turn to write in between.
            for number in range(QUEUE_LENGTH + 5):
                bus.publish_now("shelf:a", {"number": number})
            await reader.until(lambda: len(reader.events) == 6)

            assert reader.events[0] == ("lost", {})
            assert [data["data"]["number"] for _, data in reader.events[1:]] == [100, 101, 102, 103, 104]

    play(story)


def test_publishing_from_many_threads_reaches_every_reader(world: World) -> None:
    async def story() -> None:
        async with Reader("shelf:a", "s7") as one, Reader("shelf:a", "s7") as two:
            threads = [
                threading.Thread(target=bus.publish_now, args=("shelf:a", {"number": number})) for number in range(20)
            ]
            for thread in threads:
                thread.start()
            await one.until(lambda: len(one.events) == 20 and len(two.events) == 20)

            for reader in (one, two):
                assert sorted(data["data"]["number"] for _, data in reader.events) == list(range(20))

    play(story)
