from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.checks import run_checks
from django.db import transaction
from pytest_django import Settings

from stellazh.live import bus
from stellazh.live.messages import Message
from stellazh.live.postgres import PIECE_LENGTH, Assembly, pieces
from stellazh.live.topics import read_topics
from tests.processes import start


class Listener:
    """A listener that keeps what it hears, in place of a stream."""

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)
        self.heard: list[Message | None] = []

    def hand_over(self, message: Message | None) -> None:
        self.heard.append(message)


@pytest.fixture
def listener() -> Listener:
    listener = Listener("shelf:a")
    bus.subscriptions.add(listener)  # type: ignore[arg-type]
    yield listener
    bus.subscriptions.remove(listener)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_publish_waits_for_the_commit(listener: Listener) -> None:
    with transaction.atomic():
        bus.publish("shelf:a", {"count": 1})
        heard_before = list(listener.heard)

    assert (heard_before, listener.heard) == ([], [Message("shelf:a", '{"count":1}')])


@pytest.mark.django_db(transaction=True)
def test_publish_says_nothing_of_what_was_undone(listener: Listener) -> None:
    with transaction.atomic():
        bus.publish("shelf:a", {"count": 1})
        transaction.set_rollback(True)

    assert listener.heard == []


@pytest.mark.django_db(transaction=True)
def test_publish_now_does_not_wait(listener: Listener) -> None:
    with transaction.atomic():
        bus.publish_now("shelf:a", {"count": 1})
        heard = list(listener.heard)
        transaction.set_rollback(True)

    assert heard == [Message("shelf:a", '{"count":1}')]


def test_a_message_that_json_cannot_hold_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        bus.publish("shelf:a", {"day": object()})


def test_a_message_too_large_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="a live message of 262155 bytes"):
        bus.publish("shelf:a", {"text": "x" * 256 * 1024})


@pytest.mark.parametrize("length", [0, 1, PIECE_LENGTH - 1, PIECE_LENGTH, PIECE_LENGTH + 1, 5 * PIECE_LENGTH])
def test_pieces_fit_a_notification_and_come_together_again(length: int) -> None:
    message = Message("shelf:" + "a" * 64, "x" * length)
    assembly = Assembly()

    parts = list(pieces(message))
    found = [assembly.add(part) for part in parts]

    assert max(len(part.encode()) for part in parts) < 8000
    assert found == [None] * (len(parts) - 1) + [message]


def test_assembly_keeps_messages_apart_and_drops_those_begun_before_it_listened() -> None:
    one, two, old = (Message(f"shelf:{name}", name * 20_000) for name in "abc")
    first, second, third = list(pieces(one)), list(pieces(two)), list(pieces(old))
    assembly = Assembly()

    found = [assembly.add(part) for part in [third[1], first[0], second[0], third[2], first[1], second[1]]]
    found += [assembly.add(part) for part in [second[2], first[2]]]

    assert found == [None] * 6 + [two, one]


def test_two_processes_hear_each_other_over_postgres(new_postgres: Callable[[], str]) -> None:
    url = new_postgres()
    listening = start("tests/live/bus_process.py", "listen", DATABASE_URL=url, STELLAZH_LIVE_BUS="postgres")
    assert listening.stdout is not None
    assert listening.stdout.readline() == "ready\n"

    said = start("tests/live/bus_process.py", "say", DATABASE_URL=url, STELLAZH_LIVE_BUS="postgres")
    _, complaints = said.communicate(timeout=30)
    heard, more_complaints = listening.communicate(timeout=30)

    assert [json.loads(line) for line in heard.splitlines()] == [
        ["shelf:a", {"text": "Привет"}],
        ["shelf:a", {"text": "я" * 30_000}],
        ["shelf:a", {"text": "конец"}],
    ]
    assert (complaints, more_complaints) == ("", "")


def _ids() -> list[str]:
    return [message.id for message in run_checks() if str(message.id).startswith("live.")]


def test_check_live_bus_is_content_with_one_process(settings: Settings) -> None:
    settings.LIVE_BUS, settings.WEB_WORKERS, settings.RUN_WORKER_IN_PROCESS = "process", 1, True

    assert _ids() == []


def test_check_live_bus_refuses_a_bus_that_cannot_reach_every_process(settings: Settings) -> None:
    settings.LIVE_BUS, settings.WEB_WORKERS = "process", 2

    assert _ids() == ["live.E003"]


def test_check_live_bus_warns_of_a_worker_apart(settings: Settings) -> None:
    settings.LIVE_BUS, settings.WEB_WORKERS, settings.RUN_WORKER_IN_PROCESS = "process", 1, False

    assert _ids() == ["live.W001"]


def test_check_live_bus_refuses_what_it_does_not_know(settings: Settings) -> None:
    settings.LIVE_BUS = "pigeons"

    assert _ids() == ["live.E001"]


def test_check_live_bus_knows_whether_there_is_a_postgres(settings: Settings) -> None:
    settings.LIVE_BUS = "postgres"
    is_sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]

    assert _ids() == (["live.E002"] if is_sqlite else [])


@pytest.mark.parametrize(
    "text", ["", "shelf", "shelf:", ":a", "Shelf:a", "shelf:a b", "_revoked:a", "shelf:" + "a" * 65]
)
def test_read_topics_refuses_what_is_no_topic(text: str) -> None:
    with pytest.raises(ValueError, match="not a list of topics"):
        read_topics(text)


def test_read_topics_takes_each_once_in_order() -> None:
    assert read_topics("shelf:b,shelf:a,,shelf:b") == ("shelf:b", "shelf:a")
