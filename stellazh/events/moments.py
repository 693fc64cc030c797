"""Moments of an event's life at which other subjects have something to do: the waiting list moves, letters are written.

A hook is called inside the transaction that changes the event, with the event locked and saved. What leaves the
process (letters) it enqueues. Register from `AppConfig.ready()`: `moments.on_changed.add(Hook("letters", tell))`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry
from stellazh.events.cloning import CloneWhat
from stellazh.events.models import Event

# By the name of the model's field: what stood there and what stands there now, as values.
Changes = Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Hook:
    """`call(event, changes, by, at)`; `changes` is empty at moments at which no field was edited."""

    name: str
    call: Callable[[Event, Changes, Actor, datetime], None]


@dataclass(frozen=True, slots=True)
class CloneHook:
    """`call(source, event, what, delta, by, at)` copies what the subject holds of `source` to the new draft `event`.

    It looks at `what` itself; moments move by `delta` with `repeating.shifted(moment, delta, event.zone)`.
    """

    name: str
    call: Callable[[Event, Event, CloneWhat, timedelta, Actor, datetime], None]


on_cloned: Registry[CloneHook] = Registry("hook of cloning", key=lambda hook: hook.name)
on_announced: Registry[Hook] = Registry("hook of announcing", key=lambda hook: hook.name)
on_changed: Registry[Hook] = Registry("hook of changing", key=lambda hook: hook.name)
on_cancelled: Registry[Hook] = Registry("hook of calling off", key=lambda hook: hook.name)
on_finished: Registry[Hook] = Registry("hook of finishing", key=lambda hook: hook.name)
on_reopened: Registry[Hook] = Registry("hook of taking back", key=lambda hook: hook.name)


def reached(moment: Registry[Hook], event: Event, changes: Changes, *, by: Actor, at: datetime) -> None:
    """Let every hook of the moment do its work, in the order of registration. A refusal of one undoes the whole."""
    for hook in moment:
        hook.call(event, changes, by, at)
