"""Homes with a site: the words, the news, the papers it brings, and what that costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.pages.models import SiteHome
from stellazh.people.models import Person
from tests.events.calendar.making import make_event
from tests.factories.documents import DocumentFactory
from tests.factories.reports import AnnualReportFactory
from tests.pages.site.conftest import blocks, make_news, make_picture, text
from tests.pages.site.test_feeds import PUBLISHED
from tests.pages.test_homes import branch_of, make_plan

ClientFor = Callable[..., Client]


@pytest.mark.parametrize(("name", "queries"), [("pages:home", 17), ("pages:association_home", 18)])
@pytest.mark.parametrize("count", [1, 5])
def test_a_home_with_a_site_costs_the_same_for_one_and_for_many(
    name: str,
    queries: int,
    count: int,
    region: Association,
    region_home: SiteHome,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    region_home.lead = "Вместе с книгой."
    region_home.picture = make_picture(region_home)
    region_home.body = blocks(text("<p>Добро пожаловать.</p>"))
    region_home.save()
    make_plan(region, items=count)
    for number in range(count):
        place = branch_of(region)
        make_plan(place)
        make_event(place, capacity=30)
        make_news(region_home, f"n{number}", picture=make_picture(region_home))
        DocumentFactory(association=region, public=True)
        AnnualReportFactory(association=region, school_year=2020 + number, status="sealed", published_at=PUBLISHED)
    url = reverse(name, args=[region.code] if name.endswith("association_home") else [])
    client = client_for()
    client.get(url)

    # A home without a site is 11 and 12; the site brings its menu, picture, news, their pictures, documents, reports.
    with django_assert_num_queries(queries):
        answer = client.get(url)

    assert len(answer.content) <= 60 * 1024


def test_a_home_shows_the_latest_of_its_own_site(
    association: Association, home: SiteHome, region_home: SiteHome, client_for: ClientFor
) -> None:
    home.lead = "Вместе с книгой."
    home.body = blocks(text("<p>Слова на главной.</p>"))
    home.save()
    for number in range(6):
        make_news(home, f"n{number}")
    make_news(region_home, "region")
    DocumentFactory(association=association, public=True, title="Открытый приказ")
    DocumentFactory(association=association, title="Приказ для своих")

    html = client_for().get(association.get_absolute_url()).content.decode()

    assert html.count('class="news-card"') == 4
    assert ("Новость n5" in html, "Новость n1" in html, "Новость region" in html) == (True, False, False)
    assert ("Вместе с книгой." in html, "Слова на главной." in html) == (True, True)
    assert ("Открытый приказ" in html, "Приказ для своих" in html) == (True, False)
    assert '<a href="/o/luga/news/">Все новости</a>' in html
    assert '<meta property="og:url"' in html


def test_a_home_without_a_site_stays_as_it_was(association: Association, client_for: ClientFor) -> None:
    html = client_for().get(association.get_absolute_url()).content.decode()

    assert ("site-bar" in html, "Все новости" in html, "og:url" in html) == (False, False, False)


def test_only_a_home_with_a_film_may_frame_its_host(
    association: Association, home: SiteHome, member: Person, client_for: ClientFor
) -> None:
    client = client_for(member)
    plain = client.get(association.get_absolute_url())
    home.body = blocks(("video", {"address": f"https://rutube.ru/video/{'a' * 32}/", "title": "Запись"}))
    home.save()
    with_film = client.get(association.get_absolute_url())

    assert "frame-src" not in plain["Content-Security-Policy"]
    assert "frame-src https://rutube.ru" in with_film["Content-Security-Policy"]
