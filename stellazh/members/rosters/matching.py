"""Whose row it could be. Only those who share a key are compared: ten thousand rows meet thirty thousand people.

Nobody is merged here: an exact match is told apart from a likeness, and a likeness is for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from stellazh.members.rosters.names import Alike, Name, alike, shortenings
from stellazh.members.rosters.rows import PersonRow
from stellazh.russian.collation import fold

MOST_CANDIDATES: Final = 5
SAME_ADDRESS = "та же почта, другое имя"
SAME_SCHOOL_INITIALS = "та же школа, имя записано короче"
OTHER_SCHOOL = "то же имя, другая школа"
SAME_NAME = "то же имя, школа не указана"
SHORTER = "имя записано короче, школа не указана"
SLIP_SAME_SCHOOL = "та же школа, в имени отличается буква"
SLIP = "в имени отличается буква, школа не указана"
SAME_PHONE = "тот же телефон, имя отличается"
OTHER_FAMILY = "та же школа, те же имя и отчество, другая фамилия"
SEVERAL = "совпадает полностью, но таких несколько"
IN_FILE = "строка {row} этого файла: {why}"


@dataclass(frozen=True, slots=True)
class Known:
    """A person the row can be compared with: one with a card, or an earlier row of the same file."""

    name: Name
    id: int = 0
    row: int = 0
    emails: frozenset[str] = frozenset()
    phone: str = ""
    schools: frozenset[int] = frozenset()
    school_text: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be meant, and why; `score` orders them, a hundred is the surest."""

    known: Known
    score: int
    why: str

    def as_json(self) -> dict[str, object]:
        if self.known.row:
            return {"row": self.known.row, "score": self.score, "why": IN_FILE.format(row=self.known.row, why=self.why)}
        return {"id": self.known.id, "score": self.score, "why": self.why}


@dataclass(frozen=True, slots=True)
class Match:
    """`exact` is the one person meant without doubt; otherwise `candidates`, the likeliest first, or nobody."""

    exact: Known | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class PeopleIndex:
    """Known people under their keys."""

    _families: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _shortenings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _emails: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _phones: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _given: dict[tuple[int, str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, people: Iterable[Known]) -> PeopleIndex:
        index = cls()
        for known in people:
            index.add(known)
        return index

    def add(self, known: Known) -> None:
        """Let rows that follow be compared with this one too."""
        family, given, patronymic = known.name.key
        if family not in self._families:
            for key in shortenings(family):
                self._shortenings[key].add(family)
        self._families[family].append(known)
        for email in known.emails:
            self._emails[email].append(known)
        if known.phone:
            self._phones[known.phone].append(known)
        if len(given) > 1 and len(patronymic) > 1:
            for school in known.schools:
                self._given[school, given, patronymic].append(known)

    def find(self, row: PersonRow, school_id: int | None) -> Match:
        """Whose row it is, or could be. `school_id` is the school the row names, None when it names none known."""
        if row.name is None:
            return Match()
        exact: list[Known] = []
        found: dict[tuple[int, int], Candidate] = {}
        for known in self._compared(row, school_id):
            score, why = _judge(row, school_id, known)
            if score == _EXACT:
                exact.append(known)
            elif score:
                found[known.id, known.row] = Candidate(known, score, why)
        here = [known for known in exact if known.is_here]
        if len(exact) > 1 and len(here) == 1:
            exact = here
        if len(exact) == 1:
            return Match(exact[0])
        candidates = [*(Candidate(known, 100, SEVERAL) for known in exact), *found.values()]
        candidates.sort(key=lambda one: (-one.score, one.known.row, one.known.id))
        return Match(None, tuple(candidates[:MOST_CANDIDATES]))

    def _compared(self, row: PersonRow, school_id: int | None) -> Iterator[Known]:
        """Each of those who share a key with the row, once."""
        assert row.name is not None  # noqa: S101
        family, given, patronymic = row.name.key
        families = {near for key in shortenings(family) for near in self._shortenings.get(key, ())}
        groups = [self._families[near] for near in families | ({family} & self._families.keys())]
        groups.append(self._emails.get(row.email, []) if row.email else [])
        phone = str(row.card.get("phone", ""))
        groups.append(self._phones.get(phone, []) if phone else [])
        groups.append(self._given.get((school_id, given, patronymic), []) if school_id else [])
        seen: set[tuple[int, int]] = set()
        for group in groups:
            for known in group:
                if (known.id, known.row) not in seen:
                    seen.add((known.id, known.row))
                    yield known


_EXACT: Final = -1


def _judge(row: PersonRow, school_id: int | None, known: Known) -> tuple[int, str]:
    """`_EXACT`, or how likely and why, or nought."""
    assert row.name is not None  # noqa: S101
    near = alike(row.name, known.name)
    same_school = _is_same_school(row, school_id, known)
    same_email = bool(row.email) and row.email in known.emails
    same_phone = bool(known.phone) and row.card.get("phone") == known.phone
    if near == Alike.SAME:
        if same_school or same_email or (same_phone and row.name.is_full):
            return _EXACT, ""
        if known.is_here and not row.has_school and not known.schools and row.name.given:
            return _EXACT, ""
        if known.is_here and row.has_school and school_id is None and not known.schools and row.name.is_full:
            # The school was not found when the same list was brought before, and is not found now.
            return _EXACT, ""
        return (80, OTHER_SCHOOL) if same_school is False else (85, SAME_NAME)
    if near == Alike.SHORTENED and same_school is not False:
        return (90, SAME_SCHOOL_INITIALS) if same_school else (70, SHORTER)
    if near == Alike.LETTER and (same_school is not False or same_phone or same_email):
        return (88, SLIP_SAME_SCHOOL) if same_school else (65, SLIP)
    if same_email:
        return 95, SAME_ADDRESS
    if same_phone and _same_given(row.name, known.name):
        return 75, SAME_PHONE
    if same_school and _same_given(row.name, known.name) and len(row.name.patronymic) > 1:
        return 60, OTHER_FAMILY
    return 0, ""


def _is_same_school(row: PersonRow, school_id: int | None, known: Known) -> bool | None:
    """None when either side does not say."""
    if school_id is not None and known.schools:
        return school_id in known.schools
    if known.row and row.school and known.school_text:
        return fold(row.school) == fold(known.school_text)
    return None


def _same_given(one: Name, other: Name) -> bool:
    return len(one.given) > 1 and one.key[1:] == other.key[1:]
