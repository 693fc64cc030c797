"""How people voted: «за» – 13, «против» – нет, единогласно."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from stellazh.protocols.reading.model import VoteRead

_COUNT: Final = r"[»\"']?\s*[:–—-]*\s*(?P<count>\d{1,4}|нет|никто|ни\s+одного)(?![а-яё\d])"
_FOR: Final = re.compile(rf"(?<![а-яё])за{_COUNT}", re.IGNORECASE)
_AGAINST: Final = re.compile(rf"(?<![а-яё])против{_COUNT}", re.IGNORECASE)
_ABSTAINED: Final = re.compile(rf"(?<![а-яё])воздержал\w*{_COUNT}", re.IGNORECASE)
_UNANIMOUS: Final = re.compile(r"единогласно|единодушно", re.IGNORECASE)
_INSIDE: Final = re.compile(
    r"\(?\s*(?:(?:принято|утверждено|решение\s+принято|голосовали:?)\s+)?единогласно\s*\)?[\s.]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Votes:
    """The figures of one text; None is «not said»."""

    for_: int | None
    against: int | None
    abstained: int | None
    is_unanimous: bool

    @property
    def says_anything(self) -> bool:
        return self.is_unanimous or any(count is not None for count in (self.for_, self.against, self.abstained))


def read_votes(text: str) -> Votes:
    """The figures of a line; «нет» is 0."""
    return Votes(
        _count(_FOR.search(text)),
        _count(_AGAINST.search(text)),
        _count(_ABSTAINED.search(text)),
        bool(_UNANIMOUS.search(text)),
    )


def votes_inside(text: str) -> str:
    """«(единогласно)» at the end of a decision, or ""."""
    found = _INSIDE.search(text)
    return found[0].strip() if found else ""


def goes_on(vote: VoteRead, votes: Votes) -> bool:
    """True when these figures fill places that the vote leaves open: «против» on the line below «за»."""
    pairs = ((vote.for_, votes.for_), (vote.against, votes.against), (vote.abstained, votes.abstained))
    return votes.says_anything and not any(old is not None and new is not None for old, new in pairs)


def joined(vote: VoteRead, votes: Votes, words: str) -> VoteRead:
    """The vote with the figures of its next line."""
    return replace(
        vote,
        for_=vote.for_ if votes.for_ is None else votes.for_,
        against=vote.against if votes.against is None else votes.against,
        abstained=vote.abstained if votes.abstained is None else votes.abstained,
        is_unanimous=vote.is_unanimous or votes.is_unanimous,
        words=f"{vote.words} {words}".strip(),
    )


def _count(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    return int(found["count"]) if found["count"].isdecimal() else 0
