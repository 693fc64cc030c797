"""Whom the plan of an association may name as responsible, found by what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stellazh.associations.models import Association, Organisation
from stellazh.russian.collation import fold
from stellazh.workplans.enums import OwnerKind
from stellazh.workplans.services.fields import OwnerFields
from stellazh.workplans.services.owners import people_for_owners

_PARTS = (" — ", " – ", ", ")


@dataclass(frozen=True, slots=True)
class OwnerDirectory:
    """`names` are offered while typing; a name that means two of them is offered whole and never guessed."""

    names: tuple[str, ...]
    by_key: Mapping[str, OwnerFields]

    def owner(self, typed: str) -> OwnerFields:
        """What the typed words name: «Ольхова В.И., методист» is the name and, after it, post and place.

        Words that name nobody known, or two at once, stay words.
        """
        name, detail = _parted(typed)
        whole, known = self.by_key.get(_key(typed)), self.by_key.get(_key(name))
        if whole is not None:
            name, detail, known = typed.strip(), "", whole
        if known is None:
            return OwnerFields(kind=OwnerKind.TEXT, name=name, detail=detail)
        return OwnerFields(
            kind=known.kind,
            name=name,
            detail=detail,
            person_id=known.person_id,
            association_id=known.association_id,
            organisation_id=known.organisation_id,
        )


def owner_directory(association: Association, *, on: date) -> OwnerDirectory:
    """Members of the association and of its neighbours in the line, those associations, the organisations of the
    territory. Three queries."""
    found: list[tuple[str, OwnerFields]] = []
    names: list[str] = []
    for person in people_for_owners(association, on=on):
        fields = OwnerFields(kind=OwnerKind.PERSON, name=person.short_name, person_id=person.pk)
        found += [(person.short_name, fields), (person.full_name, fields)]
        names.append(person.short_name)
    for related in _line_of(association):
        fields = OwnerFields(kind=OwnerKind.GROUP, name=related.short_name, association_id=related.pk)
        found += [(related.short_name, fields), (related.name, fields)]
        names.append(related.short_name)
    organisations = Organisation.objects.present().filter(territory__path__startswith=association.territory.path)
    for organisation in organisations.in_order():
        fields = OwnerFields(kind=OwnerKind.ORGANISATION, name=organisation.short_name, organisation_id=organisation.pk)
        found += [(organisation.short_name, fields), (organisation.name, fields)]
        names.append(organisation.short_name)
    return OwnerDirectory(tuple(dict.fromkeys(names)), _unambiguous(found))


def _line_of(association: Association) -> Iterable[Association]:
    parts = association.path.strip("/").split("/")
    above = ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
    line = Q(path__in=above) | Q(path__startswith=association.path)
    return Association.objects.present().filter(line).in_order()


def _unambiguous(found: Iterable[tuple[str, OwnerFields]]) -> dict[str, OwnerFields]:
    by_key: dict[str, OwnerFields] = {}
    twice: set[str] = set()
    for name, fields in found:
        key = _key(name)
        if by_key.setdefault(key, fields) != fields:
            twice.add(key)
    return {key: fields for key, fields in by_key.items() if key not in twice}


def _key(name: str) -> str:
    # «Ольхова В. И.» and «Ольхова В.И» are one spelling.
    return fold(name).replace(". ", ".").rstrip(".")


def _parted(typed: str) -> tuple[str, str]:
    places = [(typed.index(part), part) for part in _PARTS if part in typed]
    if not places:
        return typed.strip(), ""
    place, part = min(places)
    return typed[:place].strip(), typed[place + len(part) :].strip()
