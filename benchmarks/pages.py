"""Pages through the whole of our middleware, in this process: queries, CPU, bytes. Needs a filled database."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import Floor, in_turns, table
from benchmarks.years import MEMBER_SIZES, MONTH_SIZES, PLAN_SIZES, Places


@dataclass(frozen=True, slots=True)
class Must:
    """A bar of SPEED.md; its milliseconds are stated there beside a floor of 5.8 ms and become ratios here."""

    ratio: float | None = None
    queries: int | None = None
    raw_kb: int | None = None
    ms: float | None = None

    def missed(self, queries: int, cpu: float, ratio: float, raw: int) -> str:
        """What is over the bar, in words; «ok» when nothing is, a dash without a bar."""
        bars = (
            (self.ratio, ratio, "{} × floor"),
            (self.queries, queries, "{} queries"),
            (self.raw_kb, raw / 1024, "{} KB"),
            (self.ms, cpu, "{} ms"),
        )
        over = [f"> {words.format(bar)}" for bar, found, words in bars if bar is not None and found > bar]
        return ", ".join(over) or ("-" if all(bar is None for bar, _, _ in bars) else "ok")


PUBLIC_LIST = Must(ratio=2.5, queries=8, raw_kb=80)
ORGANISERS_LIST = Must(ratio=5.2, queries=10, raw_kb=80)
DASHBOARD = Must(ratio=5.2, queries=12, raw_kb=80)
PROGRAMME = Must(ratio=5.2, queries=6, raw_kb=80)
STATIC_LIKE = Must(queries=0, ms=4.0)
NO_BAR = Must()


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for, by whom, and its bar."""

    name: str
    path: str
    session: str = ""
    must: Must = NO_BAR


def pages(places: Places) -> Iterator[tuple[str, list[Page]]]:
    """The tables: their title and their pages."""
    head = places.region_head
    yield (
        "Page of a plan",
        [
            Page(f"{size} items, {form}, {who}", f"{places.plans[size]}?form={form}", session, must)
            for size in PLAN_SIZES
            for form in ("sections", "matrix")
            for who, session, must in (("guest", "", PUBLIC_LIST), ("head", head, ORGANISERS_LIST))
        ],
    )
    yield (
        "Homes, desk, login",
        [
            Page("login page", "/account/sign-in/", must=STATIC_LIKE),
            Page("home of the region, guest", "/", must=DASHBOARD),
            Page("home of the region, head", "/", head, DASHBOARD),
            Page("home of an association, guest", places.branch, must=DASHBOARD),
            Page("home of an association, head", places.branch, places.head, DASHBOARD),
            Page("desk, head of an association", "/desk/", places.head, DASHBOARD),
            Page("desk, head of the region", "/desk/", head, DASHBOARD),
            Page("list of 45 plans, head of the region", "/plans/", head, ORGANISERS_LIST),
        ],
    )
    yield (
        "Calendar (month)",
        [
            Page("region, 40 × 60 items, guest", "/calendar/", must=PROGRAMME),
            Page("region, 40 × 60 items, head", "/calendar/", head, PROGRAMME),
            *(Page(f"{size} items in the month, guest", places.months[size], must=PROGRAMME) for size in MONTH_SIZES),
            Page("feed of the region, 40 × 60 (.ics)", "/o/omo/calendar.ics"),
            Page("feed of an association, 60 (.ics)", f"{places.branch}calendar.ics"),
        ],
    )
    yield (
        "List of members, head",
        [Page(f"{size} members", places.members[size], head, ORGANISERS_LIST) for size in MEMBER_SIZES],
    )


def measure(places: Places, floor: Floor) -> None:
    """Print a table for each group of pages, with ratios to the floor and what misses a «must» of SPEED.md."""
    for title, group in pages(places):
        floor.measure()
        asks = [request(page.path, page.session) for page in group]
        facts = [_facts(ask) for ask in asks]
        spent = in_turns(asks)
        floor.measure()
        rows = []
        for page, (queries, raw, packed), cpu in zip(group, facts, spent, strict=True):
            ratio = cpu / floor.ms
            missed = page.must.missed(queries, cpu, ratio, raw)
            sizes = (f"{raw / 1024:.1f}", f"{packed / 1024:.1f}")
            rows.append((page.name, queries, f"{cpu:.1f}", f"{ratio:.2f}", *sizes, missed))
        heads = ("page", "queries", "CPU ms", "× floor", "raw KB", "gzip KB", "must")
        table(f"{title} (floor {floor.ms:.1f} ms)", heads, rows)


def _facts(ask: Callable[[], Any]) -> tuple[int, int, int]:
    """Queries of a warm request, bytes before and after gzip."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    packed = body(answer)
    raw = gzip.decompress(packed) if answer.headers.get("Content-Encoding") == "gzip" else packed
    return len(captured), len(raw), len(packed)


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
