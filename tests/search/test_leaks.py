"""Nobody finds what her pages do not show: every word in the index is asked for by every reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest, System
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.reports.models import AnnualReport
from stellazh.reports.showing import public_address
from stellazh.search.reads.results import visible_kinds
from stellazh.textindex.entries import Found, Suggestion, catch_up, find, suggest, verify
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.models import IndexedEntry, WordForm
from stellazh.textindex.searchable import searchables
from stellazh.workplans.models import PlanItem
from tests.conftest import _person_with
from tests.search.world import BEGINNING, WORD, World

NO_SYNONYMS: Final = Synonyms({})
EVERYTHING: Final = 1_000
SAMPLE: Final = 8


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
    assert {kind for kind, _ in indexed} == {kind.code for kind in searchables}

    wrong = {name: list(_wrong(Reading(reader, client_for(reader)), indexed)) for name, reader in readers.items()}

    assert {name: found for name, found in wrong.items() if found} == {}
    assert [
        word for word in world.hidden if IndexedEntry.objects.filter(Q(title__icontains=word) | Q(text__icontains=word))
    ] == []
    assert [word for word in world.hidden if WordForm.objects.filter(word=word)] == []
    assert verify() == []


def words_of_things() -> dict[tuple[str, int], list[str]]:
    """The words of the world that stand in the index, by entry."""
    found: dict[tuple[str, int], list[str]] = {}
    for kind, key, title, text in IndexedEntry.objects.values_list("kind", "key", "title", "text"):
        if tokens := list(dict.fromkeys(WORD.findall(f"{title} {text}".lower()))):
            found[kind, key] = tokens
    return found


def addresses_of(code: str, key: int) -> list[str]:
    """Where the thing may be read: by those who keep it, by everybody, by those who follow it."""
    kind = searchables[code]
    if code in ("item", "item_owner"):
        found = [PlanItem.objects.get(pk=key).get_absolute_url()]
    elif kind.address is not None:
        found = [kind.address(key)]
    else:
        assert kind.shown is not None
        found = [shown.url for shown in kind.shown([key], System("проверка")).values()]
    if code == "decision":
        found.append(reverse("protocols:decision_detail", args=[key]))
    if code == "report":
        found.append(public_address(AnnualReport.objects.get(pk=key)))
    return [address.partition("#")[0] for address in found]


class Reading:
    """What one reader sees on pages and finds."""

    def __init__(self, reader: Person | None, client: Client) -> None:
        if reader is not None:
            # As in a request.
            reader.caches_grants = True
        self.actor: Actor = reader or Guest()
        self._client = client
        self._pages: dict[str, str] = {}

    def shows(self, thing: tuple[str, int], words: list[str]) -> list[str]:
        """Which of these words stand on the pages of the thing that she may open."""
        texts = [self._page(address) for address in addresses_of(*thing)]
        return [word for word in words if any(word in text for text in texts)]

    def _page(self, address: str) -> str:
        if address not in self._pages:
            answer: Any = self._client.get(address)
            self._pages[address] = answer.content.decode().lower() if answer.status_code == 200 else ""
        return self._pages[address]

    def find(self, query: str) -> Found:
        return find(query, visible_kinds(self.actor), limit=EVERYTHING, synonyms=NO_SYNONYMS)

    def offers(self, beginning: str) -> list[Suggestion]:
        return suggest(beginning, visible_kinds(self.actor), limit=EVERYTHING)


def _wrong(reading: Reading, indexed: dict[tuple[str, int], list[str]]) -> Iterator[str]:
    """Every difference between what a reader finds and what her pages show."""
    shown = {thing: reading.shows(thing, words) for thing, words in indexed.items()}
    every_shown = {word for words in shown.values() for word in words}
    whole = {_group(thing) for thing, words in indexed.items() if shown[thing] == words}
    answer = reading.find(BEGINNING)
    found = {_group((hit.kind, hit.key)) for hit in answer.hits}
    yield from (f"{thing} is found" for thing in sorted(found - whole))
    yield from (f"{thing} is not found" for thing in sorted(whole - found))
    counts = Counter(group for group, _ in found)
    if (answer.count, dict(answer.by_group)) != (len(found), counts):
        yield f"counted {answer.count} {answer.by_group}, found {counts}"
    told = " ".join(part for hit in answer.hits for part, _ in (*hit.title_marked, *hit.fragment))
    offered = " ".join(offer.text for offer in reading.offers(BEGINNING))
    if strange := set(WORD.findall(f"{told} {offered}".lower())) - every_shown:
        yield f"tells {strange}"
    # Asked for by name what stays shut: neither found nor counted, nor meant by a near word.
    shut = [words for thing, words in indexed.items() if not shown[thing]]
    for words in shut[:: max(1, len(shut) // SAMPLE)]:
        for query in (words[0], f"{words[-1][:-1]}ъ"):
            answer = reading.find(query)
            if answer != Found() and words[0] not in every_shown and words[-1] not in every_shown:
                yield f"«{query}»: {answer}"


def _group(thing: tuple[str, int]) -> tuple[str, int]:
    return searchables[thing[0]].group or thing[0], thing[1]
