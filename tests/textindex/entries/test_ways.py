"""Few things met, many, very many: each is looked for in a way of its own, and all ways give one answer."""

from __future__ import annotations

import pytest
from django.db import connection

from stellazh.textindex.entries import Reader, candidates, find, finding, suggest
from stellazh.textindex.models import IndexedText
from tests.textindex.entries.scene import asked, within
from tests.textindex.entries.the_list import EXPECTED

QUERIES = (*EXPECTED, "школа", "библ", "год план", "год -план", "«план работы»", "библеотека", "вебинар абырвалгович")
WAYS = {"sorted": (0, 1_000_000), "gone through": (0, 1)}


@pytest.mark.usefixtures("the_list")
@pytest.mark.parametrize("query", QUERIES)
def test_every_way_gives_one_answer(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, offered = asked(query), suggest(query, within())
    narrowed = asked(query, kinds={"event"}, years={2024, 2025}, place="/1/")

    for few, many in WAYS.values():
        monkeypatch.setattr(candidates, "FEW", few)
        monkeypatch.setattr(candidates, "MANY", many)
        assert asked(query) == answer
        assert suggest(query, within()) == offered
        assert asked(query, kinds={"event"}, years={2024, 2025}, place="/1/") == narrowed


@pytest.mark.usefixtures("the_list")
def test_only_the_best_are_taken_by_every_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with the word in their titles, then the newest."""
    for module in (candidates, finding):
        monkeypatch.setattr(module, "CAP", 4)
    answer = asked("библиотекарь")

    assert (answer.count, answer.is_more) == (4, True)
    for few, many in WAYS.values():
        monkeypatch.setattr(candidates, "FEW", few)
        monkeypatch.setattr(candidates, "MANY", many)
        assert asked("библиотекарь") == answer


@pytest.mark.usefixtures("the_list")
def test_only_kinds_that_words_meet_are_asked_who_may_find_them() -> None:
    made: list[str] = []

    def things(kind: str) -> object:
        made.append(kind)
        return IndexedText.objects.filter(kind=kind)

    reader = Reader({kind: lambda kind=kind: things(kind) for kind in ("person", "event", "protocol")})  # type: ignore[misc]

    found = find("Зоя", reader)

    assert found.count == 1
    assert made == ["person"]


def test_the_index_of_the_order_stands(db: None) -> None:
    """SQLite loses it with a table that a migration rebuilds."""
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, "textindex_indexedentry")

    assert "textindex_entryorder" in known
