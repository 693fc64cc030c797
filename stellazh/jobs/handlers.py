"""Handlers of background work. Each lives in its app's `tasks.py`, which the start of the product imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from stellazh.common.registries import Registry

Run = TypeVar("Run", bound=Callable[..., dict[str, Any] | None])


class JobCancelled(Exception):
    """Somebody asked to stop this job; what its transaction has not committed is undone."""


class JobInterrupted(Exception):
    """This worker is stopping, or no longer owns the job; another one will begin it anew."""


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs under a name.

    `retries`: how many times an unexpected failure is tried again, after pauses that grow fourfold from ten seconds.
    `restarts`: how many times the job begins anew after its worker was lost. A handler must bear that.
    """

    name: str
    label: str
    run: Callable[..., dict[str, Any] | None]
    retries: int = 0
    restarts: int = 2


handlers: Registry[Handler] = Registry("job handler", key=lambda entry: entry.name)


def handler(name: str, *, label: str, retries: int = 0, restarts: int = 2) -> Callable[[Run], Run]:
    """Register `run(context: JobContext, **arguments) -> dict | None` as the work called `name` («app.verb_thing»).

    What it returns is kept as the job's result; `result["url"]`, an address of ours, becomes the link on its page.
    A `DomainError` ends the job with its sentence; any other exception is logged and shown as a calm sentence.
    """

    def register(run: Run) -> Run:
        handlers.add(Handler(name, label, run, retries, restarts))
        return run

    return register
