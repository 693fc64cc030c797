"""Who of a list has no account yet, who of them may be invited, and a pasted list of addresses matched to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.audit.models import type_of
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict
from stellazh.links.models import SecretLink
from stellazh.members.access.invitations import may_invite_each
from stellazh.members.models import Membership
from stellazh.people.links import INVITATION
from stellazh.people.models import Person
from stellazh.russian.collation import fold

MOST_LINES = 1000
INVITED_WITHIN = timedelta(days=30)
# Longer lines are no name with an address.
LONGEST_LINE = 400
# What stands between the name and the address cannot stand in an address: no line is read twice over.
_ADDRESS: Final = re.compile(r"[^\s<>(),;]+")
_BLANK_IN_INITIALS: Final = re.compile(r"(?<=\.)\s+(?=\w\.)")


@dataclass(frozen=True, slots=True)
class InviteeRow:
    """A member without an account; `may_invite` and `may_set_address` say what the actor may, and why not."""

    person: Person
    invited_at: datetime | None
    may_invite: Verdict
    may_set_address: Verdict

    @property
    def is_ready(self) -> bool:
        """Whether a letter could go at once."""
        return bool(self.may_invite) and bool(self.person.email)


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of a pasted list: addresses by person, and the lines that fit nobody, each with why."""

    emails: dict[int, str]
    unmatched: tuple[tuple[str, str], ...]


def invitees(association: Association, actor: Actor, *, on: date, at: datetime) -> list[InviteeRow]:
    """Members of that day who do not sign in, in order. Four queries, however many."""
    without = Q(person__email=None) | Q(person__password="") | Q(person__password__startswith="!")  # noqa: S106
    rows = Membership.objects.on(on).filter(without, association=association, person__archived_at=None)
    people = list({row.person_id: row.person for row in rows.select_related("person").in_order()}.values())
    may = may_invite_each(actor, association, people, on=on)
    invited = _invited(people, at)
    return [
        InviteeRow(person, invited.get(person.pk), may[person.pk].invite, may[person.pk].set_address)
        for person in people
    ]


def match_addresses(text: str, people: Iterable[Person]) -> Matched:
    """Read «Фамилия Имя Отчество <address>», one a line, and find whose each is; a name that fits two fits nobody."""
    by_name: dict[str, set[int]] = defaultdict(set)
    for person in people:
        by_name[fold(person.full_name)].add(person.pk)
        by_name[fold(person.short_name)].add(person.pk)
    emails: dict[int, str] = {}
    unmatched: list[tuple[str, str]] = []
    for line in [line.strip() for line in text.splitlines() if line.strip()][:MOST_LINES]:
        found = _parts(line)
        if found is None:
            unmatched.append((line[:LONGEST_LINE], "в строке нет адреса"))
            continue
        name, email = found
        owners = _owners(name, by_name)
        if len(owners) == 1 and owners[0] not in emails:
            emails[owners[0]] = email.casefold()
        elif not owners:
            unmatched.append((line, "такого имени нет среди тех, кто ещё не входит"))
        else:
            unmatched.append((line, "подходит нескольким: впишите адрес сами"))
    return Matched(emails, tuple(unmatched))


def _parts(line: str) -> tuple[str, str] | None:
    """The name and the address that ends the line."""
    words = list(_ADDRESS.finditer(line)) if len(line) <= LONGEST_LINE else []
    if not words or line[words[-1].end() :].strip(">),;. \t\xa0"):
        return None
    email = words[-1][0].rstrip(".")
    local, at_sign, domain = email.rpartition("@")
    return (line[: words[-1].start()].rstrip("<(,; \t\xa0"), email) if local and at_sign and domain else None


def _owners(name: str, by_name: dict[str, set[int]]) -> Sequence[int]:
    typed = _BLANK_IN_INITIALS.sub("", " ".join(name.strip(" \"'«»,;:-–—").split()))
    parts = typed.split()
    found = by_name.get(fold(typed), set())
    if not found and len(parts) == 3:
        found = by_name.get(fold(f"{parts[0]} {parts[1][0]}.{parts[2][0]}."), set())
    return sorted(found)


def _invited(people: Sequence[Person], at: datetime) -> dict[int, datetime]:
    """When each was invited last, of the last thirty days."""
    if not people:
        return {}
    links = SecretLink.objects.filter(
        purpose=INVITATION,
        object_type=type_of(people[0]),
        object_id__in=[str(person.pk) for person in people],
        created_at__gt=at - INVITED_WITHIN,
    )
    return {int(key): when for key, when in links.order_by("created_at").values_list("object_id", "created_at")}
