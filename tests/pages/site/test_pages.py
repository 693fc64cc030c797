"""Pages that editors wrote, as everybody reads them: the words, what stands around them, what they may never carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsPage, SectionPage, SiteHome, SitePicture, TextPage
from stellazh.people.models import Person
from tests.events.calendar.making import make_event
from tests.pages.site.conftest import blocks, make_news, make_picture, text

ClientFor = Callable[..., Client]
PARAGRAPH = f"<p>{'Читаем вслух и спорим о прочитанном. ' * 30}</p>"


def text_page(home: SiteHome, *rows: object, **fields: object) -> TextPage:
    under = SectionPage.objects.child_of(home).get(slug="about")
    page: TextPage = under.add_child(instance=TextPage(**{"title": "Устав", "slug": "charter", **fields}))
    page.body = blocks(*rows)  # type: ignore[arg-type,assignment]
    page.save()
    return page


def test_a_page_stands_in_its_site_with_menu_and_way(home: SiteHome, client_for: ClientFor) -> None:
    page = text_page(home, text("<p>О работе.</p>"))

    answer = client_for().get(f"/o/luga/about/{page.slug}/")
    html = answer.content.decode()

    assert answer.status_code == 200
    menu = html.partition('class="wrap site-bar__in"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', menu) == [
        "/o/luga/", "/o/luga/news/", "/o/luga/about/", "/o/luga/work/", "/o/luga/docs/", "/o/luga/minutes/",
        "/o/luga/mediatheque/",
    ]  # fmt: skip
    assert 'href="/o/luga/about/" aria-current="true"' in menu
    way = html.partition("BreadcrumbList")[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', way) == ["/o/luga/", "/o/luga/about/"]
    assert "<title>Устав — ММО Лужского округа —" in html


def test_the_site_of_the_root_leads_to_the_home_of_the_installation(
    region_home: SiteHome, client_for: ClientFor
) -> None:
    html = client_for().get("/o/omo/about/").content.decode()

    assert 'class="site-bar__name"' not in html
    assert '<a itemprop="item" href="/">' in html


@pytest.mark.parametrize("path", ["/o/luga/nothing/", "/o/luga/about/charter/", "/o/nowhere/news/", "/o/"])
def test_what_is_not_published_does_not_exist(path: str, home: SiteHome, client_for: ClientFor) -> None:
    page = text_page(home)
    TextPage.objects.filter(pk=page.pk).update(live=False)

    assert client_for().get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_stands_around(
    count: int, home: SiteHome, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        page = text_page(home, text(f"<p>{number}</p>"), slug=f"page-{number}")

    client = client_for()
    # The page, found and read; its site, the menu with the way.
    with django_assert_num_queries(4):
        client.get(f"/o/luga/about/{page.slug}/")


def test_every_block_is_drawn_without_scripts_and_styles_of_its_own(home: SiteHome, client_for: ClientFor) -> None:
    picture = make_picture(home, description="Книги на столе")
    page = text_page(
        home,
        text('<h2>Первое</h2><p onclick="x()">Слово<script>alert(1)</script> <a href="javascript:x">тут</a></p>'),
        ("picture", {"picture": picture.pk, "caption": "Выставка"}),
        ("gallery", {"title": "Снимки", "pictures": [{"picture": picture.pk, "caption": ""}]}),
        ("video", {"address": f"https://rutube.ru/video/{'a' * 32}/", "title": "Запись встречи"}),
        ("quote", {"text": "Читайте <b>много</b>.", "author": "Липина"}),
        ("link", {"words": "На сайт", "page": None, "address": "https://example.org/"}),
        ("question", {"question": "Когда?", "answer": "<p>Завтра.</p>"}),
    )

    answer = client_for().get(f"/o/luga/about/{page.slug}/")
    html = answer.content.decode()
    article = html.partition('<article class="site-page">')[2].partition("</article>")[0]

    assert 'alt="Книги на столе"' in article
    assert "<figcaption>Выставка</figcaption>" in article
    assert f'data-film="https://rutube.ru/play/embed/{"a" * 32}"' in article
    assert "<iframe" not in article
    assert "Читайте &lt;b&gt;много&lt;/b&gt;." in article
    assert '<details class="disclosure faq"><summary>Когда?</summary>' in article
    for never in ("onclick", "alert(1)", "javascript:", "style=", "<script>"):
        assert never not in article
    assert "frame-src https://rutube.ru" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "fields",
    [
        {"people": PicturedPeople.UNKNOWN},
        {"people": PicturedPeople.ADULTS, "hidden_at": datetime(2024, 9, 11, 9, 0, tzinfo=clock.now().tzinfo)},
    ],
    ids=["unknown", "hidden"],
)
def test_a_picture_that_may_not_be_shown_stands_nowhere(
    fields: dict[str, object], home: SiteHome, client_for: ClientFor
) -> None:
    picture = make_picture(home, "Тайная")
    rows = [("picture", {"picture": picture.pk, "caption": "Подпись"}),
            ("gallery", {"title": "", "pictures": [{"picture": picture.pk, "caption": ""}]})]  # fmt: skip
    page = make_news(home, picture=picture, body=rows)
    SitePicture.objects.filter(pk=picture.pk).update(**fields)
    client = client_for()

    pages = [client.get(path).content.decode() for path in (f"/o/luga/news/{page.slug}/", "/o/luga/news/", "/news/")]

    assert [html.count("/pictures/") for html in pages] == [0, 0, 0]
    assert client.get(f"/cards/{page.pk}/")["Content-Type"] == "image/png"


def test_a_long_page_begins_with_its_contents_and_a_short_one_does_not(home: SiteHome, client_for: ClientFor) -> None:
    parts = [text(f"<h2>Часть {number} &amp; другое</h2>{PARAGRAPH}") for number in (1, 2, 3)]
    text_page(home, *parts, slug="long")
    text_page(home, *(text(f"<h2>Часть {number}</h2><p>Слово.</p>") for number in (1, 2, 3)), slug="short")
    client = client_for()

    long, short = (client.get(f"/o/luga/about/{slug}/").content.decode() for slug in ("long", "short"))

    assert '<li><a href="#part-2">Часть 2 &amp; другое</a></li>' in long
    assert '<h2 id="part-2"' in long
    assert "На этой странице" not in short


def test_news_name_their_day_author_and_neighbours(home: SiteHome, client_for: ClientFor) -> None:
    make_news(home, "other", title="Другая новость")
    page = make_news(home, author_words="Редактор сайта", title="Открыт форум")

    html = client_for().get(f"/o/luga/news/{page.slug}/").content.decode()

    assert 'itemtype="https://schema.org/NewsArticle"' in html
    assert '<time datetime="2024-09-10" itemprop="datePublished">10' in html
    assert '<span itemprop="author">Редактор сайта</span>' in html
    assert "Другая новость" in html.partition("Другие новости")[2]


@pytest.mark.parametrize(
    ("fields", "is_shown"), [({}, True), ({"visibility": "members"}, False), ({"draft": True}, False)]
)
def test_news_lead_to_their_event_when_everybody_may_open_it(
    fields: dict[str, object], is_shown: bool, home: SiteHome, association: Association, client_for: ClientFor
) -> None:
    event = make_event(association, "Форум чтения", **fields)
    page = make_news(home, event=event)

    html = client_for().get(f"/o/luga/news/{page.slug}/").content.decode()

    assert (f'href="{event.get_absolute_url()}"' in html, "Форум чтения" in html) == (is_shown, is_shown)


@pytest.mark.parametrize("count", [1, 3])
def test_news_cost_the_same_however_many_stand_beside(
    count: int, home: SiteHome, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count + 1):
        page = make_news(home, f"n{number}", picture=make_picture(home))
    client = client_for()
    client.get(f"/o/luga/news/{page.slug}/")

    # As a page; its categories, its picture, its neighbours and their smaller pictures.
    with django_assert_num_queries(8):
        client.get(f"/o/luga/news/{page.slug}/")


def test_an_old_address_leads_to_the_new_one(home: SiteHome, client_for: ClientFor) -> None:
    page = make_news(home)
    Redirect.add_redirect("/o/luga/news/old-forum", redirect_to=page, is_permanent=True)

    answer = client_for().get("/o/luga/news/old-forum/")

    assert (answer.status_code, answer["Location"]) == (301, f"/o/luga/news/{page.slug}/")


def test_a_draft_is_drawn_like_the_page_it_becomes(home: SiteHome, head: Person, client_for: ClientFor) -> None:
    page = make_news(home, title="Ещё не опубликовано", body=[text("<p>Слова черновика.</p>")])
    NewsPage.objects.filter(pk=page.pk).update(live=False)
    page.refresh_from_db()
    page.save_revision()

    answer = client_for(head).get(f"/cms/pages/{page.pk}/view_draft/")
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "Слова черновика." in html
    assert 'class="wrap site-bar__in"' in html
