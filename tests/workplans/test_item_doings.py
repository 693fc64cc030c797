"""What higher shelves add to an item of a plan."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest
from django.test import Client

from stellazh.people.models import Person
from stellazh.workplans.item_doings import DoingSource, ItemDoing, doings_of, item_doings
from tests.factories.workplans import PlanItemFactory


@pytest.fixture
def source() -> Generator[DoingSource]:
    """A source that has a link for every item and a button for the first."""

    def doings(request: Any, items: Any) -> dict[int, list[ItemDoing]]:
        found = {item.pk: [ItemDoing("Вести дневник", f"/diary/{item.pk}/")] for item in items}
        found[items[0].pk].append(ItemDoing("Начать", "/begin/", "post", "ключ"))
        return found

    yield item_doings.add(DoingSource("tests", doings))
    item_doings._entries.pop("tests")


@pytest.mark.django_db
def test_doings_come_by_the_keys_of_items(source: DoingSource, rf: Any) -> None:
    items: Any = [PlanItemFactory(), PlanItemFactory()]
    request = rf.get("/")
    request.actor = None

    found = {pk: [doing.label for doing in doings] for pk, doings in _only(source, request, items).items()}

    assert found == {items[0].pk: ["Вести дневник", "Начать"], items[1].pk: ["Вести дневник"]}


def _only(source: DoingSource, request: Any, items: Any) -> dict[int, list[ItemDoing]]:
    others = [one for one in item_doings if one is not source]
    for one in others:
        item_doings._entries.pop(one.code)
    try:
        return doings_of(request, items)
    finally:
        for one in others:
            item_doings.add(one)


def test_item_page_draws_links_and_buttons(
    source: DoingSource, head: Person, association: Any, client_for: Callable[..., Client]
) -> None:
    item: Any = PlanItemFactory(plan__association=association)

    page = client_for(head).get(item.get_absolute_url()).content.decode()

    assert f'href="/diary/{item.pk}/"' in page
    assert '<form method="post" action="/begin/" data-once>' in page
    assert '<input type="hidden" name="submission_key" value="ключ">' in page
