"""Pages through the whole of our middleware, in this process: queries, CPU, bytes. Needs a filled database."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import Floor, cpu_ms, table
from benchmarks.years import MEMBER_SIZES, MONTH_SIZES, PLAN_SIZES, Places

MUST_RATIO = 2.5
MUST_RAW_KB = 80
MUST_LOGIN_MS = 4.0


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for, by whom, and the most queries SPEED.md lets it make (None when it says nothing)."""

    name: str
    path: str
    session: str = ""
    most_queries: int | None = None
    is_list: bool = True


def pages(places: Places) -> Iterator[tuple[str, list[Page]]]:
    """The tables: their title and their pages."""
    head = places.region_head
    plans = []
    for size in PLAN_SIZES:
        for form in ("sections", "matrix"):
            plans += [
                Page(f"{size} items, {form}, {who}", f"{places.plans[size]}?form={form}", session, 10 if session else 8)
                for who, session in (("guest", ""), ("head", head))
            ]
    yield "Page of a plan", plans
    yield (
        "Homes, desk, login",
        [
            Page("login page", "/account/sign-in/", most_queries=0, is_list=False),
            Page("home of the region, guest", "/", most_queries=8),
            Page("home of the region, head", "/", head),
            Page("home of an association, guest", places.branch, most_queries=8),
            Page("home of an association, head", places.branch, places.head),
            Page("desk, head of an association", "/desk/", places.head, 12),
            Page("desk, head of the region", "/desk/", head, 12),
            Page("list of plans, head of the region", "/plans/", head, 10),
        ],
    )
    yield (
        "Calendar (month)",
        [
            Page("region, 40 × 60 items, guest", "/calendar/", most_queries=6),
            Page("region, 40 × 60 items, head", "/calendar/", head, 6),
            *(Page(f"{size} items in the month, guest", places.months[size], most_queries=6) for size in MONTH_SIZES),
            Page("feed of the region, 40 × 60 (.ics)", "/o/omo/calendar.ics", most_queries=8, is_list=False),
            Page("feed of an association, 60 (.ics)", f"{places.branch}calendar.ics", most_queries=8, is_list=False),
        ],
    )
    yield (
        "List of members, head",
        [Page(f"{size} members", places.members[size], head, 10) for size in MEMBER_SIZES],
    )


def measure(places: Places, floor: Floor) -> None:
    """Print a table for each group of pages, with ratios to the floor and what misses a «must» of SPEED.md."""
    for title, group in pages(places):
        floor.measure()
        found = [(page, *_one(page)) for page in group]
        floor.measure()
        rows = []
        for page, queries, cpu, raw, packed in found:
            ratio = cpu / floor.ms
            rows.append(
                (
                    page.name, queries, f"{cpu:.1f}", f"{ratio:.2f}", f"{raw / 1024:.1f}", f"{packed / 1024:.1f}",
                    _missed(page, queries, cpu, ratio, raw),
                )
            )  # fmt: skip
        heads = ("page", "queries", "CPU ms", "× floor", "raw KB", "gzip KB", "must")
        table(f"{title} (floor {floor.ms:.1f} ms)", heads, rows)


def _missed(page: Page, queries: int, cpu: float, ratio: float, raw: int) -> str:
    misses = []
    if page.most_queries is not None and queries > page.most_queries:
        misses.append(f"queries > {page.most_queries}")
    if page.is_list and ratio > MUST_RATIO:
        misses.append(f"> {MUST_RATIO} × floor")
    if page.is_list and raw > MUST_RAW_KB * 1024:
        misses.append(f"> {MUST_RAW_KB} KB")
    if page.most_queries == 0 and cpu > MUST_LOGIN_MS:
        misses.append(f"> {MUST_LOGIN_MS} ms")
    return ", ".join(misses) or "ok"


def _one(page: Page) -> tuple[int, float, int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask = request(page.path, page.session)
    ask()
    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    raw = body(answer)
    plain = gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw
    return len(captured), cpu_ms(ask), len(plain), len(raw)


def request(path: str, session: str = "") -> Any:
    """A callable that sends the request, accepting gzip as browsers do.

    Raises:
        AssertionError: the answer is not 200; a redirect would be a fast page.
    """
    from django.conf import settings
    from django.test.client import ClientHandler, RequestFactory

    factory = RequestFactory(headers={"accept-encoding": "gzip"})
    if session:
        factory.cookies[settings.SESSION_COOKIE_NAME] = session
    handler, environ = ClientHandler(), factory.get(path, SERVER_NAME="127.0.0.1").environ

    def send() -> Any:
        answer = handler(environ)
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code}")
        return answer

    return send


def body(answer: Any) -> bytes:
    """The bytes of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
