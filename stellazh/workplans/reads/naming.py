"""Whose names a reader finds in plans: everybody's when signed in; without signing in, only theirs who agreed to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stellazh.common.actor import Actor, ActorKind
from stellazh.people.enums import PUBLISHED_NAME, PUBLISHED_POSTS
from stellazh.people.services.consents import published_subjects
from stellazh.russian.persons import find_persons
from stellazh.workplans.enums import OwnerKind

SOMEBODY: Final = "участник объединения"
_LOOSE_END: Final = re.compile(r"[\s,;:–—-]+$")


@dataclass(frozen=True, slots=True)
class Naming:
    """What of the people named in plans is shown. `published` are the consents to distribution, by person."""

    shows_everybody: bool
    published: Mapping[int, frozenset[str]]

    def owner(self, kind: str, name: str, detail: str, person_id: int | None) -> tuple[str, str]:
        """The name and the detail of an owner as this reader sees them.

        A linked person is named who agreed to it, with the post if that was agreed to as well; groups and organisations
        stay; any other person, linked or written in words, is «участник объединения».
        """
        if self.shows_everybody:
            return name, detail
        subjects = self.published.get(person_id or 0, frozenset())
        if PUBLISHED_NAME in subjects:
            return name, detail if PUBLISHED_POSTS in subjects else ""
        if kind == OwnerKind.PERSON or person_id is not None or names_a_person(name):
            return SOMEBODY, ""
        return name, "" if names_a_person(detail) else detail

    def owners(self, rows: Iterable[tuple[str, str, str, int | None]]) -> tuple[tuple[str, str], ...]:
        """`owner` for the owners of one item, in order; those who may not be named are named once together."""
        return tuple(dict.fromkeys(self.owner(*row) for row in rows))

    def signer(self, name: str) -> str:
        """The name under a plan, for those who may see it."""
        return name if self.shows_everybody else ""

    def line(self, text: str) -> str:
        """A line of a block of agreement; without the names in it for those who may not see them."""
        return text if self.shows_everybody else without_people(text)


def naming_for(reader: Actor, person_ids: Iterable[int | None]) -> Naming:
    """How that reader sees these people. One query for somebody not signed in, else none."""
    if reader.actor_kind in (ActorKind.PERSON, ActorKind.SYSTEM):
        return Naming(shows_everybody=True, published={})
    return Naming(shows_everybody=False, published=published_subjects({one for one in person_ids if one is not None}))


@lru_cache(maxsize=8192)
def names_a_person(text: str) -> bool:
    """Whether the words name somebody who acts: «Ольхова В.И.», not «школа им. А.С. Пушкина»."""
    return bool(find_persons(text))


@lru_cache(maxsize=1024)
def without_people(text: str) -> str:
    """«Директор центра ____ В.И. Ольхова» → «Директор центра ____»."""
    for mention in reversed(find_persons(text)):
        text = text[: mention.start] + text[mention.end :]
    return _LOOSE_END.sub("", text) if text else text
