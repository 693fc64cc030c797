"""News of the sites for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.pages.models import NewsPage, SiteHome
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.api.conftest import ROOT
from tests.pages.site.conftest import make_news, text

Program = Callable[[Person], Client]


@pytest.fixture
def home(association: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(association, by=head, at=at)


def hide(page: NewsPage) -> NewsPage:
    NewsPage.objects.filter(pk=page.pk).update(live=False)
    return page


@pytest.mark.parametrize("count", [1, 3])
def test_news_list_gives_what_is_published(
    count: int,
    home: SiteHome,
    member: Person,
    program: Program,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make_news(home, f"n{number}", on=date(2024, 9, number + 1))
    hide(make_news(home, "hidden"))
    client = program(member)
    client.get(f"{ROOT}/news")

    # The key and its owner; how many, the news, their categories.
    with django_assert_num_queries(5):
        found = client.get(f"{ROOT}/news").json()

    assert (found["count"], [row["title"] for row in found["items"]]) == (
        count,
        [f"Новость n{number}" for number in reversed(range(count))],
    )
    assert found["items"][0]["association"] == "luga"


def test_news_list_is_narrowed_by_codes_and_year(
    home: SiteHome, neighbour: Association, member: Person, program: Program, at: datetime
) -> None:
    make_news(home, "ours", on=date(2023, 9, 1))
    make_news(ensure_site(neighbour, by=member, at=at), "theirs")
    client = program(member)

    def found(query: str) -> list[str]:
        return [row["title"] for row in client.get(f"{ROOT}/news?{query}").json()["items"]]

    assert found("association=luga") == ["Новость ours"]
    assert found("territory=bereg") == ["Новость theirs"]
    assert found("association=omo&year=2024") == ["Новость theirs"]
    assert found("association=nobody") == []


def test_news_detail_gives_the_words(home: SiteHome, member: Person, program: Program) -> None:
    page = make_news(home, body=[text("<h2>Часть</h2><p>Слова <b>новости</b>.</p>")])
    hidden = hide(make_news(home, "hidden"))
    client = program(member)

    found = client.get(f"{ROOT}/news/{page.pk}").json()

    assert (found["url"], found["text"]) == (f"/o/luga/news/{page.slug}/", "Часть\nСлова новости.")
    assert "<b>новости</b>" in found["html"]
    assert client.get(f"{ROOT}/news/{hidden.pk}").status_code == 404


def test_news_open_to_no_one_without_a_key(home: SiteHome) -> None:
    page = make_news(home)

    assert [Client().get(f"{ROOT}{path}").status_code for path in ("/news", f"/news/{page.pk}")] == [401, 401]
