"""Who is present, who has a vote, whether the quorum is there: counted in one place for pages, papers and votes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stellazh.protocols.enums import PartRole, PresentShown, QuorumRule
from stellazh.protocols.models import Protocol, ProtocolPerson
from stellazh.russian.collation import fold
from stellazh.russian.numerals import agree

_LEADING: Final = (PartRole.CHAIR, PartRole.LEADER, PartRole.SECRETARY)


@dataclass(frozen=True, slots=True)
class Headcount:
    """Everybody by what she counts as, each once. `said` is a number typed where the list is not whole."""

    present: tuple[ProtocolPerson, ...]
    excused: tuple[ProtocolPerson, ...]
    absent: tuple[ProtocolPerson, ...]
    invited: tuple[ProtocolPerson, ...]
    said: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether anybody has said who, or how many, were there."""
        return bool(self.present) or self.said is not None

    @property
    def present_count(self) -> int | None:
        """How many were present, in the room and remotely together; None while nobody has said."""
        return max(len(self.present), self.said or 0) if self.is_known else None

    @property
    def remote_count(self) -> int:
        """Of those listed, how many took part remotely."""
        return sum(person.is_remote for person in self.present)

    @property
    def room_count(self) -> int | None:
        """How many were in the room; those only counted are taken to have been there."""
        return None if self.present_count is None else self.present_count - self.remote_count

    @property
    def voters(self) -> tuple[ProtocolPerson, ...]:
        """Those listed as present who have a vote, in the room or remotely."""
        return tuple(person for person in self.present if person.has_vote)

    @property
    def voter_count(self) -> int | None:
        """How many votes there can be: those present except whoever is listed without a vote; None while unknown."""
        if self.present_count is None:
            return None
        return self.present_count - (len(self.present) - len(self.voters))


@dataclass(frozen=True, slots=True)
class QuorumStanding:
    """Whether enough members are there. `text` is for the page; `printed` for the paper, where it says anything."""

    is_asked: bool
    is_reached: bool | None = None
    voter_count: int | None = None
    member_count: int | None = None
    needed_count: int | None = None
    text: str = ""
    printed: str = ""


def headcount(protocol: Protocol, people: Iterable[ProtocolPerson] | None = None) -> Headcount:
    """Everybody of the protocol counted. One query, none when `people` are given.

    Whoever leads or writes counts once: by her row among those present, or by the leading row if she has no other.
    """
    rows = list(protocol.people.all() if people is None else people)
    by_role = {role: [row for row in rows if row.role == role] for role in PartRole}
    present = by_role[PartRole.PRESENT]
    known = [row for row in rows if row.role not in _LEADING]
    for role in _LEADING:
        for row in by_role[role]:
            if not any(_is_same(row, other) for other in known):
                known.append(row)
                present = [*present, row]
    typed_counts = protocol.present_shown == PresentShown.COUNT or not by_role[PartRole.PRESENT]
    return Headcount(
        present=tuple(present),
        excused=tuple(by_role[PartRole.EXCUSED]),
        absent=tuple(by_role[PartRole.ABSENT]),
        invited=tuple(by_role[PartRole.INVITED]),
        said=protocol.said_count if typed_counts else None,
    )


def present_people(protocol: Protocol) -> tuple[ProtocolPerson, ...]:
    """Those listed as present, each once; invited, excused and absent people are not among them. One query."""
    return headcount(protocol).present


def present_count(protocol: Protocol) -> int | None:
    """How many were present; None while nobody has said. One query."""
    return headcount(protocol).present_count


def voters(protocol: Protocol) -> tuple[ProtocolPerson, ...]:
    """Those present who have a vote, in the room or remotely. One query."""
    return headcount(protocol).voters


def quorum_standing(protocol: Protocol, heads: Headcount | None = None) -> QuorumStanding:
    """Whether the rule of the protocol is met: of its members with a vote, how many are there. One query at most."""
    rule = QuorumRule(protocol.quorum)
    if rule == QuorumRule.NONE:
        return QuorumStanding(is_asked=False)
    here = (heads or headcount(protocol)).voter_count
    members = protocol.member_count
    if not members:
        return QuorumStanding(True, text="Кворум не посчитать: впишите, сколько членов с правом голоса.")
    needed = members // 2 + 1 if rule == QuorumRule.HALF else -(-members * 2 // 3)
    if here is None:
        text = "Кворум не посчитать: отметьте, кто присутствовал."
        return QuorumStanding(True, None, None, members, needed, text)
    of_members = f"{here} из {members} {agree(members, 'члена', 'членов', 'членов')}"
    if here >= needed:
        return QuorumStanding(True, True, here, members, needed, f"Кворум есть: {of_members}.", "кворум имеется")
    text = f"Кворума нет: {of_members}, нужно не меньше {needed}."
    return QuorumStanding(True, False, here, members, needed, text, "кворум отсутствует")


def _is_same(one: ProtocolPerson, other: ProtocolPerson) -> bool:
    """One human being: by the card, or by the name where one of the two rows was only typed."""
    if one.person_id and other.person_id:
        return one.person_id == other.person_id
    return fold(one.name) == fold(other.name)
