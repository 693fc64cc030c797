"""The columns of the matrix: who comes, and in what relation to the association whose papers the addresses name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# In this order the codes of a row stand.
PEOPLE = (
    "guest",
    "member",
    "editor",
    "secretary",
    "methodist",
    "deputy",
    "head",
    "member_above",
    "head_above",
    "head_of_neighbour",
    "operator",
)
# Whoever holds nothing but one link, and whoever was put away with a session still open: guests, unless a row says so.
BEARERS = {
    "bearer_of_invitation": "people.invitation",
    "bearer_of_reset": "people.password_reset",
    "bearer_of_calendar": "workplans.calendar",
    "bearer_of_key": "people.api_token",
    "bearer_of_confirmation": "members.confirmation",
    "bearer_of_registration": "members.registration",
    "bearer_of_unsubscribing": "notices.unsubscribe",
    "bearer_of_new_address": "people.new_address",
    "bearer_of_enrolment": "events.enrolment",
    "bearer_of_door": "events.door",
    "bearer_of_subscription": "events.subscription",
    "bearer_of_assignment": "protocols.assignment",
    "bearer_of_acknowledging": "documents.acknowledge",
}
ARCHIVED = "archived_head"
COLUMNS = (*PEOPLE, ARCHIVED, *BEARERS)
# Where an address has no token, a bearer sends what a guest sends, byte for byte; but a key comes in a header.
WITHOUT_TOKEN = (*PEOPLE, ARCHIVED, "bearer_of_key")

OUTCOMES = {
    "200": "a page, nothing written",
    "new": "a page, and something written",
    "noted": "no page at all, and something written",
    "made": "begun: the address to go on at, and something written",
    "in": "sent to the page of signing in, nothing written",
    "to": "sent elsewhere, nothing written",
    "did": "sent elsewhere, and something written",
    "401": "the interface asks for a key",
    "403": "readable, but this is not theirs to do",
    "404": "does not exist for them",
    "405": "no such method",
    "410": "the link is spent or of another kind",
    "422": "the form with what is wrong in it",
}


@dataclass(frozen=True)
class Cells:
    """What each column gets. `codes` follow `PEOPLE`; `others` overrule what bearers and the archived get as guests."""

    codes: str
    others: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert len(self.codes.split()) == len(PEOPLE), self.codes
        assert set(self.codes.split()) | set(self.others.values()) <= set(OUTCOMES), self.codes
        assert set(self.others) <= set(COLUMNS), self.others

    def by_column(self, columns: Sequence[str] = COLUMNS) -> dict[str, str]:
        """The code of every column, or of those named."""
        codes = dict(zip(PEOPLE, self.codes.split(), strict=True))
        return {column: self.others.get(column) or codes.get(column, codes["guest"]) for column in columns}
