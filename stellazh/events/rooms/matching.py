"""Whose name it could be. Only those who share a key are compared; a likeness is for a person to decide.

A row is matched when one person fits without doubt; otherwise it keeps whoever could be meant, five at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz.distance import OSA

from stellazh.events.enums import RowVerdict
from stellazh.events.rooms.names import (
    RoomName,
    full_given_names,
    is_latin,
    is_patronymic,
    numbers_of,
    read_room_name,
    skeleton,
)
from stellazh.members.rosters.names import shortenings
from stellazh.russian.persons.morphology import may_be

MOST_CANDIDATES: Final = 5
# How much of a name was said: everything; family and given name; the family name with initials; less.
_WHOLE, _FULL, _INITIALS, _LIKELY, _NEAR, _PART = 6, 5, 4, 3, 2, 1
_SMALL_WORDS: Final = frozenset("всукоия")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may have been in the room. `key` is «enrolment:12» or «person:7»; names are folded."""

    key: str
    family: str
    given: str = ""
    patronymic: str = ""
    emails: frozenset[str] = frozenset()
    school: str = ""
    is_registered: bool = False


@dataclass(frozen=True, slots=True)
class RoomMatch:
    """What is thought of a row: `key` of the one who is meant, or `candidates`, the likeliest first."""

    verdict: RowVerdict
    key: str = ""
    candidates: tuple[str, ...] = ()


_UNKNOWN: Final = RoomMatch(RowVerdict.UNKNOWN)


@dataclass(slots=True)
class RoomIndex:
    """Those who may be meant, under the parts of their names. Given names lead only to those registered."""

    _families: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _slips: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _latin: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _given: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _latin_given: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _emails: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, people: Iterable[Known]) -> RoomIndex:
        index = cls()
        for known in people:
            index._add(known)
        return index

    def _add(self, known: Known) -> None:
        for part in {known.family, *(known.family.split("-") if "-" in known.family else ())}:
            if part not in self._families:
                self._latin[skeleton(part)].add(part)
                for key in shortenings(part):
                    self._slips[key].add(part)
            self._families[part].append(known)
        for email in known.emails:
            self._emails[email].append(known)
        if known.is_registered and len(known.given) > 1:
            self._given[known.given].append(known)
            self._latin_given[skeleton(known.given)].add(known.given)

    def find(self, raw_name: str, email: str = "") -> RoomMatch:
        """Whose row it is, or could be."""
        name = read_room_name(raw_name)
        fits = self._fits(name)
        named = _decide(name, fits)
        addressed = list({known.key: known for known in self._emails.get(email, ())}.values()) if email else []
        if not addressed:
            return named
        if len(addressed) == 1 and named.key in ("", addressed[0].key):
            return RoomMatch(RowVerdict.MATCHED, addressed[0].key)
        keys = [known.key for known in addressed]
        if named.key in keys:
            return named
        keys += [key for key in (named.key, *named.candidates) if key and key not in keys]
        return RoomMatch(RowVerdict.DOUBTFUL, candidates=tuple(keys[:MOST_CANDIDATES]))

    def _fits(self, name: RoomName) -> list[tuple[int, Known]]:
        compared: dict[str, Known] = {}
        # Beside a word that may be a family name a given name leads nowhere: whoever is of that family is found by it.
        by_given = sum(not is_patronymic(word) for word in name.words) < 2
        for word in name.words:
            families = {word, *word.split("-")}
            families |= self._latin.get(skeleton(word), set()) if is_latin(word) else set()
            if len(word) > 4:
                families |= {near for key in shortenings(word) for near in self._slips.get(key, ())}
            given = {word, *full_given_names(word)}
            given |= self._latin_given.get(skeleton(word), set()) if is_latin(word) else set()
            for family in families & self._families.keys():
                compared |= {known.key: known for known in self._families[family]}
            for first in given & self._given.keys() if by_given else ():
                compared |= {known.key: known for known in self._given[first]}
        judged = ((_fit(name, known), known) for known in compared.values())
        return [(level, known) for level, known in judged if level]


def part_claims(matches: Sequence[RoomMatch]) -> list[RoomMatch]:
    """The same matches, but where two rows claim one person both are in doubt."""
    claims: dict[str, int] = defaultdict(int)
    for match in matches:
        if match.key:
            claims[match.key] += 1
    return [
        replace(match, verdict=RowVerdict.DOUBTFUL, key="", candidates=(match.key,))
        if match.key and claims[match.key] > 1
        else match
        for match in matches
    ]


