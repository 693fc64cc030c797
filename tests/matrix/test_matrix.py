"""Every address of the product against everybody who may come: the table in `tests/matrix/table.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stellazh.links.purposes import purposes as link_purposes
from tests.checks import fingerprint
from tests.matrix.columns import BEARERS, COLUMNS, WITHOUT_TOKEN
from tests.matrix.row import Row
from tests.matrix.table import TABLE
from tests.matrix.world import World

# The editor of pages is Wagtail's, guarded by a gate: its addresses have a table of their own, test_editor_of_pages.py.
EDITOR = "cms/"
# Names its page by no keyword: whatever stands there is asked in test_sites.py.
PAGES_OF_SITES = "wagtail_serve"


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces, but for those that are asked elsewhere."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) == EDITOR:
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif pattern.name != PAGES_OF_SITES:
            yield f"{namespace}{pattern.name}"


def outcome(
    client: Client,
    method: str,
    address: str,
    body: Any,
    *,
    query: Any = None,
    headers: Any = None,
    before: Mapping[str, int] | None = None,
) -> str:
    """The code of the table for what came of the request, which is then taken back.

    `before` is the fingerprint before it, when the caller knows it already.
    """
    known = before or fingerprint()
    with transaction.atomic():
        if method == "GET":
            answer = client.get(address, query)
        else:
            answer = client.post(address, body, query_params=query, headers=headers)
        if answer.streaming:
            list(answer.streaming_content)
        is_written = fingerprint() != known
        transaction.set_rollback(True)
    status = answer.status_code
    if status == 302:
        if answer["Location"].startswith(f"{reverse('people:sign_in')}?next="):
            return "in, and something written" if is_written else "in"
        return "did" if is_written else "to"
    if status == 200:
        return "new" if is_written else "200"
    if status == 204 and is_written:
        return "noted"
    if status == 201 and is_written:
        return "made"
    return f"{status}, and something written" if is_written else str(status)


def asked(world: World, row: Row) -> tuple[dict[str, str], dict[str, str]]:
    """What each column gets, of a GET and of a POST."""
    names, body, query = dict(row.names(world)), dict(row.body(world)), dict(row.query(world))
    headers = dict(row.headers(world))
    clients = {column: world.client(column, is_confirmed=row.is_confirmed) for column in columns_of(row)}
    tokens = {column: {"token": world.token(column)} if row.has_token else {} for column in clients}
    typed = {column: dict(row.typed(world, column)) for column in clients}
    before, found = fingerprint(), []
    for method in ("GET", "POST"):
        codes = {}
        for column, client in clients.items():
            address = reverse(row.name, kwargs={**names, **tokens[column]})
            form = {**body, **typed[column]}
            codes[column] = outcome(client, method, address, form, query=query, headers=headers, before=before)
        found.append(codes)
    assert fingerprint() == before
    return found[0], found[1]


def columns_of(row: Row) -> Sequence[str]:
    """Who is asked: all, where a token makes a difference."""
    return COLUMNS if row.has_token else WITHOUT_TOKEN


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_row(row: Row, world: World) -> None:
    got, posted = asked(world, row)

    assert got == row.get.by_column(columns_of(row))
    assert posted == row.post.by_column(columns_of(row))


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
