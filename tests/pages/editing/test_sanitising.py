"""Whatever way a body comes, nothing that runs is kept of it."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Revision

from stellazh.pages.models import NewsPage, SiteHome
from tests.pages.editing.conftest import MakeNews, news_of

HOSTILE_HTML = (
    '<p onclick="alert(1)">Слова <a href="javascript:alert(1)">сюда</a><script>alert(1)</script>'
    '<img src=x onerror=alert(1)><iframe src="https://example.org"></iframe><svg onload=alert(1)></svg>'
    '<a linktype="page" id="1" style="position:fixed">туда</a></p>'
)
HOSTILE = [
    {"type": "text", "value": HOSTILE_HTML},
    {"type": "question", "value": {"question": "<script>alert(2)</script>", "answer": HOSTILE_HTML}},
    {"type": "quote", "value": {"text": "<script>alert(3)</script>", "author": "<b onmouseover=alert(3)>Я</b>"}},
    {"type": "link", "value": {"words": "<img src=x>", "page": None, "address": "javascript:alert(4)"}},
    {"type": "link", "value": {"words": "Дальше", "page": None, "address": " JaVaScRiPt:alert(4)"}},
    {"type": "link", "value": {"words": "Данные", "page": None, "address": "data:text/html,<script>alert(4)</script>"}},
    {"type": "video", "value": {"address": "javascript:alert(5)", "title": "<svg onload=alert(5)>"}},
    {"type": "gallery", "value": {"title": "<script>alert(6)</script>", "pictures": []}},
]
FORBIDDEN = ("<script", "javascript:", "onerror", "onload", "onclick", "<iframe", "<svg", "data:text", "position:fixed")
# Plain texts are kept as they were written and escaped where they are shown.
IN_MARKUP = ("javascript:", "<iframe", "data:text", "position:fixed", "onclick")
RUNNING = ("<script>alert", "javascript:", "<svg onload", '<iframe src="https://example', "<img src=x")
pytestmark = pytest.mark.django_db


def stored_body(page: NewsPage) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM pages_newspage WHERE page_ptr_id = %s", [page.pk])
        found = cursor.fetchone()[0]
    return json.dumps(json.loads(found) if isinstance(found, str) else found, ensure_ascii=False)


def rich_texts(stored: str) -> str:
    blocks = json.loads(stored)
    return " ".join(
        [block["value"] for block in blocks if block["type"] == "text"]
        + [block["value"]["answer"] for block in blocks if block["type"] == "question"]
    )


def is_clean(stored: str) -> bool:
    texts = rich_texts(stored)
    return not [word for word in FORBIDDEN if word in texts] and not [word for word in IN_MARKUP if word in stored]


def add_by_tree(home: SiteHome, at: datetime) -> NewsPage:
    page = NewsPage(title="Опасная", slug="danger", on=at.date(), lead="Л", body=json.dumps(HOSTILE))
    news_of(home).add_child(instance=page)
    return page


def update_by_statement(home: SiteHome, at: datetime) -> NewsPage:
    page = news_of(home).add_child(instance=NewsPage(title="Опасная", slug="danger", on=at.date(), lead="Л"))
    NewsPage.objects.filter(pk=page.pk).update(body=json.dumps(HOSTILE))
    return page


def by_revision(home: SiteHome, at: datetime) -> NewsPage:
    page = news_of(home).add_child(instance=NewsPage(title="Опасная", slug="danger", on=at.date(), lead="Л"))
    page.body = json.dumps(HOSTILE)
    page.save_revision().publish()
    return page


def by_raw_revision(home: SiteHome, at: datetime) -> NewsPage:
    page = news_of(home).add_child(instance=NewsPage(title="Опасная", slug="danger", on=at.date(), lead="Л"))
    known = page.save_revision()
    content = {**known.content, "body": json.dumps(HOSTILE)}
    raw = Revision.objects.create(
        content_type=known.content_type, base_content_type=known.base_content_type, object_id=known.object_id,
        content=content, created_at=at,
    )  # fmt: skip
    raw.publish()
    return page


@pytest.mark.parametrize("way", [add_by_tree, update_by_statement, by_revision, by_raw_revision])
def test_a_hostile_body_is_clean_where_it_is_kept_and_shown(
    way: object, home: SiteHome, at: datetime, client: Client
) -> None:
    page = way(home, at)

    shown = client.get(page.url).content.decode()
    assert is_clean(stored_body(page))
    assert [word for word in RUNNING if word in shown] == []
    assert "alert(3)" in shown


def test_a_draft_is_kept_clean(home: SiteHome, at: datetime) -> None:
    page = news_of(home).add_child(instance=NewsPage(title="Опасная", slug="danger", on=at.date(), lead="Л"))
    page.body = json.dumps(HOSTILE)

    kept = page.save_revision().content["body"]

    assert is_clean(json.dumps(json.loads(kept), ensure_ascii=False))


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", "{", '"text"', "null", "17", '{"a": 1}'])
def test_what_is_no_body_is_kept_as_none(body: str, home: SiteHome, at: datetime) -> None:
    page = NewsPage(title="Не тело", slug="none", on=at.date(), lead="Л", body=body)

    news_of(home).add_child(instance=page)

    assert stored_body(page) == "[]"


def test_titles_and_leads_are_plain(make_news: MakeNews, home: SiteHome, client: Client) -> None:
    page = make_news(home, title="<script>alert(7)</script>", lead="<b>жирно</b>", author_words="<i>я</i>")

    shown = client.get(page.url).content.decode()

    assert "<script>alert(7)" not in shown
    assert "<b>жирно" not in shown
    assert "<i>я" not in shown
