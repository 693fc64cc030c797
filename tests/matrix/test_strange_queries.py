"""Anything at all after the question mark, on every page: an answer, never a fault of ours."""

from __future__ import annotations

from typing import Final

import pytest
from django.urls import reverse

from tests.matrix.row import Row
from tests.matrix.table import TABLE
from tests.matrix.world import World

NAMES: Final = (
    "q", "page", "kind", "territory", "role", "month", "form", "alone", "year", "to_year", "show", "to", "section",
    "status", "owner", "text", "term", "term_raw", "item", "sort", "next", "fact", "limit", "offset", "school_year",
    "association", "before", "as", "on", "gap", "state", "kind", "person", "capability", "order", "post", "rate",
    "category", "experience_from", "columns", "query", "address", "phone", "only", "name", "school", "who", "what",
    "when", "more", "day", "since", "until", "open", "level", "format", "starts_at", "ends_at", "exclude", "parent",
    "decision", "ids", "is_all", "answers", "source", "coming_as", "place", "event", "whose", "first", "last", "code",
    "enrolment", "use", "object_key", "speakers_name", "lacks", "protocol", "whom", "decisions", "do", "mark",
    "builtin", "debts", "file", "proposal", "start", "rows", "document", "take", "audience", "people",
)  # fmt: skip
VALUES: Final = (
    "\x00", "-1", "0", "999999999999999999999999", "٣", "1e9", "2024-13", "9999-12", "0001-01", "ё" * 400, "'\"<%_",
    "//evil.example", "1,2", "", "None", "\u202e", "²",
)  # fmt: skip
# What the head cannot read asks nothing of the query; an address that is shown in many states is asked in the first.
READ = [row for row in TABLE if not row.has_token and row.get.by_column()["head"] in ("200", "to", "401")]
PAGES = tuple({row.name: row for row in reversed(READ)}.values())


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_strange_query_is_no_fault(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=dict(row.names(world)))
    column = "bearer_of_key" if row.name.startswith("api-1:") else "head"
    client = world.client(column)
    client.raise_request_exception = False

    faults = {
        value: status
        for value in VALUES
        if (status := client.get(address, dict.fromkeys(NAMES, value)).status_code) >= 500
    }

    assert faults == {}
