"""The bus between processes: PostgreSQL's LISTEN/NOTIFY over connections of its own.

A notification carries at most 8,000 bytes, so longer messages go in numbered pieces and are put together again;
PostgreSQL keeps the order of one connection's notifications.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.db import connections

from stellazh.live.messages import Message

logger = logging.getLogger(__name__)

CHANNEL = "stellazh_live"
PIECE_LENGTH = 7_500
_MAX_UNFINISHED = 200
_LISTEN_SECONDS = 1.0
_RECONNECT_SECONDS = 1.0


def _connect() -> psycopg.Connection[Any]:
    parameters = dict(connections["default"].get_connection_params())
    for name in ("cursor_factory", "context", "pool", "prepare_threshold", "server_side_binding"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters, autocommit=True)


def pieces(message: Message) -> Iterator[str]:
    """The notifications that carry a message: `id number total topic` and a piece of its data."""
    total = max(1, -(-len(message.data) // PIECE_LENGTH))
    name = secrets.token_hex(8)
    for number in range(total):
        part = message.data[number * PIECE_LENGTH : (number + 1) * PIECE_LENGTH]
        yield f"{name} {number} {total} {message.topic}\n{part}"


class Assembly:
    """Puts pieces together again. Messages that stay unfinished are forgotten, oldest first."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}

    def add(self, payload: str) -> Message | None:
        """The whole message when this was its last piece."""
        head, _, part = payload.partition("\n")
        name, number, total, topic = head.split(" ", 3)
        if int(number) == 0:
            self._parts[name] = []
        parts = self._parts.get(name)
        if parts is None or len(parts) != int(number):
            # Listening began in the middle of this message.
            self._parts.pop(name, None)
            return None
        parts.append(part)
        if len(parts) < int(total):
            while len(self._parts) > _MAX_UNFINISHED:
                del self._parts[next(iter(self._parts))]
            return None
        del self._parts[name]
        return Message(topic, "".join(parts))


class _Sender:
    """One connection of this process for notifications, shared by its threads and made anew when it breaks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None

    def send(self, message: Message) -> None:
        with self._lock:
            try:
                self._notify(message)
            except psycopg.OperationalError:
                self._drop()
                self._notify(message)

    def _notify(self, message: Message) -> None:
        if self._connection is None or self._connection.closed:
            self._connection = _connect()
        with self._connection.transaction():
            for payload in pieces(message):
                self._connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        with self._lock:
            self._drop()


_sender = _Sender()


def notify(message: Message) -> None:
    """Send the message to every process that listens. A database that is away is logged, not raised: nothing of the
    person's work depends on it."""
    try:
        _sender.send(message)
    except psycopg.Error:
        logger.warning("A live message on «%s» was not sent.", message.topic, exc_info=True)


def close_sender() -> None:
    """Give the sending connection back; the next message opens another."""
    _sender.close()


class Listener:
    """A thread that hears the channel and hands on whole messages, until it is stopped; reconnects by itself."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self.is_listening = threading.Event()

    def start(self, deliver: Callable[[Message], int]) -> None:
        """Listen in a daemon thread; a second call changes nothing."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(deliver,), name="live-listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close its connection, within about a second."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_LISTEN_SECONDS + 1)
            self._thread = None
        close_sender()

    def _run(self, deliver: Callable[[Message], int]) -> None:
        while not self._stop.is_set():
            try:
                with _connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self.is_listening.set()
                    self._hear(connection, deliver)
            except psycopg.Error:
                logger.warning("The live bus lost its database and connects again.", exc_info=True)
                self._stop.wait(_RECONNECT_SECONDS)
            finally:
                self.is_listening.clear()

    def _hear(self, connection: psycopg.Connection[Any], deliver: Callable[[Message], int]) -> None:
        assembly = Assembly()
        while not self._stop.is_set():
            for notification in connection.notifies(timeout=_LISTEN_SECONDS):
                message = assembly.add(notification.payload)
                if message is not None:
                    deliver(message)


listener = Listener()
