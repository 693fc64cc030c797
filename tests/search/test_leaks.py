"""Nobody finds what her pages do not show: every word in the index is asked for by every reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest, System
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.reports.models import AnnualReport
from stellazh.reports.showing import public_address
from stellazh.search.reads.results import visible_kinds
from stellazh.textindex.entries import catch_up, find, suggest, verify
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.models import IndexedEntry
from stellazh.textindex.searchable import searchables
from tests.conftest import _person_with
from tests.search.world import WORD, World

Thing = tuple[str, int]
NO_SYNONYMS: Final = Synonyms({})
EVERYTHING: Final = 1_000


@pytest.fixture
def world(
    region: Association, association: Association, neighbour: Association, head: Person, member: Person,
    region_head: Person,
) -> World:  # fmt: skip
    made = World(region, association, neighbour, head, member, region_head)
    made.fill()
    keep_up()
    return made


def keep_up() -> None:
    """Until nothing waits."""
    while catch_up():
        pass


def test_nobody_finds_what_her_page_does_not_show(
    world: World,
    client_for: Callable[[Person | None], Client],
    head: Person,
    member: Person,
    stranger: Person,
    region_head: Person,
    methodist: Person,
) -> None:
    keep_up()
    operator = _person_with(Role.OPERATOR, world.region, "Озерова")
    readers: dict[str, Person | None] = {
        "guest": None, "member": member, "head": head, "head of the neighbour": stranger,
        "methodist": methodist, "head of the region": region_head, "operator": operator,
    }  # fmt: skip
    keep_up()
    indexed = words_of_things()
    assert {kind for kind, _ in indexed} == {kind.group or kind.code for kind in searchables}

    found: dict[str, list[str]] = {}
    for name, reader in readers.items():
        found[name] = list(_wrong(indexed, world, reader, client_for(reader)))

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert verify() == []


def words_of_things() -> dict[Thing, set[str]]:
    """The words of the world that stand in the index, by thing."""
    groups = {kind.code: kind.group or kind.code for kind in searchables}
    found: dict[Thing, set[str]] = defaultdict(set)
    for kind, key, title, text in IndexedEntry.objects.values_list("kind", "key", "title", "text"):
        if tokens := set(WORD.findall(f"{title} {text}".lower())):
            found[groups[kind], key] |= tokens
    return found


def addresses_of(group: str, key: int) -> list[str]:
    """Where the thing may be read: by everybody, by those who keep it, by those who follow it."""
    found = []
    for kind in searchables:
        if (kind.group or kind.code) != group:
            continue
        if kind.address is not None:
            found.append(kind.address(key))
        elif kind.shown is not None:
            found += [shown.url for shown in kind.shown([key], System("проверка")).values()]
    if group == "decision":
        found.append(reverse("protocols:decision_detail", args=[key]))
    if group == "report":
        found.append(public_address(AnnualReport.objects.get(pk=key)))
    return list(dict.fromkeys(found))


def _wrong(
    indexed: dict[Thing, set[str]], world: World, reader: Person | None, client: Client
) -> Iterator[str]:  # fmt: skip
    actor: Actor = reader or Guest()
    pages: dict[str, str] = {}

    def page(address: str) -> str:
        address = address.partition("#")[0]
        if address not in pages:
            answer: Any = client.get(address)
            pages[address] = answer.content.decode().lower() if answer.status_code == 200 else ""
        return pages[address]

    groups = {kind.code: kind.group or kind.code for kind in searchables}
    shown: set[str] = set()
    for (group, key), tokens in indexed.items():
        texts = [page(address) for address in addresses_of(group, key)]
        for token in sorted(tokens):
            is_shown = any(token in text for text in texts)
            if is_shown:
                shown.add(token)
            answer = find(token, visible_kinds(actor), limit=EVERYTHING, synonyms=NO_SYNONYMS)
            things = {(groups[hit.kind], hit.key) for hit in answer.hits}
            if ((group, key) in things) != is_shown:
                yield f"{group} {key} {token}: found {(group, key) in things}, shown {is_shown}"
            if answer.count != len(things) or sum(answer.by_group.values()) != len(things):
                yield f"{group} {key} {token}: counted {answer.count} {answer.by_group}, found {things}"
            if not things and (answer.meant or suggest(token, visible_kinds(actor))):
                yield f"{group} {key} {token}: meant {answer.meant}"
    for token in world.hidden:
        answer = find(token, visible_kinds(actor), synonyms=NO_SYNONYMS)
        if answer.hits or answer.count or answer.by_group or answer.meant or suggest(token, visible_kinds(actor)):
            yield f"hidden {token}: {answer}"
    every = find("о в и", visible_kinds(actor), limit=EVERYTHING, synonyms=NO_SYNONYMS)
    for hit in every.hits:
        told = "".join(part for part, _ in (*hit.title_marked, *hit.fragment)).lower()
        if strange := set(WORD.findall(told)) - shown:
            yield f"{hit.kind} {hit.key} tells {strange}"
