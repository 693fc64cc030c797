"""Who may touch a person's row is known above: the app that holds memberships says so here, from its `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry
from stellazh.common.verdict import Verdict
from stellazh.people.models import Person


@dataclass(frozen=True)
class PersonGuard:
    """A subject's answers: may the actor make a new person, change this one, invite this one to sign in; write down the
    address this one will sign in with, put this one away, make one card of these two?

    Whoever writes the address can become the person, and whoever archives shuts the person out: both touch every place
    the person stands in, not only the one that asks. `why_not_absorb` is a sentence when the card may not be given up
    to another one, else empty.
    """

    code: str
    may_create: Callable[[Actor], Verdict]
    may_edit: Callable[[Actor, Person], Verdict]
    may_invite: Callable[[Actor, Person], Verdict]
    may_set_address: Callable[[Actor, Person], Verdict]
    may_archive: Callable[[Actor, Person], Verdict]
    may_merge: Callable[[Actor, Person, Person], Verdict]
    why_not_absorb: Callable[[Person], str]


@dataclass(frozen=True)
class DataGuard:
    """A subject's answers about personal data: may the actor publish texts of consents, and erase people by request;
    what keeps this person from being erased on that day, each reason a sentence that says what to do first."""

    code: str
    may_publish_texts: Callable[[Actor], Verdict]
    may_erase: Callable[[Actor], Verdict]
    must_stay: Callable[[Person, date], Sequence[str]]


data_guards: Registry[DataGuard] = Registry("data guard", key=lambda entry: entry.code)
person_guards: Registry[PersonGuard] = Registry("person guard", key=lambda entry: entry.code)
