"""Lists that people can be taken from. Each app that knows one registers it from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from stellazh.common.registries import Registry

if TYPE_CHECKING:
    from stellazh.common.actor import Actor
    from stellazh.common.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a list names. `details` are fields of the sheet that differ: «баллы», «работа», «номинация»."""

    name: str
    person_id: int | None = None
    post: str = ""
    organisation_id: int | None = None
    school: str = ""
    municipality: str = ""
    email: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What documents are given for. `basis` follows «за»; `dates_words` are «с 20 по 27 ноября 2026 г.»."""

    key: str
    association_id: int
    title: str
    basis: str = ""
    dates_words: str = ""
    hours: int | None = None
    place: str = ""
    ended_on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class RecipientList:
    """One list: `code` is «event.present», `subject_kind` the word before the colon of the subject's key.

    `subject` is the thing with that key, None when there is none that the actor may see. `may` says whether the actor
    may take its people. `read` gives them in the order of the alphabet, the same people for the same rows.
    """

    code: str
    label: str
    subject_kind: str
    subject: Callable[[Actor, str], Subject | None]
    may: Callable[[Actor, str], Verdict]
    read: Callable[[str], Sequence[Recipient]]


recipient_lists: Registry[RecipientList] = Registry("list of recipients", key=lambda entry: entry.code)


def lists_of(subject_kind: str) -> list[RecipientList]:
    """The lists of things of that kind, in the order they were registered."""
    return [entry for entry in recipient_lists if entry.subject_kind == subject_kind]
