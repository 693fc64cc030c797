"""Cases of the names in a run: what somebody settled for that person before, else what the grammar finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.certificates.enums import NameState
from stellazh.certificates.layout import Layout
from stellazh.certificates.wording import NAME_DATIVE, NAME_GENITIVE, fields_in
from stellazh.people.models import Person
from stellazh.people.reads import names_in_case
from stellazh.russian.names import Declined, decline, find_gender

DATIVE: Final = "dative"
GENITIVE: Final = "genitive"
CASES: Final = (DATIVE, GENITIVE)
_FIELD_OF: Final[Mapping[str, str]] = {DATIVE: NAME_DATIVE, GENITIVE: NAME_GENITIVE}
NO_REASON: Final = "проверьте их."


@dataclass(frozen=True, slots=True)
class NameCases:
    """A name in the cases that sheets use. `doubt` is a sentence, empty when all is clear."""

    gender: str
    dative: str
    genitive: str
    doubt: str = ""

    @property
    def state(self) -> NameState:
        return NameState.DOUBTFUL if self.doubt else NameState.CERTAIN


def cases_of(
    names: Sequence[tuple[str, str]], people: Mapping[int, Person], who: Sequence[int | None]
) -> list[NameCases]:
    """The cases of each (name, gender), in their order; `who` names the person of each, as far as known.

    What was settled for a person counts while the row has that person's full name. Two queries at most.
    """
    settled = {case: names_in_case(list(people.values()), case) for case in CASES} if people else {}
    found = []
    for (name, gender), person_id in zip(names, who, strict=True):
        person = people.get(person_id or 0)
        if person is not None and person.full_name == name and not gender:
            both = [settled[case][person.pk] for case in CASES]
        else:
            both = [_declined(name, case, gender) for case in CASES]
        found.append(_joined(both, gender or find_gender(name) or ""))
    return found


def printed_cases(layout: Layout, letter: str = "") -> set[str]:
    """The cases of a name that stand on a sheet of that layout, or in the letter."""
    fields = {field for block in layout.blocks for field in fields_in(block.text)} | set(fields_in(letter))
    return {case for case, field in _FIELD_OF.items() if field in fields}


def _declined(name: str, case: str, gender: str) -> Declined:
    return decline(name, case, gender or None)  # type: ignore[arg-type]


def _joined(both: Sequence[Declined], gender: str) -> NameCases:
    dative, genitive = both
    unclear = [one for one in both if not one.is_certain]
    doubt = next((one.doubt for one in unclear if one.doubt), NO_REASON) if unclear else ""
    # It goes on after «Падежи имени:».
    doubt = doubt[:1].lower() + doubt[1:]
    return NameCases(dative.gender or gender, dative.text[:260], genitive.text[:260], doubt)
