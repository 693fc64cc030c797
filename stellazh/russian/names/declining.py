"""A whole name in a case: every reading is tried, and only what all of them agree upon is called certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from stellazh.russian.names import wording
from stellazh.russian.names.agreement import disagrees
from stellazh.russian.names.dictionary import is_oblique
from stellazh.russian.names.given import given_halves, patronymic
from stellazh.russian.names.halves import surname_halves
from stellazh.russian.names.model import FIXED, Case, Change, Declined, Gender, Role
from stellazh.russian.names.parts import Reading, genders_of, given_genders, patronymic_gender, readings_of
from stellazh.russian.names.typed import Typed, Word, read, recased


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name as they were typed; what is not there is empty. Initials stand where the given name would."""

    surname: str
    given: str
    patronymic: str


def decline(full_name: str, case: Case, gender: Gender | None = None) -> Declined:
    """Put a name into a case, keeping the order, capitals, blanks, hyphens and initials as they were typed.

    Any text is answered; what cannot be declined comes back unchanged and uncertain. With `gender` the caller says what
    the name may not tell. Raises ValueError for an unknown case or gender.
    """
    if case not in get_args(Case) or gender not in (None, "m", "f"):
        raise ValueError(f"{case!r}, {gender!r}: not a case and a gender.")
    typed = read(full_name)
    if case == "nominative":
        return Declined(full_name, bool(full_name.strip()), "" if full_name.strip() else wording.EMPTY, gender)
    if typed.doubt:
        return Declined(full_name, False, typed.doubt, gender)
    tries = [one for reading in readings_of(typed.words) for one in _tries(typed, reading, case, gender)]
    best = tries[0]
    if all(one.text == best.text for one in tries):
        genders = {one.gender for one in tries}
        doubt = min((one.doubt for one in tries), key=len) if len(tries) > 1 else best.doubt
        return Declined(best.text, not doubt, doubt, best.gender if len(genders) == 1 else None)
    is_of_gender = len({one.gender for one in tries}) > 1
    return Declined(best.text, False, best.doubt or (wording.NO_GENDER if is_of_gender else wording.ORDER), None)


def find_gender(full_name: str) -> Gender | None:
    """Whose name this is; None when the name does not tell or its parts disagree."""
    typed = read(full_name)
    found: set[Gender] = set()
    for reading in readings_of(typed.words) if not typed.doubt else []:
        genders, doubt = genders_of(reading, typed.words)
        found.update(genders)
        if doubt or set(reading.roles) == {Role.FIXED}:
            return None
    return found.pop() if len(found) == 1 else None


def split_name(full_name: str) -> NameParts | None:
    """The likeliest parts of a name, in any order; None when it cannot be read."""
    typed = read(full_name)
    if typed.doubt:
        return None
    reading = readings_of(typed.words)[0]
    if reading.doubt:
        return None
    parts: dict[Role, list[str]] = {role: [] for role in Role}
    for word, role in zip(typed.words, reading.roles, strict=True):
        is_initials = role is Role.FIXED and (word.is_initials or len(word.text) == 1)
        parts[Role.GIVEN if is_initials else Role.SURNAME if role is Role.FIXED else role].append(word.text)
    surname, given, fathers = (" ".join(parts[role]) for role in (Role.SURNAME, Role.GIVEN, Role.PATRONYMIC))
    return NameParts(surname, given, fathers)


def _tries(typed: Typed, reading: Reading, case: Case, asked: Gender | None) -> list[Declined]:
    genders, doubt = genders_of(reading, typed.words)
    if asked:
        if asked not in genders:
            doubt = wording.of_gender(asked, _other_word(asked, reading, typed.words))
        genders = [asked]
    return [_declined(typed, reading, case, gender, reading.doubt or doubt) for gender in genders]


def _other_word(asked: Gender, reading: Reading, words: tuple[Word, ...]) -> str:
    by_role = sorted(zip(words, reading.roles, strict=True), key=lambda pair: pair[1] is not Role.PATRONYMIC)
    for word, role in by_role:
        if role is Role.PATRONYMIC and patronymic_gender(word) not in (None, asked):
            return word.text
        if role is Role.GIVEN and asked not in (given_genders(word) or {asked}):
            return word.text
    return words[0].text


def _declined(typed: Typed, reading: Reading, case: Case, gender: Gender, doubt: str) -> Declined:
    words: list[str] = []
    changing = [word for word, role in zip(typed.words, reading.roles, strict=True) if role is not Role.FIXED]
    if _is_in_another_case(changing):
        doubt = doubt or wording.of_case(changing[0].text)
    for word, role in zip(typed.words, reading.roles, strict=True):
        text, worry = _word_in(word, role, case, gender)
        words.append(text)
        doubt = doubt or worry
    return Declined(typed.rebuilt(words), not doubt, doubt, gender)


def _is_in_another_case(words: list[Word]) -> bool:
    """«Ивановой Марии»; one such word may be a rare name («Петру»), all of them together are not."""
    is_strict = any(not given_genders(word) for word in words)
    return is_strict and all(is_oblique(word.low) for word in words)


def _word_in(word: Word, role: Role, case: Case, gender: Gender) -> tuple[str, str]:
    halves = tuple(half.lower() for half in word.halves)
    changes = _changes(word, halves, role, gender)
    pieces: list[str] = []
    doubt = ""
    for typed, half, change in zip(word.halves, halves, changes, strict=True):
        form = change.applied(half, case)
        pieces.append(recased(form, typed))
        doubt = doubt or change.doubt_in(case)
        if not doubt and disagrees(half, form, role, case, gender):
            doubt = wording.of_peers(typed)
    links = (*word.links, "")
    return "".join(piece + link for piece, link in zip(pieces, links, strict=True)), doubt


def _changes(word: Word, halves: tuple[str, ...], role: Role, gender: Gender) -> tuple[Change, ...]:
    if role is Role.SURNAME:
        return surname_halves(halves, gender)
    if role is Role.GIVEN:
        return given_halves(halves, gender)
    if role is Role.PATRONYMIC and (own := patronymic_gender(word)):
        return (*(FIXED for _ in halves[1:]), patronymic(halves[-1], own))
    return tuple(FIXED for _ in halves)
