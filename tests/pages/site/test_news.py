"""Lists of news, of one site and of all, and what programs read of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage, SiteHome
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.pages.site.conftest import make_news, make_picture

ClientFor = Callable[..., Client]


def titles(html: str) -> list[str]:
    return re.findall(r'class="news-card__title"><a href="[^"]+">([^<]+)<', html)


@pytest.fixture
def other_home(neighbour: Association, head: Person, at: object) -> SiteHome:
    return ensure_site(neighbour, by=head, at=at)  # type: ignore[arg-type]


def with_category(page: NewsPage, slug: str) -> NewsPage:
    index = NewsIndex.objects.get(pk=page.get_parent().pk)
    category, _ = NewsCategory.objects.get_or_create(index=index, slug=slug, defaults={"name": slug.capitalize()})
    page.categories.add(category)
    page.save()
    return page


def test_the_feed_of_a_site_is_narrowed_by_category_and_year(home: SiteHome, client_for: ClientFor) -> None:
    with_category(make_news(home, "old", on=date(2023, 5, 4)), "contests")
    with_category(make_news(home, "new"), "contests")
    make_news(home, "plain", on=date(2024, 9, 11))
    client = client_for()

    def shown(query: str) -> list[str]:
        return titles(client.get(f"/o/luga/news/{query}").content.decode())

    assert shown("") == ["Новость plain", "Новость new", "Новость old"]
    assert shown("?category=contests") == ["Новость new", "Новость old"]
    assert shown("?category=contests&year=2023") == ["Новость old"]
    assert shown("?category=nothing&year=soon&page=x") == ["Новость plain", "Новость new", "Новость old"]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    count: int,
    home: SiteHome,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        with_category(make_news(home, f"n{number}", picture=make_picture(home)), "contests")
    client = client_for()
    for path in ("/o/luga/news/", "/news/"):
        client.get(path)

    # The page, found and read; whether it is closed; its site and menu; categories and years; how many, the news,
    # their categories, their smaller pictures.
    with django_assert_num_queries(10):
        client.get("/o/luga/news/")
    # Places and years to choose from; how many, the news, their categories, pictures and associations.
    with django_assert_num_queries(7):
        client.get("/news/")


def test_a_long_list_has_pages(home: SiteHome, client_for: ClientFor) -> None:
    for number in range(22):
        make_news(home, f"n{number:02}")
    client = client_for()

    pages = [titles(client.get(f"/o/luga/news/?page={number}").content.decode()) for number in (1, 2)]

    assert [len(page) for page in pages] == [20, 2]
    assert len(set(pages[0]) | set(pages[1])) == 22


def test_news_of_all_name_whose_they_are_and_are_narrowed_by_territory(
    home: SiteHome, other_home: SiteHome, client_for: ClientFor
) -> None:
    make_news(home, "ours")
    make_news(other_home, "theirs", on=date(2024, 9, 12))
    client = client_for()

    whole, narrowed = (client.get(path).content.decode() for path in ("/news/", "/news/?territory=luga"))

    assert titles(whole) == ["Новость theirs", "Новость ours"]
    assert re.findall(r'class="news-card__place" href="([^"]+)"', whole) == ["/o/bereg/", "/o/luga/"]
    assert titles(narrowed) == ["Новость ours"]


def test_news_not_published_and_of_the_closed_are_in_no_list(
    home: SiteHome, other_home: SiteHome, neighbour: Association, client_for: ClientFor
) -> None:
    hidden = make_news(home, "draft")
    NewsPage.objects.filter(pk=hidden.pk).update(live=False)
    make_news(other_home, "closed")
    Association.objects.filter(pk=neighbour.pk).update(archived_at=clock.now())
    client = client_for()

    texts = [client.get(path).content.decode() for path in ("/o/luga/news/", "/news/", "/news/rss/", "/news/atom/")]

    assert ["Новость draft" in text or "Новость closed" in text for text in texts] == [False] * 4
    assert "Новостей пока нет" in texts[0]


def test_feeds_hold_the_news_and_do_not_write_them_twice(
    home: SiteHome, other_home: SiteHome, client_for: ClientFor
) -> None:
    with_category(make_news(home, "ours", author_words="Редактор"), "contests")
    make_news(other_home, "theirs", on=date(2024, 9, 12))
    client = client_for()

    def items(path: str) -> list[str | None]:
        tree = ElementTree.fromstring(client.get(path).content)
        return [item.findtext("title") for item in tree.iter("item")]

    assert items("/news/rss/") == ["Новость theirs", "Новость ours"]
    assert items("/news/rss/?association=luga") == ["Новость ours"]
    assert items("/news/rss/?territory=bereg") == ["Новость theirs"]
    assert items("/o/luga/news/rss/") == ["Новость ours"]
    assert client.get("/o/nowhere/news/rss/").status_code == 404
    first = client.get("/o/luga/news/rss/")
    again = client.get("/o/luga/news/rss/", headers={"if-none-match": first["ETag"]})
    assert (first["Content-Type"], again.status_code) == ("application/rss+xml; charset=utf-8", 304)
    assert client.get("/news/atom/")["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_signs_that_no_feed_can_hold_are_left_out_when_news_are_written(home: SiteHome, client_for: ClientFor) -> None:
    words = "Форум\x0bшкол\x01 района\x1f"
    page = make_news(home, title=words, lead=words, author_words=words, seo_title=words)
    index = NewsIndex.objects.get(pk=page.get_parent().pk)
    page.categories.add(NewsCategory.objects.create(index=index, slug="contests", name=words))
    page.save()
    client = client_for()

    trees = [ElementTree.fromstring(client.get(path).content) for path in ("/news/rss/", "/o/luga/news/rss/")]
    atom = client.get("/news/atom/").status_code

    for tree in trees:
        told = [tree.findtext(f"channel/item/{name}") for name in ("title", "description", "category")]
        assert [" ".join(str(one).split()) for one in told] == ["Форум школ района"] * 3
    assert atom == 200
    assert NewsPage.objects.get(pk=page.pk).author_words == "Форум школ района"


def test_a_title_of_nothing_but_such_signs_is_no_empty_link(home: SiteHome) -> None:
    page = make_news(home, title="\x01\x02")

    assert NewsPage.objects.get(pk=page.pk).title == "Без названия"


def test_a_feed_of_an_association_without_a_site_is_empty(neighbour: Association, client_for: ClientFor) -> None:
    answer = client_for().get("/o/bereg/news/rss/")

    assert answer.status_code == 200
    assert b"<item>" not in answer.content


def test_a_shared_link_says_what_it_leads_to(home: SiteHome, client_for: ClientFor, settings: object) -> None:
    settings.SITE_URL = "https://books.example"  # type: ignore[attr-defined]
    page = make_news(home, title="Открыт «форум»", lead="О форуме.")

    html = client_for().get(f"/o/luga/news/{page.slug}/").content.decode()

    said = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', html))
    assert said == {
        "og:type": "article",
        "og:locale": "ru_RU",
        "og:site_name": "ММО Лужского округа" if not home.association.name else home.association.name,
        "og:title": "Открыт «форум»",
        "og:description": "О форуме.",
        "og:url": f"https://books.example/o/luga/news/{page.slug}/",
        "og:image": f"https://books.example/cards/{page.pk}/",
    }
    assert f'<link rel="canonical" href="https://books.example/o/luga/news/{page.slug}/">' in html
    assert 'title="Новости: ММО Лужского округа" href="/o/luga/news/rss/"' in html


def test_the_picture_of_a_shared_link_is_the_news_own_or_its_title_on_paper(
    home: SiteHome, client_for: ClientFor
) -> None:
    plain, pictured = make_news(home, "plain"), make_news(home, "pictured", picture=make_picture(home))
    draft = make_news(home, "draft")
    NewsPage.objects.filter(pk=draft.pk).update(live=False)
    client = client_for()

    answers = [client.get(f"/cards/{page.pk}/") for page in (plain, pictured, draft)]
    again = client.get(f"/cards/{plain.pk}/", headers={"if-none-match": answers[0]["ETag"]})

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [answer["Content-Type"] for answer in answers[:2]] == ["image/png", "image/jpeg"]
    assert again.status_code == 304
