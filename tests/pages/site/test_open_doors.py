"""What search engines and programs are told: only what everybody may open."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from stellazh.associations.models import Association
from stellazh.pages.models import NewsPage, SiteHome
from stellazh.people.models import Person
from tests.events.calendar.making import make_event
from tests.factories.documents import DocumentFactory
from tests.factories.reports import AnnualReportFactory
from tests.factories.workplans import PlanFactory
from tests.pages.site.conftest import make_news
from tests.pages.site.test_feeds import PUBLISHED

ClientFor = Callable[..., Client]


def paths(client: Client, path: str) -> list[str]:
    return re.findall(r"<loc>https://books\.example([^<]+)</loc>", client.get(path).content.decode())


def test_the_map_holds_what_everybody_may_open(
    association: Association, home: SiteHome, head: Person, client_for: ClientFor, settings: object
) -> None:
    settings.SITE_URL = "https://books.example"  # type: ignore[attr-defined]
    shown, hidden = make_news(home, "shown"), make_news(home, "hidden")
    NewsPage.objects.filter(pk=hidden.pk).update(live=False)
    plan, draft = (
        PlanFactory(association=association, published=True),
        PlanFactory(association=association, school_year=2023),
    )
    event = make_event(association)
    make_event(association, visibility="members")
    paper = DocumentFactory(association=association, public=True)
    DocumentFactory(association=association)
    AnnualReportFactory(association=association, school_year=2024, status="sealed", published_at=PUBLISHED)
    AnnualReportFactory(association=association, school_year=2023, status="sealed")
    # Whoever asks, the map is that of a guest.
    for client in (client_for(), client_for(head)):
        parts = paths(client, "/sitemap.xml")
        found = {part: paths(client, part) for part in parts}

        assert parts == [
            f"/sitemap-{name}-1.xml" for name in ("places", "pages", "news", "plans", "events", "documents", "papers")
        ]
        assert found["/sitemap-news-1.xml"] == [f"/o/luga/news/{shown.slug}/"]
        assert found["/sitemap-plans-1.xml"] == [f"/plans/{plan.pk}/"]
        assert found["/sitemap-events-1.xml"] == [event.get_absolute_url()]
        assert found["/sitemap-documents-1.xml"] == [paper.get_absolute_url()]
        assert found["/sitemap-papers-1.xml"] == ["/o/luga/year-report/2024/"]
        assert {"/", "/news/", "/events/", "/o/luga/", "/o/omo/"} <= set(found["/sitemap-places-1.xml"])
        assert "/o/luga/about/" in found["/sitemap-pages-1.xml"]
        # The report of this test has no seal, which its page reads.
        open_to_all = [path for part, rows in found.items() if "papers" not in part for path in rows]
        assert {client.get(path).status_code for path in open_to_all} == {200}
    assert draft.pk != plan.pk


@pytest.mark.parametrize("path", ["/sitemap-news-1.xml", "/sitemap-places-2.xml", "/sitemap-nothing-1.xml"])
def test_parts_of_the_map_that_are_empty_do_not_exist(path: str, home: SiteHome, client_for: ClientFor) -> None:
    assert client_for().get(path).status_code == 404
