"""Who may touch a person's row is known above: the app that holds memberships says so here, from its `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry
from stellazh.common.verdict import Verdict
from stellazh.people.models import Person


@dataclass(frozen=True)
class PersonGuard:
    """A subject's answers: may the actor make a new person, change this one, invite this one to sign in; write down the
    address this one will sign in with, put this one away?

    Whoever writes the address can become the person, and whoever archives shuts the person out: both touch every place
    the person stands in, not only the one that asks.
    """

    code: str
    may_create: Callable[[Actor], Verdict]
    may_edit: Callable[[Actor, Person], Verdict]
    may_invite: Callable[[Actor, Person], Verdict]
    may_set_address: Callable[[Actor, Person], Verdict]
    may_archive: Callable[[Actor, Person], Verdict]


person_guards: Registry[PersonGuard] = Registry("person guard", key=lambda entry: entry.code)
