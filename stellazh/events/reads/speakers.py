"""People who may be named in a programme: those plans name, found by what somebody types, with post and school."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from stellazh.events.models import Event
from stellazh.events.services.programme import SpeakerFields
from stellazh.members.enums import Level
from stellazh.members.models import Post
from stellazh.members.visibility import hides_from
from stellazh.people.models import Person
from stellazh.russian.collation import fold
from stellazh.russian.persons import find_persons
from stellazh.workplans.services.owners import people_for_owners

MOST_OFFERED: Final = 12
_PERSON_BREAK: Final = re.compile(r"[;\n]+")
_SCHOOL: Final = re.compile(
    r"школ|гимнази|лице[йя]|интернат|колледж|техникум|училищ|университет|институт|академи|библиотек[аи]\b|центр|музе|"
    r"издательств|№|\b(?:[МГК]?[БКА]?ОУ|СОШ|ООШ|НОШ|ЦБС|ДОУ|МЦБ|ЦДБ)\b",
    re.IGNORECASE,
)
_POST: Final = re.compile(
    r"\b(?:педагог(?!ич)|учител|методист|директор|завед|руководител|доцент|профессор|специалист)", re.I
)
_EDGES: Final = " \t,.:–—-()"


@dataclass(frozen=True, slots=True)
class Workplace:
    """Post and school that somebody who prepares events may see of a person."""

    post: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A person offered while a name is typed: `value` is what is written, `label` what tells namesakes apart."""

    person_id: int
    value: str
    label: str


def offered_speakers(event: Event, query: str, *, on: date) -> list[Offered]:
    """People around the event's association whose name holds every word typed, twelve at most. Two queries."""
    words = fold(query).split()
    if not any(len(word) > 1 for word in words):
        return []
    people = people_for_owners(event.association, on=on)
    for word in words:
        people = people.filter(sort_key__contains=word)
    found = list(people[:MOST_OFFERED])
    places = workplaces_of([person.pk for person in found], on=on)
    names = [person.full_name for person in found]
    offered = []
    for person in found:
        place = places.get(person.pk, Workplace())
        label = ", ".join(part for part in (place.post, place.organisation_name) if part)
        is_shared = names.count(person.full_name) > 1 and place.organisation_name
        value = f"{person.full_name}, {place.organisation_name}" if is_shared else person.full_name
        offered.append(Offered(person.pk, value, label))
    return offered


def workplaces_of(person_ids: Collection[int], *, on: date) -> dict[int, Workplace]:
    """Where each of them works on that day, unless she keeps it from those above her. One query."""
    hidden = Person.objects.filter(hides_from(Level.REGION, "posts")).values("pk")
    posts = Post.objects.on(on).filter(person_id__in=person_ids).exclude(person_id__in=hidden)
    rows = posts.order_by("from_on", "pk").values_list(
        "person_id", "title", "organisation_id", "organisation__short_name"
    )
    return {person_id: Workplace(title, number, name) for person_id, title, number, name in rows}


class SpeakerDirectory:
    """Whom typed names mean. A name that means two people, or nobody, stays words."""

    def __init__(self, event: Event, *, on: date) -> None:
        self._event, self._on = event, on

    def linked(self, typed: Iterable[SpeakerFields]) -> tuple[SpeakerFields, ...]:
        """The people with those known linked; their post and school proposed where nothing was typed. Two queries."""
        rows = list(typed)
        if all(one.person_id is not None for one in rows):
            return tuple(rows)
        words = {word for one in rows for word in fold(one.name).replace(",", " ").split() if len(word) > 2}
        if not words:
            return tuple(rows)
        called = reduce(or_, (Q(sort_key__startswith=word) for word in words))
        people = list(people_for_owners(self._event.association, on=self._on).filter(called))
        places = workplaces_of([person.pk for person in people], on=self._on)
        by_key = _unambiguous(people, places)
        taken = {one.person_id for one in rows if one.person_id is not None}
        linked = []
        for one in rows:
            person = by_key.get(_key(one.name)) if one.person_id is None else None
            if person is not None and person.pk not in taken:
                taken.add(person.pk)
                linked.append(_filled(one, person, places.get(person.pk, Workplace())))
            else:
                linked.append(one)
        return tuple(linked)


def pasted_speakers(text: str) -> tuple[SpeakerFields, ...]:
    """Speakers out of «Ольхова В. И., школа № 5; Липина А. П., методист, школа № 3»: apart by semicolons and lines.

    What stands after a name is her post, or her school when it reads like one.
    """
    return tuple(speaker for chunk in _PERSON_BREAK.split(text) for speaker in _of_chunk(chunk.strip(" \t,")))


def _of_chunk(chunk: str) -> list[SpeakerFields]:
    if not chunk:
        return []
    mentions = find_persons(chunk)
    if not mentions:
        name, _, detail = chunk.partition(",")
        return [_with_detail(name, detail)]
    speakers = []
    for number, mention in enumerate(mentions):
        end = mentions[number + 1].start if number + 1 < len(mentions) else len(chunk)
        before = chunk[: mention.start] if number == 0 else ""
        detail = f"{before.strip(_EDGES)},{chunk[mention.end : end]}"
        speakers.append(_with_detail(chunk[mention.start : mention.end], detail))
    return speakers


def _with_detail(name: str, detail: str) -> SpeakerFields:
    posts: list[str] = []
    schools: list[str] = []
    for part in (one.strip(_EDGES + "\u00a0") for one in detail.split(",")):
        if part:
            is_school = bool(schools) or (bool(_SCHOOL.search(part)) and not _POST.match(part))
            (schools if is_school else posts).append(part)
    clean = " ".join(name.split()).strip(" ,;")
    return SpeakerFields(clean, post=", ".join(posts), organisation_name=", ".join(schools))


def _filled(typed: SpeakerFields, person: Person, place: Workplace) -> SpeakerFields:
    is_own = typed.organisation_name in ("", place.organisation_name)
    return SpeakerFields(
        name=person.full_name,
        post=typed.post or place.post,
        organisation_name=typed.organisation_name or place.organisation_name,
        person_id=person.pk,
        organisation_id=place.organisation_id if is_own else None,
    )


def _unambiguous(people: Iterable[Person], places: Mapping[int, Workplace]) -> dict[str, Person]:
    meant: dict[str, set[Person]] = defaultdict(set)
    for person in people:
        for name in (person.full_name, person.short_name):
            meant[_key(name)].add(person)
        if school := places.get(person.pk, Workplace()).organisation_name:
            meant[_key(f"{person.full_name}, {school}")].add(person)
    return {key: next(iter(found)) for key, found in meant.items() if len(found) == 1}


def _key(name: str) -> str:
    # «Ольхова В. И.» and «Ольхова В.И» are one spelling.
    return fold(name).replace(". ", ".").rstrip(".")