def _decide(name: RoomName, fits: list[tuple[int, Known]]) -> RoomMatch:
    if not fits:
        return _UNKNOWN
    best = max(level for level, _ in fits)
    likely = [known for level, known in fits if level >= _LIKELY]
    if best >= _FULL:
        chosen = _only([known for level, known in fits if level == best], name)
        rivals = [known for known in likely if known.is_registered and known is not chosen]
        if chosen is not None and (chosen.is_registered or not rivals):
            return RoomMatch(RowVerdict.MATCHED, chosen.key)
    elif best >= _LIKELY:
        at_school = [known for known in likely if name.numbers & numbers_of(known.school)]
        initialled = [known for level, known in fits if level == best == _INITIALS]
        chosen = next((group[0] for group in (likely, at_school, initialled) if len(group) == 1), None)
        if chosen is not None and chosen.is_registered:
            return RoomMatch(RowVerdict.MATCHED, chosen.key)
    fits.sort(key=lambda one: (-one[0], not one[1].is_registered, one[1].family, one[1].given, one[1].key))
    return RoomMatch(RowVerdict.DOUBTFUL, candidates=tuple(known.key for _, known in fits[:MOST_CANDIDATES]))


def _only(best: list[Known], name: RoomName) -> Known | None:
    """The one of namesakes who is meant: of that school, or the only one registered."""
    for group in (
        best,
        [known for known in best if name.school_numbers & numbers_of(known.school)],
        [known for known in best if known.is_registered],
    ):
        if len(group) == 1:
            return group[0]
    return None


def _fit(name: RoomName, known: Known) -> int:
    """How much of the known name the row says; nought where it says somebody else."""
    level = _level(_said(name, known), known)
    their_numbers = numbers_of(known.school)
    if level and name.school_numbers and their_numbers:
        if not name.school_numbers & their_numbers:
            return min(level, _NEAR)
        return max(level, _LIKELY)
    return level


@dataclass(slots=True)
class _Said:
    """Which parts of a known name the words of a row name: «full», «slip», «pet», «letter», or nothing."""

    family: str = ""
    given: str = ""
    patronymic: str = ""
    others: list[str] = field(default_factory=list)
    is_contradicted: bool = False


def _said(name: RoomName, known: Known) -> _Said:
    said = _Said()
    for word in name.words:
        if _same(word, known.family):
            said.family = "full"
        elif known.given and _same(word, known.given):
            said.given = "full"
        elif known.patronymic and _same(word, known.patronymic):
            said.patronymic = "full"
        elif known.given in full_given_names(word):
            said.given = said.given or "pet"
        elif _is_near(word, known.family):
            said.family = said.family or "slip"
        else:
            said.others.append(word)
    _read_letters(said, name.letters, known)
    _read_others(said, known)
    return said


def _read_letters(said: _Said, letters: Sequence[str], known: Known) -> None:
    left = list(letters)
    if said.family and not said.given and left and known.given:
        if _begins(known.given, left[0]):
            said.given = "letter"
            left.pop(0)
        elif left[0] not in _SMALL_WORDS or len(left) > 1:
            said.is_contradicted = True
    if said.family and said.given and left and known.patronymic and not said.patronymic:
        if _begins(known.patronymic, left[0]):
            said.patronymic = "letter"
        elif left[0] not in _SMALL_WORDS:
            said.is_contradicted = True
    elif not said.family and said.given and any(_begins(known.family, letter) for letter in left):
        said.family = "letter"


def _read_others(said: _Said, known: Known) -> None:
    """Words that are no part of this name may be another name."""
    for word in said.others:
        if is_patronymic(word):
            said.is_contradicted |= bool(known.patronymic) and not (
                len(known.patronymic) == 1 and _begins(word, known.patronymic)
            )
        elif not said.given and said.family and _is_given_name(word):
            if len(known.given) == 1 and _begins(word, known.given):
                said.given = "letter"
            else:
                said.is_contradicted |= bool(known.given)
        elif not said.family or said.family == "letter":
            # «Марина Тополева» is no Марина of another family.
            said.is_contradicted = True


def _level(said: _Said, known: Known) -> int:
    if said.is_contradicted:
        return 0
    if said.family == "full":
        if said.given == "full":
            return _WHOLE if said.patronymic == "full" else _FULL if len(known.given) > 1 else _LIKELY
        if said.given == "letter":
            return _INITIALS if said.patronymic else _LIKELY
        return _LIKELY if said.given else _PART
    if said.family == "slip":
        return _LIKELY if said.given == said.patronymic == "full" else _NEAR if said.given else 0
    if said.family == "letter":
        return _LIKELY
    if said.given == "full":
        return _LIKELY if said.patronymic == "full" else _PART
    return _PART if said.given else 0


def _same(word: str, part: str) -> bool:
    return word == part or (is_latin(word) and len(part) > 1 and skeleton(word) == skeleton(part))


def _begins(part: str, letter: str) -> bool:
    return bool(part) and (part[0] == letter[0] or (is_latin(letter) and skeleton(part)[:1] == skeleton(letter)[:1]))


def _is_near(word: str, family: str) -> bool:
    """One slip of the pen, or one half of a double name."""
    if "-" in family or "-" in word:
        return bool(set(word.split("-")) & set(family.split("-")) - {""})
    if is_latin(word):
        word, family = skeleton(word), skeleton(family)
    return min(len(word), len(family)) > 4 and OSA.distance(word, family, score_cutoff=1) <= 1


def _is_given_name(word: str) -> bool:
    return not is_latin(word) and (may_be(word, "Name") or bool(full_given_names(word)))
