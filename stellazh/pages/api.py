"""News over HTTP/JSON, to read: what everybody may read on the sites."""

import re
from datetime import date, datetime
from html import unescape
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.html import strip_tags
from ninja import Query, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate
from pydantic import Field

from stellazh.associations.models import Association, Territory
from stellazh.pages.drawn_body import drawn_body
from stellazh.pages.models import NewsPage
from stellazh.pages.reads.news import NewsChoice, news_everywhere, with_facts
from stellazh.pages.reads.site import address_of

router = Router(tags=["Новости"])
# Of a code that nobody has: nothing lies under it.
_NOWHERE = "-"
_ENDS = re.compile(r"</(?:p|h[1-6]|li|figcaption|summary|div|blockquote)>|<br>")


class Pages(LimitOffsetPagination):
    """At most 200 rows at once."""

    class Input(Schema):
        limit: int = Field(50, ge=1, le=200)
        offset: int = Field(0, ge=0, le=10_000_000)


class NewsOut(Schema):
    """A piece of news. `association` is the code of whose site it stands on; `url` leads to the page."""

    id: int
    association: str
    title: str
    on: date
    lead: str
    categories: list[str]
    author: str
    event: int | None
    url: str
    published_at: datetime | None
    changed_at: datetime | None

    @staticmethod
    def resolve_association(row: NewsPage) -> str:
        # The code of the association is the first step of the address, for ever.
        return address_of(row.url_path).split("/")[2]

    @staticmethod
    def resolve_categories(row: NewsPage) -> list[str]:
        return [one.slug for one in row.categories.all()]

    @staticmethod
    def resolve_author(row: NewsPage) -> str:
        return row.author_words

    @staticmethod
    def resolve_event(row: NewsPage) -> int | None:
        key: int | None = row.event_id
        return key

    @staticmethod
    def resolve_url(row: NewsPage) -> str:
        return address_of(row.url_path)

    @staticmethod
    def resolve_published_at(row: NewsPage) -> datetime | None:
        moment: datetime | None = row.first_published_at
        return moment

    @staticmethod
    def resolve_changed_at(row: NewsPage) -> datetime | None:
        moment: datetime | None = row.last_published_at
        return moment


class NewsWhole(NewsOut):
    """A piece of news with its words: as HTML of the page, and plain."""

    html: str
    text: str

    @staticmethod
    def resolve_html(row: NewsPage, context: Any) -> str:
        return str(drawn_body(row.body, context["request"]).html)

    @staticmethod
    def resolve_text(row: NewsPage, context: Any) -> str:
        html = _ENDS.sub(r"\g<0>\n", str(drawn_body(row.body, context["request"]).html))
        lines = unescape(strip_tags(html)).splitlines()
        return "\n".join(line for line in (line.strip() for line in lines) if line)


class NewsFilter(Schema):
    """Which news: of an association or a territory with those below, by codes; of a year."""

    association: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    territory: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    year: int | None = Field(None, ge=1990, le=2200)


@router.get("", response=list[NewsOut], summary="Новости всех объединений")
@paginate(Pages)
def news_list(request: HttpRequest, chosen: Query[NewsFilter]) -> QuerySet[NewsPage]:
    """Published news, the newest first."""
    choice = NewsChoice(
        association_path=_path_of(Association.objects, chosen.association),
        territory_path=_path_of(Territory.objects, chosen.territory),
        year=chosen.year,
    )
    return with_facts(news_everywhere(choice))


@router.get("/{int:news_id}", response=NewsWhole, summary="Одна новость")
def news_detail(request: HttpRequest, news_id: int) -> NewsPage:
    """One published piece of news with its words."""
    found: NewsPage = get_object_or_404(news_everywhere(NewsChoice()).prefetch_related("categories"), pk=news_id)
    return found


def _path_of(rows: Any, code: str) -> str:
    if not code:
        return ""
    path = rows.filter(code=code).values_list("path", flat=True).first()
    return str(path) if path else _NOWHERE
