"""Who answers, found by what somebody typed: one line for each. Nobody is guessed: who fits two is asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.events.reads.speakers import Workplace, workplaces_of
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeKind, UnfoldTo
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.addressee_classes import CLASS_NAMES, class_meant
from stellazh.protocols.reads.people import name_key
from stellazh.protocols.services.decision_fields import UNFOLDINGS, OwnerFields
from stellazh.protocols.services.decision_owners import usual_unfolding
from stellazh.russian.collation import fold

MOST_OFFERED: Final = 8
_MOST_CHOICES: Final = 6
_LINES: Final = re.compile(r"[\n;]")
_WORDS: Final = re.compile(r"[\w№]+")


@dataclass(frozen=True, slots=True)
class Known:
    """One that may answer. `spellings` are whole names, the one printed first; `surname` alone only asks."""

    fields: OwnerFields
    detail: str
    spellings: tuple[str, ...]
    surname: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be put in place of a line: `value` is the line, `label` tells it from the others."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One typed line as it was understood. `says` tells it in words; `choices` are asked about; `unfoldings` are pairs
    of code and words for a class, the first of which is the usual one."""

    index: int
    fields: OwnerFields
    says: str
    choices: tuple[Choice, ...] = ()
    unfoldings: tuple[tuple[str, str], ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether the name may mean somebody known, and nobody said whom."""
        return bool(self.choices)

    @property
    def is_in_words(self) -> bool:
        """Whether the line is linked to nothing."""
        return self.fields.kind == AddresseeKind.GROUP

    @property
    def unfold_name(self) -> str:
        """The name of the control that says for whom marks are kept."""
        return unfold_control(self.fields.addressee_class)


@dataclass(frozen=True, slots=True)
class AddresseeDirectory:
    """Everybody and everything within reach of an association."""

    known: tuple[Known, ...]
    by_name: Mapping[str, tuple[Known, ...]]
    by_surname: Mapping[str, tuple[Known, ...]]
    has_below: bool

    def lines(
        self, typed: str, *, stored: Sequence[OwnerFields] = (), unfold: Mapping[str, str] | None = None
    ) -> tuple[OwnerLine, ...]:
        """The typed lines as understood. A line left as it was `stored` keeps whom it is linked to.

        `unfold` maps codes of classes to how their marks are kept. Several known names between commas are several
        lines.
        """
        kept = {name_key(owner.name): owner for owner in stored if owner.kind != AddresseeKind.GROUP}
        texts = [text for line in _LINES.split(typed) if line.strip() for text in self._parted(line.strip(), kept)]
        return tuple(self._line(index, text, kept, unfold or {}) for index, text in enumerate(texts))

    def offered(self, typed: str) -> tuple[Choice, ...]:
        """At most eight that the last typed line may become: each typed word begins a word of theirs."""
        wanted = _WORDS.findall(fold(_LINES.split(typed)[-1]))
        if not any(len(word) > 1 for word in wanted):
            return ()
        found = [Choice(name, "") for name in CLASS_NAMES.values() if _fits(wanted, name)]
        for one in self.known:
            if len(found) >= MOST_OFFERED:
                break
            if _fits(wanted, f"{one.spellings[-1]} {one.detail}") and (value := self._alone(one)):
                found.append(Choice(value, "" if one.detail in value else one.detail))
        return tuple(found[:MOST_OFFERED])

    def _parted(self, line: str, kept: Mapping[str, OwnerFields]) -> list[str]:
        if name_key(line) in kept or self._exact(line):
            return [line]
        parts = [part.strip() for part in line.split(", ") if part.strip()]
        kinds = {self._kind(part) for part in parts}
        # «Ольхова В.И., школа № 5» is one person with her school.
        is_one = {AddresseeKind.PERSON, AddresseeKind.ORGANISATION} <= kinds
        return [line] if len(parts) < 2 or "" in kinds or is_one else parts

    def _kind(self, name: str) -> str:
        """What the name alone is; empty for words that mean nobody known, or two."""
        known = self._exact(name)
        if len(known) == 1:
            return known[0].fields.kind
        return AddresseeKind.CLASS if not known and class_meant(name) else ""

    def _line(self, index: int, text: str, kept: Mapping[str, OwnerFields], unfold: Mapping[str, str]) -> OwnerLine:
        stored = kept.get(name_key(text))
        if stored is not None:
            return self._told(index, replace(stored, name=text), unfold)
        meant = self._meant(text)
        if len(meant) == 1:
            return self._told(index, replace(meant[0].fields, name=text), unfold)
        group = OwnerFields(AddresseeKind.GROUP, text)
        if meant:
            return OwnerLine(index, group, "подходит нескольким, выберите:", self._choices(meant))
        if code := class_meant(text):
            chosen = OwnerFields(
                AddresseeKind.CLASS,
                text,
                addressee_class=code,
                unfold_to=usual_unfolding(code, has_below=self.has_below),
            )
            return self._told(index, chosen, unfold)
        called = self.by_surname.get(name_key(text.split(",")[0]), ())
        says = "возможно, это:" if called else "записано словами, отметка одна на всех"
        return OwnerLine(index, group, says, self._choices(called))

    def _told(self, index: int, fields: OwnerFields, unfold: Mapping[str, str]) -> OwnerLine:
        if fields.kind == AddresseeKind.CLASS:
            options = UNFOLDINGS[fields.addressee_class]
            wanted = unfold.get(fields.addressee_class, fields.unfold_to)
            fields = replace(fields, unfold_to=wanted if wanted in options else fields.unfold_to)
            labels = tuple((code, str(UnfoldTo(code).label)) for code in options)
            return OwnerLine(index, fields, "", unfoldings=labels)
        same = (one for one in self.known if one.fields.key == fields.key)
        one = next(same, None)
        if one is None:
            return OwnerLine(index, fields, str(AddresseeKind(fields.kind).label))
        whole = one.spellings[-1]
        parts = [part for part in (whole, one.detail) if part and fold(part) not in fold(fields.name)]
        return OwnerLine(index, fields, ", ".join(parts) or str(AddresseeKind(fields.kind).label))

    def _meant(self, text: str) -> tuple[Known, ...]:
        """Whom the whole line names, or the part before a comma or a dash, where post and school follow."""
        return self._exact(text) or self._exact(re.split(r", | [—–-] ", text, maxsplit=1)[0])

    def _exact(self, name: str) -> tuple[Known, ...]:
        return self.by_name.get(name_key(name), ())

    def _choices(self, known: Iterable[Known]) -> tuple[Choice, ...]:
        found = [Choice(value, one.detail) for one in known if (value := self._alone(one))]
        return tuple(found[:_MOST_CHOICES])

    def _alone(self, one: Known) -> str:
        """The shortest spelling that means nobody else; empty when there is none."""
        return next((name for name in one.spellings if len(self._exact(name)) == 1), "")


# For decisions that name nobody to be looked up: costs no query.
NOBODY: Final = AddresseeDirectory((), {}, {}, has_below=True)


def is_linked(typed: str, stored: Sequence[OwnerFields]) -> bool:
    """Whether every typed line is one that is linked already: then nobody need be looked up."""
    kept = {name_key(owner.name) for owner in stored if owner.kind != AddresseeKind.GROUP}
    return all(name_key(line) in kept for line in _LINES.split(typed) if line.strip())


def unfold_control(addressee_class: str) -> str:
    """«unfold_librarians»."""
    return f"unfold_{addressee_class}"


def addressee_directory(association: Association, *, on: date, protocol: Protocol | None = None) -> AddresseeDirectory:
    """Everybody who may answer for a decision of the association: people of it and of those below, whoever stands in
    the protocol, those associations, the municipalities and organisations of the territory. Seven queries at most;
    the association's territory must be at hand.
    """
    below = list(Association.objects.present().below(association).in_order())
    known = [*_people(association, on=on, protocol=protocol)]
    known += [
        Known(
            OwnerFields(AddresseeKind.ASSOCIATION, row.short_name, association_id=row.pk),
            "объединение",
            _spellings(row.short_name, row.name),
        )
        for row in below
    ]
    places = Territory.objects.filter(archived_at=None).below(association.territory).in_order()
    known += [
        Known(
            OwnerFields(AddresseeKind.TERRITORY, row.name, territory_id=row.pk),
            str(row.get_kind_display()),
            (row.name,),
        )
        for row in places
        if row.pk != association.territory_id
    ]
    schools = Organisation.objects.present().filter(territory__path__startswith=association.territory.path)
    known += [
        Known(
            OwnerFields(AddresseeKind.ORGANISATION, row.short_name, organisation_id=row.pk),
            str(row.get_kind_display()),
            _spellings(row.short_name, row.name),
        )
        for row in schools.in_order().only("pk", "kind", "name", "short_name", "sort_key")
    ]
    return _directory(known, has_below=len(below) > 1)


def _people(association: Association, *, on: date, protocol: Protocol | None) -> Iterable[Known]:
    lists = Membership.objects.on(on).filter(association__path__startswith=association.path)
    keys = set(lists.values_list("person_id", flat=True))
    if protocol is not None:
        named = protocol.people.filter(person__isnull=False)
        keys |= set(named.values_list("person_id", flat=True))
    people = list(Person.objects.present().filter(pk__in=keys).in_order())
    workplaces = workplaces_of([person.pk for person in people], on=on)
    for person in people:
        place = workplaces.get(person.pk, Workplace())
        names = _spellings(person.short_name, person.full_name)
        school = place.organisation_name
        with_school = tuple(f"{name}, {school}" for name in names) if school else ()
        yield Known(
            OwnerFields(AddresseeKind.PERSON, person.short_name, person_id=person.pk),
            ", ".join(part for part in (place.post, school) if part),
            # The last one is the whole name: it is what is searched and shown.
            (names[0], *with_school, *_familiar(person), names[-1]),
            surname=person.family_name,
        )


def _familiar(person: Person) -> tuple[str, ...]:
    """«Ольхова Вера»: how colleagues write a name."""
    return (f"{person.family_name} {person.given_name}",) if person.given_name else ()


def _directory(known: Sequence[Known], *, has_below: bool) -> AddresseeDirectory:
    by_name: defaultdict[str, dict[str, Known]] = defaultdict(dict)
    by_surname: defaultdict[str, dict[str, Known]] = defaultdict(dict)
    for one in known:
        for name in one.spellings:
            by_name[name_key(name)][one.fields.key] = one
        if one.surname:
            by_surname[name_key(one.surname)][one.fields.key] = one
    return AddresseeDirectory(
        tuple(known),
        {key: tuple(found.values()) for key, found in by_name.items()},
        {key: tuple(found.values()) for key, found in by_surname.items()},
        has_below,
    )


def _spellings(short: str, whole: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((short, whole)))


def _fits(wanted: Sequence[str], name: str) -> bool:
    words = _WORDS.findall(fold(name))
    return all(any(word.startswith(part) for word in words) for part in wanted)
