"""The bus: what a service says, every open page that follows the topic hears.

Two back ends, by `settings.LIVE_BUS`: «process» reaches the pages served by this process, «postgres» those of every
process on the same database, through LISTEN/NOTIFY.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.live import postgres
from stellazh.live.messages import REVOKED, Message
from stellazh.live.subscriptions import subscriptions

PROCESS = "process"
POSTGRES = "postgres"


def publish(topic: str, data: Mapping[str, Any]) -> None:
    """Tell the followers of `topic` after the transaction commits; at once when there is none.

    Never fails because of a listener. From sync code and any thread.

    Raises:
        TypeError, ValueError: `data` is no JSON, or more than 256 KiB; raised at once, before the commit.
    """
    message = Message.of(topic, data)
    transaction.on_commit(lambda: _send(message), robust=True)


def publish_now(topic: str, data: Mapping[str, Any]) -> None:
    """Tell the followers at once, inside a transaction too: for progress, which is no fact that could roll back."""
    _send(Message.of(topic, data))


def revoke(actor: Actor) -> None:
    """Let the actor's open streams ask for their rights again after the commit: a grant or a session has ended."""
    publish(REVOKED, {"kind": str(actor.actor_kind), "id": actor.actor_id})


def start() -> None:
    """Begin to hear other processes. Called when a server process starts; once is enough."""
    if settings.LIVE_BUS == POSTGRES:
        postgres.listener.start(subscriptions.deliver)


def end_streams() -> None:
    """End the streams of this process: the server is stopping and must not wait for its readers."""
    subscriptions.end_all()


def stop() -> None:
    """End the streams and hear nobody any more."""
    end_streams()
    postgres.listener.stop()


def _send(message: Message) -> None:
    if settings.LIVE_BUS == POSTGRES:
        postgres.notify(message)
    else:
        subscriptions.deliver(message)
