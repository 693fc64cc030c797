"""Streams of this process: who listens to what, and handing a message to each without waiting for any."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict

from stellazh.live.messages import Message

QUEUE_LENGTH = 100


class Subscription:
    """One listener's bounded queue. Made, read and closed in the event loop that it belongs to."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.has_lost = False
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Message | None] = asyncio.Queue(QUEUE_LENGTH)

    def hand_over(self, message: Message | None) -> None:
        """Put the message into the queue from any thread. None ends the stream."""
        try:
            self._loop.call_soon_threadsafe(self._put, message)
        except RuntimeError:
            # The loop is closed: its process is going down and nobody reads any more.
            return

    def _put(self, message: Message | None) -> None:
        if self._queue.full():
            # A slow reader is told that it missed something and asks for the page anew; memory stays bounded.
            while not self._queue.empty():
                self._queue.get_nowait()
            self.has_lost = True
        self._queue.put_nowait(message)

    async def next(self, timeout: float) -> Message | None:
        """The next message, or None when the stream ends.

        Raises:
            TimeoutError: nothing came in `timeout` seconds.
        """
        return await asyncio.wait_for(self._queue.get(), timeout)


class Subscriptions:
    """All listeners of this process, by topic. Safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_topic: defaultdict[str, set[Subscription]] = defaultdict(set)

    def add(self, subscription: Subscription) -> None:
        """Let the listener hear its topics from now on."""
        with self._lock:
            for name in subscription.names:
                self._by_topic[name].add(subscription)

    def remove(self, subscription: Subscription) -> None:
        """Forget the listener; twice is no error."""
        with self._lock:
            for name in subscription.names:
                listeners = self._by_topic.get(name)
                if listeners is not None:
                    listeners.discard(subscription)
                    if not listeners:
                        del self._by_topic[name]

    def deliver(self, message: Message) -> int:
        """Hand the message to all who follow its topic; how many they were."""
        with self._lock:
            listeners = tuple(self._by_topic.get(message.topic, ()))
        for listener in listeners:
            listener.hand_over(message)
        return len(listeners)

    def end_all(self) -> None:
        """End every stream: the server is stopping."""
        with self._lock:
            listeners = {listener for group in self._by_topic.values() for listener in group}
        for listener in listeners:
            listener.hand_over(None)

    def __len__(self) -> int:
        with self._lock:
            return len({listener for group in self._by_topic.values() for listener in group})


subscriptions = Subscriptions()
