"""Names in the cases of Russian: what somebody has settled, and what the rules of the language give otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stellazh.people.enums import GrammaticalCase
from stellazh.people.models import NameInCase, Person

if TYPE_CHECKING:
    from stellazh.russian.names import Declined


@dataclass(frozen=True, slots=True)
class ShownForm:
    """One case of a name for a page: `is_settled` when somebody wrote it, for the name as it is now."""

    case: GrammaticalCase
    declined: Declined
    is_settled: bool


def names_in_case(people: Iterable[Person], case: str) -> Mapping[int, Declined]:
    """Each person's full name in that case, by key. One query.

    What was settled for the name as it is now is certain. Otherwise the rules of the language decline it, and say
    themselves whether they are certain.
    """
    known = {person.pk: person for person in people}
    # Asked by the keys alone: the names stand in the rows that the caller has.
    settled = _settled_for(known, [case])
    return {
        pk: _certain(settled[pk, case]) if (pk, case) in settled else _decline(person, case)
        for pk, person in known.items()
    }


def forms_of(person: Person, cases: Sequence[GrammaticalCase]) -> list[ShownForm]:
    """The person's name in these cases, in their order. One query."""
    settled = _settled_for({person.pk: person}, cases)
    return [
        ShownForm(case, _certain(settled[person.pk, case]), is_settled=True)
        if (person.pk, case) in settled
        else ShownForm(case, _decline(person, case.value), is_settled=False)
        for case in cases
    ]


def _settled_for(known: Mapping[int, Person], cases: Sequence[str]) -> dict[tuple[int, str], str]:
    """The settled texts that apply: those made for the name that the person has now."""
    rows = NameInCase.objects.filter(person__in=known, case__in=cases)
    return {
        (pk, case): text
        for pk, case, full_name, text in rows.values_list("person_id", "case", "full_name", "text")
        if full_name == known[pk].full_name
    }


def _decline(person: Person, case: str) -> Declined:
    from stellazh.russian.names import decline

    return decline(person.full_name, case)


def _certain(text: str) -> Declined:
    from stellazh.russian.names import Declined

    return Declined(text=text, is_certain=True, doubt="")
