"""People as Russian papers name them. Nobody is merged with anybody here: likeness is only reported."""

from __future__ import annotations

from stellazh.russian.persons.likeness import Likeness, names_alike
from stellazh.russian.persons.mentions import PersonMention, find_mentions, find_persons
from stellazh.russian.persons.owners import Owner, OwnerKind, OwnerRun, find_owner_runs, read_owners

__all__ = [
    "Likeness",
    "Owner",
    "OwnerKind",
    "OwnerRun",
    "PersonMention",
    "find_mentions",
    "find_owner_runs",
    "find_persons",
    "names_alike",
    "read_owners",
]
