"""Handlers that exist only here, and actors to ask for their work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError
from stellazh.jobs import services
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import Handler, handlers
from stellazh.jobs.models import Job


@dataclass(frozen=True)
class Somebody:
    """A person as far as jobs know one."""

    actor_id: str = "7"
    actor_name: str = "Ольхова Вера"
    actor_kind: ActorKind = ActorKind.PERSON


class PaperIsEmpty(DomainError):
    """A refusal of the tests' own domain."""


@dataclass
class Bench:
    """Registers handlers for one test and keeps what they were given."""

    names: list[str]
    ran: list[dict[str, Any]]

    def register(self, run: Callable[..., dict[str, Any] | None], **options: int) -> str:
        """Make `run` a handler; its name."""
        name = f"tests.work_{len(self.names)}"
        handlers.add(Handler(name, "Проверочная работа", run, **options))
        self.names.append(name)
        return name

    def note(self, context: JobContext, **arguments: Any) -> dict[str, Any]:
        """A handler that only remembers its arguments."""
        self.ran.append(arguments)
        return {"count": len(self.ran)}


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench([], [])
    yield bench
    for name in bench.names:
        handlers._entries.pop(name)


@pytest.fixture
def ask(at: datetime) -> Callable[..., Job]:
    """Enqueue as a person, or as `by`."""

    def enqueue(name: str, arguments: dict[str, Any] | None = None, **options: Any) -> Job:
        options.setdefault("by", Somebody())
        return services.enqueue(name, arguments or {}, at=at, **options)

    return enqueue
