"""Every address of the product against everybody who may come: the table in `tests/matrix/table.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stellazh.links.purposes import purposes as link_purposes
from tests.checks import fingerprint
from tests.matrix.columns import BEARERS, COLUMNS
from tests.matrix.table import TABLE, Row
from tests.matrix.world import World


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def outcome(client: Client, method: str, address: str, body: Any) -> str:
    """The code of the table for what came of the request, which is then taken back."""
    before = fingerprint()
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address, body)
        if answer.streaming:
            list(answer.streaming_content)
        is_written = fingerprint() != before
        transaction.set_rollback(True)
    status = answer.status_code
    if status == 302:
        if answer["Location"].startswith(f"{reverse('people:sign_in')}?next="):
            return "in, and something written" if is_written else "in"
        return "did" if is_written else "to"
    if status == 200:
        return "new" if is_written else "200"
    return f"{status}, and something written" if is_written else str(status)


def asked(world: World, row: Row, method: str) -> dict[str, str]:
    """What each column gets."""
    names, body = dict(row.names(world)), dict(row.body(world))
    clients = {column: world.client(column) for column in COLUMNS}
    tokens = {column: world.token(column) for column in COLUMNS}
    found = {}
    for column in COLUMNS:
        token = {"token": tokens[column]} if row.has_token else {}
        found[column] = outcome(clients[column], method, reverse(row.name, kwargs={**names, **token}), body)
    return found


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_get(row: Row, world: World) -> None:
    found = asked(world, row, "GET")

    assert found == row.get.by_column()


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_post(row: Row, world: World) -> None:
    found = asked(world, row, "POST")

    assert found == row.post.by_column()


@pytest.mark.parametrize("name", sorted(addresses(get_resolver().url_patterns)))
def test_address_has_a_row(name: str) -> None:
    names = {row.name for row in TABLE}

    assert name in names, f"«{name}» has no row in tests/matrix/table.py: say there who may GET and who may POST it."


def test_rows_name_no_address_that_is_gone() -> None:
    gone = {row.name for row in TABLE} - set(addresses(get_resolver().url_patterns))

    assert gone == set()


def test_every_kind_of_link_has_a_bearer_in_the_matrix() -> None:
    purposes = {purpose.code for purpose in link_purposes if not purpose.code.startswith("tests.")}

    assert purposes == set(BEARERS.values()), "A new kind of secret link needs a column in tests/matrix/columns.py."
