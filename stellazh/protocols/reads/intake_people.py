"""Whom the names of an old protocol may mean. Only a name that one person bears alone is linked unasked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stellazh.associations.models import Association
from stellazh.events.reads.speakers import Workplace, workplaces_of
from stellazh.people.models import Person
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.reads.people import name_key
from stellazh.russian.persons import Likeness, names_alike
from stellazh.workplans.services.owners import people_for_owners

MOST_NEAR = 5
_WHY = {
    Likeness.SAME: "так зовут нескольких",
    Likeness.ONE_LETTER: "отличается одна буква",
    Likeness.OTHER_INITIALS: "фамилия та же, инициалы другие или неполные",
}


@dataclass(frozen=True, slots=True)
class NamesOffered:
    """One spelling: whom it is linked to (0 for «only words»), and the cards it may be, with why."""

    name: str
    key: str
    person_id: int
    offered: tuple[tuple[int, str], ...]
    is_asked: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Everybody whom a protocol of the association may name, by spellings and by the first letter of the name."""

    by_name: Mapping[str, tuple[Person, ...]]
    by_letter: Mapping[str, tuple[Person, ...]]
    ids: frozenset[int]

    def alone(self, name: str) -> Person | None:
        """The one who bears the name; None when nobody does, or two."""
        found = self.by_name.get(name_key(name), ())
        return found[0] if len(found) == 1 else None

    def near(self, name: str) -> list[tuple[Person, Likeness]]:
        """Namesakes, and people whose names look like this one. At most five."""
        letters = {word[0] for word in name_key(name).split() if word}
        people = {person.pk: person for letter in letters for person in self.by_letter.get(letter, ())}
        found = ((person, names_alike(name, person.short_name)) for person in people.values())
        near: list[tuple[Person, Likeness]] = [pair for pair in found if pair[1] is not Likeness.DIFFERENT]
        return near[:MOST_NEAR]


def known_people(association: Association) -> KnownPeople:
    """The open lists of the association, of those above and below it. One query."""
    by_name: defaultdict[str, dict[int, Person]] = defaultdict(dict)
    by_letter: defaultdict[str, list[Person]] = defaultdict(list)
    people = list(people_for_owners(association))
    for person in people:
        for spelling in (person.full_name, person.short_name):
            by_name[name_key(spelling)][person.pk] = person
        by_letter[name_key(person.family_name)[:1]].append(person)
    return KnownPeople(
        {key: tuple(found.values()) for key, found in by_name.items()},
        {letter: tuple(found) for letter, found in by_letter.items()},
        frozenset(person.pk for person in people),
    )


def names_of(draft: ProtocolDraft) -> tuple[str, ...]:
    """Every spelling of a person of the draft, once."""
    spoken = [speech.name for speech in draft.facts.speeches]
    names = [*(person.name for person in draft.facts.people), *spoken]
    return tuple({name_key(name): name for name in reversed(names) if name.strip()}.values())[::-1]


def links_of(draft: ProtocolDraft, known: KnownPeople) -> dict[str, int]:
    """Who is meant by each spelling, by its key: as chosen, else the one who bears the name alone. 0 for nobody."""
    links = {}
    for name in names_of(draft):
        key, alone = name_key(name), known.alone(name)
        links[key] = draft.choices.links.get(key, alone.pk if alone else 0)
    return links


def names_offered(draft: ProtocolDraft, association: Association, *, on: date) -> tuple[NamesOffered, ...]:
    """The spellings that may mean somebody known, those to be asked about first. Three queries at most."""
    known = known_people(association)
    links = links_of(draft, known)
    found: list[tuple[str, list[tuple[Person, Likeness]], Person | None]] = []
    for name in names_of(draft):
        alone = known.alone(name)
        near = known.near(name)
        if alone is not None and all(person.pk != alone.pk for person, _ in near):
            near = [(alone, Likeness.SAME), *near]
        if near:
            found.append((name, near, alone))
    places = workplaces_of([person.pk for _, near, _ in found for person, _ in near], on=on)
    rows = [
        NamesOffered(
            name=name,
            key=name_key(name),
            person_id=links[name_key(name)],
            offered=tuple((person.pk, _label(person, places)) for person, _ in near),
            is_asked=alone is None,
            why="" if alone else _WHY[near[0][1]],
        )
        for name, near, alone in found
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_asked))


def _label(person: Person, places: Mapping[int, Workplace]) -> str:
    school = places.get(person.pk, Workplace()).organisation_name
    return ", ".join(part for part in (person.full_name, school) if part)
