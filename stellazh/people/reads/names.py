"""Names in the cases of Russian: what somebody has settled, and what the rules of the language give otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from stellazh.people.enums import GrammaticalCase
from stellazh.people.models import NameInCase, Person
from stellazh.russian.names import Case, Declined, decline


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
    kind = GrammaticalCase(case)
    known = {person.pk: person for person in people}
    settled = _settled_for(known, [kind])
    return {pk: _declined(person, kind, settled.get((pk, kind.value))) for pk, person in known.items()}


def forms_of(person: Person, cases: Sequence[GrammaticalCase]) -> list[ShownForm]:
    """The person's name in these cases, in their order. One query."""
    settled = {case: text for (_, case), text in _settled_for({person.pk: person}, cases).items()}
    return [
        ShownForm(case, _declined(person, case, settled.get(case.value)), is_settled=case.value in settled)
        for case in cases
    ]


def _settled_for(known: Mapping[int, Person], cases: Sequence[GrammaticalCase]) -> dict[tuple[int, str], str]:
    """The settled texts that apply: those made for the name that the person has now."""
    rows = NameInCase.objects.filter(person__in=known, case__in=cases)
    return {
        (pk, case): text
        for pk, case, full_name, text in rows.values_list("person_id", "case", "full_name", "text")
        if full_name == known[pk].full_name
    }


def _declined(person: Person, case: GrammaticalCase, settled: str | None) -> Declined:
    by_rules = decline(person.full_name, cast("Case", case.value))
    # The gender stays as the rules see it: only the words were settled.
    return by_rules if settled is None else replace(by_rules, text=settled, is_certain=True, doubt="")
