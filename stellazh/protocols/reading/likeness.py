"""One person under two names? Names that are almost equal are pointed out and never merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from stellazh.protocols.reading.draft import Draft
from stellazh.protocols.reading.model import Doubt, NamedPerson, Part
from stellazh.protocols.reading.people import in_first_case, names_in
from stellazh.russian.persons import Likeness, names_alike

# A protocol names some dozens of people; of a whole region's list only the first are compared.
_LIMIT: Final = 400
_WHY: Final = {
    Likeness.OTHER_INITIALS: "разные инициалы",
    Likeness.ONE_LETTER: "разница в одну букву",
}


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    surname: str
    initials: str
    line: int


def check_names(draft: Draft) -> Iterator[Doubt]:
    """A doubt for each pair of names that may be one person's: other initials, or one letter in the surname.

    Two namesakes who both stand in the list of those present are two people.
    """
    listed = {_surname_and_initials(person.name) for person in (*draft.present, *draft.roll)}
    for first, second in combinations(_names(draft), 2):
        if first.surname != second.surname and first.initials != second.initials:
            continue
        why = _WHY.get(names_alike(first.name, second.name))
        if first.initials != second.initials and {first.name, second.name} <= listed:
            continue
        if why and not _is_other_case(first, second):
            yield Doubt(
                Part.PAPER,
                f"Похоже, это один человек: «{first.name}» и «{second.name}» ({why}). Проверьте, как правильно.",
                max(first.line, second.line),
            )


def _surname_and_initials(name: str) -> str:
    mentions = names_in(name)
    return mentions[0].name if len(mentions) == 1 else name


def _names(draft: Draft) -> list[_Named]:
    found: dict[str, _Named] = {}
    for place, line in enumerate(draft.lines):
        if line.part in (Part.HEADING, Part.UNREAD):
            continue
        for mention in names_in(line.text):
            if (mention.is_acting or mention.is_doubtful) and len(found) < _LIMIT:
                found.setdefault(mention.name, _Named(mention.name, _folded(mention.surname), mention.initials, place))
    return list(found.values())


def _is_other_case(first: _Named, second: _Named) -> bool:
    """«Ольхову В.И.» beside «Ольхова В.И.» is no second person."""
    one, other = NamedPerson(first.name), NamedPerson(second.name)
    return in_first_case(one, [other]).name == second.name or in_first_case(other, [one]).name == first.name


def _folded(surname: str) -> str:
    return re.sub("ё", "е", surname.casefold())
